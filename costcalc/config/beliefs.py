"""The numbers of a workload file as they may be written: shares, volumes and lengths, known or only believed."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar

from costcalc.config.schema import STRICT
from costcalc.sheets.conformity import Form, Kinds

MOST_TOKENS = 1_000_000_000
_PERCENT = r"(?:\.[0-9]{1,12})? ?%"
_SHARE = "is a share from 0% to 100%: write 60%"
_GROWTH = "is a growth a month above -100% and below 1000%: write 5%"
_SPREAD = "is a share from 0% and below 1000%: write 15%"
_LENGTH = "is a length from 0: write 1200, {low: 800, base: 1200, high: 2000} or {mean: 1155, p50: 1020, p95: 4083}"
_NEARLY_ONE = Decimal("0.99")
"""A larger number without a percent sign is as likely meant in percent."""

Share = Annotated[Decimal, Form(_SHARE, low=0, high=1)] | Annotated[str, Form(_SHARE, rf"[0-9]{{1,2}}{_PERCENT}|100(?:\.0+)? ?%")]
Growth = (
    Annotated[Decimal, Form(_GROWTH, low=-_NEARLY_ONE, high=_NEARLY_ONE)]
    | Annotated[str, Form(_GROWTH, rf"-?[0-9]{{1,2}}{_PERCENT}|[0-9]{{3}}{_PERCENT}")]
)
Spread = Annotated[Decimal, Form(_SPREAD, low=0, high=_NEARLY_ONE)] | Annotated[str, Form(_SPREAD, rf"[0-9]{{1,3}}{_PERCENT}")]
Volume = Annotated[str, Form("is a volume: write 20000/day or 600000/month")]
Number = Annotated[Decimal, Form(_LENGTH, low=0, high=MOST_TOKENS)]
Weight = Annotated[Decimal, Form("is a relative weight from 0: write 1 or 0.3", low=0, high=MOST_TOKENS)]
Tokens = Annotated[int, Form("is a whole number of tokens from 0: write 1000", low=0, high=MOST_TOKENS)]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareBelief:
    """A share that nobody knows for sure."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    low: Share
    """It is below this in 1 of 10 cases (P10)."""
    base: Share
    """As likely below as above (P50)."""
    high: Share
    """It is above this in 1 of 10 cases (P90)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GrowthBelief:
    """A growth that nobody knows for sure."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    low: Growth
    """It is below this in 1 of 10 cases (P10)."""
    base: Growth
    """As likely below as above (P50)."""
    high: Growth
    """It is above this in 1 of 10 cases (P90)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class VolumeBelief:
    """A volume that nobody knows for sure; all three by day, or all by month."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    low: Volume
    """It is below this in 1 of 10 cases (P10)."""
    base: Volume
    """As likely below as above (P50)."""
    high: Volume
    """It is above this in 1 of 10 cases (P90)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NumberBelief:
    """A mean length that nobody knows for sure."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    low: Number
    """It is below this in 1 of 10 cases (P10)."""
    base: Number
    """As likely below as above (P50)."""
    high: Number
    """It is above this in 1 of 10 cases (P90)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthSummary:
    """How lengths differ, as three figures of them."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    mean: Annotated[Number | NumberBelief, Kinds()]
    """The mean."""
    p50: Number
    """The median: half are below it."""
    p95: Number
    """1 of 20 is above it."""
    of: Annotated[int, Form("is the number of requests that were looked at: write 500", low=1, high=10**12)] | None = None
    """How many the figures were taken from; none: enough to be sure of the mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LengthQuantiles:
    """How lengths differ, as a table."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    quantiles: dict[str, Number]
    """Lengths by percentile, shortest (p0) and longest (p100) in: `{p0: 3, p50: 1020, p95: 4083, p100: 4200}`."""
    mean: Annotated[Number | NumberBelief, Kinds()] | None = None
    """The mean; none: that of the table."""
    of: Annotated[int, Form("is the number of requests that were looked at: write 500", low=1, high=10**12)] | None = None
    """How many the table was taken from; none: enough to be sure of the mean."""


Length = Annotated[Number | NumberBelief | LengthSummary | LengthQuantiles, Kinds()]
"""A number, one that is only believed, or a distribution."""
