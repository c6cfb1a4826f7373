"""How many requests a month: read from `20000/day` or `600000/month`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from costcalc import money
from costcalc.errors import InputError

_FORM = re.compile(
    r"(?P<count>(?:\d{1,3}(?:[,_]\d{3})+|\d+)(?P<fraction>\.\d+)?)\s*(?P<unit>[km]?)\s*/\s*(?P<period>day|d|month|mo)",
    re.IGNORECASE | re.ASCII,
)
_UNITS = {"": 1, "k": 1_000, "m": 1_000_000}
_MOST = Decimal(10) ** 15
_MOST_DIGITS = 20


@dataclass(frozen=True, slots=True)
class Volume:
    """Requests in a day or a month; `assumed` where nobody said so."""

    count: Decimal
    period: Literal["day", "month"]
    assumed: bool = False

    def a_month(self, days_per_month: Decimal) -> Decimal:
        """Return the requests in a month of so many days."""
        return money.times(self.count, days_per_month) if self.period == "day" else self.count


DEFAULT_VOLUME = Volume(Decimal(1000), "day", assumed=True)


def parse_volume(text: str) -> Volume:
    """Return the volume that a text states.

    Raises:
        InputError: not of the form COUNT/day or COUNT/month, or not above zero.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise InputError(f"--requests: '{text}' is not a volume: write a number a day or a month, 20000/day or 600000/month")
    count = match["count"].replace(",", "").replace("_", "")
    period: Literal["day", "month"] = "day" if match["period"].lower().startswith("d") else "month"
    if len(match["fraction"] or "") == 4 and not match["unit"] and not count.startswith("0"):
        thousands, rounded = count.replace(".", ""), count.partition(".")[0]
        raise InputError(f"--requests: '{text}' can be read in two ways: write {thousands}/{period} or {rounded}/{period}")
    number = Decimal(count) * _UNITS[match["unit"].lower()]
    if len(count) > _MOST_DIGITS or not 0 < number <= _MOST:
        raise InputError(f"--requests: '{text}' is not a volume above 0 and up to {_MOST:,f}, in at most {_MOST_DIGITS} digits")
    return Volume(money.tidy(number), period)
