from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from trace_months import DAY, World, draw, per_request_interval
from traces import azure, needs_traces

if TYPE_CHECKING:
    from trace_months import Floats, Log

pytestmark = needs_traces
RATES = 0.10, 0.30


def random(seed: int = 1) -> np.random.Generator:
    return np.random.default_rng(seed)


def by_minute(log: Log) -> Floats:
    minutes = (log.seconds // 60).astype(np.int64)
    return np.bincount(minutes, weights=log.costs(*RATES), minlength=log.days * DAY // 60)


def variation_of_blocks(times: Floats, seconds: int) -> float:
    """The standard deviation, as a share, of how many requests of a trace are in so many seconds of it, begun anywhere."""
    twice = np.concatenate([times, times + times[-1]])
    begins = np.linspace(0, times[-1], 5000)
    many = np.searchsorted(twice, begins + seconds) - np.searchsorted(twice, begins)
    return float(many.std() / many.mean())


def lag_one(series: Floats) -> float:
    return float(np.corrcoef(series[:-1], series[1:])[0, 1])


@pytest.mark.parametrize("name", ["conv", "code"])
def test_a_request_costs_on_average_what_one_of_the_trace_does(name: str) -> None:
    trace = azure(name)
    log = draw(World(trace=trace), 60, random())

    assert log.input.mean() == pytest.approx(trace.input.mean(), rel=0.02)
    assert log.output.mean() == pytest.approx(trace.output.mean(), rel=0.02)


def test_requests_come_in_order_within_their_days() -> None:
    log = draw(World(trace=azure("conv")), 7, random())

    assert (np.diff(log.seconds) >= 0).all()
    assert 0 <= log.seconds[0] <= log.seconds[-1] < 7 * DAY
    assert log.daily.sum() == len(log.input) == len(log.output) == len(log.seconds)
    assert len(log.daily) == 7


@pytest.mark.parametrize("variation", [0.0, 0.25])
@pytest.mark.parametrize("name", ["conv", "code"])
def test_days_differ_by_the_variation_and_by_what_their_blocks_hold(name: str, variation: float) -> None:
    trace = azure(name)
    daily = draw(World(trace=trace, variation=variation), 1000, random()).daily

    # Besides how busy a day is: its 144 blocks hold more or less, and each of its 5,000 requests comes or does not.
    blocks = variation_of_blocks(trace.milliseconds / 1000, 600)
    assert daily.mean() == pytest.approx(5000, rel=0.03)
    assert daily.std() / daily.mean() == pytest.approx(np.sqrt(variation**2 + blocks**2 / 144 + 1 / 5000), rel=0.1)


def test_busy_minutes_follow_busy_minutes_as_in_the_trace() -> None:
    trace = azure("conv")
    as_busy_as_the_trace = round(len(trace.input) * DAY / (trace.milliseconds[-1] / 1000))
    day = draw(World(trace=trace, a_day=as_busy_as_the_trace, variation=0), 1, random())

    assert lag_one(by_minute(day)) > 0.6
    assert lag_one(random().permutation(by_minute(day))) < 0.1


def test_the_same_seed_gives_the_same_days() -> None:
    first, again, other = (draw(World(trace=azure("code")), 2, random(seed)) for seed in (1, 1, 2))

    assert first.seconds.tolist() == again.seconds.tolist() != other.seconds.tolist()


def test_the_normal_sum_of_the_method_that_fails_is_that_of_single_draws() -> None:
    costs = draw(World(trace=azure("code"), a_day=500), 1, random()).costs(*RATES)
    draws = random()
    totals = [draws.choice(costs, draws.poisson(10 * len(costs))).sum() for _ in range(2000)]

    assert per_request_interval(costs, 1, 10, random()) == pytest.approx(np.quantile(totals, [0.1, 0.5, 0.9]), rel=0.005)


@pytest.mark.parametrize("name", ["conv", "code"])
def test_the_method_that_fails_does_fail(name: str) -> None:
    world, draws, hits = World(trace=azure(name)), random(), 0
    for _ in range(60):
        log, month = draw(world, 14, draws), draw(world, 30, draws)
        low, _, high = per_request_interval(log.costs(*RATES), 14, 30, draws)
        hits += bool(low <= month.costs(*RATES).sum() <= high)

    assert hits < 15
