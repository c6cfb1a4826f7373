"""Models and offers side by side: what each can take, what it costs, and how far the first is from each of the others."""

from __future__ import annotations

from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.planning.monthly import monthly
from costcalc.pricing.catalogue import Listing, Terms, listing
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.finding import find_offer, has_provider
from costcalc.pricing.percent import percent

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.planning.monthly import Month
    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.model_list import Model


@dataclass(frozen=True, slots=True)
class Figures:
    """What differs by a percentage; None is unknown."""

    context: Decimal | None
    max_output: Decimal | None
    input: Decimal | None
    output: Decimal | None
    monthly: Decimal | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Side:
    """A model, with its cheapest offer, or an offer that was named."""

    name: str
    """The offer's name, or the model's."""
    model: Model
    listing: Listing | None
    """The offer; None for a model that nobody sells at a known price."""
    named: bool
    """Whether the offer itself was asked for."""
    figures: Figures
    reason: str | None
    """Why a price is unknown."""
    can: frozenset[str]
    """What it takes and does, as far as known."""


def sides(names: Iterable[str], book: Book, terms: Terms, month: Month) -> list[Side]:
    """Return the sides that names mean, in their order: an offer for `provider/...`, else every model that a name fits.

    Raises:
        UnknownNameError: a name that means none; names the nearest.
    """
    found: list[Side] = []
    for name in names:
        if has_provider(book, name):
            found.append(_of_offer(find_offer(book, name, terms.on), terms, month))
        else:
            found += [_of_model(book.models[model], book, terms, month) for model in book.models_like(name, terms.on)]
    return list({side.name: side for side in found}.values())


def difference(one: Side, other: Side) -> Figures:
    """Return how far one is above or below the other in percent; None where either is unknown."""
    pairs = ((getattr(one.figures, field.name), getattr(other.figures, field.name)) for field in fields(Figures))
    return Figures(*(percent(value, against) for value, against in pairs))


def _of_offer(offer: Offer, terms: Terms, month: Month) -> Side:
    listed = listing(offer, terms)
    cost = monthly(offer, month)
    return Side(
        name=offer.name,
        model=offer.model,
        listing=listed,
        named=True,
        figures=_figures(offer.sheet.context or offer.model.context, offer.sheet.max_output, listed, cost),
        reason=listed.reason or (cost.reason if isinstance(cost, Unpriced) else None),
        can=offer.takes,
    )


def _of_model(model: Model, book: Book, terms: Terms, month: Month) -> Side:
    offers = [listing(offer, terms) for offer in book.offers(models=[model.model])]
    costs = [(monthly(item.offer, month), item) for item in offers if item.status == "ok"]
    priced = [(cost, item.offer.name, item) for cost, item in costs if isinstance(cost, Decimal)]
    cost, _, best = min(priced, key=lambda at: at[:2], default=(Unpriced(_none_left(offers)), "", None))
    sheet = best.offer.sheet if best else None
    return Side(
        name=model.model,
        model=model,
        listing=best,
        named=False,
        figures=_figures(model.context or (sheet.context if sheet else None), sheet.max_output if sheet else None, best, cost),
        reason=cost.reason if isinstance(cost, Unpriced) else None,
        can=frozenset({*model.inputs, *model.features, *(("vision",) if "image" in model.inputs else ())}),
    )


def _none_left(offers: Sequence[Listing]) -> str:
    if not offers:
        return "nobody in the sheets sells it"
    retired = all(item.status == "retired" for item in offers)
    return "every offer has retired" if retired else "no offer has a known price"


def _figures(context: int | None, max_output: int | None, listed: Listing | None, cost: Decimal | Unpriced) -> Figures:
    return Figures(
        context=None if context is None else Decimal(context),
        max_output=None if max_output is None else Decimal(max_output),
        input=listed.input if listed else None,
        output=listed.output if listed else None,
        monthly=cost if isinstance(cost, Decimal) else None,
    )
