"""The sheet that compares: offers by their cost, sorted by formulas, with a chart over them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.render.xlsx.formula import Formula, known
from costcalc.render.xlsx.page import Page
from costcalc.render.xlsx.standing import Standing
from costcalc.render.xlsx.styles import amount, small_money

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.cost import Sums
    from costcalc.render.xlsx.inputs import Inputs

NAME = "Comparison"
_RANK, _OFFER, _STATUS, _UNIT, _TOTAL, _MORE, _WHY = range(7)
_WIDTHS = (7.0, 40.0, 12.0, 18.0, 18.0, 17.0, 62.0)
_W_OFFER, _W_STATUS, _W_UNIT, _W_TOTAL, _W_GROUP, _W_KEY, _W_NAME, _W_PLACE, _W_WHY = range(20, 29)
_W_REASON, _W_CONTEXT, _W_LONGEST, _W_ROW, _W_BAR = range(29, 34)
"""Columns of the working, beside what is printed."""
_WORKING = (
    *("Offer", "Status", "Unit", "Total", "Group", "Cost", "By name", "Place", "Why"),
    *("Why now", "Context", "Longest answer", "Row", "Bar"),
)
_MOST_BARS, _ASIDE = 20, 15
"""Bars of the chart; below so many rows it stands, beside more."""
_COLOUR, _GREY = "#2F6FB2", "#5B6672"


class _Sheet:
    """The sheet while it is written: the table on the left, and on its right the working that it is sorted by."""

    def __init__(self, book: Book, inputs: Inputs, sums: dict[str, Sums]) -> None:
        self.book, self.inputs = book, inputs
        self.page = Page(book, NAME, _WIDTHS)
        self.offers = [Standing(inputs, offer, sums.get(offer.offer)) for offer in inputs.what_if.offers]
        self.first = 0

    @property
    def last(self) -> int:
        return self.first + len(self.offers) - 1

    def at(self, row: int, column: int, *, fixed: bool = False) -> str:
        from xlsxwriter.utility import xl_rowcol_to_cell

        address: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
        return address

    def column(self, column: int) -> str:
        return f"{self.at(self.first, column, fixed=True)}:{self.at(self.last, column, fixed=True)}"


def write_comparison(book: Book, inputs: Inputs, sums: dict[str, Sums]) -> None:
    """Write the sheet."""
    sheet, what_if = _Sheet(book, inputs, sums), inputs.what_if
    page = sheet.page
    page.paragraph(NAME, bold=True, font_size=13)
    page.paragraph(f"Offers by cost in {what_if.currency}, the cheapest first. Computed and sorted from the sheet Assumptions.")
    total = f"{what_if.currency}/month" if len(what_if.periods) == 1 else f"{what_if.currency}, all months"
    unit = f"{what_if.currency}/{inputs.arrival}"
    numbers = [(unit, True), (total, True), ("Above cheapest", True)]
    page.header([("#", False), ("Offer", False), ("Status", False), *numbers, ("Why", False)], frozen=2)
    sheet.first = page.next
    places = _places(sheet.offers)
    for index, standing in enumerate(sheet.offers):
        _write_working(sheet, index, standing, places)
        _write_row(sheet, index, sheet.offers[places.index(index + 1)], places)
    small_money(book, page.sheet, (sheet.first, _UNIT, sheet.last, _TOTAL))
    _fold_working(sheet)
    _draw(sheet, total)


def _places(offers: Sequence[Standing]) -> list[int]:
    """Return the place of each offer, from 1."""
    order = _sorted(offers, lambda each: each.order)
    return [order.index(index) + 1 for index in range(len(offers))]


def _sorted(offers: Sequence[Standing], key: Callable[[Standing], Any]) -> list[int]:
    return sorted(range(len(offers)), key=lambda index: key(offers[index]))


def _write_working(sheet: _Sheet, index: int, standing: Standing, places: list[int]) -> None:
    row = sheet.first + index
    status, total, reason = (sheet.at(row, column) for column in (_W_STATUS, _W_TOTAL, _W_REASON))
    context, longest = standing.limits
    at_place = places.index(index + 1)
    now = sheet.offers[at_place]
    cells: list[Any] = [
        standing.offer.offer,
        standing.status(total, sheet.at(row, _W_CONTEXT), sheet.at(row, _W_LONGEST)),
        standing.unit,
        standing.total,
        standing.group(status),
        standing.key(total),
        _sorted(sheet.offers, lambda each: each.offer.offer).index(index) + 1,
        Formula(f"=1+SUMPRODUCT({_before(sheet, row)})", Decimal(places[index])),
        standing.why(status, reason),
        standing.offer.reason,
        context,
        longest,
        Formula(f"=MATCH({index + 1},{sheet.column(_W_PLACE)},0)", Decimal(at_place + 1)),
        Formula(f"=IF(ISNUMBER({sheet.at(row, _RANK)}),{sheet.at(row, _TOTAL)},NA())", now.order[1] if now.ranked else "#N/A"),
    ]
    for column, cell in enumerate(cells, start=_W_OFFER):
        sheet.book.write(sheet.page.sheet, (row, column), cell, font_color=_GREY)


def _before(sheet: _Sheet, row: int) -> str:
    """Return for each offer whether it comes before that of a row: by its group, then by its cost, then by its name."""
    (groups, group), (costs, cost), (names, name) = (
        (sheet.column(column), sheet.at(row, column)) for column in (_W_GROUP, _W_KEY, _W_NAME)
    )
    return f"({groups}<{group})+({groups}={group})*(({costs}<{cost})+({costs}={cost})*({names}<{name}))"


def _write_row(sheet: _Sheet, index: int, now: Standing, places: list[int]) -> None:
    """Write the offer that is at a place: `now` is the one that is there as long as nothing changes."""
    row = sheet.page.next

    def of(column: int) -> str:
        return f"INDEX({sheet.column(column)},{sheet.at(row, _W_ROW)})"

    rank, total = sheet.at(row, _RANK), sheet.at(row, _TOTAL)
    cheapest = sheet.at(sheet.first, _TOTAL, fixed=True)
    best = sheet.offers[places.index(1)].order[1]
    more = now.order[1] / best - 1 if now.ranked and best else ""
    values = now.sums.unit_value if now.sums else None, now.sums.total_value if now.sums else None
    sheet.page.row(
        [
            (
                Formula(
                    f'=IF(AND({of(_W_STATUS)}="ok",ISNUMBER({total})),{index + 1},"-")', Decimal(index + 1) if now.ranked else "-"
                ),
                {"align": "left"},
            ),
            (Formula(f"={of(_W_OFFER)}", now.offer.offer), {"bold": index == 0}),
            (Formula(f"={of(_W_STATUS)}", now.offer.status), {}),
            (Formula(f"={of(_W_UNIT)}", known(values[0])), amount()),
            (Formula(f"={of(_W_TOTAL)}", known(values[1])), amount(bold=index == 0)),
            (
                Formula(f'=IF(ISNUMBER({rank}),IF({cheapest}>0,{total}/{cheapest}-1,""),"")', more),
                {"num_format": "+0%;-0%;0%", "align": "right"},
            ),
            (Formula(f'={of(_W_WHY)}&""', now.offer.reason or ""), {}),
        ]
    )


def _fold_working(sheet: _Sheet) -> None:
    """Head the working, and fold it away: the sign above its last column unfolds it."""
    for column, title in enumerate(_WORKING, start=_W_OFFER):
        sheet.page.sheet.write_string(sheet.first - 1, column, title, sheet.book.header_style())
    sheet.page.sheet.set_column(_W_OFFER, _W_BAR, 14, None, {"level": 1, "hidden": True})
    sheet.page.sheet.set_column(_W_BAR + 1, _W_BAR + 1, None, None, {"collapsed": True})


def _draw(sheet: _Sheet, title: str) -> None:
    """Draw the cheapest offers as bars over the cells of the table."""
    bars = min(sum(each.ranked for each in sheet.offers), _MOST_BARS)
    if not bars:
        return
    last = sheet.first + bars - 1
    chart = sheet.book.workbook.add_chart({"type": "bar"})
    chart.add_series(
        {
            "name": title,
            "categories": [NAME, sheet.first, _OFFER, last, _OFFER],
            "values": [NAME, sheet.first, _W_BAR, last, _W_BAR],
            "fill": {"color": _COLOUR},
            "gap": 60,
            "data_labels": {"value": True, "num_format": "[<1]0.0000##;#,##0.00", "font": {"size": 9}},
        }
    )
    chart.set_title({"name": title, "name_font": {"size": 12}, "overlay": False})
    chart.set_legend({"none": True})
    chart.set_y_axis({"reverse": True, "num_font": {"size": 9}})
    chart.set_x_axis({"major_gridlines": {"visible": True, "line": {"color": "#E3E8EE"}}, "num_font": {"size": 9}, "min": 0})
    chart.show_hidden_data()
    chart.show_na_as_empty_cell()
    chart.set_size({"width": 900, "height": 110 + 26 * bars})
    aside = len(sheet.offers) > _ASIDE
    sheet.page.sheet.insert_chart(
        sheet.first - 1 if aside else sheet.last + 2,
        _WHY + 2 if aside else _OFFER,
        chart,
        {"description": f"Bars: {title} of each offer"},
    )
    below = sheet.last + (0 if aside else 4 + (110 + 26 * bars) // 20)
    sheet.page.sheet.print_area(0, 0, below, _WHY)
