"""Which row of a sheet says what an offer costs on a day: the curated price, or what one kind of source claims."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price
    from costcalc.sheets.terms import Basis


@dataclass(frozen=True, slots=True)
class Unpriced:
    """What cannot be priced, and why; never a zero."""

    reason: str


@dataclass(frozen=True, slots=True)
class Evidence:
    """A row with the days on which it holds, half-open [from, until)."""

    row: Price | Claim
    currency: str
    from_: date | None
    until: date | None

    def holds(self, on: date) -> bool:
        """Return whether a day is one of them."""
        return (self.from_ or date.min) <= on and (self.until is None or on < self.until)


def price_on(offer: Offer, on: date, *, currency: str, basis: Basis | None = None) -> Evidence | Unpriced:
    """Return the row that prices an offer on a day.

    A list in the asked currency is taken before the one in the sheet's own: they are separate facts. `basis` looks
    through the eyes of one kind of source instead of the curated prices: its newest statement, and one that is known to
    be wrong only where there is no other.
    """
    rows: list[Evidence] = [*_prices(offer, basis), *(_claims(offer, basis) if basis else ())]
    if not rows:
        return Unpriced(f"no source of basis '{basis}' states a price" if basis else "no price is published")
    for wanted in dict.fromkeys((currency, offer.provider.currency, *(row.currency for row in rows))):
        if holding := [row for row in rows if row.currency == wanted and row.holds(on)]:
            return max(holding, key=_weight)
    return Unpriced(_why_none(rows, on))


def _prices(offer: Offer, basis: Basis | None) -> Iterator[Evidence]:
    """Yield the curated rows; each ends where the next of its currency begins, whatever that one's basis is."""
    life = offer.sheet.lifecycle
    for row in offer.sheet.prices:
        currency = _currency(offer, row)
        others = [other for other in offer.sheet.prices if _currency(offer, other) == currency]
        if basis in {None, row.basis}:
            # What holds since ever holds since the offer is sold.
            yield Evidence(row, currency, row.from_ or (life.launched if life else None), _end(row, others))


def _claims(offer: Offer, basis: Basis) -> Iterator[Evidence]:
    """Yield what sources of a kind state; a claim of limits alone is no price, and a zero that nobody calls free is none."""
    for row in offer.sheet.claims:
        rates = (row.input, row.output)
        if row.basis == basis and rates != (None, None) and 0 not in rates:
            yield Evidence(row, _currency(offer, row), row.from_, row.until)


def _currency(offer: Offer, row: Price | Claim) -> str:
    return row.currency or offer.provider.currency


def _end(row: Price, others: Iterable[Price]) -> date | None:
    """Return the day on which the next row begins, or the row's own end where that is earlier."""
    begins = row.from_ or date.min
    ends = [other.from_ for other in others if other.from_ is not None and other.from_ > begins]
    return min([*ends, *([row.until] if row.until else [])], default=None)


def _weight(found: Evidence) -> tuple[bool, date]:
    return not getattr(found.row, "known_wrong", False), found.from_ or date.min


def _why_none(rows: list[Evidence], on: date) -> str:
    later = [row.from_ for row in rows if row.from_ is not None and row.from_ > on]
    ended = [row.until for row in rows if row.until is not None and row.until <= on]
    if not ended:
        return f"no price is known for {on}: the first known is of {min(later)}"
    then = f", the next begins {min(later)}" if later else ""
    return f"no price is known for {on}: the last known ended {max(ended)}{then}"
