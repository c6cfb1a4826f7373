"""The report of conflicts: which sources disagree about an offer, what each says, and why they differ."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.pricing.pairs import HEADLINE
from costcalc.render.report import Cell, Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from costcalc.pricing.conflicts import Conflict
    from costcalc.sheets.price_rows import Claim, Price

SCHEMA = "costcalc/prices-conflicts/1"
_COLUMNS = (
    Column("offer", "Offer", "name"),
    Column("on", "On", "date", drop=4),
    Column("about", "About", drop=3),
    Column("believed", "Sheet says", "name"),
    Column("claimed", "Source says", "name"),
    Column("currency", "Currency", drop=6),
    Column("cause", "Cause", "status"),
    Column("detail", "Because", "text"),
    Column("source", "Source", "text"),
    Column("basis", "Basis", "text", drop=7),
    Column("from", "From", "date", drop=5),
    Column("checked", "Checked", "date", drop=8),
    Column("known_wrong", "Known wrong", drop=9),
    Column("believed_source", "Source of the sheet", "text"),
    Column("note", "Note", "text"),
)
_FOR_MACHINES = frozenset({"believed_source", "note"})


def conflicts_report(found: Sequence[Conflict], on: date, *, historical: bool) -> Report:
    """Return the report of conflicts in their order."""
    data = Table("", _COLUMNS, tuple(_row(conflict) for conflict in found))
    days = {conflict.on for conflict in found}
    shown = [column.key for column in _COLUMNS if column.key not in _FOR_MACHINES | ({"on"} if len(days) < 2 else set())]
    return Report(
        SCHEMA, _document(found, on, historical=historical), _heading(found, on), data, (data.only(shown),), _notes(found)
    )


def _row(conflict: Conflict) -> tuple[Cell, ...]:
    theirs, ours = conflict.theirs, conflict.ours
    facts: dict[str, Cell] = {
        "offer": conflict.offer.name,
        "on": conflict.on,
        "about": conflict.about,
        "believed": _said(conflict, 0, f"retired {_retires(conflict)}" if conflict.about == "availability" else None),
        "claimed": _said(conflict, 1, _price(theirs)),
        "currency": _currencies(conflict),
        "cause": ", ".join(cause.name for cause in conflict.causes),
        "detail": "; ".join(cause.detail for cause in conflict.causes if cause.detail) or theirs.note,
        "source": theirs.source,
        "basis": theirs.basis,
        "from": theirs.from_,
        "checked": theirs.checked,
        "known_wrong": "yes" if theirs.known_wrong else None,
        "believed_source": ours.source if ours else None,
        "note": theirs.note,
    }
    return tuple(facts[column.key] for column in _COLUMNS)


def _said(conflict: Conflict, side: int, otherwise: str | None) -> Cell:
    """Return what one side says: a single limit as a number, else in words."""
    match [pair[side] for pair in conflict.figures.values()]:
        case [int(limit)]:
            return limit
        case _:
            return _figures(conflict, side) or otherwise


def _figures(conflict: Conflict, side: int) -> str | None:
    """Return the figures of one side: `0.10/0.30` where input and output stand for the price, the others by their name."""
    stated = {name: pair[side] for name, pair in conflict.figures.items()}
    together = [_number(stated[name]) for name in HEADLINE] if conflict.figures.keys() >= set(HEADLINE) else []
    apart = [name for name, pair in conflict.figures.items() if pair[0] != pair[1] and not (together and name in HEADLINE)]
    one = conflict.about != "price"
    words = ["/".join(together)] if together else []
    return ", ".join([*words, *(_number(stated[name]) if one else f"{name} {_number(stated[name])}" for name in apart)]) or None


def _number(figure: Decimal | int | None) -> str:
    if figure is None:
        return "not published"
    return money.cents(figure) if isinstance(figure, Decimal) else f"{figure:,}"


def _price(claim: Claim) -> str | None:
    rates = {name: money.cents(rate) for name in HEADLINE if (rate := getattr(claim, name)) is not None}
    # A single rate says of what it is; besides, a bare 5.40 is a day to a German spreadsheet.
    return "/".join(rates.values()) if len(rates) > 1 else "".join(f"{name} {rate}" for name, rate in rates.items()) or None


def _retires(conflict: Conflict) -> date | None:
    return conflict.offer.sheet.lifecycle.retires if conflict.offer.sheet.lifecycle else None


def _currencies(conflict: Conflict) -> str | None:
    if conflict.about != "price":
        return None
    codes = [_currency(conflict, row) for row in (conflict.ours, conflict.theirs) if row is not None]
    return " / ".join(dict.fromkeys(codes))


def _currency(conflict: Conflict, row: Price | Claim) -> str:
    return row.currency or conflict.offer.provider.currency


def _heading(found: Sequence[Conflict], on: date) -> str:
    if not found:
        return f"No source disagrees on {on}."
    causes = Counter(conflict.causes[0].name for conflict in found)
    parts = ", ".join(f"{cause} {count}" for cause, count in causes.most_common())
    return f"{len(found)} disagreements of sources on {on}: {parts}."


def _notes(found: Sequence[Conflict]) -> tuple[str, ...]:
    both = "What the sheet says is the best evidence of its day; --format json has the sources, dates and notes of both sides."
    early = "A claim from before the first known price is set against that price."
    unknown = any(conflict.ours and conflict.ours.from_ and conflict.ours.from_ > conflict.on for conflict in found)
    return (*([both] if found else []), *([early] if unknown else []))


def _document(found: Sequence[Conflict], on: date, *, historical: bool) -> dict[str, Any]:
    return {
        "as_of": on.isoformat(),
        "historical": historical,
        "per": 1_000_000,
        "unexplained": sum(conflict.causes[0].name == "unexplained" for conflict in found),
        "results": [_result(conflict) for conflict in found],
        "notes": list(_notes(found)),
    }


def _result(conflict: Conflict) -> dict[str, Any]:
    return {
        "offer": conflict.offer.name,
        "provider": conflict.offer.provider.provider,
        "model": conflict.offer.model.model,
        "model_id": conflict.offer.sheet.id,
        "on": conflict.on.isoformat(),
        "about": conflict.about,
        "cause": conflict.causes[0].name,
        "causes": [{"cause": cause.name, "detail": cause.detail or None} for cause in conflict.causes],
        "figures": [
            {"of": name, "believed": _plain(ours), "claimed": _plain(theirs)} for name, (ours, theirs) in conflict.figures.items()
        ],
        "believed": _statement(conflict, conflict.ours),
        "claimed": _statement(conflict, conflict.theirs),
    }


def _plain(figure: Decimal | int | None) -> str | int | None:
    return money.plain(figure) if isinstance(figure, Decimal) else figure


def _statement(conflict: Conflict, row: Price | Claim | None) -> dict[str, Any] | None:
    if row is None:
        return None
    return {
        "currency": _currency(conflict, row),
        "basis": row.basis,
        "source": row.source,
        "from": row.from_.isoformat() if row.from_ else None,
        "until": row.until.isoformat() if row.until else None,
        "checked": row.checked.isoformat() if row.checked else None,
        "known_wrong": getattr(row, "known_wrong", False),
        "note": row.note,
    }
