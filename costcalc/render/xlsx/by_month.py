"""The months of the cheapest offers as lines, over formulas that follow the order of the comparison."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.planning.what_if import cost
from costcalc.render.xlsx.cost import FIRST_PERIOD
from costcalc.render.xlsx.cost import NAME as COST
from costcalc.render.xlsx.formula import Formula
from costcalc.render.xlsx.styles import AXIS, GRID, PALETTE
from costcalc.render.xlsx.working import ROW_ON_COST

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawing

    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.working import Working

_MOST = 5
"""More lines cannot be told apart."""
HEIGHT = 340


def write_months(table: Working, left: int) -> int:
    """Write each month of the cheapest offers into columns from one on, and return how many offers have a line."""
    from xlsxwriter.utility import xl_col_to_name

    offers = [table.offers[index] for index in table.places[:_MOST]]
    drawn = [each for each in offers if each.ranked]
    what_if = offers[0].inputs.what_if
    for row, standing in enumerate(drawn, start=table.first):
        for period in range(len(what_if.periods)):
            column = xl_col_to_name(FIRST_PERIOD + period)
            cell = f"INDEX({COST}!${column}:${column},{table.of(ROW_ON_COST, row)})"
            value = cost(what_if, standing.offer, period)
            formula = Formula(f"=IF(ISNUMBER({cell}),{cell},NA())", "#N/A" if value is None else value)
            table.page.book.write(table.page.sheet, (row, left + period), formula)
    for period, each in enumerate(what_if.periods):
        table.page.book.write(table.page.sheet, (table.first - 1, left + period), each.name)
    return len(drawn)


def draw_months(book: Book, at: tuple[str, int, int], columns: tuple[int, int, int]) -> Drawing:
    """Return the chart: `at` is sheet, first row and number of lines, `columns` of the names, the first month and the last."""
    (sheet_name, first, lines), (names, left, last) = at, columns
    chart = book.workbook.add_chart({"type": "line"})
    for index in range(lines):
        colour, row = PALETTE[index % len(PALETTE)], first + index
        chart.add_series(
            {
                "name": [sheet_name, row, names],
                "categories": [sheet_name, first - 1, left, first - 1, last],
                "values": [sheet_name, row, left, row, last],
                "line": {"color": colour, "width": 2.25},
                "marker": {"type": "circle", "size": 5, "fill": {"color": colour}, "border": {"none": True}},
            }
        )
    chart.set_title({"name": "By month, the cheapest offers", "name_font": {"size": 12}})
    chart.set_legend({"position": "bottom", "font": {"size": 9}})
    chart.set_y_axis({"min": 0, "num_format": AXIS, "major_gridlines": {"visible": True, "line": {"color": GRID}}})
    chart.show_hidden_data()
    chart.show_na_as_empty_cell()
    return chart
