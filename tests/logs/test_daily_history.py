"""How much arrived on each day, from a table of days or from a log."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.logs.daily_history import read_history

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    History = tuple[tuple[date, int], ...]

TWO = ((date(2026, 11, 1), 10), (date(2026, 11, 2), 30))


@pytest.fixture
def history(tmp_path: Path) -> Callable[..., History]:
    def read(text: str, name: str = "daily.csv") -> History:
        (tmp_path / name).write_text(text, encoding="utf-8")
        return read_history(str(tmp_path / name))

    return read


@pytest.mark.parametrize("header", ["date,arrivals", "Day,Requests", "date,conversations"])
def test_a_table_of_days_in_any_order(history: Callable[..., History], header: str) -> None:
    assert history(f"{header}\n2026-11-02,30\n\n2026-11-01,10\n") == TWO


def test_a_log_is_counted_by_day_and_silent_days_have_none(history: Callable[..., History]) -> None:
    rows = ["2026-11-01T23:59:59Z,5,5", "2026-11-03 00:00:00,5,5", "2026-11-03T23:59:59Z,5,5", "2026-11-02T00:30:00+01:00,5,5"]

    assert history("time,in,out\n" + "\n".join(rows)) == (
        (date(2026, 11, 1), 2),
        (date(2026, 11, 2), 0),
        (date(2026, 11, 3), 2),
    )


def test_records_are_counted_by_day(history: Callable[..., History]) -> None:
    records = [{"created": "2026-11-01T10:00:00Z"}] * 10 + [{"created": "2026-11-02T10:00:00Z"}] * 30

    assert history("".join(json.dumps(each) + "\n" for each in records), "log.jsonl") == TWO


def test_a_day_that_a_log_has_only_a_part_of_is_left_out(history: Callable[..., History]) -> None:
    """Every hour from the noon of the first to the noon of the fourth."""
    times = [f"2026-11-{1 + hour // 24:02}T{hour % 24:02}:00:00Z" for hour in range(12, 84)]
    assert history("time\n" + "\n".join(times)) == ((date(2026, 11, 2), 24), (date(2026, 11, 3), 24))
    assert history("time\n" + "\n".join(times[12:])) == ((date(2026, 11, 2), 24), (date(2026, 11, 3), 24))


def test_a_log_of_less_than_a_day_tells_nothing_of_days(history: Callable[..., History]) -> None:
    with pytest.raises(InputError, match="covers no whole day, but 2026-11-01T10:00 to 2026-11-01T10:40 UTC: name a longer log"):
        history("time\n2026-11-01T10:00:00Z\n2026-11-01T10:40:00Z\n")


@given(start=st.dates(date(1971, 1, 1), date(2100, 1, 1)), counts=st.lists(st.integers(0, 20), min_size=1, max_size=10))
def test_a_log_and_a_table_of_the_same_days_agree(
    tmp_path_factory: pytest.TempPathFactory, start: date, counts: list[int]
) -> None:
    counts[0] = counts[-1] = 1
    days = [(start + timedelta(days=number), count) for number, count in enumerate(counts)]
    table, log = (tmp_path_factory.getbasetemp() / name for name in ("table.csv", "log.csv"))
    table.write_text("date,arrivals\n" + "".join(f"{day},{count}\n" for day, count in days))
    log.write_text("time\n" + "".join(f"{day}T12:00:00Z\n" * count for day, count in days))

    assert read_history(str(table)) == read_history(str(log)) == tuple(days)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "daily.csv: is empty: there is nothing to read"),
        ("date,arrivals\n", "daily.csv: holds no arrivals: a history has at least one day with some"),
        ("date,arrivals\n2026-11-01,0\n", "daily.csv: holds no arrivals: a history has at least one day with some"),
        ("time,in\n", "daily.csv: holds no arrivals: a history has at least one day with some"),
        ("day,runs\n2026-11-01,5\n2026-11-04,5\n", "daily.csv: has no row of 2026-11-03: add it, with 0 where nothing arrived"),
        ("date,arrivals\n2026-11-01,5\n2026-11-01,5\n", "daily.csv:3: 2026-11-01 stands twice: keep one row a day"),
        ("date,arrivals\n1.11.2026,5\n", "daily.csv:2: the day is '1.11.2026': write YYYY-MM-DD"),
        ("date,arrivals\n2026-11-01,-5\n", "daily.csv:2: arrivals are '-5': write a whole number from 0"),
        ("date,arrivals\n2026-11-01,1.5\n", "daily.csv:2: arrivals are '1.5': write a whole number from 0"),
        ("date,arrivals\n2026-11-01\n", "daily.csv:2: has 1 cells, and the header 2: write one for each column"),
        ("date,in\n", "daily.csv:1: has no columns date and arrivals, and no column time to count by: name them so"),
        ("ms,in,out\n0,1,1\n", "daily.csv:1: has no columns date and arrivals, and no column time to count by: name them so"),
        ("time,in\nsoon,5\n", "daily.csv:2: the time is 'soon': write 2026-11-20T10:00:00Z, or seconds since 1970"),
        ("in,time\n5\n", "daily.csv:2: the time is '': write 2026-11-20T10:00:00Z, or seconds since 1970"),
        ("time\n1\n2026-11-01\n", "daily.csv: is of 20,759 days: a time in it is not of that log, or no seconds since 1970"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_history(history: Callable[..., History], tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputError) as raised:
        history(text)
    assert str(raised.value).removeprefix(f"{tmp_path}/") == problem


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("{}\n", "log.jsonl:1: it says no time: write 2026-11-20T10:00:00Z, or seconds since 1970"),
        ('{"time": "soon"}\n', "log.jsonl:1: the time is 'soon': write 2026-11-20T10:00:00Z, or seconds since 1970"),
    ],
)
def test_what_is_wrong_with_a_record(history: Callable[..., History], tmp_path: Path, text: str, problem: str) -> None:
    with pytest.raises(InputError) as raised:
        history(text, "log.jsonl")
    assert str(raised.value).removeprefix(f"{tmp_path}/") == problem


def test_the_suffix_says_how_a_file_is_read(history: Callable[..., History]) -> None:
    with pytest.raises(InputError, match=r"name a \.csv or a \.jsonl file"):
        history("x", "daily.xlsx")
