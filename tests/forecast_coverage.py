"""How often a forecast's interval contains what then came: `PYTHONPATH=.:tests python tests/forecast_coverage.py [--months N]`.

A log of some days is drawn from a published trace, and the month after it from the same world; the forecast is told the log
and nothing else, as a workload file that names it. An interval from P10 to P90 that says what it claims contains the month in
80 of 100 cases, with 10 below and 10 above it. Beside it the method that draws requests one by one.
"""

from __future__ import annotations

import argparse
import os
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from datetime import timedelta
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING

import numpy as np
from builders import offer
from trace_months import Log, World, draw, per_request_interval
from traces import TRACES, Trace, azure
from workloads import START, arrivals_of, forecast_of, workload

from costcalc.planning.daily import seen as traffic_seen
from costcalc.planning.forecasting.calls import _sample
from costcalc.planning.workload import Sample, Traffic, Workload, sure

if TYPE_CHECKING:
    from collections.abc import Iterable

RATES = 0.10, 0.30
MONTH = 31
TRIALS = 2000
WEEK = (1.25, 1.25, 1.25, 1.25, 1.15, 0.45, 0.40)
"""Mondays to Sundays of an office, 1 on average."""

Interval = tuple[float, float, float]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came, and the intervals that were told before."""

    truth: float
    forecast: Interval
    one_by_one: Interval


@dataclass(frozen=True, slots=True)
class Case:
    """What is tried many times."""

    title: str
    trace: str
    days: int = 0
    """Of the log."""
    requests: int = 0
    """Of a sample without times, where the volume is known instead of a log."""
    a_day: int = 5000
    variation: float = 0.25
    autocorrelation: float = 0.0
    weekdays: tuple[float, ...] = ()
    stated: bool = True
    """Whether the workload says how busy its weekdays are."""

    def outcome(self, number: int) -> Outcome:
        """Return what came of one try."""
        random = np.random.default_rng([number, self.days, self.requests])
        return _of_sample(self, random) if self.requests else _of_log(self, random)


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--months", type=int, default=300, help="tries of each row")
    tries = parser.parse_args().months
    if not TRACES.is_dir():
        raise SystemExit(f"the traces are not here: {TRACES}")
    print(f"{'':52} {'P10-P90 of the forecast':^41}   requests one by one")
    print(f"{'':52} {'covers':>12} {'below':>7} {'above':>7} {'width':>12}   {'covers':>7} {'width':>12}")
    with ProcessPoolExecutor(os.cpu_count()) as pool:
        for case in cases():
            print(row(case, list(pool.map(case.outcome, range(tries), chunksize=5))), flush=True)


def cases() -> Iterable[Case]:
    """Yield what is tried: logs on independent days, then what the forecast is not told or does not know."""
    for trace in ("conv", "code"):
        for days in (7, 14, 28, 42):
            yield Case(f"{trace}, log of {days} days", trace, days)
    for trace in ("conv", "code"):
        for requests in (50, 100, 500):
            yield Case(f"{trace}, volume known, {requests} requests seen", trace, requests=requests)
    for days in (7, 14, 28, 42):
        yield Case(f"conv, log of {days} days, weekdays stated", "conv", days, weekdays=WEEK)
    for days in (7, 14, 28, 42):
        yield Case(f"conv, log of {days} days, weekdays not stated", "conv", days, weekdays=WEEK, stated=False)
    for days in (7, 14, 28, 42):
        yield Case(f"conv, log of {days} days, each like the last (0.5)", "conv", days, autocorrelation=0.5)
    yield Case("conv, log of 14 days, all as busy", "conv", 14, variation=0)
    yield Case("code, log of 14 days, all as busy", "code", 14, variation=0)


def row(case: Case, found: list[Outcome]) -> str:
    """Return a line of the table."""
    truth = np.asarray([each.truth for each in found])
    low, mid, high = np.asarray([each.forecast for each in found]).T
    covers = np.mean((low <= truth) & (truth <= high))
    error = np.sqrt(covers * (1 - covers) / len(found))
    least, middle, most = np.asarray([each.one_by_one for each in found]).T
    also = np.mean((least <= truth) & (truth <= most))
    return (
        f"{case.title:52} {covers:6.1%} ±{error:4.1%} {np.mean(truth < low):7.1%} {np.mean(truth > high):7.1%}"
        f" {np.mean((high - low) / mid):12.1%}   {also:7.1%} {np.mean((most - least) / middle):12.2%}"
    )


@cache
def _trace(name: str) -> Trace:
    return azure(name)


def world(case: Case) -> World:
    """Return the world that a case is drawn from."""
    plain = World(trace=_trace(case.trace), a_day=case.a_day, variation=case.variation, autocorrelation=case.autocorrelation)
    return replace(plain, weekdays=case.weekdays) if case.weekdays else plain


def as_workload(log: Log, weekdays: tuple[float, ...] = ()) -> Workload:
    """Return the month after a log, as the workload file says it that names the log as its sample and as its history."""
    seen = Sample(input=_whole(log.input), output=_whole(log.output), seconds=tuple(log.epoch.tolist()))
    stated = Traffic(arrivals=sure(0), per="day", weekdays=tuple(Decimal(repr(weight)) for weight in weekdays))
    return replace(workload(arrivals_of(content=seen), months=1), traffic=traffic_seen(stated, log.history))


def _of_log(case: Case, random: np.random.Generator) -> Outcome:
    drawn = draw(world(case), case.days + MONTH, random, START - timedelta(days=case.days))
    log, month = drawn.split(case.days)
    told = as_workload(log, case.weekdays if case.stated else ())
    one_by_one = per_request_interval(log.costs(*RATES), case.days, MONTH, random)
    return Outcome(float(month.costs(*RATES).sum()), interval(told), one_by_one)


def _of_sample(case: Case, random: np.random.Generator) -> Outcome:
    """Return what came of a sample of the trace's requests, where what they cost on average is all that is not known."""
    trace = _trace(case.trace)
    costs = (trace.input * RATES[0] + trace.output * RATES[1]) / 1e6
    rows = random.integers(0, len(costs), case.requests)
    seen = Sample(input=_whole(trace.input[rows]), output=_whole(trace.output[rows]))
    told = workload(arrivals_of(content=seen), arrivals=sure(case.a_day), months=1)
    requests = case.a_day * MONTH
    spread = 1.2815515655446004 * costs[rows].std() * np.sqrt(requests)
    mean = float(costs[rows].mean() * requests)
    return Outcome(float(costs.mean() * requests), interval(told), (mean - spread, mean, mean + spread))


def interval(told: Workload) -> Interval:
    """Return P10, P50 and P90 of the month."""
    (found,) = forecast_of(told, offer(input=str(RATES[0]), output=str(RATES[1])), trials=TRIALS).offers
    _sample.cache_clear()  # a log is asked for once, and is large
    assert found.total is not None
    return float(found.total.p10), float(found.total.p50), float(found.total.p90)


def _whole(numbers: np.ndarray) -> tuple[int, ...]:
    return tuple(numbers.tolist())


if __name__ == "__main__":
    main()
