"""How much of a room is used, in words and as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from costcalc import money

_FULL = 100
_CLOSE = 80
"""Percent from which on a room is nearly used up."""


@dataclass(frozen=True, slots=True)
class Gauge:
    """What is used of a room; the bar is `percent` wide, which is at most 100, where `share` may be more."""

    words: str
    share: str
    percent: str
    tone: str


def gauge(used: int, room: int | None, unit: str) -> Gauge | None:
    """Return the gauge of a room; None where nobody published how large it is."""
    if room is None:
        return None
    percent = Decimal(used * _FULL) / room if room else Decimal(_FULL)
    free = f"{room - used:,} {unit} free" if used <= room else f"{used - room:,} {unit} too many"
    share = f"{money.significant(percent, 3)} %"
    return Gauge(
        f"{used:,} of {room:,} {unit}, {share} used, {free}", share, f"{min(percent, Decimal(_FULL)):.2f}", tone(percent)
    )


def tone(percent: Decimal) -> str:
    """Return how a share of a room is to be taken: good, doubt where it is nearly full, bad where it is more than full."""
    if percent > _FULL:
        return "bad"
    return "doubt" if percent >= _CLOSE else "good"
