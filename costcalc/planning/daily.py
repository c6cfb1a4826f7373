"""What days that were seen tell of the days to come: how much arrives on a mean one, and how quiet weekends are."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.errors import InputError
from costcalc.planning.workload import sure

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from costcalc.planning.workload import Traffic

    History = Sequence[tuple[date, int]]

_SATURDAY = 5
_WEEK = 7


def seen(traffic: Traffic, history: History) -> Traffic:
    """Return traffic as a history shows it: how much arrives on a mean day, and how quiet weekends are where nobody states it.

    Raises:
        InputError: all its days are weekdays on which nothing arrives.
    """
    weekdays = traffic.weekdays or weekend_shape(history)
    arrivals = mean_day(history, weekdays)
    if arrivals is None:
        raise InputError("all its days are weekdays with the weight 0: give one on which something arrives, or weekdays another")
    return replace(
        traffic,
        arrivals=sure(arrivals),
        per="day",
        assumed=False,
        weekdays=weekdays,
        weekend_seen=bool(weekdays) and not traffic.weekdays,
        history=tuple(history),
    )


def weekend_shape(history: History) -> tuple[Decimal, ...]:
    """Return the weights of Monday to Sunday, one for working days and one for weekends; empty where less than a week was seen.

    Two weights, and not seven: of each weekday a history of some weeks has too few.
    """
    if len(history) < _WEEK:
        return ()
    working = [count for day, count in history if day.weekday() < _SATURDAY]
    weekend = [count for day, count in history if day.weekday() >= _SATURDAY]
    with localcontext(money.EXACT):
        return (Decimal(sum(working)) / len(working),) * _SATURDAY + (Decimal(sum(weekend)) / len(weekend),) * (_WEEK - _SATURDAY)


def mean_day(history: History, weekdays: Sequence[Decimal]) -> Decimal | None:
    """Return the arrivals of a day whose weight is the mean one of a week; None where all days seen have the weight zero."""
    weights = weekdays or (Decimal(1),) * _WEEK
    arrivals = sum(count for _, count in history)
    with localcontext(money.EXACT):
        whole = sum((weights[day.weekday()] for day, _ in history), Decimal(0)) * len(weights)
        return money.tidy(arrivals * sum(weights, Decimal(0)) / whole) if whole else None
