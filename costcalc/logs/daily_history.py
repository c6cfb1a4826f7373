"""Read how much arrived on each day: a table of days, or a log whose entries are counted by day."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.logs.json_lines import json_lines
from costcalc.logs.log_table import TIMES, opened
from costcalc.logs.moments import seconds_of
from costcalc.logs.usage_jsonl import time_of
from costcalc.logs.usage_sample import CSV_SUFFIXES, JSON_SUFFIXES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.logs.log_table import LogTable

_DAY, _ARRIVALS, _TIME = "the day", "arrivals", "the time"
_COLUMNS = {
    _DAY: ("date", "day"),
    _ARRIVALS: ("arrivals", "requests", "count", "conversations", "runs"),
    _TIME: TIMES,
}
_A_DAY = 86_400
_MOST_DAYS = 10_000
"""What is longer has a wrong time in it."""


def read_history(path: str) -> tuple[tuple[date, int], ...]:
    """Return the arrivals of each day, in order, none missing; days are UTC, and a day on which a log is silent has none.

    A first or last day that a log has only a part of is left out, since it would look like a quiet one.

    Raises:
        InputError: it cannot be read, or a table leaves a day out or has one twice; names file, line and fix.
    """
    suffix = Path(path).suffix.lower()
    if suffix in JSON_SUFFIXES:
        return _counted(path, sorted(_times_of_records(path)))
    if suffix not in CSV_SUFFIXES:
        raise InputError(f"{path}: is no history that can be read: name a .csv or a .jsonl file")
    with opened(path) as table:
        columns = table.columns(_COLUMNS)
        if _DAY in columns and _ARRIVALS in columns:
            return _table(table, columns[_DAY], columns[_ARRIVALS])
        if _TIME in columns:
            return _counted(path, sorted(_times_of_rows(table, columns[_TIME])))
        raise InputError(f"{path}:1: has no columns date and arrivals, and no column time to count by: name them so")


def _table(table: LogTable, day_at: int, arrivals_at: int) -> tuple[tuple[date, int], ...]:
    found: dict[date, int] = {}
    for row in table.lines:
        if not any(row):
            continue
        if len(row) != len(table.header):
            raise table.error(f"has {len(row)} cells, and the header {len(table.header)}: write one for each column")
        day = _day(row[day_at], table)
        if day in found:
            raise table.error(f"{day} stands twice: keep one row a day")
        if not row[arrivals_at].strip().isdecimal():
            raise table.error(f"arrivals are '{row[arrivals_at]}': write a whole number from 0")
        found[day] = int(row[arrivals_at])
    for day in sorted(found)[1:]:
        if (before := day - timedelta(days=1)) not in found:
            raise InputError(f"{table.path}: has no row of {before}: add it, with 0 where nothing arrived")
    return _checked(table.path, found)


def _day(text: str, table: LogTable) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise table.error(f"the day is '{text}': write YYYY-MM-DD") from None


def _times_of_rows(table: LogTable, time_at: int) -> Iterator[float]:
    for row in table.lines:
        if any(row):
            try:
                yield seconds_of(row[time_at])
            except (ValueError, OverflowError, IndexError):
                said = row[time_at] if time_at < len(row) else ""
                raise table.error(f"the time is '{said}': write 2026-11-20T10:00:00Z, or seconds since 1970") from None


def _times_of_records(path: str) -> Iterator[float]:
    for place, record in json_lines(path):
        when = time_of(record)
        try:
            yield seconds_of(when)
        except (ValueError, OverflowError):
            said = "it says no time" if when is None else f"the time is {when!r}"
            raise InputError(f"{place}: {said}: write 2026-11-20T10:00:00Z, or seconds since 1970") from None


def _counted(path: str, times: Sequence[float]) -> tuple[tuple[date, int], ...]:
    if not times:
        return _checked(path, {})
    first, last = int(times[0] // _A_DAY), int(times[-1] // _A_DAY)
    if last - first > _MOST_DAYS:
        raise InputError(f"{path}: is of {last - first + 1:,} days: a time in it is not of that log, or no seconds since 1970")
    days = Counter(int(time // _A_DAY) for time in times)
    begun, ended = _cut_short(times)
    whole = range(first + begun, last + 1 - ended)
    if not whole:
        span = " to ".join(f"{datetime.fromtimestamp(time, UTC):%Y-%m-%dT%H:%M}" for time in (times[0], times[-1]))
        raise InputError(f"{path}: covers no whole day, but {span} UTC: name a longer log, or write volume.arrivals instead")
    return _checked(path, {_date(day): days[day] for day in whole})


def _cut_short(times: Sequence[float]) -> tuple[bool, bool]:
    """Return whether a log begins and ends within a day: it is silent there for longer than anywhere between two entries."""
    if len(times) == 1:
        return False, False
    longest = max(later - earlier for earlier, later in pairwise(times))
    return times[0] % _A_DAY > longest, _A_DAY - times[-1] % _A_DAY > longest


def _date(day: int) -> date:
    return datetime.fromtimestamp(day * _A_DAY, UTC).date()


def _checked(path: str, found: dict[date, int]) -> tuple[tuple[date, int], ...]:
    if not any(found.values()):
        raise InputError(f"{path}: holds no arrivals: a history has at least one day with some")
    return tuple(sorted(found.items()))
