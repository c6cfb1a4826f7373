"""Months of requests made from a published hour of them: blocks of it in random order, on days that are not all as busy.

What a log of some days tells of the month after them can then be compared with that month, as often as one likes.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
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
    """Standard deviation of how busy a whole day is, as a share of the average: lognormal."""
    autocorrelation: float = 0.0
    """Of how busy a day is with how busy the day before was, on a logarithmic scale: nothing, each day is for itself."""
    weekdays: tuple[float, ...] = (1.0,) * 7
    """How busy Monday to Sunday are, 1 on average."""
    block: int = 600
    """Seconds of the trace that are taken together, whatever they hold: within them busy minutes follow busy minutes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Log:
    """The requests of some days, in order."""

    first: date
    days: int
    seconds: Floats
    """When each came, from the first midnight."""
    input: Ints
    output: Ints

    @property
    def daily(self) -> Ints:
        """How many came on each day."""
        return np.bincount((self.seconds // DAY).astype(np.int64), minlength=self.days)

    @property
    def history(self) -> tuple[tuple[date, int], ...]:
        """How many came on each day, as a workload has it."""
        return tuple((self.first + timedelta(days=day), count) for day, count in enumerate(self.daily.tolist()))

    @property
    def epoch(self) -> Floats:
        """When each came, since 1970, to the millisecond."""
        midnight = datetime(self.first.year, self.first.month, self.first.day, tzinfo=UTC).timestamp()
        epoch: Floats = midnight + np.round(self.seconds, 3)
        return epoch

    def split(self, days: int) -> tuple[Log, Log]:
        """Return the first days and those that follow them."""
        at = int(np.searchsorted(self.seconds, days * DAY))
        before = replace(self, days=days, seconds=self.seconds[:at], input=self.input[:at], output=self.output[:at])
        return before, Log(
            first=self.first + timedelta(days=days),
            days=self.days - days,
            seconds=self.seconds[at:] - days * DAY,
            input=self.input[at:],
            output=self.output[at:],
        )

    def costs(self, input_rate: float, output_rate: float) -> Floats:
        """What each request costs at rates per million tokens."""
        costs: Floats = (self.input * input_rate + self.output * output_rate) / 1e6
        return costs


def draw(world: World, days: int, random: np.random.Generator, first: date = date(2026, 11, 2)) -> Log:
    """Return the log of so many days.

    Each block of a day begins anywhere in the trace, which begins again where it ends; of its requests so many are drawn as
    the volume of the day asks for.
    """
    trace, blocks = world.trace, days * (DAY // world.block)
    length = float(trace.milliseconds[-1]) / 1000
    times = np.concatenate([trace.milliseconds / 1000, trace.milliseconds / 1000 + length])
    begins = random.uniform(0, length, blocks)
    inside, beyond = np.searchsorted(times, begins), np.searchsorted(times, begins + world.block)
    kept = world.a_day / (len(trace.input) * DAY / length) * np.repeat(_busy(world, first, days, random), blocks // days)
    many = random.poisson(kept * (beyond - inside))
    of = np.repeat(np.arange(blocks), many)
    chosen = inside[of] + (random.random(len(of)) * (beyond - inside)[of]).astype(np.int64)
    seconds = of * world.block + times[chosen] - begins[of]
    order = np.argsort(seconds)
    row = chosen[order] % len(trace.input)
    return Log(first=first, days=days, seconds=seconds[order], input=trace.input[row], output=trace.output[row])


def _busy(world: World, first: date, days: int, random: np.random.Generator) -> Floats:
    """Return how busy each day is, 1 on average."""
    sigma, rho = np.sqrt(np.log1p(world.variation**2)), world.autocorrelation
    scores = random.standard_normal(days)
    for day in range(1, days):
        scores[day] = rho * scores[day - 1] + np.sqrt(1 - rho**2) * scores[day]
    weekly = np.asarray([world.weekdays[(first.weekday() + day) % 7] for day in range(days)])
    busy: Floats = weekly * np.exp(sigma * scores - sigma**2 / 2)
    return busy


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
