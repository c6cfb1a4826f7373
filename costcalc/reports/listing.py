"""An offer with its price as every look-up writes it for JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costcalc.reports.rates import native_document, plain, price_document

if TYPE_CHECKING:
    from costcalc.pricing.catalogue import Listing

METERS = ("input", "output", "blend")
"""The rates of a listing."""


def listing_document(item: Listing) -> dict[str, Any]:
    """Return an offer with its price."""
    sheet, evidence = item.offer.sheet, item.evidence
    return {
        "offer": item.offer.name,
        "provider": item.offer.provider.provider,
        "model": item.offer.model.model,
        "model_id": sheet.id,
        "status": item.status,
        "reason": item.reason,
        "rates": {meter: plain(getattr(item, meter)) for meter in METERS},
        "native": native_document(evidence, item.fx) if evidence else None,
        "price": price_document(evidence) if evidence else None,
        "context": sheet.context,
        "max_output": sheet.max_output,
        "regions": list(item.offer.regions),
        "inputs": plain(sheet.inputs),
        "features": plain(sheet.features),
        "besides": list(item.besides),
        "notes": list(item.notes),
    }
