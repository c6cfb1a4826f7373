"""What the price sheet of a provider may say: one declaration for validation, JSON Schema and use."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from decimal import Decimal  # noqa: TC003
from typing import Any, ClassVar, Literal

from costcalc.sheets.lifecycle import Lifecycle  # noqa: TC001
from costcalc.sheets.price_rows import Claim, Price  # noqa: TC001
from costcalc.sheets.rate_limit import Limit  # noqa: TC001
from costcalc.sheets.terms import STRICT, Feature, Kind, Modality


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
