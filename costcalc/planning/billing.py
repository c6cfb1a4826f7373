"""How a request is billed besides its length: cached share, class of service, endpoint, moment, and what lands on the bill."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.errors import InputError
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.rates import STANDARD, Conditions

if TYPE_CHECKING:
    from costcalc.pricing.evidence import Evidence


@dataclass(frozen=True, slots=True, kw_only=True)
class Billing:
    """What was asked of the bill; nothing asked is the standard list price."""

    conditions: Conditions = STANDARD
    cached_share: Decimal | None = None
    """Share of the prompt that is read from the provider's cache."""
    landed: bool = False
    """Whether fees, free quota, rounding and VAT are in the month."""
    vat_percent: Decimal | None = None


LIST_PRICE = Billing()


def cached_tokens(tokens: int, share: Decimal | None, evidence: Evidence | Unpriced) -> tuple[int, str | None]:
    """Return how many tokens of a prompt are read from the cache, and why none are where the prompt is too short for it."""
    if share is None or isinstance(evidence, Unpriced):
        return 0, None
    least = getattr(evidence.row, "cache_minimum", None)
    if least is not None and tokens < least:
        return 0, f"a prompt below {least:,} tokens is not cached"
    return int(money.times(share, tokens).to_integral_value(ROUND_FLOOR)), None


def parse_share(text: str, option: str) -> Decimal:
    """Return a share from 0 to 1, written `0.8` or `80%`.

    Raises:
        InputError: it is none.
    """
    try:
        value = money.decimal(text.removesuffix("%")) / (100 if text.endswith("%") else 1)
    except ValueError as error:
        raise InputError(f"{option}: {error}: write a share such as 0.8 or 80%") from None
    if not 0 <= value <= 1:
        raise InputError(f"{option}: {text} is not from 0 to 1, or 0% to 100%")
    return value


def parse_percent(text: str, option: str) -> Decimal:
    """Return a percentage from 0 to 100, written `19` or `19%`.

    Raises:
        InputError: it is none.
    """
    try:
        value = money.decimal(text.removesuffix("%"))
    except ValueError as error:
        raise InputError(f"{option}: {error}: write a percentage such as 19") from None
    if not 0 <= value <= 100:
        raise InputError(f"{option}: {text} is not from 0 to 100")
    return value
