"""The JSON document of what fits."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.reports.estimate_document import assumed, limit_document, number
from costcalc.reports.rates import price_document

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from costcalc.planning.estimate import Terms
    from costcalc.planning.fit import Fit, Saving
    from costcalc.planning.headroom import Units
    from costcalc.planning.passes import Cutting, Pass
    from costcalc.tokens.images import Size

SCHEMA = "costcalc/fit/1"


def fit_document(found: Sequence[Fit], terms: Terms, *, units: Units, cutting: Cutting, notes: Sequence[str]) -> dict[str, Any]:
    """Return what `data/schemas/fit.json` describes, in the order of the fits."""
    return {
        "as_of": terms.on.isoformat(),
        "currency": terms.currency,
        "assumptions": _assumptions(units, cutting),
        "results": [_result(item) for item in found],
        "notes": list(notes),
    }


def _assumptions(units: Units, cutting: Cutting) -> dict[str, Any]:
    measures = units.measures
    return {
        "words_per_token": f"{measures.words_a_token:f}",
        "tokens_per_page": measures.tokens_a_page,
        "tokens_per_line": measures.tokens_a_line,
        "image": _size(units.image),
        "turn": {"user": units.turn.user, "assistant": units.turn.assistant},
        "overlap": str(cutting.overlap),
        "chunk_tokens": cutting.chunk_tokens,
    }


def _result(item: Fit) -> dict[str, Any]:
    found, room = item.estimate, item.room
    return {
        "offer": item.offer.name,
        "provider": item.offer.provider.provider,
        "model": item.offer.model.model,
        "model_id": item.offer.sheet.id,
        "status": item.status,
        "reason": item.reason,
        "tokenizer": found.ledger.tokenizer if found.ledger else None,
        "counting": found.ledger.counting if found.ledger else None,
        "source": found.source,
        "assumed": assumed(found),
        "context": item.limits["context"],
        "input": item.input,
        "answer": found.output.tokens,
        "over": None if room is None else max(-room, 0),
        "longest_answer": item.longest_answer,
        "headroom": asdict(item.headroom) if item.headroom else None,
        "chunks": _chunks(item.cut) if item.cut else None,
        "chunks_reason": item.uncut,
        "cost": _plain(item.cost),
        "per_request": _plain(found.cost.per_request) if found.cost and item.status == "ok" else None,
        "requests_per_month": number(found.requests),
        "measured": asdict(item.measured) if item.measured else None,
        "smaller_images": [_saving(saving) for saving in item.savings],
        "price": price_document(found.quote.evidence) if found.quote else None,
        "limits": [limit_document(check) for check in found.limits],
        "max_images": item.limits["max_images"],
        "notes": list(found.notes),
    }


def _chunks(cut: Pass) -> dict[str, Any]:
    return {
        "count": cut.chunks.count,
        "tokens": cut.chunks.size,
        "last": cut.chunks.last,
        "overlap": cut.chunks.overlap,
        "repeated": cut.repeated,
        "input": cut.input,
        "output": cut.output,
        "cost": _plain(cut.cost),
    }


def _saving(saving: Saving) -> dict[str, Any]:
    image = saving.image
    return {
        "size": _size(image.size),
        "images": image.images,
        "tokens": image.before,
        "smaller": {"size": _size(image.smaller), "tokens": image.after},
        "saved": {"tokens": image.saved, "per_request": _plain(saving.per_request), "monthly": _plain(saving.monthly)},
    }


def _size(size: Size) -> str:
    return f"{size.width}x{size.height}"


def _plain(amount: Decimal | None) -> str | None:
    return None if amount is None else money.plain(amount)
