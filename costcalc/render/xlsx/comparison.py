"""The sheet that compares: offers by their cost, sorted by formulas, with charts over them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.render.xlsx import working
from costcalc.render.xlsx.by_month import HEIGHT, draw_months, write_months
from costcalc.render.xlsx.formula import Formula, known
from costcalc.render.xlsx.page import Page
from costcalc.render.xlsx.standing import Standing
from costcalc.render.xlsx.styles import GRID, PALETTE, amount, small_money
from costcalc.render.xlsx.working import Working

if TYPE_CHECKING:
    from xlsxwriter.chart import Chart as Drawing

    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.cost import Sums
    from costcalc.render.xlsx.inputs import Inputs

NAME = "Comparison"
_RANK, _OFFER, _STATUS, _UNIT, _TOTAL, _MORE, _WHY = range(7)
_WIDTHS = (7.0, 40.0, 12.0, 18.0, 18.0, 17.0, 62.0)
_MOST_BARS, _ASIDE = 20, 15
"""Bars of the chart; charts stand below so many rows, beside more."""
_ROW_PIXELS, _BAR_PIXELS, _FRAME_PIXELS, _WIDE = 20, 28, 110, 900
_TRIALS = (
    "P10, P50 and P90 come from trials, which no formula repeats: as costcalc printed them, they stand on the sheets that follow."
)


def write_comparison(book: Book, inputs: Inputs, sums: dict[str, Sums]) -> None:
    """Write the sheet."""
    what_if, page = inputs.what_if, Page(book, NAME, _WIDTHS)
    total = f"{what_if.currency}/month" if len(what_if.periods) == 1 else f"{what_if.currency}, all months"
    _write_head(page, inputs, total)
    table = Working(page, [Standing(inputs, offer, sums.get(offer.offer)) for offer in what_if.offers])
    for index in range(len(table.offers)):
        row, now = table.first + index, table.offers[table.places[index]]
        bar = f"=IF(ISNUMBER({table.at(row, _RANK)}),{table.at(row, _TOTAL)},NA())"
        table.write(index, Formula(bar, now.order[1] if now.ranked else "#N/A"))
        _write_row(table, row, now)
    small_money(book, page.sheet, (table.first, _UNIT, table.first + len(table.offers) - 1, _TOTAL))
    _draw(book, table, total)


def _write_head(page: Page, inputs: Inputs, total: str) -> None:
    currency = inputs.what_if.currency
    cost = "expected cost (beliefs at their base, lengths at their mean)" if inputs.averages else "cost"
    page.paragraph(NAME, bold=True, font_size=13)
    page.paragraph(f"Offers by {cost} in {currency}, the cheapest first. Computed and sorted from the sheet Assumptions.")
    page.paragraph(_TRIALS if inputs.averages else "")
    numbers = [(f"{currency}/{inputs.arrival}", True), (total, True), ("Above cheapest", True)]
    page.header([("#", False), ("Offer", False), ("Status", False), *numbers, ("Why", False)], frozen=2)


def _write_row(table: Working, row: int, now: Standing) -> None:
    """Write the offer that is at the place of a row: `now` is the one that is there as long as nothing changes."""
    place = row - table.first + 1
    rank, total = table.at(row, _RANK), table.at(row, _TOTAL)
    cheapest, best = table.at(table.first, _TOTAL, fixed=True), table.offers[table.places[0]].order[1]
    ranked = f'AND({table.of(working.STATUS, row)}="ok",ISNUMBER({total}))'
    more = f'=IF(ISNUMBER({rank}),IF({cheapest}>0,{total}/{cheapest}-1,""),"")'
    strong = {"bold": place == 1}
    unit = now.sums.unit.value if now.sums else known(None)
    cells: list[tuple[Formula, dict[str, Any]]] = [
        (Formula(f'=IF({ranked},{place},"-")', Decimal(place) if now.ranked else "-"), {"align": "left"}),
        (Formula(f"={table.of(working.OFFER, row)}", now.offer.offer), strong),
        (Formula(f"={table.of(working.STATUS, row)}", now.offer.status), {}),
        (Formula(f"={table.of(working.UNIT, row)}", unit), amount()),
        (Formula(f"={table.of(working.TOTAL, row)}", known(now.sums.total_value if now.sums else None)), amount(**strong)),
        (Formula(more, now.order[1] / best - 1 if now.ranked and best else ""), {"num_format": "+0%;-0%;0%", "align": "right"}),
        (Formula(f'={table.of(working.WHY, row)}&""', now.offer.reason or ""), {"text_wrap": True}),
    ]
    table.page.row(cells)


def _draw(book: Book, table: Working, title: str) -> None:
    """Draw the cheapest offers as bars, and their months as lines, over the cells of the table."""
    bars = min(sum(each.ranked for each in table.offers), _MOST_BARS)
    charts = [(_bars(book, table, title, bars), _FRAME_PIXELS + _BAR_PIXELS * bars)] if bars else []
    months, last = working.BAR + 1, working.BAR
    if bars and len(table.offers[0].inputs.what_if.periods) > 1:
        lines = write_months(table, months)
        last = working.BAR + len(table.offers[0].inputs.what_if.periods)
        charts.append((draw_months(book, (NAME, table.first, lines), (_OFFER, months, last)), HEIGHT))
    table.fold(last)
    _place(table, charts)


def _bars(book: Book, table: Working, title: str, bars: int) -> Drawing:
    rows = table.first, table.first + bars - 1
    chart = book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [NAME, rows[0], _OFFER, rows[1], _OFFER],
            "values": [NAME, rows[0], working.BAR, rows[1], working.BAR],
            "fill": {"color": PALETTE[0]},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "[<1]0.0000##;#,##0.00", "font": {"size": 9}},
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "interval_unit": 1, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": GRID}}, "num_font": {"size": 9}, "min": 0})
    chart.show_hidden_data()
    chart.show_na_as_empty_cell()
    return chart


def _place(table: Working, charts: list[tuple[Drawing, int]]) -> None:
    """Put charts below the table, or beside a long one, and print what is seen."""
    aside = len(table.offers) > _ASIDE
    row, column = (table.first - 1, _WHY + 2) if aside else (table.page.next + 1, _OFFER)
    if not aside:
        table.page.sheet.fit_to_pages(1, 1)  # no chart is cut by the end of a page
    for chart, height in charts:
        chart.set_size({"width": _WIDE, "height": height})
        table.page.sheet.insert_chart(row, column, chart)
        row += height // _ROW_PIXELS + 2
    table.page.sheet.print_area(0, 0, table.page.next - 1 if aside else max(row, table.page.next), _WHY)
