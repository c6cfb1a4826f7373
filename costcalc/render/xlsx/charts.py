"""The sheet of a report's pictures: each as a native chart under the numbers that it draws."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.render.chart import Bars, Parts, Steps, Swings, Trend
from costcalc.render.xlsx.page import Page
from costcalc.render.xlsx.styles import AXIS, GRID, PALETTE, amount, small_money
from costcalc.render.xlsx.tornado import draw_tornado

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from xlsxwriter.chart import Chart as Drawing

    from costcalc.render.chart import Chart
    from costcalc.render.report import Cell
    from costcalc.render.xlsx.book import Book

_WIDTHS = (40.0, *[13.0] * 12)
_HELPERS = 20
"""The first of the columns that are folded away: numbers that only a chart needs."""
_ROW_PIXELS = 20
_EPOCH = 693_594
"""The ordinal of the day before day 1 of a spreadsheet that believes in a 29 February 1900."""
_LEAST, _EACH, _MOST_ROWS = 300, 30, 40
"""Height of a chart in pixels: with lines, and with so many bars of so many each."""


class Canvas:
    """The sheet while it is written: a table, then its chart, and the next one below."""

    def __init__(self, book: Book, caption: str) -> None:
        self.book = book
        self.page = Page(book, "Charts", _WIDTHS)
        self.page.sheet.fit_to_pages(1, 0)
        self.page.paragraph("Charts", bold=True, font_size=13)
        self.page.paragraph(caption)
        self.name = self.page.sheet.get_name()
        self._drawn = False
        self._breaks: list[int] = []

    def table(self, title: str, titles: Sequence[str], rows: Sequence[Sequence[Cell]]) -> int:
        """Write a table and return the row of its header; its first column names, the others are amounts, days or texts."""
        self._break()
        self.page.next += 1
        self.page.paragraph(title, bold=True)
        self.page.titles(
            [(text, any(isinstance(row[column], Decimal | int) for row in rows)) for column, text in enumerate(titles)]
        )
        first = self.page.next
        for row in rows:
            self.page.row((cell, _style(cell)) for cell in row)
        if any(isinstance(cell, Decimal) for row in rows for cell in row):
            small_money(self.book, self.page.sheet, (first, 1, self.page.next - 1, len(titles) - 1))
        return first - 1

    def _break(self) -> None:
        """Begin a printed page, so that no chart is cut by its end; the first picture stands below the title."""
        if self._drawn:
            self._breaks.append(self.page.next)
            self.page.sheet.set_h_pagebreaks(self._breaks)

    def helpers(self, header: int, rows: Sequence[Sequence[Decimal]]) -> int:
        """Write numbers beside the rows of a table, where they are folded away, and return their first column."""
        for index, row in enumerate(rows, start=header + 1):
            for column, value in enumerate(row, start=_HELPERS):
                self.book.write(self.page.sheet, (index, column), value)
        self.page.sheet.set_column(_HELPERS, _HELPERS + max(map(len, rows)) - 1, None, None, {"level": 1, "hidden": True})
        return _HELPERS

    def chart(self, title_row: int, options: dict[str, str]) -> Drawing:
        """Return a new chart under the title in the first cell of a row."""
        chart = self.book.workbook.add_chart(options)
        chart.set_title({"name": [self.name, title_row, 0], "name_font": {"size": 12}})
        chart.set_legend({"position": "bottom", "font": {"size": 9}})
        return chart

    def place(self, chart: Drawing, height: int) -> None:
        """Put a chart below what was written last."""
        chart.set_size({"width": 960, "height": height})
        self.page.sheet.insert_chart(self.page.next + 1, 0, chart, {"object_position": 1})
        self._drawn = True
        self.page.next += 2 + -(-height // _ROW_PIXELS)

    def cells(self, rows: tuple[int, int], columns: tuple[int, int] | int) -> list[str | int]:
        """Return a range of cells, as a chart names it: from the first row and column to the last."""
        left, right = columns if isinstance(columns, tuple) else (columns, columns)
        return [self.name, rows[0], left, rows[1], right]


def _style(cell: Cell) -> dict[str, Any]:
    if isinstance(cell, int):
        return {"num_format": "#,##0", "align": "right"}
    return amount() if isinstance(cell, Decimal) else {}


def write_charts(book: Book, charts: Sequence[Chart], caption: str = "") -> None:
    """Write the sheet; nothing where there is nothing to draw."""
    if not charts:
        return
    canvas = Canvas(book, caption)
    for chart in charts:
        _DRAWN[type(chart)](canvas, chart)


def _trend(canvas: Canvas, trend: Trend) -> None:
    """Draw a line for each name, with its interval as two thin ones."""
    rows = [
        (f"{band.name}{mark}", *values)
        for band in trend.bands
        for mark, values in (("", band.mid), (", low", band.low), (", high", band.high))
    ]
    header = canvas.table(f"{trend.title}, {trend.unit}, {trend.interval}", ["", *trend.periods], rows)
    chart, across = canvas.chart(header - 2, {"type": "line"}), (1, len(trend.periods))
    for index in range(len(rows)):
        row, colour, edge = header + 1 + index, PALETTE[index // 3 % len(PALETTE)], index % 3 > 0
        marker = {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"none": True}}
        chart.add_series(
            {
                "name": [canvas.name, row, 0],
                "categories": canvas.cells((header, header), across),
                "values": canvas.cells((row, row), across),
                "line": {"color": colour, "width": 1, "dash_type": "round_dot"} if edge else {"color": colour, "width": 2.5},
                "marker": {"type": "none"} if edge else marker,
            }
        )
    edges = [index for index in range(len(rows)) if index % 3]
    chart.set_legend({"position": "bottom", "delete_series": edges, "font": {"size": 9}})
    chart.set_y_axis({"min": 0, "num_format": AXIS, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    canvas.place(chart, _LEAST + 60)


def _swings(canvas: Canvas, swings: Swings) -> None:
    chart = draw_tornado(canvas, swings)
    canvas.place(chart, 110 + _EACH * min(len(swings.swings), _MOST_ROWS))


def _bars(canvas: Canvas, bars: Bars) -> None:
    _draw_bars(canvas, f"{bars.title}, {bars.unit}", bars.unit, [(bar.name, bar.value) for bar in bars.bars])


def _parts(canvas: Canvas, parts: Parts) -> None:
    room = "" if parts.room is None else f", of {parts.room:,}"
    _draw_bars(canvas, f"{parts.title}, {parts.unit}{room}", parts.unit, [(part.name, part.amount) for part in parts.parts])


def _draw_bars(canvas: Canvas, title: str, unit: str, rows: Sequence[tuple[Cell, ...]]) -> None:
    if not rows:
        return
    header = canvas.table(title, ["Name", unit], rows)
    last = header + min(len(rows), _MOST_ROWS)
    chart = canvas.chart(header - 2, {"type": "bar"})
    chart.add_series(
        {
            "categories": canvas.cells((header + 1, last), 0),
            "values": canvas.cells((header + 1, last), 1),
            "fill": {"color": PALETTE[0]},
            "gap": 60,
            "data_labels": {"value": True, "font": {"size": 9}},
        }
    )
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1})
    chart.set_x_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    canvas.place(chart, 110 + _EACH * (last - header))


def _steps(canvas: Canvas, steps: Steps) -> None:
    """Draw values that hold over days, each at its first day and at the last before the next."""
    lines = [line for line in steps.lines if line.stretches]
    points = [
        [point for each in line.stretches for point in ((each.from_, each.value), (each.until, each.value))] for line in lines
    ]
    if not points:
        return
    titles = [title for line in lines for title in (f"{line.name}, day", line.name)]
    rows = [
        tuple(cell for line in points for cell in (line[index] if index < len(line) else (None, None)))
        for index in range(max(map(len, points)))
    ]
    header = canvas.table(f"{steps.title}, {steps.unit}", titles, rows)
    chart = canvas.chart(header - 2, {"type": "scatter", "subtype": "straight"})
    for index, line in enumerate(points):
        chart.add_series(
            {
                "name": [canvas.name, header, 2 * index + 1],
                "categories": canvas.cells((header + 1, header + len(line)), 2 * index),
                "values": canvas.cells((header + 1, header + len(line)), 2 * index + 1),
                "line": {"color": PALETTE[index % len(PALETTE)], "width": 2.25},
            }
        )
    days = [day for line in points for day, _ in line]
    chart.set_x_axis(
        {
            "num_format": "yyyy-mm",
            "min": min(days).toordinal() - _EPOCH,
            "max": max(days).toordinal() - _EPOCH,
            "label_position": "low",
        }
    )
    chart.set_y_axis({"min": 0, "num_format": AXIS, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    canvas.place(chart, _LEAST)


_DRAWN: dict[type[Chart], Callable[[Canvas, Any], None]] = {
    Trend: _trend,
    Swings: _swings,
    Bars: _bars,
    Parts: _parts,
    Steps: _steps,
}
