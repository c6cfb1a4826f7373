"""The months of a forecast, and how much arrives in each."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, localcontext
from itertools import pairwise
from typing import TYPE_CHECKING

from costcalc import money

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.planning.workload import Traffic, Workload

MINUTES_A_DAY = 1440
_HOURS_A_DAY = 24
_ONE = Decimal(1)


@dataclass(frozen=True, slots=True)
class Month:
    """The half-open days [start, end) that are one month of the forecast."""

    index: int
    """From 0; growth has been applied so often."""
    start: date
    end: date
    days: Decimal
    """How many days it counts for: its own, unless the workload says how many a month has."""

    @property
    def name(self) -> str:
        """The month of the calendar, `2026-12`, or its days where it does not begin on the first."""
        return f"{self.start:%Y-%m}" if self.start.day == 1 else f"{self.start.isoformat()} +1 month"

    def dates(self) -> Iterator[date]:
        """Yield its days."""
        return (self.start + timedelta(days=step) for step in range((self.end - self.start).days))


def months(workload: Workload) -> list[Month]:
    """Return the months from the workload's first day on."""
    begins = [later(workload.start, index) for index in range(workload.months + 1)]
    return [
        Month(index, start, end, workload.days_per_month or Decimal((end - start).days))
        for index, (start, end) in enumerate(pairwise(begins))
    ]


def later(start: date, months: int) -> date:
    """Return the same day so many months later, the last one of a month that has no such day."""
    year, month = divmod(start.year * 12 + start.month - 1 + months, 12)
    return date(year, month + 1, min(start.day, monthrange(year, month + 1)[1]))


def volume(traffic: Traffic, month: Month) -> Decimal:
    """Return the arrivals of a month as they are believed to be: D(k) = D(0) * (1 + g) ** k, k months after the first."""
    with localcontext(money.EXACT):
        base = traffic.arrivals.base * (1 + traffic.growth.base) ** month.index
        if traffic.per == "day":
            weight, of = _weight(traffic, month)
            base = base * month.days * weight / of
        return money.tidy(base)


def mean_weight(traffic: Traffic, month: Month) -> Decimal:
    """Return the mean weight of a month's days, where that of a week is one."""
    with localcontext(money.EXACT):
        weight, of = _weight(traffic, month)
        return weight / of


def _weight(traffic: Traffic, month: Month) -> tuple[Decimal, Decimal]:
    """Return the mean weight as what is to be divided and by what, so that a volume is divided once."""
    if not traffic.weekdays:
        return _ONE, _ONE
    days = [traffic.weekdays[day.weekday()] for day in month.dates()]
    return sum(days, Decimal(0)) * len(traffic.weekdays), sum(traffic.weekdays, Decimal(0)) * len(days)


def weekday_weights(relative: Sequence[Decimal]) -> list[Decimal]:
    """Return the weights of Monday to Sunday with a mean of one; all one where none are given."""
    if not relative:
        return [_ONE] * 7
    with localcontext(money.EXACT):
        total = sum(relative, Decimal(0))
        return [weight * 7 / total for weight in relative]


def part_of(traffic: Traffic, month: Month, start: date, end: date) -> Decimal:
    """Return the share of a month's arrivals that falls into the days [start, end)."""
    if start <= month.start and month.end <= end:
        return _ONE
    weights = traffic.weekdays or (_ONE,) * 7
    with localcontext(money.EXACT):
        whole = sum((weights[day.weekday()] for day in month.dates()), Decimal(0))
        inside = sum((weights[day.weekday()] for day in month.dates() if start <= day < end), Decimal(0))
        return inside / whole


def peak_factor(traffic: Traffic) -> Decimal | None:
    """Return the busiest hour of the week over the mean one; None where nothing is known of hours."""
    days = max(weekday_weights(traffic.weekdays))
    if traffic.hours:
        with localcontext(money.EXACT):
            return days * max(traffic.hours) * _HOURS_A_DAY / sum(traffic.hours, Decimal(0))
    return None if traffic.peak_factor is None else money.times(days, traffic.peak_factor)


def peak_a_minute(traffic: Traffic, month: Month) -> Decimal | None:
    """Return the arrivals a minute of a month's busiest hour; None where nothing is known of hours.

    The mean rate D / 1440 a minute times the peak factor of the hour.
    """
    factor = peak_factor(traffic)
    if factor is None:
        return None
    with localcontext(money.EXACT):
        return volume(traffic, month) / month.days / MINUTES_A_DAY * factor
