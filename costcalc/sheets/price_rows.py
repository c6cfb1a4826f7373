"""What a sheet says of an offer's prices: the curated rows, and what other sources claim."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal  # noqa: TC003
from typing import Any, ClassVar

from costcalc.sheets.rate_limit import Limit  # noqa: TC001
from costcalc.sheets.terms import STRICT, Basis, Feature, Modality


@dataclass(frozen=True, slots=True, kw_only=True)
class Rates:
    """Rates by meter; null: not published, so unpriced, or billed as the meter that it is part of."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    input: Decimal | None = None
    """Rate of prompt tokens."""
    output: Decimal | None = None
    """Rate of generated tokens."""
    cached_input: Decimal | None = None
    """Rate of prompt tokens read from the provider's cache; null: billed as input."""
    cache_write: Decimal | None = None
    """Rate of prompt tokens written to the provider's cache; null: billed as input."""
    cache_write_1h: Decimal | None = None
    """Rate of prompt tokens written to be kept for an hour; null: billed as other writes."""
    reasoning: Decimal | None = None
    """Rate of reasoning tokens; null: billed as output."""
    image: Decimal | None = None
    """Price of one input image on top of its tokens."""
    request: Decimal | None = None
    """Price of one request on top of its tokens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tier(Rates):
    """Rates of the whole request once its prompt is longer than a threshold; a meter not named keeps its rate."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    above: int
    """The threshold in prompt tokens, cached ones in."""
    inclusive: bool = False
    """Whether a prompt of exactly so many tokens is in the tier (`>=`) or not (`>`)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window(Rates):
    """Rates at a time of day, half-open [start, end), over midnight where the end is not later; others keep their rate."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    start: time
    """When it begins, such as "16:30"."""
    end: time
    """When it ends; the same as the start: all day."""
    time_zone: str
    """IANA name of the zone that the times are of, such as UTC or Europe/Berlin."""
    weekdays: tuple[int, ...] | None = None
    """Days on which it begins, 1 for Monday to 7; null: every day."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Service(Rates):
    """A class of service with rates of its own: batch, flex, priority, a speed.

    Either a multiplier on every rate that would hold, or rates of its own for the meters that it names.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """What `--service-tier` calls it; `batch` is also `--batch`."""
    multiplier: Decimal | None = None
    """Factor on every rate, after tiers and the cache discount."""
    tiers: tuple[Tier, ...] = ()
    """Its own rates for long prompts."""
    regional: bool = True
    """Whether it can be had at a regional endpoint."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Uplift:
    """What a regional endpoint costs more, as a factor on every rate, applied last."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    region: str
    """What `--endpoint` calls it, such as eu or us."""
    multiplier: Decimal
    """Factor on every rate."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Price(Rates):
    """The rates of one offer in one currency over half-open days [from, until).

    What holds for a request is found in this order: the base rates, the window of its time, the tier of its length, the
    share for cached input, the service, the uplift of an endpoint.
    """

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    basis: Basis
    """How near the source is to the provider: its list, its API, a page's display, a community record."""
    source: str
    """Who says so: a page, a file of a public repository with its commit, a package and its version."""
    from_: date | None = None
    """First day on which it holds (or was first seen); null: since ever."""
    until: date | None = None
    """First day on which it no longer holds; null: until the next row begins."""
    checked: date | None = None
    """The day on which the source was seen to say so; null for an undated page."""
    currency: str | None = None
    """ISO 4217 code; null: the sheet's currency."""
    per: int = 1_000_000
    """The number of tokens that the token rates are for."""
    free: bool = False
    """True only where the provider gives it away: a rate of zero needs it."""
    cached_share: Decimal | None = None
    """Rate of cached input as a share of the input rate, where the provider states it so."""
    cache_minimum: int | None = None
    """The shortest prompt in tokens that is cached at all."""
    tiers: tuple[Tier, ...] = ()
    """Rates for long prompts."""
    windows: tuple[Window, ...] = ()
    """Rates by time of day."""
    services: tuple[Service, ...] = ()
    """Classes of service."""
    uplifts: tuple[Uplift, ...] = ()
    """Regional endpoints."""
    other: dict[str, Decimal] | None = None
    """Rates of what no command prices yet, by a name that says the unit, such as `web_search_per_1000`."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim(Rates):
    """What another source says of the offer; shown beside the curated prices and never mixed into them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    basis: Basis
    """How near the source is to the provider."""
    source: str
    """Who says so."""
    from_: date | None = None
    """First day of the claim; null: undated, so it answers any date."""
    until: date | None = None
    """First day on which it is no longer made."""
    checked: date | None = None
    """The day on which the source was seen to say so."""
    currency: str | None = None
    """ISO 4217 code; null: the sheet's currency."""
    per: int = 1_000_000
    """The number of tokens that the token rates are for."""
    context: int | None = None
    """Claimed context window in tokens."""
    max_output: int | None = None
    """Claimed longest answer in tokens."""
    quantization: str | None = None
    """Claimed weight format."""
    inputs: tuple[Modality, ...] | None = None
    """Claimed input modalities."""
    features: tuple[Feature, ...] | None = None
    """Claimed features."""
    limits: tuple[Limit, ...] = ()
    """Claimed rate limits."""
    launched: date | None = None
    """Claimed first day of sale."""
    alternative: str | None = None
    """Model that the source names as an alternative."""
    known_wrong: bool = False
    """True where a better source contradicts it."""
    note: str | None = None
    """What is known against or about it."""
