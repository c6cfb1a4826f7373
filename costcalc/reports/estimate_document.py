"""The JSON document of estimates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.reports.ledger import ledger_document
from costcalc.reports.rates import fx_document, price_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from costcalc.planning.estimate import Estimate, Terms
    from costcalc.planning.limits import LimitCheck

SCHEMA = "costcalc/estimate/1"


def estimate_document(found: Sequence[Estimate], terms: Terms, *, notes: Sequence[str], explain: bool) -> dict[str, Any]:
    """Return what `data/schemas/estimate.json` describes, in the order of the estimates."""
    return {
        "as_of": terms.on.isoformat(),
        "currency": terms.currency,
        "results": [_result(item, terms) | (_explained(item) if explain else {}) for item in found],
        "notes": list(notes),
    }


def _result(item: Estimate, terms: Terms) -> dict[str, Any]:
    return {
        "offer": item.offer.name,
        "provider": item.offer.provider.provider,
        "model": item.offer.model.model,
        "model_id": item.offer.sheet.id,
        "status": item.status,
        "reason": item.reason,
        "tokenizer": item.ledger.tokenizer if item.ledger else None,
        "counting": item.ledger.counting if item.ledger else None,
        "source": item.source,
        "usage": item.usage.stated() if item.usage else {"input": None, "output": None},
        "assumed": assumed(item),
        "lines": _lines(item),
        "per_request": money.plain(item.cost.per_request) if item.cost else None,
        "monthly": {"requests": number(item.requests), "cost": money.cents(item.cost.monthly) if item.cost else None},
        **({"landed": _landed(item)} if terms.billing.landed else {}),
        "native": _native(item),
        "price": price_document(item.quote.evidence) if item.quote else None,
        "limits": [limit_document(check) for check in item.limits],
        "regions": list(item.offer.regions),
        "notes": list(item.notes),
    }


def _explained(item: Estimate) -> dict[str, Any]:
    return {"ledger": ledger_document(item.ledger) if item.ledger else None}


def _lines(item: Estimate) -> list[dict[str, Any]]:
    lines = item.quote.lines if item.quote else ()
    return [
        {
            "meter": line.meter,
            "quantity": line.quantity,
            "rate": f"{line.rate:f}",
            "per": line.per,
            "cost": money.plain(line.cost),
        }
        for line in lines
    ]


def _native(item: Estimate) -> dict[str, Any] | None:
    if item.quote is None:
        return None
    rate = item.cost.rate if item.cost else None
    return {
        "currency": item.quote.currency,
        "per_request": money.plain(item.quote.total),
        "fx": fx_document(rate) if rate else None,
    }


def _landed(item: Estimate) -> dict[str, Any] | None:
    """Return the month's bill in the asked currency, and its steps in the one that the provider bills in."""
    if item.landed is None or item.cost is None or item.cost.landed is None:
        return None
    steps = [{"name": step.name, "amount": money.plain(step.amount), "detail": step.detail} for step in item.landed.steps]
    return {"cost": money.cents(item.cost.landed), "currency": item.quote.currency if item.quote else None, "steps": steps}


def limit_document(check: LimitCheck) -> dict[str, Any]:
    """Return what a limit allows and what is used of it."""
    return {"limit": check.limit, "max": check.max, "used": check.used, "status": check.status}


def number(value: Decimal) -> int | float:
    """Return a quantity as a JSON number: whole where it is."""
    return int(value) if value == value.to_integral_value() else float(value)


def assumed(item: Estimate) -> list[str]:
    """Return which numbers a default or the user supplied rather than a count or the request."""
    names = [] if item.ledger is not None else ["input"]
    names += ["cached_input"] if item.usage and item.usage.cached_input else []
    names += [] if item.output.origin == "max_tokens of the request" else ["output"]
    return [*names, "requests"]
