"""Charts to draw, and what was drawn as a person sees it."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from costcalc.render.chart import Band, Bar, Bars, Line, Part, Parts, Steps, Stretch, Swing, Swings, Trend
from costcalc.render.report import Look

START = date(2026, 1, 1)
COLOUR = re.compile(r"\x1b\[\d*m")

NAMES = st.text(st.sampled_from("abc-/ 日本\x1b"), min_size=1, max_size=40)
AMOUNTS = st.decimals("0", "10000000", places=4)
SIGNED = st.decimals("-10000000", "10000000", places=4)
UNITS = st.sampled_from(["USD", "EUR per 1M tokens", "tokens", ""])
LOOKS = st.builds(Look, st.integers(20, 250), st.booleans(), ascii=st.booleans())


def swings(base: str, **ends: tuple[str, str]) -> Swings:
    """Return a tornado of drivers with their low and high ends."""
    found = tuple(Swing(name, Decimal(low), Decimal(high)) for name, (low, high) in ends.items())
    return Swings("What moves it", "USD", Decimal(base), found)


def bars_of(**values: str) -> Bars:
    """Return bars by name."""
    return Bars("Cost", "USD", tuple(Bar(name, Decimal(value)) for name, value in values.items()), screen=True)


def band(name: str, *values: str | None, spread: str = "0") -> Band:
    """Return a band that many on both sides of its values."""
    mid = tuple(None if value is None else Decimal(value) for value in values)
    low, high = (tuple(None if value is None else value + sign * Decimal(spread) for value in mid) for sign in (-1, 1))
    return Band(name, mid, low, high)


def trend(*bands: Band) -> Trend:
    """Return bands over the months from 2026-01 on."""
    months = tuple(f"{2026 + month // 12}-{month % 12 + 1:02}" for month in range(len(bands[0].mid)))
    return Trend("Cost a month", "USD", months, bands)


def parts_of(room: int | None, **amounts: int) -> Parts:
    """Return a part a kind."""
    return Parts("a.md", "tokens", tuple(Part(kind, kind, amount) for kind, amount in amounts.items()), room, screen=True)


_STRETCHES = st.lists(AMOUNTS, max_size=5).map(
    lambda values: tuple(
        Stretch(START + timedelta(days=30 * at), START + timedelta(days=30 * at + 30), value) for at, value in enumerate(values)
    )
)


@st.composite
def trends(draw: st.DrawFn) -> Trend:
    periods = draw(st.integers(0, 40))
    column = st.lists(st.none() | AMOUNTS, min_size=periods, max_size=periods).map(tuple)
    bands = draw(st.lists(st.builds(Band, NAMES, column, column, column), max_size=4).map(tuple))
    return Trend(draw(NAMES), draw(UNITS), tuple(f"2026-{at}" for at in range(periods)), bands)


_SWINGS = st.builds(Swing, NAMES, SIGNED, SIGNED, st.text("ab 日", max_size=30))
_PARTS = st.builds(Part, NAMES, st.sampled_from(["text", "image", "tool_result", "a", "b"]), st.integers(0, 10**7))
CHARTS = st.one_of(
    st.builds(Steps, NAMES, UNITS, st.lists(st.builds(Line, NAMES, _STRETCHES), max_size=3).map(tuple)),
    trends(),
    st.builds(Swings, NAMES, UNITS, SIGNED, st.lists(_SWINGS, max_size=6).map(tuple)),
    st.builds(Bars, NAMES, UNITS, st.lists(st.builds(Bar, NAMES, AMOUNTS), max_size=8).map(tuple), st.just(True)),
    st.builds(Parts, NAMES, UNITS, st.lists(_PARTS, max_size=9).map(tuple), st.none() | st.integers(1, 10**7), st.just(True)),
)
