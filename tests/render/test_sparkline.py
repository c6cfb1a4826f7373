"""A line of blocks a band: from zero to its own peak, between its first and last value."""

from __future__ import annotations

from decimal import Decimal

import pytest
from charts import AMOUNTS, COLOUR, band, trend
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.report import Look
from costcalc.render.sparkline import spark, sparklines

BLOCKS = " ▁▂▃▄▅▆▇█"
YEAR = [str(number) for number in range(100, 1300, 100)]


def values(*numbers: str | None) -> list[Decimal | None]:
    return [None if number is None else Decimal(number) for number in numbers]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        (["1", "2", "3", "4", "5", "6", "7", "8"], "▁▂▃▄▅▆▇█"),
        (["100", "101", "102"], "███"),
        (["4", "8", None, "8", "0"], "▄█ █▁"),
        (["0", "0"], "▁▁"),
        ([None, None], "  "),
        ([], ""),
    ],
)
def test_blocks_rise_from_zero_and_what_is_unknown_is_a_gap(numbers: list[str | None], expected: str) -> None:
    assert spark(values(*numbers), 80) == expected


def test_only_ascii_where_nothing_else_can_be_shown() -> None:
    assert spark(values("1", "2", "3", "4", "5", "6", "7", "8", None), 80, ascii_only=True) == ".:-=+*#@ "


def test_of_more_values_than_columns_neighbours_share_their_mean() -> None:
    assert spark(values("1", "3", "4", "4", None, "8", None, None, "4"), 5) == "▂▄█ ▄"


@given(st.lists(AMOUNTS | st.none(), max_size=60), st.integers(1, 80))
def test_a_higher_value_is_never_a_lower_block(numbers: list[Decimal | None], columns: int) -> None:
    drawn = spark(numbers, columns)
    assert len(drawn) <= columns
    if len(numbers) <= columns:
        assert [sign == " " for sign in drawn] == [value is None for value in numbers]
        known = sorted((value, BLOCKS.index(sign)) for value, sign in zip(numbers, drawn, strict=True) if value is not None)
        assert [level for _, level in known] == sorted(level for _, level in known)


def test_values_stand_under_their_months() -> None:
    chart = trend(band("acme/one", *YEAR, spread="50"), band("bolt/b", "2", "1", *["0.5"] * 10))
    assert sparklines(chart, Look(80), 80) == [
        "          2026-01              2026-12  P10 to P90",
        "acme/one      100 ▁▁▂▃▃▄▅▅▆▇▇█   1,200  1,150 to 1,250",
        "bolt/b       2.00 █▄▂▂▂▂▂▂▂▂▂▂    0.50  0.50",
    ]


def test_certain_values_have_no_interval() -> None:
    assert sparklines(trend(band("a", "1", "2")), Look(80), 80) == ["   2026-01    2026-02", "a     1.00 ▄█    2.00"]


def test_a_narrow_screen_has_the_name_above() -> None:
    chart = trend(band("acme/with-a-long-name", *YEAR, spread="50"))
    assert sparklines(chart, Look(44), 44) == [
        "2026-01 to 2026-12, then P10 to P90 of",
        "2026-12:",
        "acme/with-a-long-name",
        "  100 ▁▁▂▃▃▄▅▅▆▇▇█ 1,200  1,150 to 1,250",
    ]
    assert sparklines(chart, Look(30), 30)[-2:] == ["  100 ▁▁▂▃▃▄▅▅▆▇▇█ 1,200", "  1,150 to 1,250"]


def test_an_unknown_first_month_is_said_to_be_unknown() -> None:
    assert sparklines(trend(band("a", None, "2")), Look(80), 80)[-1] == "a        ?  █    2.00"


def test_blocks_alone_are_coloured() -> None:
    (_, line) = sparklines(trend(band("a", "1", "2")), Look(80, colour=True), 80)
    assert line == "a     1.00 \x1b[36m▄█\x1b[0m    2.00"
    assert COLOUR.sub("", line) == "a     1.00 ▄█    2.00"
