"""A tornado as stacked bars: what each driver alone makes of a result, on both sides of it."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.render.xlsx.styles import AXIS, GRID, HIGH, LOW

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawing

    from costcalc.render.chart import Swing, Swings
    from costcalc.render.xlsx.charts import Canvas

_TITLES = ("What it hinges on", "At its low end", "At its high end", "From, to")
_LOW, _HIGH = 1, 2
_STACKED = (None, _LOW, _HIGH, _HIGH, _LOW)
"""What each part of a bar is: nothing that is shown, then each end below the base, then each end above it."""
_LEGEND = (1, 3)
"""The parts that explain the colours; a driver whose low end costs more has the others. LibreOffice counts them from the end."""
_MOST = 40
_MARGIN = Decimal("0.1")
_NONE = Decimal(0)


def draw_tornado(canvas: Canvas, swings: Swings) -> Drawing:
    """Write the numbers and return the chart, the largest swing on top."""
    title = f"{swings.title}, {swings.unit}"
    rows = [(each.name, each.low, each.high, each.detail or None) for each in swings.swings]
    header = canvas.table(title, _TITLES, rows)
    first, last = canvas.helpers(header, [_stacked(each, swings.base) for each in swings.swings]), header + min(len(rows), _MOST)
    chart = canvas.chart(header - 2, {"type": "bar", "subtype": "stacked"})
    for index, end in enumerate(_STACKED):
        chart.add_series(
            {
                "name": [canvas.name, header, end or 0],
                "categories": canvas.cells((header + 1, last), 0),
                "values": canvas.cells((header + 1, last), first + index),
                "fill": {"color": LOW if end == _LOW else HIGH} if end else {"none": True},
                "border": {"none": True},
                "gap": 50,
            }
        )
    chart.show_hidden_data()
    hidden = [index for index in range(len(_STACKED)) if index not in _LEGEND]
    chart.set_legend({"position": "bottom", "delete_series": hidden, "font": {"size": 9}})
    chart.set_y_axis({"reverse": True, "label_position": "low", "interval_unit": 1})
    chart.set_x_axis(
        {"min": float(_start(swings)), "num_format": AXIS, "major_gridlines": {"visible": True, "line": {"color": GRID}}}
    )
    return chart


def _stacked(swing: Swing, base: Decimal) -> tuple[Decimal, Decimal, Decimal, Decimal, Decimal]:
    """Return where the bar begins, and how far each end reaches below the base and above it."""
    low, high = min(swing.low, swing.high), max(swing.low, swing.high)
    middle = min(max(base, low), high)
    below, above = middle - low, high - middle
    if swing.low <= swing.high:
        return low, below, _NONE, above, _NONE
    return low, _NONE, below, _NONE, above


def _start(swings: Swings) -> Decimal:
    """Return where the axis begins: somewhat below the lowest result, which shows the swings at their largest."""
    ends = [end for swing in swings.swings for end in (swing.low, swing.high)] + [swings.base]
    start = min(ends) - _MARGIN * (max(ends) - min(ends))
    return max(_NONE, start.quantize(Decimal(1).scaleb(max(ends).adjusted() - 1)) if max(ends) else start)
