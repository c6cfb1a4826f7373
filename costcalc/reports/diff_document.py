"""The JSON document of a difference, and what was asked for it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.reports.estimate_document import number
from costcalc.reports.rates import plain

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date
    from decimal import Decimal

    from costcalc.planning.attribution import Cause
    from costcalc.planning.difference import Change, Difference
    from costcalc.planning.item import Item

SCHEMA = "costcalc/diff/1"


@dataclass(frozen=True, slots=True)
class Side:
    """What is compared: a file, a commit or the present tree, and the day of its prices."""

    name: str
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """What was asked."""

    base: Side
    head: Side
    currency: str
    hold_prices: bool = False
    minimum: Decimal | None = None
    """Prompts are shown only where the month changes by more; None: always."""


def diff_document(found: Difference, view: View, *, notes: Sequence[str]) -> dict[str, Any]:
    """Return what `data/schemas/diff.json` describes, in the order of the prompts."""
    return {
        "currency": view.currency,
        "base": _side(view.base, found.base),
        "head": _side(view.head, found.head),
        "hold_prices": view.hold_prices,
        "total": plain(found.total),
        "percent": plain(found.percent),
        "known": money.plain(found.known),
        "unknown": found.unknown,
        "parts": _parts(found.parts),
        "changes": [_change(change) for change in found.changes],
        "notes": list(notes),
    }


def _side(side: Side, monthly: Decimal | None) -> dict[str, Any]:
    return {"name": side.name, "as_of": side.on.isoformat(), "monthly": plain(monthly)}


def _parts(parts: Mapping[Cause, Decimal]) -> dict[str, str]:
    return {cause: money.plain(amount) for cause, amount in parts.items()}


def _change(change: Change) -> dict[str, Any]:
    return {
        "source": change.item.source,
        "name": change.item.name,
        "kind": change.kind,
        "reason": change.reason,
        "base": _item(change.base) if change.base else None,
        "head": _item(change.head) if change.head else None,
        "change": plain(change.amount),
        "percent": plain(change.percent),
        "parts": _parts(change.parts),
    }


def _item(item: Item) -> dict[str, Any]:
    return {
        "source": item.source,
        "offer": item.offer,
        "model": item.model,
        "status": item.status,
        "usage": item.usage.stated() if item.usage else {"input": None, "output": None},
        "requests": number(item.requests),
        "monthly": plain(item.monthly),
        "price": {"from": plain(item.price_from), "checked": plain(item.price_checked)},
    }
