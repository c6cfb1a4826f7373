"""What a price sheet and the model list may say: one declaration for validation, JSON Schema and use.

These are plain frozen dataclasses, so reading a compiled book imports no validator. `sheets.validation`
hands the same classes to pydantic, which reads `__pydantic_config__` and the attribute docstrings.
A trailing underscore only avoids a Python keyword: the YAML key of `from_` is `from`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal  # noqa: TC003
from typing import Any, ClassVar, Literal

Kind = Literal["maker", "host", "router"]
Basis = Literal["official", "api", "page", "community"]
Modality = Literal["text", "image", "audio", "video", "document"]
Feature = Literal["tools", "structured_output", "streaming", "reasoning", "batch", "caching", "vision", "fim"]
Metric = Literal["requests", "tokens", "input_tokens", "output_tokens", "concurrent", "images"]


def _yaml_key(name: str) -> str:
    return name.rstrip("_")


STRICT: dict[str, Any] = {
    "extra": "forbid",
    "use_attribute_docstrings": True,
    "alias_generator": _yaml_key,
    "str_min_length": 1,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A rate limit: at most `max` of `metric` in each `window`, `burst` for a short time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    metric: Metric
    """What is counted."""
    max: int
    """The most that one window allows."""
    source: str
    """Who says so: a page, a file of a public repository, a package and its version."""
    checked: date
    """The day on which the source was seen to say so."""
    window: str | None = None
    """A length of time such as `1s`, `1m`, `1d`; none for `concurrent`."""
    burst: int | None = None
    """The most that may arrive at once, where the provider says it."""
    scope: str | None = None
    """What shares the limit: `contract`, `project`, `organization`, `key`, `model`."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """What the platform takes on top of the meters, for example on buying credit."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """What the fee is for."""
    source: str
    """Who says so."""
    checked: date
    """The day on which the source was seen to say so."""
    percent: Decimal | None = None
    """Share of the amount, in percent."""
    minimum: Decimal | None = None
    """The least that is taken, in the sheet's currency."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class FreeQuota:
    """Tokens that cost nothing before the meters run."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    tokens: int
    """How many in each period, input and output together."""
    period: Literal["day", "month", "once"]
    """How often they come anew."""
    source: str
    """Who says so."""
    checked: date
    """The day on which the source was seen to say so."""
    spent: Literal["dearest first", "in proportion"] = "dearest first"
    """Which tokens they are spent on."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rounding:
    """How a bill is rounded: tokens up to whole units, each line up to a step of money, once a month."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    source: str
    """Who says so."""
    checked: date
    """The day on which the source was seen to say so."""
    tokens: int = 1
    """The unit that a month's tokens of a meter are rounded up to."""
    money: Decimal | None = None
    """The step that a month's cost of a meter is rounded up to, such as 0.01; null: none."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Alias:
    """A provider's name that stands for another of its models from a date on, half-open [from, until)."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """The id that a request may carry."""
    model: str
    """The model that answers to it in that time."""
    source: str
    """Who says so."""
    from_: date | None = None
    """The first day; null: since ever."""
    until: date | None = None
    """The first day on which it no longer holds; null: open, or ended by the next row of that name."""
    counted_from: date | None = None
    """The first day on which its requests are counted as this model's; null: `from`.

    For a day on which the name moved and bills still show the tokens of the model before.
    """
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Template:
    """What a host puts around a request before the model sees it, measured on recorded bills."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    tokens: int
    """Tokens added to a request that has a system message of its own."""
    evidence: str
    """The records that show it."""
    tokens_without_system: int | None = None
    """Tokens added where the request has no system message (a default one is put in); null: as `tokens`."""
    tokens_with_tools: int | None = None
    """Tokens added instead where the request has tools and no system message; null: no difference known."""
    spread: int = 0
    """Half the width, in tokens, of what was measured; 0: the same in every record."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """When an offer came, is to go, and what follows it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    launched: date | None = None
    """First day on which it was sold."""
    deprecated: date | None = None
    """Day of the notice that it will go."""
    retires: date | None = None
    """First day on which it is no longer served."""
    successor: str | None = None
    """The model or id that the provider names in its place."""
    source: str | None = None
    """Who says so."""
    note: str | None = None
    """Anything a reader must know besides."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferSheet:
    """A model at a provider under the provider's own id."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    model: str
    """The model's name in `models.yaml`."""
    id: str
    """The provider's own id, as a request carries it."""
    names: tuple[str, ...] = ()
    """Other ids of the provider for the very same offer, at any date."""
    regions: tuple[str, ...] | None = None
    """Where it is served, as ISO 3166 codes, EU or GLOBAL; null: the provider's regions."""
    context: int | None = None
    """Context window in tokens at this provider; null: not published."""
    max_output: int | None = None
    """Longest answer in tokens at this provider; null: not published."""
    max_images: int | None = None
    """Most images in one request; null: not published."""
    quantization: str | None = None
    """Weight format, such as fp8; null: not published."""
    inputs: tuple[Modality, ...] | None = None
    """What it takes; null: not published (the model's own are assumed)."""
    features: tuple[Feature, ...] | None = None
    """What it can do; null: not published."""
    verified: str | None = None
    """Evidence that counts equal this host's recorded bills; null: not verified."""
    template: Template | None = None
    """What the host adds around a request; null: the provider's, else nothing known."""
    lifecycle: Lifecycle | None = None
    """Launch, retirement, successor."""
    limits: tuple[Limit, ...] = ()
    """Rate limits of this offer alone."""
    prices: tuple[Price, ...] = ()
    """One curated line a currency, newest first; empty: unpriced."""
    claims: tuple[Claim, ...] = ()
    """What others say."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """One provider: who it is, what it sells, and where each number comes from."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    provider: str
    """Short name used on the command line; the file's name."""
    name: str
    """The provider's own name."""
    kind: Kind
    """Whether it made the models, hosts them, or passes requests on to hosts."""
    currency: str
    """ISO 4217 code that the provider bills in; a price row may name another."""
    regions: tuple[str, ...] = ()
    """Where it serves from, as ISO 3166 codes, EU or GLOBAL."""
    prices_exclude_vat: bool | None = None
    """True where the list says that VAT comes on top; null: not found."""
    fees: tuple[Fee, ...] = ()
    """Platform fees."""
    free_quota: FreeQuota | None = None
    """Tokens that it gives away."""
    rounding: Rounding | None = None
    """How its bills are rounded."""
    limits: tuple[Limit, ...] = ()
    """Rate limits over all its offers."""
    template: Template | None = None
    """What the host adds around every request."""
    verified: str | None = None
    """Evidence that counts equal this host's recorded bills, for all its offers."""
    aliases: tuple[Alias, ...] = ()
    """Names that move from model to model."""
    offers: tuple[OfferSheet, ...] = ()
    """What it sells."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ImageGrid:
    """How a model cuts an image into tokens: one a patch of `patch * merge` pixels and one a row of them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    patch: int
    """Side of a patch in pixels."""
    merge: int
    """Patches a side that become one token."""
    max_side: int
    """Longest side in pixels; a larger image is scaled down first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Model:
    """Weights with a version: how it counts, what it takes, who made it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    model: str
    """The name used everywhere in costcalc."""
    name: str
    """The maker's name for it."""
    maker: str
    """Who made the weights."""
    tokenizer: str
    """A tokenizer of `costcalc.tokens` (`tekken-v11`, `spm-v3`, `o200k_base`, ...) or the path of a `tekken.json`."""
    source: str
    """Who says so."""
    checked: date
    """The day on which the source was seen to say so."""
    names: tuple[str, ...] = ()
    """Other names that people and catalogues use for the very same weights."""
    image: ImageGrid | None = None
    """How it counts images, where that is a grid of patches."""
    image_formula: str | None = None
    """Name of an estimate of `costcalc.tokens.foreign_images`, where the maker's formula is another."""
    context: int | None = None
    """Context window in tokens that the maker states."""
    inputs: tuple[Modality, ...] = ("text",)
    """What the weights can take."""
    features: tuple[Feature, ...] = ()
    """What the weights can do."""
    parameters: str | None = None
    """Size, such as 24B or 119B (6B active)."""
    licence: str | None = None
    """SPDX id, or `proprietary`."""
    released: date | None = None
    """Day of release."""
    lifecycle: Lifecycle | None = None
    """Where the maker retired the version itself."""
    note: str | None = None
    """Anything a reader must know besides."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ModelList:
    """Every model that a sheet may name."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    models: tuple[Model, ...]
    """The models."""
