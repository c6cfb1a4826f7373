"""Everything that the book says of one model on a day."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.planning.alternatives import Alternative, Costed, alternatives, own_cost
from costcalc.planning.migration import Migration, migrations
from costcalc.planning.monthly import monthly
from costcalc.pricing.aliases import Meaning, meanings
from costcalc.pricing.catalogue import Listing, Terms, listing

if TYPE_CHECKING:
    from costcalc.planning.monthly import Month
    from costcalc.sheets.book import Book
    from costcalc.sheets.model_list import Model

_ORDER = {"ok": 0, "unpriced": 1, "retired": 2}


@dataclass(frozen=True, slots=True)
class Sale:
    """An offer with its price, and what the month costs there; None where that is unknown."""

    listing: Listing
    monthly: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Card:
    """A model, its names and offers, what could stand in for it, and where its users must move."""

    model: Model
    names: tuple[Meaning, ...]
    """Provider's names that stood or stand for it."""
    sales: tuple[Sale, ...]
    """Cheapest first; what is unpriced, then what retired, comes last."""
    own: Costed | None
    """The cost that alternatives are measured against; None where no price is known."""
    alternatives: tuple[Alternative, ...]
    migrations: tuple[Migration, ...]


def card(model: Model, book: Book, terms: Terms, month: Month) -> Card:
    """Return the card of a model by the prices of a day."""
    offers = book.offers(models=[model.model])
    own = own_cost(offers, month)
    sales = [
        Sale(listing(offer, terms), cost if isinstance(cost := monthly(offer, month), Decimal) else None) for offer in offers
    ]
    return Card(
        model=model,
        names=tuple(held for sheet in book.providers.values() for held in meanings(sheet, model.model)),
        sales=tuple(sorted(sales, key=_place)),
        own=own,
        alternatives=tuple(alternatives(model, own, book, month)) if own else (),
        migrations=tuple(migrations(offers, book, month)),
    )


def _place(sale: Sale) -> tuple[int, Decimal, str]:
    cost = Decimal("Infinity") if sale.monthly is None else sale.monthly
    return _ORDER[sale.listing.status], cost, sale.listing.offer.name
