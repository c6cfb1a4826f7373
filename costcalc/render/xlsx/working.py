"""The columns that a comparison is sorted by: each offer as it stands, its place, and who is at each place."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.render.xlsx.formula import Formula

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.render.xlsx.page import Page
    from costcalc.render.xlsx.standing import Standing

_TITLES = (
    *("Offer", "Status", "Unit", "Total", "Group", "Cost", "By name", "Place", "Why", "Why now"),
    *("Context", "Longest answer", "Row on Cost", "At this place", "Bar"),
)
OFFER, STATUS, UNIT, TOTAL, _GROUP, _COST, _NAME, _PLACE, WHY, _REASON, _CONTEXT, _LONGEST, ROW_ON_COST, _AT, BAR = range(20, 35)
"""Columns, beside what is printed."""
_NO_ROW = 1
"""A row of the sheet Cost without a number, for what has no cost there."""
_GREY = "#5B6672"


class Working:
    """The columns while they are written; a row of them belongs to an offer in its first order, but for the last two."""

    def __init__(self, page: Page, offers: Sequence[Standing]) -> None:
        self.page, self.offers, self.first = page, offers, page.next
        self.places = sorted(range(len(offers)), key=lambda index: offers[index].order)
        """Which offer is at each place now."""
        named = sorted(range(len(offers)), key=lambda index: offers[index].offer.offer)
        self._names = {index: place for place, index in enumerate(named, start=1)}

    def at(self, row: int, column: int, *, fixed: bool = False) -> str:
        """Return the address of a cell of the sheet; `fixed` where a formula that is copied shall keep it."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        address: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
        return address

    def of(self, column: int, row: int) -> str:
        """Return the formula of what a column says of the offer that is at the place of a row."""
        return f"INDEX({self._column(column)},{self.at(row, _AT)})"

    def _column(self, column: int) -> str:
        last = self.first + len(self.offers) - 1
        return f"{self.at(self.first, column, fixed=True)}:{self.at(last, column, fixed=True)}"

    def write(self, index: int, bar: Formula) -> None:
        """Write the row of an offer, and the bar of whoever is at that place."""
        row, standing = self.first + index, self.offers[index]
        status, total, reason = (self.at(row, column) for column in (STATUS, TOTAL, _REASON))
        context, longest = standing.limits
        cells: list[Any] = [
            standing.offer.offer,
            standing.status(total, self.at(row, _CONTEXT), self.at(row, _LONGEST)),
            standing.unit,
            standing.total,
            standing.group(status),
            standing.key(total),
            self._names[index],
            Formula(f"=1+SUMPRODUCT({self._before(row)})", Decimal(self.places.index(index) + 1)),
            standing.why(status, reason),
            standing.offer.reason,
            context,
            longest,
            standing.sums.row if standing.sums else _NO_ROW,
            Formula(f"=MATCH({index + 1},{self._column(_PLACE)},0)", Decimal(self.places[index] + 1)),
            bar,
        ]
        for column, cell in enumerate(cells, start=OFFER):
            self.page.book.write(self.page.sheet, (row, column), cell, font_color=_GREY)

    def _before(self, row: int) -> str:
        """Return for each offer whether it comes before that of a row: by its group, then by its cost, then by its name."""
        (groups, group), (costs, cost), (names, name) = (
            (self._column(column), self.at(row, column)) for column in (_GROUP, _COST, _NAME)
        )
        return f"({groups}<{group})+({groups}={group})*(({costs}<{cost})+({costs}={cost})*({names}<{name}))"

    def fold(self, last: int) -> None:
        """Head the columns, and fold them away up to the last: the sign above the next one unfolds them."""
        for column, title in enumerate(_TITLES, start=OFFER):
            self.page.sheet.write_string(self.first - 1, column, title, self.page.book.header_style())
        self.page.sheet.set_column(OFFER, last, 14, None, {"level": 1, "hidden": True})
        self.page.sheet.set_column(last + 1, last + 1, None, None, {"collapsed": True})
