"""Pictures that a report asks for, as data: each renderer draws them as it can, or leaves them out.

A screen always shows what no table tells at a glance: what changes over time (`Steps`, `Trend`), and which driver matters most
(`Swings`). `Bars` and `Parts` repeat a column that stands in a table above: `screen` says that a reader would still rather look.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Stretch:
    """A value that holds over half-open days [from, until)."""

    from_: date
    until: date
    value: Decimal


@dataclass(frozen=True, slots=True)
class Line:
    """Stretches under one name, in the order of their days."""

    name: str
    stretches: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Steps:
    """Values that hold over days: the history of a price."""

    title: str
    unit: str
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Band:
    """A value in each period, with the interval that it lies in; a period in which it is unknown has None."""

    name: str
    mid: tuple[Decimal | None, ...]
    low: tuple[Decimal | None, ...]
    """The same as `mid` where nothing is uncertain."""
    high: tuple[Decimal | None, ...]


@dataclass(frozen=True, slots=True)
class Trend:
    """Values over periods: a forecast by month."""

    title: str
    unit: str
    periods: tuple[str, ...]
    bands: tuple[Band, ...]
    interval: str = "P10 to P90"
    """What `low` and `high` are."""


@dataclass(frozen=True, slots=True)
class Swing:
    """What a result becomes when one driver alone moves."""

    name: str
    low: Decimal
    """The result with the driver at its low end; it may be the higher of the two."""
    high: Decimal
    detail: str = ""
    """From what to what the driver moves."""


@dataclass(frozen=True, slots=True)
class Swings:
    """A tornado: each driver's swing about a base, the largest first."""

    title: str
    unit: str
    base: Decimal
    swings: tuple[Swing, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """A named amount."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Bars:
    """Amounts side by side: offers by their cost."""

    title: str
    unit: str
    bars: tuple[Bar, ...]
    screen: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a whole: what one message or image adds to a request."""

    name: str
    kind: str
    amount: int


@dataclass(frozen=True, slots=True)
class Parts:
    """What a whole is made of, and the room that it has: the tokens of a request in a context window."""

    title: str
    unit: str
    parts: tuple[Part, ...]
    room: int | None = None
    """None: nobody published it."""
    screen: bool = False


Chart = Steps | Trend | Swings | Bars | Parts
