"""The arithmetic of a result with its numbers laid open, so that a workbook or a page can be told other ones."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING, Literal

from costcalc import money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from costcalc.planning.item import MeterRate

_NONE = Decimal(0)
_ONE = Decimal(1)


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
    cache_write: Decimal = _NONE
    output: Decimal
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
    fx: Decimal = _ONE
    """What one of it is worth in the asked currency."""
    fx_source: str | None = None
    fx_date: date | None = None
    mixes: tuple[Mix, ...] = ()
    """As this offer counts them, in the order of the workload's classes."""
    rates: tuple[Mapping[str, MeterRate], ...] = ()
    """By meter, one mapping a period: input, cached_input, cache_write, output, image, request."""
    price_from: date | None = None
    checked: date | None = None
    source: str | None = None
    basis: str | None = None
    limits: Mapping[str, tuple[int | None, int]] = field(default_factory=dict)
    """By limit: what it allows (None: nobody published it), and what a request uses."""


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
    """Which numbers nobody stated: input, output, requests, cached_input."""

    def arrivals(self, period: Period) -> Decimal:
        """Return the arrivals of a period."""
        base = money.times(money.times(self.volume, period.days), period.weight) if self.per == "day" else self.volume
        return money.times(base, (1 + self.growth) ** period.grown)


def per_arrival(offer: Priced, period: int) -> Decimal | None:
    """Return what one arrival costs at an offer in a period, in the asked currency; None where it has no rates."""
    if period >= len(offer.rates) or not offer.rates[period]:
        return None
    native = money.total([money.times(_native(mix, offer.rates[period], period), mix.share) for mix in offer.mixes])
    return money.times(native, offer.fx)


def cost(what_if: WhatIf, offer: Priced, period: int) -> Decimal | None:
    """Return what a period costs at an offer, in the asked currency; None where that is unknown."""
    unit = per_arrival(offer, period)
    return None if unit is None else money.times(unit, what_if.arrivals(what_if.periods[period]))


def quantities(mix: Mix) -> dict[str, Decimal]:
    """Return what is billed of one arrival, by meter: parts are taken out of their whole."""
    cached = mix.cached()
    return {
        "input": mix.input - cached - mix.cache_write,
        "cached_input": cached,
        "cache_write": mix.cache_write,
        "output": mix.output,
        "image": mix.image,
        "request": mix.requests,
    }


def _native(mix: Mix, rates: Mapping[str, MeterRate], period: int) -> Decimal:
    return money.total(
        [
            money.times(money.cost(quantity, rates[meter].rate, rates[meter].per), mix.factor(meter, period))
            for meter, quantity in quantities(mix).items()
            if meter in rates
        ]
    )
