"""Amounts side by side as bars from zero."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.cells import printable
from costcalc.render.strokes import CYAN, amount, bar, filled, painted
from costcalc.render.wrapping import width, wrapped

if TYPE_CHECKING:
    from costcalc.render.chart import Bars
    from costcalc.render.report import Look

_SHORTEST = 16
"""Columns that bars keep beside their names; with less, each name stands above its bar."""


def bars(chart: Bars, look: Look, room: int) -> list[str]:
    """Return a line a bar: name, amount, bar; where that leaves too little, the name above the other two."""
    if not chart.bars:
        return []
    names = [printable(each.name) for each in chart.bars]
    amounts = [amount(each.value, chart.unit) for each in chart.bars]
    named, counted = max(map(width, names)) + 2, max(map(width, amounts)) + 1
    above = room - named - counted < _SHORTEST
    columns = room - counted - (2 if above else named)
    most = max(each.value for each in chart.bars)
    lines: list[str] = []
    for name, text, each in zip(names, amounts, chart.bars, strict=True):
        drawn = painted(bar(each.value, most, columns, look), CYAN, look)
        lines += wrapped(name, room) if above else []
        line = f"{'  ' if above else filled(name, named)}{filled(text, counted - 1, right=True)} {drawn}".rstrip()
        lines += [line] if drawn or width(line) <= room else wrapped(text, room)
    return lines
