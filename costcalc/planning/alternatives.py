"""Which models could stand in for one: they can do as much, read as much at once, and cost less."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.planning.migration import last_day
from costcalc.planning.monthly import monthly
from costcalc.pricing.catalogue import retirement
from costcalc.pricing.percent import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.planning.monthly import Month
    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.model_list import Model

_LEFT_UNSAID = frozenset({"streaming"})
"""What hosts mostly do not list although they do it, so that its absence says nothing."""


@dataclass(frozen=True, slots=True)
class Costed:
    """An offer, and what the month costs there."""

    offer: Offer
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Alternative:
    """The cheapest fitting offer of another model, and how far it is from the model's own cost in percent."""

    offer: Offer
    cost: Decimal
    change: Decimal | None


def own_cost(offers: Iterable[Offer], month: Month) -> Costed | None:
    """Return the cheapest of a model's offers; of those that retired by their last prices, where no other is left."""
    listed = list(offers)
    served = [offer for offer in listed if retirement(offer, month.on) is None]
    return _cheapest(served, month) or _cheapest([offer for offer in listed if offer not in served], month)


def alternatives(model: Model, own: Costed, book: Book, month: Month) -> list[Alternative]:
    """Return the cheapest offer of each other model that fits and costs less, cheapest first; what is unknown does not fit."""
    if model.context is None:
        return []
    fitting: dict[str, list[Offer]] = {}
    for offer in book.offers():
        if offer.model.model != model.model and _fits(offer, model, month):
            fitting.setdefault(offer.model.model, []).append(offer)
    found = [best for offers in fitting.values() if (best := _cheapest(offers, month)) and best.cost < own.cost]
    found.sort(key=lambda item: (item.cost, item.offer.name))
    return [Alternative(item.offer, item.cost, percent(item.cost, own.cost)) for item in found]


def _fits(offer: Offer, model: Model, month: Month) -> bool:
    needed = {*model.inputs, *model.features} - _LEFT_UNSAID
    context = offer.sheet.context or offer.model.context or 0
    return needed <= offer.takes and context >= (model.context or 0) and retirement(offer, month.on) is None


def _cheapest(offers: Iterable[Offer], month: Month) -> Costed | None:
    costs = ((monthly(offer, month, last_day(offer, month.on)), offer) for offer in offers)
    priced = [Costed(offer, cost) for cost, offer in costs if isinstance(cost, Decimal)]
    return min(priced, key=lambda item: (item.cost, item.offer.name), default=None)
