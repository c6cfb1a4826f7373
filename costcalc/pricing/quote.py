"""Price a usage at an offer on a day: lines and a total, or the reason why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.evidence import Unpriced, price_on
from costcalc.pricing.rates import STANDARD, TOKEN_METERS, rates_of

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from decimal import Decimal

    from costcalc.pricing.evidence import Evidence
    from costcalc.pricing.rates import Conditions, RateTable
    from costcalc.pricing.usage import Usage
    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price
    from costcalc.sheets.terms import Basis


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


def quote(
    usage: Usage,
    offer: Offer,
    on: date,
    *,
    currency: str,
    basis: Basis | None = None,
    conditions: Conditions = STANDARD,
) -> Quote | Unpriced:
    """Return what the usage of one request costs, or why that is unknown: no price on that day, or a rate that nobody published.

    Of what the sheet says and no command prices, images billed apart make it unpriced; a note names the rest.
    Of several requests added up, tiers are found by the sum of their prompts: quote each, and add the quotes.
    """
    evidence = price_on(offer, on, currency=currency, basis=basis)
    if isinstance(evidence, Unpriced):
        return evidence
    return quote_row(usage, evidence, prompt_tokens=usage.input, conditions=conditions)


def quote_row(usage: Usage, evidence: Evidence, *, prompt_tokens: int, conditions: Conditions = STANDARD) -> Quote | Unpriced:
    """Return what a usage costs by one row of a sheet, or why that is unknown.

    The usage may be that of many requests, as long as a prompt of so many tokens reaches the same tiers as each of theirs.
    """
    found = rates_of(evidence.row, prompt_tokens, conditions)
    if isinstance(found, Unpriced):
        return found
    besides = _not_priced(usage, evidence.row)
    if isinstance(besides, Unpriced):
        return besides
    lines: list[Line] = []
    notes = [*found.notes, *besides]
    for meter, quantity in _metered(usage, found.rates):
        rate, billed_as = billed_rate(found.rates, meter)
        if rate is None:
            if quantity:
                return Unpriced(f"no rate for {meter} is published")
            continue
        if billed_as != meter:
            notes.append(f"no rate for {_WORDS[meter]} is published: billed as {_WORDS[billed_as]}")
        per = evidence.row.per if meter in TOKEN_METERS else 1
        lines.append(Line(meter, quantity, rate, per, money.cost(quantity, rate, per)))
    return Quote(tuple(lines), evidence.currency, evidence, tuple(notes))


def _not_priced(usage: Usage, row: Price | Claim) -> tuple[str, ...] | Unpriced:
    """Return a note of the rates that no command prices, or why they leave this usage unpriced.

    Tokens of images at a rate of their own cannot be told from the others of the prompt; at the rate of input they need not be.
    """
    other: dict[str, Decimal] = getattr(row, "other", None) or {}
    of_images = {name: rate for name, rate in other.items() if "image" in name and "output" not in name}
    apart = sorted(name for name, rate in of_images.items() if rate != row.input)
    if usage.image and apart:
        return Unpriced(f"images are billed apart, which no command prices: {', '.join(apart)}")
    rest = [name for name in other if name not in of_images]
    return (f"not priced by any command, so not in the cost of a request that incurs it: {', '.join(rest)}",) if rest else ()


BILLED_AS = {"cached_input": "input", "cache_write": "input", "cache_write_1h": "cache_write"}
"""What a meter without a rate of its own is billed as: never less than it could cost."""
_WORDS = {
    "input": "input",
    "cached_input": "cached input",
    "cache_write": "cache writes",
    "cache_write_1h": "cache writes for an hour",
}


def billed_rate(rates: RateTable, meter: str) -> tuple[Decimal | None, str]:
    """Return the rate of a meter, and the meter whose rate it is."""
    while rates[meter] is None and meter in BILLED_AS:
        meter = BILLED_AS[meter]
    return rates[meter], meter


def _metered(usage: Usage, rates: RateTable) -> Iterator[tuple[str, int]]:
    """Yield meter and quantity of each thing that is billed; parts are taken out of their whole."""
    parts = {"cached_input": usage.cached_input, "cache_write": usage.cache_write, "cache_write_1h": usage.cache_write_1h}
    yield "input", usage.input - sum(parts.values())
    yield from ((meter, quantity) for meter, quantity in parts.items() if quantity)
    apart = usage.reasoning if rates["reasoning"] is not None else 0
    yield "output", usage.output - apart
    if apart:
        yield "reasoning", apart
    if usage.image and rates["image"] is not None:
        yield "image", usage.image
    if rates["request"] is not None:
        yield "request", usage.request
