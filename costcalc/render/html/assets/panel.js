// The what-if panel: reads the form, has every offer computed again, and shows what comes out.
(() => {
  "use strict";
  const { decimal, display, signed, total } = costcalc;
  const whatIf = JSON.parse(document.getElementById("what-if-data").textContent);
  const section = document.getElementById("what-if");
  const [form, answer, body] = ["what-if-form", "what-if-answer", "what-if-offers"].map((id) => document.getElementById(id));
  const fields = [...form.querySelectorAll("input")];
  const stated = costcalc.compute(whatIf, {});
  const tones = { ok: "good", exceeds: "bad", unpriced: "doubt", retired: "doubt" };

  // What is wrong with a number, or nothing.
  function wrong(field) {
    const { valueMissing, badInput, rangeUnderflow, rangeOverflow, stepMismatch } = field.validity;
    if (valueMissing || badInput) return "Write a number.";
    if (rangeUnderflow || ("above" in field.dataset && field.value !== "" && decimal(field.value).eq(0))) return "Too small.";
    if (rangeOverflow) return `At most ${Number(field.max).toLocaleString("en")}.`;
    return stepMismatch ? "Write a whole number." : "";
  }

  const share = (percent) => decimal(percent).times("0.01").toFixed();
  const changed = (field) => field.value !== field.defaultValue;
  function changes() {
    const found = { fx: {} };
    for (const field of fields.filter(changed)) {
      const name = field.name;
      if (name.startsWith("fx-")) found.fx[name.slice(3)] = field.value;
      else found[name] = ["growth", "cachedShare", "outputFactor"].includes(name) ? share(field.value) : field.value;
    }
    return found;
  }

  const money = (amount) => (amount === null ? "?" : display(amount));
  function amounts(found) {
    const last = found.periods.length > 1 ? [found.periods.at(-1), found.total] : [];
    return [found.unit, found.periods[0] ?? null, ...last];
  }
  const change = (found, before) => (found.total === null || before.total === null ? null : total([found.total, before.total.times(-1)]));

  function cell(tag, text, classes, attributes = {}) {
    const made = document.createElement(tag);
    made.textContent = text;
    made.className = classes;
    Object.entries(attributes).forEach(([name, value]) => made.setAttribute(name, value));
    return made;
  }

  function row(found, before) {
    const made = document.createElement("tr");
    const difference = change(found, before);
    const verdict = cell("td", "", found.reason ? "wraps" : "");
    verdict.append(cell("span", found.status, `verdict ${tones[found.status] ?? "doubt"}`), found.reason ? ` ${found.reason}` : "");
    const name = cell("th", "", "name", { scope: "row" });
    found.offer.split("/").forEach((part, at) => name.append(...(at ? ["/", document.createElement("wbr")] : []), part));
    made.append(
      name,
      ...amounts(found).map((amount) => cell("td", money(amount), "number")),
      cell("td", difference === null ? "?" : signed(difference), "number"),
      verdict,
    );
    return made;
  }

  // In the order of the command line (planning/estimate.py): what is ok, cheapest first, then the rest.
  const order = { ok: 0, exceeds: 1, unpriced: 2, retired: 3 };
  const byCost = (a, b) => (a === null || b === null ? (a === null) - (b === null) : a.cmp(b));
  const byName = (a, b) => (a < b ? -1 : Number(a > b));
  function ranked(results) {
    return results.map((found, at) => ({ found, before: stated[at] })).sort(({ found: a }, { found: b }) =>
      (order[a.status] ?? 9) - (order[b.status] ?? 9) || byCost(a.total, b.total) || byName(a.offer, b.offer));
  }

  function over() {
    const [first, last] = [whatIf.periods[0].name, whatIf.periods.at(-1).name];
    return whatIf.periods.length > 1 ? `${whatIf.currency}, ${first} to ${last}` : `${whatIf.currency} a ${first}`;
  }

  function say(figure, said) {
    answer.querySelector(".figure").textContent = figure;
    answer.querySelector(".said").textContent = said;
  }

  function show(results) {
    body.replaceChildren(...ranked(results).map(({ found, before }) => row(found, before)));
    const found = results[form.elements.offer.value];
    const each = found.unit === null ? "" : `, ${display(found.unit)} ${whatIf.currency} ${/^[aeiou]/.test(whatIf.unit) ? "an" : "a"} ${whatIf.unit}`;
    const status = found.status === "ok" ? "" : ` (${found.status}: ${found.reason})`;
    say(money(found.total), `${over()}${each} at ${found.offer}${status}`);
  }

  function update() {
    const faults = fields.map((field) => {
      const fault = wrong(field);
      document.getElementById(`${field.id}-wrong`).textContent = fault;
      if (fault) field.setAttribute("aria-invalid", "true");
      else field.removeAttribute("aria-invalid");
      return fault;
    });
    section.classList.toggle("changed", fields.some(changed));
    if (!faults.some(Boolean)) return show(costcalc.compute(whatIf, changes()));
    body.replaceChildren();
    say("?", "A number above cannot be read, so that nothing is computed.");
  }

  form.addEventListener("input", update);
  form.addEventListener("reset", () => setTimeout(update));
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const part of [form, answer, body.closest(".scroll")]) part.hidden = false;
  update();
})();
