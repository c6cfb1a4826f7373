"""The months of a forecast: their days, their growth, their weekdays, their busiest hour."""

from __future__ import annotations

import itertools
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from workloads import believed, workload

from costcalc.planning.forecasting.months import months, part_of, peak_a_minute, volume
from costcalc.planning.workload import sure

WEEK = tuple(map(Decimal, ("1", "1", "1", "1", "1", "0.5", "0")))


def test_a_month_is_one_of_the_calendar() -> None:
    assert [(month.name, month.days) for month in months(workload(months=3))] == [
        ("2027-01", 31),
        ("2027-02", 28),
        ("2027-03", 31),
    ]


def test_or_has_as_many_days_as_the_workload_says() -> None:
    assert {month.days for month in months(workload(days_per_month=Decimal(30)))} == {30}


def test_a_month_from_the_last_day_ends_on_the_last_day() -> None:
    january, february = months(workload(start=date(2027, 1, 31), months=2))
    assert (january.end, february.end) == (date(2027, 2, 28), date(2027, 3, 31))
    assert january.name == "2027-01-31 +1 month"


def test_growth_is_compound_from_the_second_month_on() -> None:
    asked = workload(growth=sure(Decimal("0.1")), days_per_month=Decimal(30))
    assert [volume(asked.traffic, month) for month in months(asked)] == [30000, 33000, 36300]


def test_a_volume_a_month_is_the_same_in_short_ones() -> None:
    asked = workload(arrivals=sure(600_000), per="month")
    assert {volume(asked.traffic, month) for month in months(asked)} == {600_000}


def test_the_base_of_a_belief_counts() -> None:
    asked = workload(arrivals=believed("500", "1000", "3000"), days_per_month=Decimal(30))
    assert volume(asked.traffic, months(asked)[0]) == 30_000


def test_quiet_weekends_make_the_other_days_busier_and_leave_a_week_as_it_is() -> None:
    asked = workload(weekdays=WEEK, start=date(2027, 2, 1), months=1)  # four whole weeks
    (february,) = months(asked)
    assert round(volume(asked.traffic, february), 20) == 28_000
    monday, sunday = date(2027, 2, 1), date(2027, 2, 7)
    assert part_of(asked.traffic, february, sunday, date(2027, 2, 8)) == 0
    assert round(part_of(asked.traffic, february, monday, date(2027, 2, 2)), 20) == round(1 / Decimal(22), 20)


def test_a_month_with_five_weekends_has_less() -> None:
    asked = workload(weekdays=WEEK, start=date(2027, 1, 1), months=2)
    january, february = months(asked)
    assert volume(asked.traffic, january) / january.days < volume(asked.traffic, february) / february.days


@given(st.integers(0, 31), st.integers(0, 31))
def test_parts_of_a_month_add_up(one: int, other: int) -> None:
    asked = workload(weekdays=WEEK, months=1)
    (month,) = months(asked)
    first, second = sorted((one, other))
    cuts = [month.start, *(date.fromordinal(month.start.toordinal() + step) for step in (first, second)), month.end]
    parts = [part_of(asked.traffic, month, *days) for days in itertools.pairwise(cuts)]
    assert round(sum(parts), 20) == 1


def test_the_worked_example_of_a_busiest_hour() -> None:
    """100,000 a day at a peak factor of 1.5 is 104.17 a minute (the mean rate D / 86,400 s times the factor)."""
    asked = workload(arrivals=sure(100_000), peak_factor=Decimal("1.5"))
    assert round(peak_a_minute(asked.traffic, months(asked)[0]) or 0, 2) == Decimal("104.17")


def test_hours_say_it_themselves() -> None:
    hours = (Decimal(2), *[Decimal(1)] * 22, Decimal(0))
    asked = workload(arrivals=sure(1440), hours=hours)
    assert peak_a_minute(asked.traffic, months(asked)[0]) == 2


def test_nobody_knows_the_peak_where_nothing_is_said() -> None:
    asked = workload()
    assert peak_a_minute(asked.traffic, months(asked)[0]) is None


@pytest.mark.parametrize("count", [1, 12, 60])
def test_months_follow_each_other_without_a_gap(count: int) -> None:
    found = months(workload(months=count))
    assert len(found) == count
    assert all(one.end == other.start for one, other in itertools.pairwise(found))
