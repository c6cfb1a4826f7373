"""How the price of an offer changed: the curated rows of each currency, oldest first, each against the one before."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.percent import percent

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """A row with the days on which it holds, half-open [from, until), and how its rates changed against the row before."""

    row: Price
    currency: str
    until: date | None
    """None: it holds until further notice."""
    input_change: Decimal | None = None
    """In percent; None for a first row, and where a rate is unknown or was zero."""
    output_change: Decimal | None = None
    unknown_since: date | None = None
    """The first day of a gap before this row, in which no price is known; None where there is none."""

    @property
    def from_(self) -> date | None:
        """The first day; None: since ever."""
        return self.row.from_

    def holds_on(self, on: date) -> bool:
        """Return whether it is the price of a day."""
        return (self.from_ or date.min) <= on and (self.until is None or on < self.until)


def history(offer: Offer, currency: str | None = None) -> list[Step]:
    """Return the rows of an offer's price list, or of all its lists, that of the sheet's own currency first."""
    own = offer.provider.currency

    def place(row: Price) -> tuple[bool, str, date]:
        billed = row.currency or own
        return billed != own, billed, row.from_ or date.min

    rows = [row for row in sorted(offer.sheet.prices, key=place) if currency in (None, row.currency or own)]
    return [step for billed, listed in groupby(rows, lambda row: row.currency or own) for step in _steps(list(listed), billed)]


def _steps(rows: Sequence[Price], currency: str) -> list[Step]:
    """Return the steps of one currency's rows, oldest first."""
    return [
        Step(
            row=row,
            currency=currency,
            until=_end(row, later),
            input_change=percent(_of_one(row.input, row), _of_one(before.input, before)) if before else None,
            output_change=percent(_of_one(row.output, row), _of_one(before.output, before)) if before else None,
            unknown_since=_gap(before, row) if before else None,
        )
        for before, row, later in zip((None, *rows[:-1]), rows, (*rows[1:], None), strict=True)
    ]


def _end(row: Price, later: Price | None) -> date | None:
    return min((day for day in (row.until, later.from_ if later else None) if day is not None), default=None)


def _gap(before: Price, row: Price) -> date | None:
    """Return the first day of the gap between two rows; None where one follows the other."""
    return before.until if before.until is not None and row.from_ is not None and before.until < row.from_ else None


def _of_one(rate: Decimal | None, row: Price) -> Decimal | None:
    """Return the rate of one token, so that rows of another unit compare."""
    return None if rate is None else money.cost(1, rate, row.per)
