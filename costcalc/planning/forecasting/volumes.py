"""How much arrives in each month of each trial, over what is expected: the level is not known for sure, and days stray from it.

A busy day follows a busy one. Where a history is known, its days tell how much (an autoregressive process of the first order),
and neither their mean nor that of a month is then as certain as so many independent days would make it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from costcalc.planning.forecasting.months import weekday_weights

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from costcalc.planning.forecasting.months import Month
    from costcalc.planning.forecasting.trials import Array, Draws
    from costcalc.planning.workload import Traffic

_MOST_ALIKE = 0.8
"""Of neighbouring days: what is beyond is a trend, which a few weeks cannot tell from a level."""
_LEAST_SHARE = 0.2
"""Of the variance of days that is left among those of a short history, where they are much alike."""


@dataclass(frozen=True, slots=True)
class _Days:
    """How days differ from what is expected of them."""

    level: Array
    """What their level is, over what it was seen to be."""
    deviation: Array
    """Standard deviation of a day, as a share of what is expected of it."""
    alike: float
    """Autocorrelation of neighbouring days."""


class Volumes:
    """How much arrives in each month of each trial, over what is expected."""

    def __init__(self, traffic: Traffic, months: Sequence[Month], draws: Draws) -> None:
        """Draw the level once a trial and the days of each month."""
        days = _days(traffic, draws)
        self._level = days.level
        self._months = [_month(traffic, month, days, draws.normal("days", month.index)) for month in months]

    def __getitem__(self, month: int) -> Array:
        """Return the factors of a month."""
        return self._level * self._months[month]

    @property
    def level(self) -> Array:
        """How far off the level could be, since only so many days were seen."""
        return self._level

    def noise(self, month: int) -> Array:
        """Return how far a month's days are from their level."""
        return self._months[month]


def _days(traffic: Traffic, draws: Draws) -> _Days:
    weights = _weights(traffic, (day for day, _ in traffic.history))
    if (weights > 0).sum() <= 1 + traffic.weekend_seen:
        return _Days(np.ones(draws.trials), np.full(draws.trials, float(traffic.variation)), 0)
    counts = np.asarray([count for _, count in traffic.history])[weights > 0]
    weights = weights[weights > 0]
    apart = counts / weights
    apart = apart / apart.mean() - 1
    days, told, alike = len(apart), 1 + traffic.weekend_seen, autocorrelation(apart)
    mean = mean_deviation(weights, alike)
    # So many independent days would tell the mean as well as these do (Bayley and Hammersley, 1946).
    independent = 1 / mean_deviation(np.ones(days), alike) ** 2
    # Days that are alike are nearer to their own mean than to the level.
    kept = max((1 - 1 / independent) / (1 - 1 / days), _LEAST_SHARE)
    scale = draws.scale(max(independent - told, 1), "level")
    deviation = np.sqrt(apart @ apart / (days - told) / kept) * scale
    return _Days(np.maximum(1 + deviation * mean * draws.normal("level"), 0), deviation, alike)


def _month(traffic: Traffic, month: Month, days: _Days, scores: Array) -> Array:
    """Return a month's arrivals over what is expected."""
    spread = days.deviation * mean_deviation(_weights(traffic, month.dates()), days.alike)
    found: Array = np.maximum(1 + spread * scores, 0)
    return found


def _weights(traffic: Traffic, dates: Iterable[date]) -> Array:
    weights = [float(weight) for weight in weekday_weights(traffic.weekdays)]
    return np.asarray([weights[day.weekday()] for day in dates])


def autocorrelation(apart: Array) -> float:
    """Return how alike neighbouring days are, from 0, by their distances from a mean that is their own.

    Estimated from so few it comes out too low by (1 + 4 r) / n on average (Marriott and Pope, 1954; Kendall, 1954), which is
    put right: an interval that is too narrow costs more than one that is too wide.
    """
    squares = float(apart @ apart)
    if not squares:
        return 0.0
    found = float(apart[1:] @ apart[:-1]) / squares
    return min(max(found + (1 + 4 * found) / len(apart), 0), _MOST_ALIKE)


def mean_deviation(weights: Array, alike: float) -> float:
    """Return the standard deviation of the mean of days with these weights, where that of each is its weight.

    The variance is the sum over all pairs of w_i w_j r^|i-j|, over the square of the sum of w.
    """
    variance, lag, power = float(weights @ weights), 1, alike
    while lag < len(weights) and power > 1e-9:
        variance += 2 * power * float(weights[lag:] @ weights[:-lag])
        lag, power = lag + 1, power * alike
    return float(np.sqrt(variance) / weights.sum())
