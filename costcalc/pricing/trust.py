"""Whose word on a price counts: a source nearer to the provider, a later day, another version of the same source."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from costcalc.pricing.differences import rates_stated
from costcalc.sheets.imports.rows import claim_of

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price
    from costcalc.sheets.terms import Basis

_TRUST: dict[Basis, int] = {"official": 3, "api": 2, "community": 1, "page": 0}
"""How near a source is to the provider: a price is replaced only by one at least as near."""
_FRESH_DAYS = 30
"""For so long a price that one source was seen to state is not replaced because another, no nearer, states something else."""


def why_not(row: Price, held: Price | Claim, checked: date) -> str | None:
    """Return why a source does not replace the book's price; None where it does.

    One no nearer to the provider replaces another's price only where it names a later day, or that one was not seen for long.
    """
    if _TRUST[row.basis] != _TRUST[held.basis]:
        nearer = _TRUST[row.basis] > _TRUST[held.basis]
        return None if nearer else f"the book's price is {held.basis}, this one {row.basis}"
    seen = held.checked or date.min
    later = row.from_ is not None and row.from_ > seen
    if later or family(row) == family(held) or (checked - seen).days > _FRESH_DAYS:
        return None
    return f"another source as near to the provider was seen to say otherwise on {held.checked}"


def set_aside(row: Price, held: Price | Claim, known: Offer) -> bool:
    """Return whether the book took its price from another entry of this source, and has this one as a claim seen no earlier."""
    said_before = [claim for claim in known.sheet.claims if family(claim) == family(row) == family(held)]
    since = held.checked or date.min
    stated = rates_stated(claim_of(row, ""))
    return any((claim.checked or date.min) >= since and rates_stated(claim) == stated for claim in said_before)


def family(row: Price | Claim) -> str:
    """Return the name of a source without its version."""
    return row.source.split()[0].lower()
