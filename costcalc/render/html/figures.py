"""Pictures as a page needs them: drawn by its script, and told in words and numbers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc.render.cells import printable
from costcalc.render.html.charts import Told, told
from costcalc.render.html.tables import Grid, grid
from costcalc.render.html.text import inert
from costcalc.render.report import Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.render.chart import Chart
    from costcalc.render.html.gauge import Gauge


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A picture: what it shows in words, its legend in the order of colours, its values, and what the script draws."""

    id: str
    title: str
    words: str
    legend: tuple[str, ...]
    values: Grid
    drawing: dict[str, Any]
    gauge: Gauge | None = None


def figures(charts: Sequence[Chart]) -> list[Figure]:
    """Return each picture that has something to draw."""
    drawn = [(chart, found) for chart in charts if (found := told(chart)) is not None]
    return [_figure(chart, found, f"chart-{number}") for number, (chart, found) in enumerate(drawn, 1)]


def _figure(chart: Chart, told: Told, id_: str) -> Figure:
    title = inert(printable(chart.title).rstrip(":.") or chart.unit)
    return Figure(
        id=id_,
        title=title,
        words=inert(printable(f"{told.words}{told.left_out}")),
        legend=tuple(inert(printable(name)) for name in told.legend),
        values=grid(Table(f"Values of {title}", told.columns, tuple(told.rows)), f"{id_}-values"),
        drawing=told.drawing,
        gauge=told.gauge,
    )
