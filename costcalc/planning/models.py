"""Which models there are, who sells each, and where it is cheapest."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from costcalc.pricing.catalogue import Listing, Terms, cheapest, listing

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.sheets.book import Book
    from costcalc.sheets.model_list import Model

ModelSortKey = Literal["name", "context", "released", "offers", "price"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelSelection:
    """What was asked for; empty means any."""

    names: Sequence[str] = ()
    """Names, globs, aliases or ids."""
    makers: Sequence[str] = ()
    """Parts of the maker's name."""
    licences: Sequence[str] = ()
    """Parts of the licence's name."""
    needs: frozenset[str] = frozenset()
    context: int | None = None
    """The least window in tokens; a model whose window is unknown does not match."""


@dataclass(frozen=True, slots=True)
class Sold:
    """A model and its offers on a day."""

    model: Model
    offers: tuple[Listing, ...]

    @property
    def served(self) -> tuple[Listing, ...]:
        """The offers that had not retired."""
        return tuple(item for item in self.offers if item.status != "retired")

    @property
    def cheapest(self) -> Listing | None:
        """The offer with the lowest blend of input and output."""
        return cheapest(self.offers)


def models(book: Book, selection: ModelSelection, terms: Terms) -> list[Sold]:
    """Return the models that match, with their offers.

    Raises:
        UnknownNameError: a name that no model has.
    """
    named = {model for pattern in selection.names for model in book.models_like(pattern, terms.on)}
    chosen = [model for model in book.models.values() if (not named or model.model in named) and _matches(model, selection)]
    offers: dict[str, list[Listing]] = {model.model: [] for model in chosen}
    for offer in book.offers(models=offers):
        offers[offer.model.model].append(listing(offer, terms))
    return [Sold(model, tuple(offers[model.model])) for model in chosen]


def ordered(found: Iterable[Sold], by: ModelSortKey) -> list[Sold]:
    """Return models by name, or by the largest window, the newest release, the most offers, the lowest price."""
    return sorted(found, key=lambda item: (_sort_key(item, by), item.model.model))


def _sort_key(item: Sold, by: ModelSortKey) -> Decimal:
    """Return a number that is lower for what comes first; what is unknown comes last."""
    value = _value(item, by)
    return Decimal("Infinity") if value is None else value


def _value(item: Sold, by: ModelSortKey) -> Decimal | None:
    if by == "context":
        return None if item.model.context is None else -Decimal(item.model.context)
    if by == "released":
        return None if item.model.released is None else -Decimal(item.model.released.toordinal())
    if by == "price":
        return item.cheapest.blend if item.cheapest else None
    return Decimal(0) if by == "name" else -Decimal(len(item.served))


def _matches(model: Model, selection: ModelSelection) -> bool:
    can = {*model.inputs, *model.features, *(("vision",) if "image" in model.inputs else ())}
    return (
        selection.needs <= can
        and (selection.context is None or (model.context is not None and model.context >= selection.context))
        and _any_part(selection.makers, model.maker)
        and _any_part(selection.licences, model.licence or "")
    )


def _any_part(parts: Sequence[str], whole: str) -> bool:
    return not parts or any(part.lower() in whole.lower() for part in parts)
