"""What a month of one usage costs at an offer, in the asked currency."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.volume import DEFAULT_VOLUME, Volume
from costcalc.pricing.currency import NoRate, Rate, convert
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.quote import quote
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from costcalc.sheets.book import Offer

DEFAULT_USAGE = Usage(input=1000, output=1000)
"""Tokens of one request where nobody says more; always stated as assumed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Month:
    """So many requests of one usage, priced on a day in a currency."""

    on: date
    currency: str
    rate: Callable[[str], Rate | NoRate]
    """The rate from a currency to the asked one; one day's for every price, so that only prices differ."""
    usage: Usage = DEFAULT_USAGE
    volume: Volume = DEFAULT_VOLUME
    days: Decimal = Decimal(30)
    assumed: tuple[str, ...] = ("input", "output", "requests")
    """What of it nobody stated."""

    @property
    def requests(self) -> Decimal:
        """Requests in the month."""
        return self.volume.a_month(self.days)


def monthly(offer: Offer, month: Month, on: date | None = None) -> Decimal | Unpriced:
    """Return what the month costs by the prices of its day, or of another; or why that is unknown."""
    priced = quote(month.usage, offer, on or month.on, currency=month.currency)
    if isinstance(priced, Unpriced):
        return priced
    rate = month.rate(priced.currency)
    if isinstance(rate, NoRate):
        return Unpriced(rate.reason)
    return money.times(convert(priced.total, rate), month.requests)
