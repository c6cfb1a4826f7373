"""From what a source states to rows of an offer: a zero becomes a price only where it is known to mean free."""

from __future__ import annotations

from dataclasses import fields, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.sheets.imports.record import FREE_ENDINGS, MalformedError, said
from costcalc.sheets.price_rows import Claim, Price, Rates

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.sheets.schema import OfferSheet

METERS = tuple(field.name for field in fields(Rates))
_DOUBTFUL = "the source says 0 and 0, which may mean free, a subscription or unknown: not taken as a price"
_ZERO = Decimal(0)


def priced(offer: OfferSheet, rows: Iterable[Price], *, zero_is_free: bool = False) -> OfferSheet:
    """Return the offer with its rows, newest first; those that say 0 and 0 without saying free become claims.

    Raises:
        MalformedError: one of input and output is 0 and the other is not.
    """
    free = zero_is_free or offer.id.endswith(FREE_ENDINGS)
    settled = [_settled(row, free=free) for row in rows]
    prices = tuple(row for row in settled if isinstance(row, Price))
    claims = tuple(row for row in settled if isinstance(row, Claim))
    return replace(offer, prices=prices, claims=(*offer.claims, *claims))


def _settled(row: Price, *, free: bool) -> Price | Claim:
    if row.input != 0 and row.output != 0:
        return row
    if row.input != row.output:
        zero, other = ("input", "output") if row.input == 0 else ("output", "input")
        raise MalformedError(f"{zero} is 0 and {other} is not: 0 is a price only where everything is free")
    if not free:
        return claim_of(row, _DOUBTFUL)
    if any(getattr(row, meter) for meter in METERS):
        raise MalformedError("tokens are free and something else is not: a sheet cannot say that")
    return replace(row, free=True)


def given_away(row: Price) -> Price:
    """Return the row of an offer that is free by its id, where the source states no rate."""
    return row if row.input is not None or row.output is not None else replace(row, input=_ZERO, output=_ZERO)


def claim_of(row: Price, note: str) -> Claim:
    """Return what a row says as a claim, with why it is no price."""
    rates = {meter: getattr(row, meter) for meter in METERS}
    kept = {name: getattr(row, name) for name in ("basis", "source", "from_", "until", "checked", "currency", "per")}
    return Claim(**rates, **kept, note=said(note, row.note))
