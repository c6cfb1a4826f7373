"""Amounts as bars from zero, beside or below their names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from charts import AMOUNTS, bars_of
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.bars import bars
from costcalc.render.chart import Bar, Bars
from costcalc.render.report import Look

if TYPE_CHECKING:
    from decimal import Decimal

EIGHTHS = " ▏▎▍▌▋▊▉█"
CHART = bars_of(**{"acme/small": "8", "bolt/medium": "4.25", "crux/tiny": "0.0001", "dust/free": "0"})


def test_bars_as_they_are_drawn() -> None:
    assert bars(CHART, Look(40), 40) == [
        "acme/small     8.00 ████████████████████",
        "bolt/medium    4.25 ██████████▋",
        "crux/tiny    0.0001 ▏",
        "dust/free      0.00",
    ]


def test_ascii_says_the_same() -> None:
    assert bars(CHART, Look(40, ascii=True), 40) == [
        "acme/small     8.00 ####################",
        "bolt/medium    4.25 ###########",
        "crux/tiny    0.0001 #",
        "dust/free      0.00",
    ]


def test_a_narrow_screen_has_the_name_above() -> None:
    assert bars(CHART, Look(30), 30)[:4] == [
        "acme/small",
        "    8.00 █████████████████████",
        "bolt/medium",
        "    4.25 ███████████▏",
    ]


def test_wide_names_keep_the_bars_in_line() -> None:
    assert [line.index("█") - line.count("日") * -1 for line in bars(bars_of(日日="1", abcd="1"), Look(40), 40)] == [11, 11]


def eighths(line: str) -> int:
    return sum(EIGHTHS.index(sign) for sign in line if sign in EIGHTHS[1:])


@given(st.lists(AMOUNTS, min_size=1, max_size=9), st.integers(34, 200))
def test_a_larger_amount_never_has_a_shorter_bar_and_the_largest_has_it_all(values: list[Decimal], room: int) -> None:
    chart = Bars("", "", tuple(Bar("b", value) for value in values))
    drawn = sorted(zip(values, map(eighths, bars(chart, Look(room), room)), strict=True))

    assert [length for _, length in drawn] == sorted(length for _, length in drawn)
    assert all((value == 0) == (length == 0) for value, length in drawn)
    for value, length in drawn:
        assert abs(value / (max(values) or 1) * drawn[-1][1] - length) <= 1
