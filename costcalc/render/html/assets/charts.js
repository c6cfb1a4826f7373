// Draws the pictures of a report with Observable Plot, as wide as their place is and in the colours of the page.
(() => {
  "use strict";
  const font = 12;
  const colour = (index) => `var(--c${(index % 8) + 1})`;
  const pen = document.createElement("canvas").getContext("2d");
  const bold = 600;
  const measured = (text) => {
    pen.font = `${bold} ${font}px ${getComputedStyle(document.body).fontFamily}`;
    return pen.measureText(text).width;
  };
  const widest = (texts) => Math.max(0, ...texts.map(measured));
  const tip = (lines) => lines.filter(Boolean).join("\n");
  const shown = (options) => ({ fontSize: font, lineHeight: 1.35, textPadding: 9, pointerSize: 7, ...options });

  // What all pictures have in common.
  const plot = (width, options) =>
    Plot.plot({ width, marginTop: 12, marginRight: 14, style: { fontSize: `${font}px`, fontFamily: "inherit" }, ...options });
  const scale = (values) => {
    const most = Math.max(0, ...values);
    return { domain: [Math.min(0, ...values), most || 1], nice: true, grid: true, label: null, ticks: 6 };
  };
  const axisRoom = (values) => 14 + widest(values.map((value) => Plot.formatNumber()(value)).concat("0.00"));

  function steps({ lines, names }, width) {
    const points = lines.flatMap((line, index) =>
      line.map((point) => ({ ...point, name: names[index], index, from: new Date(point.from), until: new Date(point.until) })));
    const risers = lines.flatMap((line, index) =>
      line.slice(1).flatMap((point, at) =>
        point.from === line[at].until ? [{ index, day: new Date(point.from), low: line[at].value, high: point.value }] : []));
    const middle = (point) => new Date((+point.from + +point.until) / 2);
    return plot(width, {
      height: Math.min(320, Math.max(220, width * 0.5)),
      marginLeft: axisRoom(points.map((point) => point.value)),
      x: { type: "utc", label: null, ticks: Math.max(2, Math.floor(width / 85)) },
      y: scale(points.map((point) => point.value)),
      marks: [
        Plot.ruleY([0], { stroke: "var(--edge)" }),
        Plot.ruleX(risers, { x: "day", y1: "low", y2: "high", stroke: (item) => colour(item.index), strokeWidth: 1.25, strokeDasharray: "2 2" }),
        Plot.ruleY(points, { x1: "from", x2: "until", y: "value", stroke: (item) => colour(item.index), strokeWidth: 3 }),
        Plot.tip(points, Plot.pointer(shown({
          x: middle, y: "value",
          title: (item) => tip([`${item.name} ${item.text}`, `${day(item.from)} to ${day(item.until)}`]),
        }))),
      ],
    });
  }
  const day = (date) => date.toISOString().slice(0, 10);

  // Bands that overlap tell nothing apart: of several lines, one has its band.
  function trend({ lines, names, periods }, width, focus) {
    const points = lines.flatMap((line, index) => line.map((point) => ({ ...point, name: names[index], index })));
    const known = points.filter((point) => point.value !== null);
    const every = Math.max(1, Math.ceil((widest(periods) + 14) * periods.length / width));
    const stroke = (item) => colour(item.index);
    const [banded, heavy] = [points.filter((point) => point.index === focus), lines.length > 1 ? focus : -1];
    const single = periods.length === 1;
    return plot(width, {
      height: Math.min(400, Math.max(240, width * 0.6)),
      marginLeft: axisRoom(known.map((point) => point.high ?? point.value)),
      marginRight: Math.max(14, widest(periods) / 2),
      x: { type: "point", domain: periods, label: null, ticks: periods.filter((_, at) => at % every === 0), padding: single ? 0.5 : 0.1 },
      y: scale(known.flatMap((point) => [point.value, ...(point.index === focus ? [point.low ?? 0, point.high ?? 0] : [])])),
      marks: [
        Plot.ruleY([0], { stroke: "var(--edge)" }),
        Plot.areaY(banded, { x: "period", y1: "low", y2: "high", fill: colour(focus), fillOpacity: 0.22 }),
        single ? Plot.ruleX(banded, { x: "period", y1: "low", y2: "high", stroke, strokeWidth: 6, strokeOpacity: 0.4 }) : null,
        Plot.lineY(points.filter((point) => point.index !== heavy), { x: "period", y: "value", z: "index", stroke, strokeWidth: 2 }),
        Plot.lineY(points.filter((point) => point.index === heavy), { x: "period", y: "value", stroke: colour(focus), strokeWidth: 3.5 }),
        Plot.dot(known, { x: "period", y: "value", fill: stroke, stroke: "var(--paper)", r: 3.5 }),
        Plot.tip(known, Plot.pointer(shown({ x: "period", y: "value", title: (item) => tip([item.name, item.period, item.text]) }))),
      ],
    });
  }

  // Rows with a name beside their bar where there is room, else above it.
  function rows(items, width) {
    const names = items.map((item) => item.name);
    const room = Math.max(widest(names), widest(items.map((item) => item.detail ?? "")));
    const beside = width >= 480 && room <= width * 0.4;
    const height = (beside ? 30 : 46) + (items.some((item) => item.detail) ? 8 : 0);
    const band = {
      y: { type: "band", domain: items.map((_, at) => at), axis: null, paddingInner: beside ? 0.32 : 0.62, paddingOuter: beside ? 0.16 : 0.45 },
      marginLeft: beside ? room + 14 : 2,
      height: 16 + height * items.length,
      marginBottom: 6,
      marginTop: 10,
    };
    const label = (text, options) =>
      Plot.text(items, { y: (_, at) => at, text, stroke: "var(--paper)", strokeWidth: 4, fill: "var(--ink)", ...(beside
        ? { frameAnchor: "left", dx: -10, textAnchor: "end" }
        : { frameAnchor: "left", textAnchor: "start", dy: -height * 0.41 }), ...options });
    return { beside, band, label };
  }

  function bars({ rows: items }, width) {
    const { band, label } = rows(items, width);
    const most = Math.max(...items.map((item) => item.value));
    return plot(width, {
      ...band,
      marginRight: widest(items.map((item) => item.text)) + 14,
      x: { domain: [Math.min(0, ...items.map((item) => item.value)), most > 0 ? most : 1], axis: null },
      marks: [
        Plot.barX(items, { x: "value", y: (_, at) => at, fill: colour(0), rx2: 3 }),
        label("name", { fontWeight: bold }),
        Plot.text(items, { x: (item) => Math.max(0, item.value), y: (_, at) => at, text: "text", dx: 6, textAnchor: "start", fontVariant: "tabular-nums" }),
      ],
    });
  }

  function swings({ rows: items, base }, width) {
    const { beside, band, label } = rows(items, width);
    const ends = items.flatMap((item, at) =>
      [item.low, item.high].map((end, index) => ({ ...end, at, index, item, left: end.value < base.value || (end.value === base.value && !index) })));
    const values = [base.value, ...ends.map((end) => end.value)];
    const room = (left) => widest(ends.filter((end) => end.left === left).map((end) => end.text)) + 10;
    const text = (left) => Plot.text(ends.filter((end) => end.left === left), {
      x: "value", y: "at", text: "text", dx: left ? -5 : 5, textAnchor: left ? "end" : "start", fontVariant: "tabular-nums" });
    return plot(width, {
      ...band,
      height: band.height + 22,
      marginBottom: 28,
      marginRight: 2,
      x: { domain: [Math.min(...values), Math.max(...values)], axis: null, insetLeft: room(true), insetRight: room(false) },
      marks: [
        Plot.barX(ends, { x1: base.value, x2: "value", y: "at", fill: (end) => colour(end.index), title: (end) => tip([end.item.name, end.item.detail, end.text]) }),
        Plot.ruleX([base.value], { stroke: "var(--ink)", strokeWidth: 1.5 }),
        Plot.text([base], { x: "value", text: (item) => item.text, frameAnchor: "bottom", dy: 22, fontWeight: bold }),
        beside ? label("name", { fontWeight: bold, dy: items.some((item) => item.detail) ? -7 : 0 }) : null,
        beside ? label("detail", { fontSize: font - 1, dy: 8, fill: "var(--quiet)" }) : null,
        beside ? null : label((item) => [item.name, item.detail].filter(Boolean).join(", "), {}),
        text(true),
        text(false),
      ],
    });
  }

  function parts({ rows: items, total }, width) {
    const room = (item) => (item.value / total) * (width - 4);
    return plot(width, {
      height: 64,
      marginTop: 6, marginBottom: 6, marginLeft: 2, marginRight: 2,
      x: { domain: [0, total], axis: null },
      y: { axis: null },
      marks: [
        Plot.barX(items, Plot.stackX({ x: "value", fill: (item) => colour(item.colour), stroke: "var(--paper)", strokeWidth: 1,
          title: (item) => `${item.name}, ${item.kind}: ${item.text}`, order: null })),
        Plot.textX(items, Plot.stackX({ x: "value", text: (item) => (room(item) > measured(item.text) + 8 ? item.text : ""), fill: "var(--paper)", fontWeight: bold, order: null })),
        Plot.tip(items, Plot.pointerX(Plot.stackX(shown({ x: "value", title: (item) => tip([item.name, `${item.kind}: ${item.text}`]), order: null })))),
      ],
    });
  }

  const kinds = { steps, trend, swings, bars, parts };
  const drawings = JSON.parse(document.getElementById("drawings").textContent);
  const places = [...document.querySelectorAll("[data-drawing]")].map((place) => ({ place, width: 0, focus: 0 }));
  function draw(one, width, again = false) {
    if (width < 1 || (Math.abs(width - one.width) < 1 && !again)) return;
    one.width = width;
    const id = one.place.dataset.drawing;
    const svg = kinds[drawings[id].kind](drawings[id], Math.round(width), one.focus);
    svg.setAttribute("role", "img");
    svg.setAttribute("aria-labelledby", `${id}-name`);
    svg.setAttribute("aria-describedby", `${id}-words`);
    // Within a picture that has a name, its marks are no parts of their own to a screen reader.
    for (const mark of svg.querySelectorAll("[aria-label]")) {
      mark.dataset.mark = mark.getAttribute("aria-label");
      mark.removeAttribute("aria-label");
    }
    one.place.replaceChildren(svg);
  }

  // The legend of a trend chooses the line whose band is drawn.
  function choosing(one) {
    const { kind, lines } = drawings[one.place.dataset.drawing];
    if (kind !== "trend" || lines.length < 2) return;
    const buttons = [...one.place.parentElement.querySelectorAll(".legend li")].map((entry, index) => {
      const button = document.createElement("button");
      button.type = "button";
      button.append(...entry.childNodes);
      button.addEventListener("click", () => choose(index));
      entry.append(button);
      return button;
    });
    function choose(index) {
      buttons.forEach((button, at) => button.setAttribute("aria-pressed", at === index));
      one.focus = index;
      draw(one, one.width, true);
    }
    choose(0);
  }

  const paper = 700;
  let printing = false;
  const fit = () => places.forEach((one) => draw(one, printing ? paper : one.place.clientWidth));
  const print = (on) => () => {
    printing = on;
    fit();
  };
  fit();
  places.forEach(choosing);
  new ResizeObserver(fit).observe(document.getElementById("main"));
  addEventListener("beforeprint", print(true));
  addEventListener("afterprint", print(false));
})();
