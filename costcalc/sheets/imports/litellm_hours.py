"""LiteLLM's `off_peak_pricing`: hours in UTC, on weekdays that may be counted in another zone, as windows of a sheet."""

from __future__ import annotations

import re
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from costcalc.sheets.imports import record
from costcalc.sheets.imports.litellm_keys import WORDS
from costcalc.sheets.imports.record import MalformedError
from costcalc.sheets.imports.vocabulary import rated
from costcalc.sheets.price_rows import Window

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.sheets.imports.numbers import Numbers

_HOURS = re.compile(r"\s*(\d\d):([0-5]\d)\s*-\s*(\d\d):([0-5]\d)\s*")
_DAY = 24 * 60
_WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
_NO_RATES = frozenset({"hours_utc", "windows", "weekday_timezone"})


def windows_of(raw: object, numbers: Numbers, year: int) -> Iterator[Window]:
    """Yield the windows of the block, in the zone that its weekdays are counted in.

    Raises:
        MalformedError: hours, weekdays or zone are none, or the zone changes its clock within the year.
    """
    if raw is None:
        return
    block = record.mapping(raw, "off_peak_pricing")
    zone = record.text(block.get("weekday_timezone") or "UTC", "weekday_timezone")
    shift = _shift(zone, year)
    split = WORDS.split({key: rate for key, rate in block.items() if key not in _NO_RATES}, numbers)
    if split.other:
        raise MalformedError(f"off_peak_pricing prices {', '.join(split.other)}")
    for item in [{"hours_utc": block.get("hours_utc")}, *record.sequence(block.get("windows") or [], "windows")]:
        rule = record.mapping(item, "a window")
        weekdays, hours = _weekdays(rule.get("weekdays")), rule.get("hours_utc") or []
        for span in [hours] if isinstance(hours, str) else record.sequence(hours, "hours_utc"):
            for start, end in _spans(span, shift, by_weekday=weekdays is not None):
                yield rated(Window(start=_clock(start), end=_clock(end), time_zone=zone, weekdays=weekdays), split.rates)


def _shift(zone: str, year: int) -> int:
    """Return the minutes by which a zone is ahead of UTC, the same in January and in July."""
    try:
        place = ZoneInfo(zone)
    except (OSError, ValueError, KeyError):
        raise MalformedError(f"weekday_timezone {zone!r} is no zone") from None
    ahead = {datetime(year, month, 1, tzinfo=UTC).astimezone(place).utcoffset() for month in (1, 7)}
    offset = ahead.pop()
    if ahead or offset is None:
        raise MalformedError(f"hours are in UTC and weekdays in {zone}, which changes its clock")
    return int(offset.total_seconds()) // 60


def _spans(raw: object, shift: int, *, by_weekday: bool) -> list[tuple[int, int]]:
    """Return the span in minutes of the day, in two at midnight where weekdays are named.

    LiteLLM means the weekday of the moment, a sheet the one on which a window began.
    """
    found = _HOURS.fullmatch(str(raw))
    first, second, third, fourth = map(int, found.groups()) if found else (_DAY, 0, _DAY, 0)
    start, end = first * 60 + second, third * 60 + fourth
    if start >= _DAY or end > _DAY:
        raise MalformedError(f"hours_utc {raw!r} is no span such as 16:30-00:30")
    whole_day, start, end = start == end, (start + shift) % _DAY, (end + shift) % _DAY
    if by_weekday and whole_day:
        return [(0, 0)]
    return [(start, 0), (0, end)] if by_weekday and start > end > 0 else [(start, end)]


def _clock(minutes: int) -> time:
    return time(minutes // 60, minutes % 60)


def _weekdays(raw: object) -> tuple[int, ...] | None:
    if raw is None:
        return None
    return tuple(sorted({_weekday(name) for name in record.sequence(raw, "weekdays")}))


def _weekday(raw: object) -> int:
    if isinstance(raw, int) and 1 <= raw <= 7:
        return raw
    short = str(raw).lower()[:3]
    if short not in _WEEKDAYS:
        raise MalformedError(f"{raw!r} is no weekday")
    return _WEEKDAYS.index(short) + 1
