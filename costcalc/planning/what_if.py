"""The arithmetic of a result with its numbers laid open, so that a workbook or a page can be told other ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import TYPE_CHECKING, Literal

from costcalc import money
from costcalc.planning.item import MeterRate
from costcalc.pricing.currency import convert
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.quote import billed_rate
from costcalc.pricing.rates import STANDARD, TOKEN_METERS, rates_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from costcalc.pricing.currency import Rate
    from costcalc.pricing.evidence import Evidence
    from costcalc.pricing.rates import Conditions

_NONE = Decimal(0)
_ONE = Decimal(1)
_METERS = ("input", "cached_input", "cache_write", "output", "image", "request")
_WITHIN = frozenset({"image", "request"})
"""Without a rate of their own they are in that of the tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mix:
    """What one arrival of a class uses on average; a plain estimate is one class, and one arrival is one request."""

    name: str
    share: Decimal = _ONE
    """Of all arrivals; the shares of all classes add up to one."""
    requests: Decimal = _ONE
    """Requests that an arrival makes: the turns of a conversation."""
    input: Decimal
    """Prompt tokens, cached and written ones in."""
    cached_share: Decimal = _NONE
    """Share of the prompt that is read from the cache; the tokens of a request are rounded down."""
    cacheable: bool = True
    """False: the prompt is too short for this offer's cache, and nothing of it is read from there at any share."""
    cache_write: Decimal = _NONE
    output: Decimal
    """Tokens of all answers."""
    answers: int = 1
    """Answers to one request; each fits a limit of output tokens by itself."""
    image: Decimal = _NONE
    whole: bool = True
    """Whether the quantities are those of one request, so that cached tokens are whole; averages are not."""
    factors: tuple[Mapping[str, Decimal], ...] = ()
    """What is paid of the offer's rate, by meter and period, where a class pays another one: batch, long prompts, hours."""

    def factor(self, meter: str, period: int) -> Decimal:
        """Return what is paid of the offer's rate of a meter; one where nothing else is said."""
        return self.factors[period].get(meter, _ONE) if period < len(self.factors) else _ONE

    def cached(self, share: Decimal | None = None) -> Decimal:
        """Return the tokens read from the cache, at the share or at another one."""
        if not self.cacheable:
            return _NONE
        tokens = money.times(self.input, self.cached_share if share is None else share)
        return tokens.to_integral_value(ROUND_FLOOR) if self.whole else tokens


@dataclass(frozen=True, slots=True, kw_only=True)
class Period:
    """A month: how many days it counts for, and how often growth has been applied."""

    name: str
    days: Decimal
    grown: int = 0
    weight: Decimal = _ONE
    """How busy its days are on average, where a week has busy and quiet ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Priced:
    """An offer with the rates of each period; what has no cost says why, and its rates are empty."""

    offer: str
    status: str
    reason: str | None = None
    counting: str | None = None
    currency: str
    """The currency that it is billed in."""
    conversion: Rate | None = None
    """To the asked currency; None where that is the one it is billed in, or nothing is known."""
    mixes: tuple[Mix, ...] = ()
    """As this offer counts them, in the order of the workload's classes."""
    rates: tuple[Mapping[str, MeterRate], ...] = ()
    """By meter, one mapping a period, as `meter_rates` returns them; empty where a period has no price."""
    price_from: date | None = None
    checked: date | None = None
    source: str | None = None
    basis: str | None = None
    limits: Mapping[str, tuple[int | None, int]] = field(default_factory=dict)
    """By limit: what it allows (None: nobody published it), and what a request uses."""

    @property
    def fx(self) -> Decimal:
        """What one unit of its currency is worth in the asked one."""
        return self.conversion.rate if self.conversion else _ONE

    @property
    def fx_source(self) -> str | None:
        """Who says so."""
        return self.conversion.source if self.conversion else None

    @property
    def fx_date(self) -> date | None:
        """The day of the fixing; None for a rate that the user states."""
        return self.conversion.fixing if self.conversion else None


@dataclass(frozen=True, slots=True, kw_only=True)
class WhatIf:
    """Everything that a result was multiplied from."""

    currency: str
    volume: Decimal
    """Arrivals in a day or a month, at the start."""
    per: Literal["day", "month"]
    growth: Decimal = _NONE
    """A month, compound."""
    periods: tuple[Period, ...]
    offers: tuple[Priced, ...]
    assumed: tuple[str, ...] = ()
    """Which numbers a default or the user supplied, as JSON labels them: input, cached_input, output, requests."""

    def arrivals(self, period: Period) -> Decimal:
        """Return the arrivals of a period."""
        base = money.times(money.times(self.volume, period.days), period.weight) if self.per == "day" else self.volume
        with localcontext(money.EXACT):
            return money.times(base, (1 + self.growth) ** period.grown)


def meter_rates(evidence: Evidence, prompt_tokens: int, conditions: Conditions = STANDARD) -> dict[str, MeterRate]:
    """Return what each meter of a request with a prompt of so many tokens is billed at, whether it uses the meter or not.

    A part of the prompt without a rate of its own has the rate that it is billed as. A meter that is missing has no rate: images
    and requests are then in that of the tokens, and tokens are unpriced. Empty where nothing is priced under the conditions.
    """
    found = rates_of(evidence.row, prompt_tokens, conditions)
    if isinstance(found, Unpriced):
        return {}
    billed = {meter: billed_rate(found.rates, meter)[0] for meter in _METERS}
    per = evidence.row.per
    return {meter: MeterRate(rate, per if meter in TOKEN_METERS else 1) for meter, rate in billed.items() if rate is not None}


def per_arrival(offer: Priced, period: int) -> Decimal | None:
    """Return what one arrival costs at an offer in a period, in the asked currency; None where that is unknown."""
    if period >= len(offer.rates) or not offer.rates[period]:
        return None
    costs = [_native(mix, offer.rates[period], period) for mix in offer.mixes]
    known = [money.times(cost, mix.share) for cost, mix in zip(costs, offer.mixes, strict=True) if cost is not None]
    if not known or len(known) < len(costs):
        return None
    native = money.total(known)
    return convert(native, offer.conversion) if offer.conversion else native


def cost(what_if: WhatIf, offer: Priced, period: int) -> Decimal | None:
    """Return what a period costs at an offer, in the asked currency; None where that is unknown."""
    unit = per_arrival(offer, period)
    return None if unit is None else money.times(unit, what_if.arrivals(what_if.periods[period]))


def quantities(mix: Mix) -> dict[str, Decimal]:
    """Return what is billed of one arrival, by meter: parts are taken out of their whole."""
    cached = mix.cached()
    with localcontext(money.EXACT):
        uncached = mix.input - cached - mix.cache_write
    return {
        "input": uncached,
        "cached_input": cached,
        "cache_write": mix.cache_write,
        "output": mix.output,
        "image": mix.image,
        "request": mix.requests,
    }


def _native(mix: Mix, rates: Mapping[str, MeterRate], period: int) -> Decimal | None:
    used = {meter: quantity for meter, quantity in quantities(mix).items() if quantity}
    billed = {meter: quantity for meter, quantity in used.items() if meter in rates or meter not in _WITHIN}
    if not billed.keys() <= rates.keys():
        return None
    costs = {meter: money.cost(quantity, rates[meter].rate, rates[meter].per) for meter, quantity in billed.items()}
    return money.total([money.times(cost, mix.factor(meter, period)) for meter, cost in costs.items()])
