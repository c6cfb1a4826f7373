"""Read when something happened, as logs write it: ISO 8601, or a number since the epoch."""

from __future__ import annotations

from datetime import UTC, datetime

_MILLISECONDS, _MICROSECONDS, _NANOSECONDS = 1e11, 1e14, 1e17
"""A number from here on counts no seconds: as seconds, the first is the year 5138."""
_MOST = 1e20


def seconds_of(value: object) -> float:
    """Return seconds since the epoch; a time without a zone is UTC, and the size of a number tells its unit.

    Raises:
        ValueError: the value states no time.
    """
    if isinstance(value, str) and value[4:5] == "-":
        return _parsed(value.strip())
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        raise ValueError(value)  # noqa: TRY004 - whoever reads a log asks whether it is a time, not of which type
    number = float(value)
    if not 0 <= number < _MOST:
        raise ValueError(value)
    for least, per_second in ((_NANOSECONDS, 1e9), (_MICROSECONDS, 1e6), (_MILLISECONDS, 1e3)):
        if number >= least:
            return number / per_second
    return number


def seconds_since(milliseconds: str) -> float:
    """Return the seconds of a number of milliseconds since something.

    Raises:
        ValueError: the text states no such number.
    """
    number = float(milliseconds)
    if not 0 <= number < _MOST:
        raise ValueError(milliseconds)
    return number / 1000


def _parsed(text: str) -> float:
    moment = datetime.fromisoformat(text.removesuffix(" UTC"))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
