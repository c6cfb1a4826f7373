"""By how much each month of each trial differs from what is expected at one offer, driver by driver."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from costcalc.planning.forecasting.trials import along, believed, block_deviation, mean_factors, resampled
from costcalc.planning.workload import Agent, Conversation, Quantiles, RequestSample, Sample, Single, Summary

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.forecasting.calls import Calls
    from costcalc.planning.forecasting.expected import Expected, MonthCost
    from costcalc.planning.forecasting.trials import Array, Draws
    from costcalc.planning.forecasting.unit_cost import UnitCost
    from costcalc.planning.forecasting.volumes import Volumes
    from costcalc.planning.workload import ArrivalClass, Belief, Content, Workload

_SECONDS_A_DAY = 86_400


@dataclass(frozen=True, slots=True)
class Ends:
    """What an offer's months cost with one number of the workload at its low and at its high end."""

    place: str
    belief: Belief
    low: Expected
    high: Expected


@dataclass(slots=True)
class Samples:
    """What was seen of each class, drawn anew: the same draw for every offer, so that offers are compared alike."""

    workload: Workload
    draws: Draws
    _weights: dict[tuple[int, int], Array] = field(default_factory=dict)
    _drawn: dict[int, tuple[UnitCost, Array]] = field(default_factory=dict)
    """What one cost came to, which holds in many months."""

    def drawn(self, index: int, cost: UnitCost, calls: Calls) -> Array:
        """Return the mean cost of an arrival of a class in another sample, over that in this one."""
        kind = self.workload.classes[index]
        if stated := figures_of(kind.content):
            found: Array = np.maximum(1 + self.draws.normal("figures", kind.name) * cost.deviation / np.sqrt(stated), 0)
            return found
        if not calls.seen or calls.blocks < 2:
            return np.ones(self.draws.trials)
        key = (index, calls.blocks)
        if key not in self._weights:
            self._weights[key] = resampled(calls.blocks, self.draws.of("sample", kind.name), self.draws.trials)
        if id(cost) not in self._drawn:  # beside its key, so that no other can take its place
            factors = np.maximum(1 + (mean_factors(cost, self._weights[key]) - 1) * self.scale(index, calls), 0)
            self._drawn[id(cost)] = (cost, factors)
        return self._drawn[id(cost)][1]

    def scale(self, index: int, calls: Calls) -> Array:
        """Return how far off the spread of a class's blocks may be; all one for what was not seen but stated."""
        if not calls.seen or calls.blocks < 2:
            return np.ones(self.draws.trials)
        return self.draws.scale(calls.blocks - 1, "sample", self.workload.classes[index].name)


def figures_of(content: Content) -> int | None:
    """Return how many requests the figures of a class come from, where it is figures that are known."""
    stated = [length.of for length in _lengths(content) if isinstance(length, Summary | Quantiles) and length.of is not None]
    return min(stated, default=None)


def _lengths(content: Content) -> tuple[object, ...]:
    match content:
        case Single():
            return content.input, content.output
        case RequestSample():
            return (content.output,)
        case Conversation():
            return content.turns, content.user, content.assistant
        case Agent():
            return content.steps, content.task, content.call, content.result
        case Sample():
            return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Factors:
    """The factors of one offer; each driver by itself, and all together."""

    expected: Expected
    workload: Workload
    volumes: Volumes
    samples: Samples
    ends: Sequence[Ends]
    draws: Draws

    def all(self) -> Array:
        """Return the factors, one row a month: volume, samples, and every belief."""
        found = np.stack([self.volumes[month] * self._classes(month) for month in self.expected.known])
        for each in self.ends:
            found *= self.belief(each)
        return found

    def base(self) -> Array:
        """Return what is expected of each month that has a cost."""
        return np.asarray([float(self.expected.months[month].cost or 0) for month in self.expected.known])

    def belief(self, ends: Ends) -> Array:
        """Return the factors with one believed number alone drawn from what it may be."""
        way = believed(ends.belief, self.draws.normal("belief", ends.place))
        rows = []
        for month in self.expected.known:
            base, low, high = (float(each.months[month].cost or 0) for each in (self.expected, ends.low, ends.high))
            rows.append(along(way, low / base, high / base) if base else np.ones_like(way))
        return np.stack(rows)

    def level(self) -> Array:
        """Return the factors with the level of the traffic alone uncertain."""
        return np.stack([self.volumes.level for _ in self.expected.known])

    def days(self) -> Array:
        """Return the factors with the days alone straying from their level."""
        return np.stack([self.volumes.noise(month) for month in self.expected.known])

    def sample(self, index: int) -> Array:
        """Return the factors with one class alone drawn anew."""
        rows = []
        for month in self.expected.known:
            each = self.expected.months[month]
            share = float(each.classes[index]) / float(each.cost or 1)
            rows.append(1 + share * (self._class(month, index) - 1))
        return np.stack(rows)

    def _classes(self, month: int) -> Array:
        each = self.expected.months[month]
        whole = float(each.cost or 0)
        if not whole:
            return np.ones(self.draws.trials)
        found = np.ones(self.draws.trials)
        for index, cost in enumerate(each.classes):
            found += float(cost) / whole * (self._class(month, index) - 1)
        return np.maximum(found, 0)

    def _class(self, month: int, index: int) -> Array:
        """Return a class's factors in a month: what another sample would have said, and what the month makes of it."""
        each = self.expected.months[month]
        units = [(float(stint.part), stint.units[index]) for stint in each.stints]
        weights = [part * float(unit.per_arrival) for part, unit in units]
        whole = sum(weights)
        if not whole:
            return np.ones(self.draws.trials)
        calls = self.expected.calls[index]
        drawn = sum(
            weight / whole * self.samples.drawn(index, unit, calls) for weight, (_, unit) in zip(weights, units, strict=True)
        )
        deviation = self._deviation(each, index, units[-1][1])
        if not deviation:
            return np.asarray(drawn)
        kind = self.workload.classes[index]
        scores = self.draws.normal("month", kind.name, month) * self.samples.scale(index, calls)
        return np.asarray(drawn * np.maximum(1 + deviation * scores, 0))

    def _deviation(self, month: MonthCost, index: int, cost: UnitCost) -> float:
        """Return the standard deviation of a month's mean, which has so many blocks, about that of all months."""
        blocks = _blocks_in(month, self.workload.classes[index], self.expected, index)
        return block_deviation(cost) / float(np.sqrt(blocks)) if blocks > 0 else 0.0


def _blocks_in(month: MonthCost, kind: ArrivalClass, expected: Expected, index: int) -> float:
    calls = expected.calls[index]
    if calls.block_seconds:
        return float(month.month.days) * _SECONDS_A_DAY / calls.block_seconds
    return float(month.arrivals * kind.share / Decimal(calls.arrivals)) * calls.blocks
