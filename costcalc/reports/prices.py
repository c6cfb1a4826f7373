"""The reports of the price list: every offer with its price and rank."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.listing import METERS, listing_document
from costcalc.reports.notes import attributed, numbered
from costcalc.reports.rates import for_the_eye, fx_notes, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.pricing.catalogue import Blend, Listing, Terms
    from costcalc.pricing.ranking import Ranked, SortKey

SCHEMA = "costcalc/prices-list/1"
_RANKED = frozenset(
    {
        *("place", "offer", "input", "output", "blend", "native_currency", "price_from", "price_checked", "price_basis"),
        *("context", "max_output", "regions", "notes"),
    }
)
_IN_A_COLUMN = ("free", "retires on")
"""What concerns one offer alone, and would only lengthen the notes."""
_OTHERS = frozenset({"offer", "status", "reason", "input", "output"})
BY = {
    "input": "input price",
    "output": "output price",
    "blend": "blended price",
    "context": "context",
    "name": "name",
    "checked": "day of the last check",
}


@dataclass(frozen=True, slots=True)
class Listed:
    """What was asked: the terms, and by what the list stands in order."""

    terms: Terms
    by: SortKey


def list_report(found: Sequence[Ranked], asked: Listed) -> Report:
    """Return the report of a price list that stands in its order."""
    data = _table("", found, asked, exact=True)
    shown = _RANKED - (set() if asked.by == "blend" else {"blend"})
    tables = (
        _table("", [item for item in found if item.listing.status == "ok"], asked).only(shown),
        _table("Not ranked:", [item for item in found if item.listing.status != "ok"], asked).only(_OTHERS),
    )
    notes = _notes(found)
    return Report(SCHEMA, _document(found, asked, notes), _heading(found, asked), data, tables, notes)


def _columns(asked: Listed) -> tuple[Column, ...]:
    return (
        Column("rank", "Rank", "count"),
        Column("rank_of", "Of", "count"),
        Column("rank_by", "By", "text"),
        Column("place", f"By {asked.by}", "text", drop=1),
        Column("offer", "Offer", "name"),
        Column("status", "Status", "status"),
        Column("reason", "Why", "text"),
        Column("provider", "Provider", "name"),
        Column("model", "Model", "name"),
        Column("model_id", "Id", "name"),
        Column("currency", "Currency", "text"),
        Column("input", "In/1M", "rate"),
        Column("output", "Out/1M", "rate"),
        Column("blend", f"Blend {ratio(asked.terms.blend)}", "rate"),
        Column("native_currency", "Billed in", "text", drop=4),
        Column("fx_rate", "Rate", "rate"),
        Column("fx_date", "Rate of", "date"),
        Column("price_from", "Price from", "date", drop=2),
        Column("price_until", "Price until", "date"),
        Column("price_checked", "Checked", "date", drop=3),
        Column("price_basis", "Basis", "text", drop=7),
        Column("price_source", "Source", "text"),
        Column("free", "Free", "text"),
        Column("context", "Context", "count", drop=5),
        Column("max_output", "Max output", "count", drop=8),
        Column("regions", "Regions", "text", drop=6),
        Column("features", "Features", "text"),
        Column("notes", "Besides", "text", drop=9),
    )


def ratio(blend: Blend) -> str:
    """Return `3:1` for three parts of input to one of output."""
    return f"{blend.input}:{blend.output}"


def _table(title: str, found: Sequence[Ranked], asked: Listed, *, exact: bool = False) -> Table:
    columns = _columns(asked)
    facts = [_offer(item.listing) | _price(item.listing, exact=exact) | _rank(item, asked) for item in found]
    return Table(title, columns, tuple(tuple(fact[column.key] for column in columns) for fact in facts))


def _rank(item: Ranked, asked: Listed) -> dict[str, Cell]:
    ranks = item.position is not None
    return {
        "rank": item.position,
        "rank_of": item.of if ranks else None,
        "rank_by": asked.by if ranks else None,
        "place": f"#{item.position} of {item.of}" if ranks else None,
        "currency": asked.terms.currency,
    }


def _offer(item: Listing) -> dict[str, Cell]:
    sheet = item.offer.sheet
    return {
        "offer": item.offer.name,
        "status": item.status,
        "reason": item.reason,
        "provider": item.offer.provider.provider,
        "model": item.offer.model.model,
        "model_id": sheet.id,
        "context": sheet.context,
        "max_output": sheet.max_output,
        "regions": " ".join(item.offer.regions) or None,
        "features": " ".join(sheet.features or ()) or None,
        "notes": "; ".join((*item.besides, *item.notes)) or None,
    }


def _price(item: Listing, *, exact: bool) -> dict[str, Cell]:
    evidence, fx = item.evidence, item.fx
    return {
        **{meter: getattr(item, meter) if exact else for_the_eye(getattr(item, meter), fx) for meter in METERS},
        "native_currency": evidence.currency if evidence else None,
        "fx_rate": fx.rate if fx else None,
        "fx_date": fx.fixing if fx else None,
        "price_from": evidence.from_ if evidence else None,
        "price_until": evidence.until if evidence else None,
        "price_checked": item.checked,
        "price_basis": evidence.row.basis if evidence else None,
        "price_source": evidence.row.source if evidence else None,
        "free": "free" if item.free else None,
    }


def _heading(found: Sequence[Ranked], asked: Listed) -> str:
    ranked = sum(item.position is not None for item in found)
    basis = f" by {asked.terms.basis} sources" if asked.terms.basis else ""
    placed = f"{ranked:,} ranked by {BY[asked.by]}" if ranked else f"by {BY[asked.by]}"
    return f"{numbered(len(found), 'offer')}, {placed}; {asked.terms.currency} per 1M tokens, prices of {asked.terms.on}{basis}."


def _notes(found: Sequence[Ranked]) -> tuple[str, ...]:
    listings = [item.listing for item in found]
    notes = attributed((item.offer.name, [note for note in item.notes if not note.startswith(_IN_A_COLUMN)]) for item in listings)
    more = sum(any(not said.startswith(_IN_A_COLUMN) for said in item.besides) for item in listings)
    if more:
        notes.append(
            f"{numbered(more, 'offer')} with other rates by length, time, service or place: `costcalc prices show` tells."
        )
    return (*notes, *fx_notes(item.fx for item in listings))


def _document(found: Sequence[Ranked], asked: Listed, notes: Sequence[str]) -> dict[str, Any]:
    return {
        "as_of": plain(asked.terms.on),
        "currency": asked.terms.currency,
        "per": 1_000_000,
        "basis": asked.terms.basis,
        "sort": asked.by,
        "blend": {"input": asked.terms.blend.input, "output": asked.terms.blend.output},
        "results": [_result(item, asked) for item in found],
        "notes": list(notes),
    }


def _result(item: Ranked, asked: Listed) -> dict[str, Any]:
    rank = None if item.position is None else {"position": item.position, "of": item.of, "by": asked.by}
    return listing_document(item.listing) | {"rank": rank}
