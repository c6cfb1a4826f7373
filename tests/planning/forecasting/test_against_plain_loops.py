"""Trials are those that a plain loop makes, which draws each block and each day by itself."""

from __future__ import annotations

import itertools
import random
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import offer
from workloads import arrivals_of, forecast_of, workload

from costcalc.planning.daily import seen
from costcalc.planning.workload import Sample, Traffic, Workload, sure

LOOPS = 4000
DAYS = 30
DAY = 86_400
RATES = 0.10, 0.30
RANDOM = random.Random(11)  # noqa: S311 - trials, no secret
FIRST = date(2026, 10, 5)


@dataclass
class Class:
    """Blocks of what was seen of a class: what each cost, and how many requests it had."""

    share: float
    blocks: list[tuple[float, int]]
    in_a_month: int
    """How many blocks a month has."""

    @property
    def mean(self) -> float:
        return sum(cost for cost, _ in self.blocks) / sum(count for _, count in self.blocks)


def t_scale(freedom: float) -> float:
    return (freedom / RANDOM.gammavariate(freedom / 2, 2)) ** 0.5


def mean_of(blocks: list[tuple[float, int]], many: int) -> float:
    drawn = RANDOM.choices(blocks, k=many)
    return sum(cost for cost, _ in drawn) / sum(count for _, count in drawn)


def once(classes: list[Class], counts: list[int], variation: float) -> float:
    """Return the cost of one month that could be, over the arrivals of a mean day."""
    level, deviation, alike = 1.0, variation, 0.0
    if counts:
        level, deviation, alike = days_seen(counts)
    month, before = 0.0, RANDOM.gauss(0, 1)
    for _ in range(DAYS):
        before = alike * before + (1 - alike**2) ** 0.5 * RANDOM.gauss(0, 1)
        month += 1 + deviation * before
    unit = 0.0
    for each in classes:
        scale, mean = t_scale(len(each.blocks) - 1), each.mean
        seen_otherwise = 1 + (mean_of(each.blocks, len(each.blocks) - 1) / mean - 1) * scale
        unit += each.share * mean * seen_otherwise * (1 + (mean_of(each.blocks, each.in_a_month) / mean - 1) * scale)
    return max(level, 0) * month * unit


def days_seen(counts: list[int]) -> tuple[float, float, float]:
    """Return a level, a deviation of days and their autocorrelation that the days which were seen could have come from."""
    many, mean = len(counts), sum(counts) / len(counts)
    apart = [count / mean - 1 for count in counts]
    squares = sum(each**2 for each in apart)
    alike = sum(one * other for one, other in itertools.pairwise(apart)) / squares
    alike = min(max(alike + (1 + 4 * alike) / many, 0), 0.8)
    of_mean = sum(alike ** abs(one - other) for one in range(many) for other in range(many)) / many**2
    variance = squares / many / (1 - of_mean)  # the mean square about the days' own mean is (1 - of_mean) of that about the level
    deviation = variance**0.5 * t_scale(1 / of_mean - 1)
    return 1 + deviation * of_mean**0.5 * RANDOM.gauss(0, 1), deviation, alike


def sample(many: int, seconds: float = 0) -> Sample:
    """Return requests in whose order there is something: long ones follow long ones."""
    read, long = [], 1000.0
    for _ in range(many):
        long = 0.9 * long + 0.1 * RANDOM.lognormvariate(6.5, 1)
        read.append(int(long))
    written = [int(RANDOM.lognormvariate(5, 0.8)) for _ in range(many)]
    times = sorted(RANDOM.uniform(0, seconds) for _ in range(many)) if seconds else []
    return Sample(input=tuple(read), output=tuple(written), seconds=tuple(times))


def blocks(of: Sample, numbers: list[int]) -> list[tuple[float, int]]:
    found: dict[int, tuple[float, int]] = {}
    for number, read, written in zip(numbers, of.input, of.output, strict=True):
        cost, count = found.get(number, (0.0, 0))
        found[number] = cost + (read * RATES[0] + written * RATES[1]) / 1e6, count + 1
    return list(found.values())


def by_day(of: Sample) -> list[tuple[float, int]]:
    return blocks(of, [int((when - of.seconds[0]) // DAY) for when in of.seconds])


@pytest.fixture(autouse=True)
def seeded() -> None:
    RANDOM.seed(11)


def agree(asked: Workload, classes: list[Class], counts: list[int], variation: float = 0) -> None:
    """Assert that P10, P50 and P90 are the same, within five standard errors of so many loops."""
    months = sorted(once(classes, counts, variation) * float(asked.traffic.arrivals.base) for _ in range(LOOPS))
    plain = [months[LOOPS * share // 100 - 1] for share in (10, 50, 90)]
    (found,) = forecast_of(asked, offer(), trials=40_000).offers
    assert found.total is not None
    trials = [float(each) for each in (found.total.p10, found.total.p50, found.total.p90)]
    # A standard error of P10 or P90 is 1.7 standard deviations / sqrt(loops), and 2.56 lie between them.
    assert trials == pytest.approx(plain, abs=5 * 1.7 / LOOPS**0.5 * (plain[2] - plain[0]) / 2.56)


def test_a_log_with_its_history() -> None:
    log = sample(3000, seconds=21 * DAY - 1)
    counts = [RANDOM.randrange(80, 200) for _ in range(21)]
    history = tuple((FIRST + timedelta(days=step), count) for step, count in enumerate(counts))
    traffic = seen(Traffic(arrivals=sure(0), per="day", weekdays=(Decimal(1),) * 7), history)
    asked = month_of(arrivals_of(content=log), arrivals=traffic.arrivals, history=history)
    agree(asked, [Class(1, by_day(log), DAYS)], counts)


def test_a_history_whose_days_are_alike() -> None:
    log = sample(3000, seconds=21 * DAY - 1)
    counts = [500, 520, 610, 640, 580, 530, 470, 430, 380, 410, 450, 480, 560, 600, 590, 540, 500, 470, 490, 530]
    history = tuple((FIRST + timedelta(days=step), count) for step, count in enumerate(counts))
    asked = month_of(arrivals_of(content=log), arrivals=sure(Decimal(sum(counts)) / len(counts)), history=history)
    agree(asked, [Class(1, by_day(log), DAYS)], counts)


def test_a_small_sample_and_a_stated_variation() -> None:
    few = sample(60)
    asked = month_of(arrivals_of(content=few), arrivals=sure(20), variation=Decimal("0.4"))
    agree(asked, [Class(1, blocks(few, list(range(60))), 20 * DAYS)], [], variation=0.4)


def test_two_classes() -> None:
    few, log = sample(40), sample(2000, seconds=14 * DAY - 1)
    shares = {"few": Decimal("0.3"), "log": Decimal("0.7")}
    kinds = [arrivals_of(name, share=shares[name], content=seen_) for name, seen_ in (("few", few), ("log", log))]
    asked = month_of(*kinds, arrivals=sure(100), variation=Decimal("0.1"))
    classes = [Class(0.3, blocks(few, list(range(40))), 30 * DAYS), Class(0.7, by_day(log), DAYS)]
    agree(asked, classes, [], variation=0.1)


def month_of(*classes: object, **traffic: object) -> Workload:
    """Return a workload of one month with 30 days, April."""
    return workload(*classes, start=date(2027, 4, 1), months=1, **traffic)  # type: ignore[arg-type]
