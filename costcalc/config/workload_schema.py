"""What a workload file may say: one declaration for validation, JSON Schema and use, as `config.schema`."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from costcalc.config.beliefs import Growth, GrowthBelief, Spread, Volume, VolumeBelief, Weight  # noqa: TC001 - pydantic reads the annotations
from costcalc.config.schema import STRICT, Money, Need, Region
from costcalc.config.workload_mix import MixClass  # noqa: TC001
from costcalc.sheets.conformity import Form, Kinds
from costcalc.sheets.terms import Basis  # noqa: TC001

Rate = Annotated[Decimal, Form('is a price per 1M tokens from 0: write "0.12"', low=0, high=10**12)]


@dataclass(frozen=True, slots=True, kw_only=True)
class TrafficTerms:
    """How much arrives, and when."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    arrivals: Annotated[Volume | VolumeBelief, Kinds()] | None = None
    """Requests, or whole conversations or runs: `20000/day`, `600000/month` or {low, base, high}; none: 1000/day, assumed."""
    growth: Annotated[Growth | GrowthBelief, Kinds()] = Decimal(0)
    """Growth a month, compound, from the second month on: `5%`, `-2%`, 0.05 or {low, base, high}."""
    weekdays: tuple[Weight, ...] = ()
    """Relative weight of Monday to Sunday; none: weekends as `history` shows them, else all the same."""
    hours: tuple[Weight, ...] = ()
    """Relative weight of the 24 hours of a day, UTC; none: unknown, so that a price by time of day is taken at its dearest."""
    peak_factor: Annotated[Decimal, Form("is a factor from 1 to 24: write 1.5", low=1, high=24)] | None = None
    """The busiest hour over the mean one, instead of `hours`."""
    variation: Spread | None = None
    """Standard deviation of a day's arrivals as a share of what is expected of that day: `15%` or 0.15."""
    history: str | None = None
    """CSV file of `date,arrivals`, or a log with times, counted by its whole UTC days; instead of arrivals and variation."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingPrice:
    """A price that is known to come; it replaces all rates of the offer from its day on."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    offer: str
    """The offer, `provider/model`."""
    from_: date
    """The first day on which it holds."""
    source: str
    """Who says so."""
    input: Rate | None = None
    """Rate of prompt tokens; none: unknown, so unpriced."""
    output: Rate | None = None
    """Rate of generated tokens; none: unknown, so unpriced."""
    cached_input: Rate | None = None
    """Rate of prompt tokens read from the provider's cache; none: billed as input."""
    cache_write: Rate | None = None
    """Rate of prompt tokens written to the provider's cache; none: billed as input."""
    image: Rate | None = None
    """Price of one input image on top of its tokens."""
    request: Rate | None = None
    """Price of one request on top of its tokens."""
    per: Annotated[int, Form("is a whole number of tokens from 1: write 1000000", low=1)] = 1_000_000
    """The number of tokens that the token rates are for."""
    currency: str | None = None
    """ISO 4217 code; none: the sheet's currency."""
    free: bool = False
    """True only where the provider gives it away: a rate of zero needs it."""
    basis: Basis = "page"
    """How near the source is to the provider: its list, its API, a page, a community record."""
    checked: date | None = None
    """The day on which the source was seen to say so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ComingRetirement:
    """An offer that is known to end."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    offer: str
    """The offer, `provider/model`."""
    on: date
    """The first day on which it is no longer served."""
    source: str
    """Who says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadBudget:
    """What may be spent, in the currency of the workload."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    monthly: Money | None = None
    """Most that a month may cost: `500 USD`."""
    total: Money | None = None
    """Most that all months together may cost: `5000 USD`."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WorkloadFile:
    """Traffic over months: what arrives, how often, how long it is, and what is known of its future prices.

    Where {low, base, high} may stand, they are P10, P50 and P90 of what you believe.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """What reports call it."""
    model: str | None = None
    """Model by name, alias, id or glob; none: mistral-small-3.2-24b."""
    offers: tuple[str, ...] = ()
    """Offers, `provider/model`, instead of all of the model."""
    providers: tuple[str, ...] = ()
    """Providers to choose from; none: every one."""
    region: Region | None = None
    """Where it must be served from: EU, DE, US ..."""
    needs: tuple[Need, ...] = ()
    """What the offer must be able to do: tools, vision ..."""
    currency: str = "USD"
    """ISO 4217 code of the currency that results are in."""
    fx: dict[str, Annotated[Decimal, Form('is a rate above 0: write "1.12"', low=0)]] | None = None
    """What one unit of another currency is worth in `currency`: `{EUR: "1.12"}`; none: the ECB's reference rates."""
    sheets: tuple[str, ...] = ()
    """Folders of your own price sheets, from this file's folder; later over earlier, all over the packaged ones."""
    start: date | None = None
    """The first day; none: the first of the next month."""
    months: Annotated[int, Form("is a whole number of months from 1 to 120: write 12", low=1, high=120)] = 12
    """How many months."""
    days_per_month: Annotated[Decimal, Form("is a number from 1 to 31", low=1, high=31)] | None = None
    """Days in a month, from 1 to 31; none: those of the calendar."""
    volume: TrafficTerms | None = None
    """How much arrives, and when; none: 1000 a day, assumed."""
    mix: tuple[MixClass, ...]
    """What arrives, in classes."""
    budget: WorkloadBudget | None = None
    """What may be spent."""
    prices: tuple[ComingPrice, ...] = ()
    """Prices that are known to come."""
    retirements: tuple[ComingRetirement, ...] = ()
    """Offers that are known to end."""
    scenarios: dict[str, dict[str, Any]] | None = None
    """By name, what is otherwise: `{high: {volume.growth: 8%, mix.chat.output: 600}}`; null leaves a key out."""
