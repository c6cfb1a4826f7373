"""Trials: what could have been instead, drawn again and again, as factors on what is expected.

Two levels: first what was seen is drawn anew, since another sample would have said something else; then the month itself is
drawn from that. Neighbours are drawn together, in blocks, since traffic of one minute resembles that of the next; how much
arrives is drawn likewise, in `volumes`. Drawing requests one by one instead gives an interval that is many times too narrow:
`tests/forecast_coverage.py` shows it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from costcalc.planning.forecasting.unit_cost import UnitCost
    from costcalc.planning.workload import Belief

    Array = NDArray[np.float64]

Z90 = 1.2815515655446004
"""The quantile of the normal distribution that P10 and P90 lie at, on either side."""


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
