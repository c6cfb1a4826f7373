"""Price a usage at an offer on a day: lines and a total, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.evidence import Unpriced, price_on

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from costcalc.pricing.evidence import Evidence
    from costcalc.pricing.usage import Usage
    from costcalc.sheets.book import Offer
    from costcalc.sheets.schema import Basis


@dataclass(frozen=True, slots=True)
class Line:
    """A meter's quantity at a rate per so many."""

    meter: str
    quantity: int
    rate: Decimal
    per: int
    cost: Decimal


@dataclass(frozen=True, slots=True)
class Quote:
    """What a usage costs in the currency of the row that prices it, exactly."""

    lines: tuple[Line, ...]
    currency: str
    evidence: Evidence
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal:
        """The sum of the lines."""
        return money.total([line.cost for line in self.lines])


def quote(usage: Usage, offer: Offer, on: date, *, currency: str, basis: Basis | None = None) -> Quote | Unpriced:
    """Return what a usage costs, or why that is unknown: no price on that day, or a rate that nobody published."""
    evidence = price_on(offer, on, currency=currency, basis=basis)
    if isinstance(evidence, Unpriced):
        return evidence
    lines: list[Line] = []
    notes: list[str] = []
    for meter, quantity, rate, per, note in _metered(usage, evidence):
        if rate is None:
            if quantity:
                return Unpriced(f"no rate for {meter} is published")
            continue
        lines.append(Line(meter, quantity, rate, per, money.cost(quantity, rate, per)))
        if note:
            notes.append(note)
    return Quote(tuple(lines), evidence.currency, evidence, tuple(notes))


def _metered(usage: Usage, evidence: Evidence) -> Iterator[tuple[str, int, Decimal | None, int, str | None]]:
    """Yield meter, quantity, rate, unit and a note for each thing that is billed; parts are taken out of their whole."""
    row = evidence.row
    cached, written = usage.cached_input, usage.cache_write
    cache_write, reasoning = getattr(row, "cache_write", None), getattr(row, "reasoning", None)
    image, request = getattr(row, "image", None), getattr(row, "request", None)
    apart = usage.reasoning if reasoning is not None else 0
    yield "input", usage.input - cached - written, row.input, row.per, None
    if cached:
        note = None if row.cached_input is not None else "no rate for cached input is published: billed as input"
        yield "cached_input", cached, row.input if row.cached_input is None else row.cached_input, row.per, note
    if written:
        note = None if cache_write is not None else "no rate for cache writes is published: billed as input"
        yield "cache_write", written, row.input if cache_write is None else cache_write, row.per, note
    yield "output", usage.output - apart, row.output, row.per, None
    if apart:
        yield "reasoning", apart, reasoning, row.per, None
    if image is not None and usage.image:
        yield "image", usage.image, image, 1, None
    if request is not None:
        yield "request", usage.request, request, 1, None
