"""What days that were seen tell of the days to come."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.planning.daily import mean_day, seen, weekend_shape
from costcalc.planning.workload import Traffic, sure

FRIDAY = date(2027, 1, 1)
OFFICE = tuple(map(Decimal, ("1.2", "1.2", "1.2", "1.2", "1.2", "0.5", "0.5")))


def days(*counts: int, first: date = FRIDAY) -> tuple[tuple[date, int], ...]:
    return tuple((first + timedelta(days=step), count) for step, count in enumerate(counts))


def test_without_weights_a_mean_day_is_the_mean_of_the_days() -> None:
    assert mean_day(days(10, 20, 60), ()) == 30


def test_two_weekends_in_ten_days_do_not_make_a_week_quieter() -> None:
    """Friday to the Sunday of the next week, 120 on a working day and 50 on a weekend day: 100 on average, and not 92."""
    history = days(120, 50, 50, 120, 120, 120, 120, 120, 50, 50)
    assert mean_day(history, OFFICE) == 100


@given(st.integers(7, 60), st.integers(1, 10**6), st.integers(0, 10**6), st.integers(0, 6))
def test_where_weekends_differ_the_history_shows_it_from_a_week_on(many: int, working: int, weekend: int, begins: int) -> None:
    first = FRIDAY + timedelta(days=begins)
    counts = [weekend if (first + timedelta(days=step)).weekday() >= 5 else working for step in range(many)]
    found = seen(Traffic(arrivals=sure(1), per="month", assumed=True), days(*counts, first=first))
    assert found.weekdays == (working,) * 5 + (weekend,) * 2
    assert (found.weekend_seen, found.per, found.assumed) == (True, "day", False)
    assert round(found.arrivals.base, 20) == round(Decimal(5 * working + 2 * weekend) / 7, 20)


def test_less_than_a_week_shows_no_weekend() -> None:
    assert weekend_shape(days(1, 2, 3, 4, 5, 6)) == ()
    assert not seen(Traffic(arrivals=sure(1), per="day"), days(1, 2, 3)).weekend_seen


def test_weekdays_that_are_stated_hold() -> None:
    found = seen(Traffic(arrivals=sure(1), per="day", weekdays=OFFICE), days(*[7] * 14))
    assert (found.weekdays, found.weekend_seen) == (OFFICE, False)


def test_days_on_which_nothing_is_to_arrive_tell_no_level() -> None:
    none_on_fridays = tuple(map(Decimal, (1, 1, 1, 1, 0, 1, 1)))
    with pytest.raises(InputError, match="all its days are weekdays with the weight 0"):
        seen(Traffic(arrivals=sure(1), per="day", weekdays=none_on_fridays), days(5))
