"""Trials: what could have been instead, drawn again and again, as factors on what is expected.

Two levels: first what was seen is drawn anew, since another sample would have said something else; then the month itself is
drawn from that. Neighbours are drawn together, in blocks, since traffic of one minute resembles that of the next. Drawing
requests one by one instead gives an interval that is many times too narrow: `tests/forecast_coverage.py` shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from costcalc.planning.forecasting.months import weekday_weights

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from costcalc.planning.forecasting.months import Month
    from costcalc.planning.forecasting.unit_cost import UnitCost
    from costcalc.planning.workload import Belief, Traffic

    Array = NDArray[np.float64]

Z90 = 1.2815515655446004
"""The quantile of the normal distribution that P10 and P90 lie at, on either side."""
WEEK = 7
_DAYS_FOR_WEEKS = 28
"""Days of history from which on whole weeks are drawn."""
_OVERLAPPING = 1.5
"""Degrees of freedom of overlapping means over those of separate ones (Meketon and Schmeiser, 1984)."""


class Draws:
    """The random numbers of a forecast: the same seed gives the same forecast."""

    def __init__(self, seed: int, trials: int) -> None:
        """Take the seed; nothing is drawn yet, and nothing is drawn twice."""
        self.trials = trials
        self._seed = seed
        self._drawn: dict[tuple[str | int | float, ...], Array] = {}

    def of(self, *name: str | int) -> np.random.Generator:
        """Return a stream for one thing, which no other thing that is drawn or not drawn disturbs."""
        key = [ord(sign) for part in name for sign in f"{part}\0"]
        return np.random.default_rng([self._seed, *key])

    def normal(self, *name: str | int) -> Array:
        """Return a standard normal number a trial."""
        key = ("normal", *name)
        if key not in self._drawn:
            self._drawn[key] = self.of(*name).standard_normal(self.trials)
        return self._drawn[key]

    def scale(self, freedom: float, *name: str | int) -> Array:
        """Return how far off a standard deviation may be that so many degrees of freedom tell, one factor a trial.

        Student's t is a normal number times this one: with few blocks seen, their spread is not known well either.
        """
        key = ("scale", freedom, *name)
        if key not in self._drawn:
            self._drawn[key] = np.sqrt(freedom / self.of("scale", *name).chisquare(freedom, self.trials))
        return self._drawn[key]


def believed(belief: Belief, scores: Array) -> Array:
    """Return where a number that is believed to be low, base or high at P10, P50 and P90 comes out, as a share of the way.

    -1 is the low end, 0 the base, +1 the high end: a normal distribution with a scale of its own on either side.
    """
    return np.zeros_like(scores) if belief.certain else scores / Z90


def along(way: Array, low: float, high: float) -> Array:
    """Return the factor at each place of the way, where the ends have these factors and the base has one; never below zero."""
    found: Array = np.maximum(np.where(way < 0, 1 + (low - 1) * -way, 1 + (high - 1) * way), 0)
    return found


def resampled(blocks: int, generator: np.random.Generator, trials: int) -> Array:
    """Return how often each block is drawn, one row a trial.

    One block fewer is drawn than there are, so that the variance of a mean is s^2 / n, and not (n - 1) / n of it.
    """
    return generator.multinomial(blocks - 1, np.full(blocks, 1 / blocks), size=trials).astype(np.float64)


def mean_factors(cost: UnitCost, weights: Array) -> Array:
    """Return the mean cost of an arrival in the drawn blocks over that in all of them, one a trial."""
    arrived = weights @ cost.arrivals
    drawn = np.divide(weights @ cost.blocks, arrived, out=np.zeros_like(arrived), where=arrived > 0)
    mean = cost.blocks.sum() / cost.arrivals.sum()
    return np.where(arrived > 0, drawn / mean, 1.0) if mean else np.ones_like(arrived)


def block_deviation(cost: UnitCost) -> float:
    """Return the standard deviation of a block's cost about what its arrivals should cost, over the mean cost of a block."""
    blocks = len(cost.blocks)
    mean = cost.blocks.sum() / cost.arrivals.sum()
    if blocks < 2 or not mean:
        return 0.0
    apart = cost.blocks - mean * cost.arrivals
    return float(np.sqrt((apart**2).sum() / (blocks - 1)) / cost.blocks.mean())


class Volumes:
    """How much arrives in each month of each trial, over what is expected."""

    def __init__(self, traffic: Traffic, months: Sequence[Month], draws: Draws) -> None:
        """Draw the level once a trial and the days of each month."""
        self._level, deviation, run = _level(traffic, draws)
        self._months = [_days(traffic, month, draws.normal("days", month.index), deviation, run) for month in months]

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


def _level(traffic: Traffic, draws: Draws) -> tuple[Array, Array, int]:
    """Return the level's factors, the standard deviation of the mean of a run of days, and how long such a run is."""
    days = len(traffic.history)
    if days < 2:
        return np.ones(draws.trials), np.full(draws.trials, float(traffic.variation)), 1
    weights = weekday_weights(traffic.weekdays)
    counts = np.asarray([count / float(weights[day.weekday()] or 1) for day, count in traffic.history])
    run = WEEK if days >= _DAYS_FOR_WEEKS else 1
    # Runs of days that overlap, around the end: as many means as days, of which whole runs are drawn.
    around = np.concatenate([counts, counts[: run - 1]])
    means = np.convolve(around, np.full(run, 1 / run), mode="valid") / counts.mean()
    drawn = draws.of("level").integers(0, days, size=(draws.trials, max(days // run - 1, 1)))
    # Means that overlap are nearer to the overall one than those of other days would be.
    apart = means.var(ddof=1) / (1 - run / days) if run > 1 else means.var(ddof=1)
    freedom = days - 1 if run == 1 else _OVERLAPPING * (days / run - 1)
    scale = draws.scale(freedom, "level")
    return np.maximum(1 + (means[drawn].mean(axis=1) - 1) * scale, 0), float(np.sqrt(apart)) * scale, run


def _days(traffic: Traffic, month: Month, scores: Array, deviation: Array, run: int) -> Array:
    """Return a month's arrivals over what is expected, where days stray from it independently, or runs of days do."""
    weights = weekday_weights(traffic.weekdays)
    shares = np.asarray([float(weights[day.weekday()]) for day in month.dates()])
    spread = deviation * np.sqrt((shares**2).sum() * run) / shares.sum()
    found: Array = np.maximum(1 + spread * scores, 0)
    return found
