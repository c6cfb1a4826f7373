"""Months of requests made from a published hour of them: blocks of it in random order, on days that are not all as busy.

What a log of some days tells of the month after them can then be compared with that month, as often as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from traces import Ints, Trace

Floats = NDArray[np.float64]

DAY = 86_400


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """How the days are made; the logs and the months after them are drawn from the same one."""

    trace: Trace
    a_day: int = 5000
    """Requests of a day, on average."""
    variation: float = 0.25
    """Standard deviation of how busy a whole day is, as a share of the average: lognormal, each day for itself."""
    block: int = 600
    """Seconds of the trace that are taken together, whatever they hold: within them busy minutes follow busy minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The requests of some days, in order."""

    days: int
    seconds: Floats
    """When each came, from the first midnight."""
    input: Ints
    output: Ints

    @property
    def daily(self) -> Ints:
        """How many came on each day."""
        return np.bincount((self.seconds // DAY).astype(np.int64), minlength=self.days)

    def costs(self, input_rate: float, output_rate: float) -> Floats:
        """What each request costs at rates per million tokens."""
        costs: Floats = (self.input * input_rate + self.output * output_rate) / 1e6
        return costs


def draw(world: World, days: int, random: np.random.Generator) -> Log:
    """Return the log of so many days.

    Each block of a day begins anywhere in the trace, which begins again where it ends; of its requests so many are drawn as
    the volume of the day asks for.
    """
    trace, blocks = world.trace, days * (DAY // world.block)
    length = float(trace.milliseconds[-1]) / 1000
    times = np.concatenate([trace.milliseconds / 1000, trace.milliseconds / 1000 + length])
    begins = random.uniform(0, length, blocks)
    first, beyond = np.searchsorted(times, begins), np.searchsorted(times, begins + world.block)
    kept = world.a_day / (len(trace.input) * DAY / length) * np.repeat(_busy(world, days, random), blocks // days)
    many = random.poisson(kept * (beyond - first))
    of = np.repeat(np.arange(blocks), many)
    chosen = first[of] + (random.random(len(of)) * (beyond - first)[of]).astype(np.int64)
    seconds = of * world.block + times[chosen] - begins[of]
    order = np.argsort(seconds)
    row = chosen[order] % len(trace.input)
    return Log(days=days, seconds=seconds[order], input=trace.input[row], output=trace.output[row])


def _busy(world: World, days: int, random: np.random.Generator) -> Floats:
    """Return how busy each day is, 1 on average."""
    sigma = np.sqrt(np.log1p(world.variation**2))
    return random.lognormal(-(sigma**2) / 2, sigma, days)


def per_request_interval(costs: Floats, seen_days: int, days: int, random: np.random.Generator) -> tuple[float, float, float]:
    """Return P10, P50 and P90 of what so many days cost, as if each request came and cost by itself: the method that fails.

    The number of requests is Poisson with the rate of the log, the cost of each is drawn from the log; so a busy day, a busy
    hour, and that the log is itself a sample are forgotten. The sum of so many independent costs is drawn as the normal
    distribution that it nearly has.
    """
    requests = random.poisson(len(costs) / seen_days * days, 10_000)
    totals = random.normal(requests * costs.mean(), np.sqrt(requests) * costs.std())
    low, base, high = np.quantile(totals, [0.1, 0.5, 0.9]).tolist()
    return low, base, high
