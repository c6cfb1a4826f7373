"""What offers cost on a day, side by side in one currency."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, NamedTuple

from costcalc import money
from costcalc.pricing.currency import NoRate, Rate, convert
from costcalc.pricing.evidence import Evidence, Unpriced, price_on
from costcalc.pricing.rates import Found, rates_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price
    from costcalc.sheets.terms import Basis

Status = Literal["ok", "unpriced", "retired"]
MILLION = 1_000_000
"""Rates of a listing are for so many tokens, whatever unit the sheet has."""


class Blend(NamedTuple):
    """The mix that one price of input and output is stated for: so many parts of each."""

    input: int
    output: int


EVEN = Blend(1, 1)
"""As much output as input; always stated."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """The day, the currency, and through whose eyes."""

    on: date
    currency: str
    rate: Callable[[str], Rate | NoRate]
    """The rate from a currency to the asked one."""
    basis: Basis | None = None
    blend: Blend = EVEN


@dataclass(frozen=True, slots=True, kw_only=True)
class Listing:
    """An offer with its rates of a million tokens in the asked currency; what is unknown is None, and `reason` says why."""

    offer: Offer
    status: Status
    reason: str | None = None
    evidence: Evidence | None = None
    input: Decimal | None = None
    output: Decimal | None = None
    blend: Decimal | None = None
    fx: Rate | None = None
    """The conversion from the currency of the evidence; None where there is none."""
    besides: tuple[str, ...] = ()
    """What the price has besides its rates of input and output, in a few words each."""
    notes: tuple[str, ...] = ()
    """What a reader must know to trust the rates."""

    @property
    def checked(self) -> date | None:
        """The day on which the source of the price was seen to say so."""
        return self.evidence.row.checked if self.evidence else None

    @property
    def free(self) -> bool:
        """Whether the provider gives it away on that day."""
        return self.evidence is not None and bool(getattr(self.evidence.row, "free", False))


def listing(offer: Offer, terms: Terms) -> Listing:
    """Return what an offer costs under the terms, or why that is unknown; a page may still show a retired one."""
    gone = retirement(offer, terms.on) if terms.basis != "page" else None
    evidence = price_on(offer, terms.on, currency=terms.currency, basis=terms.basis)
    if isinstance(evidence, Unpriced):
        return Listing(offer=offer, status="retired" if gone else "unpriced", reason=gone or evidence.reason)
    rate, found = terms.rate(evidence.currency), _standard(evidence.row)
    if isinstance(rate, NoRate):
        return Listing(offer=offer, status="retired" if gone else "unpriced", reason=gone or rate.reason, evidence=evidence)
    read, written = (_a_million(found.rates.get(meter), evidence.row.per, rate) for meter in ("input", "output"))
    missing = _missing(read, written)
    return Listing(
        offer=offer,
        status="retired" if gone else "unpriced" if missing else "ok",
        reason=gone or missing,
        evidence=evidence,
        input=read,
        output=written,
        blend=_blended(read, written, terms.blend),
        fx=None if rate.same else rate,
        besides=besides(evidence.row),
        notes=(*_wrong(evidence.row), *found.notes, *_retiring(offer, terms.on, gone)),
    )


def _retiring(offer: Offer, on: date, gone: str | None) -> tuple[str, ...]:
    """Return that it will retire, or did although a source still shows a price; nothing where the status says so."""
    life = offer.sheet.lifecycle
    if gone or life is None or life.retires is None:
        return ()
    return (retirement(offer, on) or f"retires on {life.retires}",)


def retirement(offer: Offer, on: date) -> str | None:
    """Return that and when an offer retired, in words; None where it had not by that day."""
    life = offer.sheet.lifecycle
    if life is None or life.retires is None or life.retires > on:
        return None
    return f"retired on {life.retires}" + (f", successor {life.successor}" if life.successor else "")


def besides(row: Price | Claim) -> tuple[str, ...]:
    """Return what a price has besides its rates of input and output, in a few words each."""
    pieces = {meter: [f"{rate:f}"] for meter in ("request", "image") if (rate := getattr(row, meter))}
    named = {
        "tiers above": [f"{tier.above:,}" for tier in getattr(row, "tiers", ())],
        "rates by": ["time of day"] if getattr(row, "windows", ()) else [],
        "services": [service.name for service in getattr(row, "services", ())],
        "endpoints": [uplift.region for uplift in getattr(row, "uplifts", ())],
        "each request": pieces.get("request"),
        "each image": pieces.get("image"),
        "not priced": [*(getattr(row, "other", None) or ())],
    }
    free = ("free",) if getattr(row, "free", False) else ()
    return (*free, *(f"{what} {', '.join(values)}" for what, values in named.items() if values))


def within(
    listings: Iterable[Listing], *, max_input: Decimal | None = None, max_output: Decimal | None = None, free: bool = False
) -> list[Listing]:
    """Return the listings whose rates are known to be no higher than the bounds, and only those given away where `free`."""
    return [
        item
        for item in listings
        if _at_most(item.input, max_input) and _at_most(item.output, max_output) and (item.free or not free)
    ]


def cheapest(listings: Sequence[Listing]) -> Listing | None:
    """Return the offer with the lowest blend of those that can be had."""
    priced = [(item.blend, item.offer.name, item) for item in listings if item.status == "ok" and item.blend is not None]
    return min(priced, key=lambda found: found[:2])[2] if priced else None


def _at_most(rate: Decimal | None, bound: Decimal | None) -> bool:
    return bound is None or (rate is not None and rate <= bound)


def _wrong(row: Price | Claim) -> tuple[str, ...]:
    return ("known to be wrong",) if getattr(row, "known_wrong", False) else ()


def _standard(row: Price | Claim) -> Found:
    """Return the rates of a short prompt under no special conditions."""
    found = rates_of(row, 0)
    return found if isinstance(found, Found) else Found({}, (found.reason,))


def _a_million(rate: Decimal | None, per: int, fx: Rate) -> Decimal | None:
    return None if rate is None else convert(money.cost(MILLION, rate, per), fx)


def _blended(read: Decimal | None, written: Decimal | None, blend: Blend) -> Decimal | None:
    if read is None or written is None:
        return None
    return money.cost(1, money.total([money.times(read, blend.input), money.times(written, blend.output)]), sum(blend))


def _missing(read: Decimal | None, written: Decimal | None) -> str | None:
    meters = [meter for meter, rate in (("input", read), ("output", written)) if rate is None]
    return f"no rate for {' and '.join(meters)} is published" if meters else None
