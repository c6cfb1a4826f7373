"""How sure the volume of a month is, by the days that were seen before it."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from workloads import workload

from costcalc.planning.daily import seen
from costcalc.planning.forecasting.months import months
from costcalc.planning.forecasting.trials import Draws
from costcalc.planning.forecasting.volumes import Volumes, autocorrelation, mean_deviation
from costcalc.planning.workload import Traffic, sure

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.forecasting.trials import Array

MONDAY = date(2026, 10, 5)
RANDOM = np.random.default_rng(3)


def january(counts: Sequence[float], weekdays: tuple[Decimal, ...] = (Decimal(1),) * 7, trials: int = 40_000) -> Array:
    """Return the factors of a month of 31 days after days with these counts."""
    history = tuple((MONDAY + timedelta(days=step), round(count)) for step, count in enumerate(counts))
    asked = workload(months=1)
    traffic = seen(Traffic(arrivals=sure(0), per="day", weekdays=weekdays), history)
    return Volumes(traffic, months(asked), Draws(1, trials))[0]


def width(factors: Array) -> float:
    low, high = np.quantile(factors, [0.1, 0.9])
    return float(high - low)


def alternating(days: int) -> list[float]:
    """Return days that are busy and quiet in turn."""
    return [1000 + 200 * (-1) ** day for day in range(days)]


def test_days_that_are_not_alike_are_as_many_as_they_are() -> None:
    """The level is off by s / sqrt(41), a month by s / sqrt(31); 40 degrees of freedom: 1.303 standard deviations, not 1.282."""
    counts = alternating(41)
    expected = np.std(counts, ddof=1) / np.mean(counts) * (1 / 41 + 1 / 31) ** 0.5
    assert width(january(counts)) == pytest.approx(2 * 1.303 * expected, rel=0.02)


def test_few_days_do_not_tell_their_own_spread() -> None:
    """Student's t with 4 degrees of freedom: 1.533 standard deviations."""
    counts = [1200, 800, 1300, 700, 1000]
    expected = np.std(counts, ddof=1) / np.mean(counts) * (1 / 5 + 1 / 31) ** 0.5
    assert width(january(counts)) == pytest.approx(2 * 1.533 * expected, rel=0.02)


def test_days_like_the_last_tell_less() -> None:
    counts = alternating(40)
    assert width(january(sorted(counts[:20]) + sorted(counts[20:], reverse=True))) > 1.8 * width(january(counts))


def test_days_without_arrivals_by_the_week_are_no_variation() -> None:
    closed = tuple(map(Decimal, (1, 1, 1, 1, 1, 0, 0)))
    counts = [0 if step % 7 > 4 else 1000 for step in range(28)]
    assert january(counts, closed) == pytest.approx(1)


def test_a_weekend_that_the_history_shows_is_no_variation() -> None:
    counts = [300 if step % 7 > 4 else 1000 for step in range(14)]
    assert january(counts, ()) == pytest.approx(1)


@pytest.mark.parametrize("alike", [0.0, 0.3, 0.7])
def test_autocorrelation_is_estimated_without_bias(alike: float) -> None:
    """Of 28 days, over many histories, but for the ends: what is below 0 counts as 0, and what is above 0.8 as 0.8."""
    found = []
    for _ in range(2000):
        days = RANDOM.standard_normal(28)
        for day in range(1, 28):
            days[day] = alike * days[day - 1] + (1 - alike**2) ** 0.5 * days[day]
        found.append(autocorrelation(days - days.mean()))
    assert np.mean(found) == pytest.approx(max(alike, 0.08), abs=0.07)


def test_days_that_are_all_the_same_are_not_alike_for_that() -> None:
    assert autocorrelation(np.zeros(9)) == 0


@pytest.mark.parametrize("alike", [0.0, 0.5, 0.8])
def test_the_deviation_of_a_mean_is_that_of_all_pairs(alike: float) -> None:
    weights = RANDOM.uniform(0, 2, 31)
    pairs = sum(one * other * alike ** abs(i - j) for i, one in enumerate(weights) for j, other in enumerate(weights))
    assert mean_deviation(weights, alike) == pytest.approx(pairs**0.5 / weights.sum())
