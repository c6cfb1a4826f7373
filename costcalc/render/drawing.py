"""Pictures on a screen: each kind of chart by its own module, under a title, never wider than the screen."""

from __future__ import annotations

from typing import TYPE_CHECKING, assert_never

from costcalc.render.bars import bars
from costcalc.render.cells import printable
from costcalc.render.chart import Bars, Parts, Steps, Swings, Trend
from costcalc.render.plot import plot
from costcalc.render.sparkline import sparklines
from costcalc.render.stacked import stacked
from costcalc.render.tornado import tornado
from costcalc.render.wrapping import wrapped

if TYPE_CHECKING:
    from costcalc.render.chart import Chart
    from costcalc.render.report import Look

_NARROWEST = 20
"""On less than so many columns nothing can be told from a picture."""


def on_screen(chart: Chart) -> bool:
    """Return whether a screen shows a chart: see `costcalc.render.chart` for the rule."""
    return not isinstance(chart, Bars | Parts) or chart.screen


def drawn(chart: Chart, look: Look) -> str:
    """Return a chart under its title, without an end of line; nothing where there is nothing to see or no screen."""
    if look.width is None or look.width < _NARROWEST:
        return ""
    lines = _lines(chart, look, look.width)
    return "\n".join([*wrapped(_title(chart), look.width), *lines]) if lines else ""


def _title(chart: Chart) -> str:
    unit = f", {chart.unit}" if chart.unit else ""
    scaled = "; each line from 0 to its own peak" if isinstance(chart, Trend) and len(chart.bands) > 1 else ""
    return printable(f"{chart.title}{unit}{scaled}:")


def _lines(chart: Chart, look: Look, width: int) -> list[str]:
    match chart:
        case Steps():
            return plot(chart.lines, width=width, ascii_only=look.ascii).splitlines()
        case Trend():
            return sparklines(chart, look, width)
        case Swings():
            return tornado(chart, look, width)
        case Bars():
            return bars(chart, look, width)
        case Parts():
            return stacked(chart, look, width)
        case _:
            assert_never(chart)
