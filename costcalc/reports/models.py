"""The report of the models that there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.listing import listing_document
from costcalc.reports.notes import numbered
from costcalc.reports.prices import ratio
from costcalc.reports.rates import for_the_eye, fx_notes, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.models import ModelSortKey, Sold
    from costcalc.pricing.catalogue import Terms
    from costcalc.sheets.book import Offer
    from costcalc.sheets.model_list import Model

SCHEMA = "costcalc/models-list/1"


@dataclass(frozen=True, slots=True)
class ModelsAsked:
    """What was asked: the terms, and by what the list stands in order."""

    terms: Terms
    by: ModelSortKey


_COLUMNS = (
    Column("model", "Model", "name"),
    Column("name", "Name", "text"),
    Column("maker", "Maker", "text", drop=3),
    Column("context", "Context", "count"),
    Column("inputs", "Takes", "text", drop=6),
    Column("features", "Features", "text"),
    Column("licence", "Licence", "text", drop=4),
    Column("released", "Released", "date", drop=2),
    Column("offers", "Offers", "count", drop=1),
    Column("retired_offers", "Retired", "count", drop=5),
    Column("cheapest", "Cheapest at", "text"),
    Column("input", "In/1M", "rate"),
    Column("output", "Out/1M", "rate"),
    Column("currency", "Currency", "text"),
)
_FOR_PEOPLE = frozenset(column.key for column in _COLUMNS) - {"name", "features", "currency"}


def models_report(found: Sequence[Sold], asked: ModelsAsked) -> Report:
    """Return the report of models that stand in their order."""
    data = Table("", _COLUMNS, tuple(_row(item, asked, exact=True) for item in found))
    shown = Table("", _COLUMNS, tuple(_row(item, asked) for item in found)).only(_FOR_PEOPLE)
    notes = tuple(fx_notes(best.fx for item in found if (best := item.cheapest)))
    return Report(SCHEMA, _document(found, asked, notes), _heading(found, asked), data, (shown,), notes)


def _row(item: Sold, asked: ModelsAsked, *, exact: bool = False) -> tuple[Cell, ...]:
    model, best = item.model, item.cheapest
    rates = (
        [getattr(best, meter) if exact else for_the_eye(getattr(best, meter), best.fx) for meter in ("input", "output")]
        if best
        else [None, None]
    )
    return (
        model.model,
        model.name,
        model.maker,
        model.context,
        " ".join(model.inputs),
        " ".join(model.features),
        model.licence,
        model.released,
        len(item.served),
        len(item.offers) - len(item.served),
        _where(best.offer, exact=exact) if best else None,
        *rates,
        asked.terms.currency,
    )


def _where(offer: Offer, *, exact: bool) -> str:
    """Return the provider, where that says which of its offers it is."""
    return offer.name if exact or ":" in offer.name else offer.provider.provider


def _heading(found: Sequence[Sold], asked: ModelsAsked) -> str:
    terms = asked.terms
    return (
        f"{numbered(len(found), 'model')} by {asked.by}; the cheapest offer by a blend of {ratio(terms.blend)},"
        f" {terms.currency} per 1M tokens, prices of {terms.on}."
    )


def _document(found: Sequence[Sold], asked: ModelsAsked, notes: Sequence[str]) -> dict[str, Any]:
    terms = asked.terms
    return {
        "as_of": plain(terms.on),
        "currency": terms.currency,
        "per": 1_000_000,
        "sort": asked.by,
        "blend": {"input": terms.blend.input, "output": terms.blend.output},
        "results": [
            model_document(item.model)
            | {
                "offers": {"served": len(item.served), "retired": len(item.offers) - len(item.served)},
                "cheapest": listing_document(item.cheapest) if item.cheapest else None,
            }
            for item in found
        ],
        "notes": list(notes),
    }


def model_document(model: Model) -> dict[str, Any]:
    """Return what the list of models says of one."""
    return {
        "model": model.model,
        "name": model.name,
        "maker": model.maker,
        "names": list(model.names),
        "context": model.context,
        "inputs": list(model.inputs),
        "features": list(model.features),
        "parameters": model.parameters,
        "licence": model.licence,
        "released": plain(model.released),
        "tokenizer": model.tokenizer,
        "image": plain(model.image),
        "image_formula": model.image_formula,
        "lifecycle": plain(model.lifecycle),
        "source": model.source,
        "checked": plain(model.checked),
        "note": model.note,
    }
