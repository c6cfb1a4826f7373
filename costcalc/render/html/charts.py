"""What each kind of picture tells: words and numbers for those who see none, and what the script of the page draws."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.cells import UNKNOWN, printable
from costcalc.render.chart import Bars, Chart, Parts, Steps, Swings, Trend
from costcalc.render.html.gauge import Gauge, gauge
from costcalc.render.report import Column

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from costcalc.render.report import Cell

COLOURS = 8
"""Lines that can be told apart by their colour."""
_MOST_BARS = 30
_NAME = Column("name", "Name", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """What is peculiar to a kind of picture."""

    words: str
    columns: tuple[Column, ...]
    rows: Sequence[tuple[Cell, ...]]
    legend: Sequence[str] = ()
    drawing: dict[str, Any]
    left_out: str = ""
    gauge: Gauge | None = None


def told(chart: Chart) -> Told | None:
    """Return what is told of a picture; None where there is nothing to draw."""
    match chart:
        case Steps():
            return _steps(chart) if any(line.stretches for line in chart.lines) else None
        case Trend():
            return _trend(chart) if chart.periods and chart.bands else None
        case Swings():
            return _swings(chart) if chart.swings else None
        case Bars():
            return _bars(chart) if chart.bars else None
        case Parts():
            return _parts(chart) if any(part.amount for part in chart.parts) else None


def _steps(chart: Steps) -> Told:
    lines = [line for line in chart.lines if line.stretches]
    last = ", ".join(f"{line.name} {money.cents(line.stretches[-1].value)}" for line in lines)
    drawn = [
        [
            {"from": item.from_.isoformat(), "until": item.until.isoformat(), **_point(item.value, money.cents(item.value))}
            for item in line.stretches
        ]
        for line in lines[:COLOURS]
    ]
    return Told(
        words=f"{chart.unit} by day, in the end {last}.",
        columns=(_NAME, Column("from", "From", "date"), Column("until", "Until", "date"), Column("value", chart.unit, "rate")),
        rows=[(line.name, item.from_, item.until, item.value) for line in lines for item in line.stretches],
        legend=[line.name for line in lines[:COLOURS]],
        drawing={"kind": "steps", "lines": drawn},
        left_out=_left_out("line", len(lines), COLOURS),
    )


def _trend(chart: Trend) -> Told:
    points = [[*zip(chart.periods, band.low, band.mid, band.high, strict=True)] for band in chart.bands]
    over = chart.periods[0] if len(chart.periods) == 1 else f"{chart.periods[0]} to {chart.periods[-1]}"
    uncertain = any(band.low != band.mid or band.high != band.mid for band in chart.bands)
    drawn = [
        [
            {"period": printable(period), "low": _number(low), "high": _number(high), **_point(mid, _between(low, mid, high))}
            for period, low, mid, high in band
        ]
        for band in points[:COLOURS]
    ]
    banded = "; each value lies in the band around it" + (", drawn for the one that is chosen" if len(points) > 1 else "")
    return Told(
        words=f"{chart.unit}, {over}{banded if uncertain else ''}.",
        columns=(
            _NAME,
            Column("period", "Period", "name"),
            Column("low", "Low", "money"),
            Column("mid", chart.unit, "money"),
            Column("high", "High", "money"),
        ),
        rows=[(band.name, *point) for band, found in zip(chart.bands, points, strict=True) for point in found],
        legend=[band.name for band in chart.bands[:COLOURS]],
        drawing={"kind": "trend", "lines": drawn, "periods": [printable(period) for period in chart.periods]},
        left_out=_left_out("line", len(chart.bands), COLOURS),
    )


def _swings(chart: Swings) -> Told:
    first = chart.swings[0]
    drawn = [
        {
            "name": printable(item.name),
            "detail": printable(item.detail),
            "low": _point(item.low, money.display(item.low)),
            "high": _point(item.high, money.display(item.high)),
        }
        for item in chart.swings
    ]
    return Told(
        words=f"{chart.unit}: {money.display(chart.base)} as assumed, and what it becomes when one driver alone moves. "
        f"{first.name} moves it most, from {money.display(first.low)} to {money.display(first.high)}.",
        columns=(
            Column("name", "Driver", "name"),
            Column("detail", "Moves"),
            Column("low", "At its low end", "money"),
            Column("high", "At its high end", "money"),
        ),
        rows=[(item.name, item.detail, item.low, item.high) for item in chart.swings],
        legend=("at the driver's low end", "at its high end"),
        drawing={"kind": "swings", "base": _point(chart.base, money.display(chart.base)), "rows": drawn},
    )


def _bars(chart: Bars) -> Told:
    least, most = (choose(chart.bars, key=lambda bar: bar.value) for choose in (min, max))
    between = f"{money.display(least.value)} at {least.name}"
    between = f"from {between} to {money.display(most.value)} at {most.name}" if least.value < most.value else between
    drawn = [{"name": printable(bar.name), **_point(bar.value, money.display(bar.value))} for bar in chart.bars[:_MOST_BARS]]
    return Told(
        words=f"{chart.unit}, {between}.",
        columns=(_NAME, Column("value", chart.unit, "money")),
        rows=[(bar.name, bar.value) for bar in chart.bars],
        drawing={"kind": "bars", "rows": drawn},
        left_out=_left_out("bar", len(chart.bars), _MOST_BARS),
    )


def _parts(chart: Parts) -> Told:
    kinds = dict.fromkeys(part.kind for part in chart.parts)
    sums = {kind: sum(part.amount for part in chart.parts if part.kind == kind) for kind in kinds}
    total = sum(sums.values())
    order = {kind: min(index, COLOURS - 1) for index, kind in enumerate(kinds)}
    drawn = [
        {
            "name": printable(part.name),
            "kind": printable(part.kind),
            "colour": order[part.kind],
            **_point(part.amount, f"{part.amount:,}"),
        }
        for part in chart.parts
        if part.amount
    ]
    return Told(
        words=f"{total:,} {chart.unit} in {len(chart.parts):,} part{'s'[: len(chart.parts) > 1]}.",
        columns=(Column("name", "Part", "name"), Column("kind", "Kind"), Column("amount", chart.unit.capitalize(), "count")),
        rows=[(part.name, part.kind, part.amount) for part in chart.parts],
        legend=[f"{kind} {amount:,}" for kind, amount in sums.items()],
        drawing={"kind": "parts", "rows": drawn, "total": total},
        gauge=gauge(total, chart.room, chart.unit),
    )


def _left_out(what: str, there: int, drawn: int) -> str:
    return f" The first {drawn} of {there} {what}s are drawn; the table below holds all." if there > drawn else ""


def _between(low: Decimal | None, mid: Decimal | None, high: Decimal | None) -> str:
    if mid is None:
        return UNKNOWN
    value = money.display(mid)
    return value if low is None or high is None or low == high else f"{value} ({money.display(low)} to {money.display(high)})"


def _point(value: Decimal | int | None, text: str) -> dict[str, Any]:
    """Return a value for the pen, which needs no more digits than a screen has dots, and for the eye."""
    return {"value": _number(value), "text": text}


def _number(value: Decimal | int | None) -> float | None:
    return None if value is None else float(value)
