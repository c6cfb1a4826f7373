from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.chart import Line, Stretch
from costcalc.render.plot import plot

START = date(2026, 1, 1)


def line(name: str, *values: str | None, days: int = 60) -> Line:
    """Return a line that takes each value for so many days; None is a gap."""
    at = [START + timedelta(days=days * index) for index in range(len(values) + 1)]
    return Line(name, tuple(Stretch(at[i], at[i + 1], Decimal(value)) for i, value in enumerate(values) if value is not None))


def drawn(text: str) -> list[str]:
    """Return what stands to the right of the axis, row by row, without the two rows of days."""
    return [row.partition("|")[2] for row in text.splitlines()[:-2]]


def test_letters_stand_on_the_row_of_their_value() -> None:
    text = plot([line("output", "2", "1")], width=60, ascii_only=True)
    assert [row for row in drawn(text) if "o" in row] == [
        " " + "o" * 17,
        " " * 18 + "o" * 18 + " output 1.00",
    ]
    assert [row.split("|")[0].strip() for row in text.splitlines() if "o" in row] == ["2.00", "1.00"]


def test_each_line_is_named_at_its_end_with_its_last_value() -> None:
    text = plot([line("output", "0.20", "0.30"), line("input", "0.05", "0.10")], width=80)
    assert [row.split()[-2:] for row in text.splitlines() if "put" in row] == [["output", "0.30"], ["input", "0.10"]]


def test_steps_are_joined_and_gaps_are_not() -> None:
    joined, apart = (plot([line("o", *values)], width=60) for values in (("2", "1"), ("2", None, "1")))
    between = [row for row in drawn(joined) if "⡇" in row or "⢸" in row]
    assert between
    assert not [row for row in drawn(apart) if "⡇" in row or "⢸" in row]


def test_lines_that_run_together_are_one() -> None:
    text = plot([line("output", "1", "2"), line("input", "1", "2")], width=60)
    assert text.count("output and input 2.00") == 1


def test_two_names_for_one_row_stand_above_each_other() -> None:
    text = plot([line("output", "100"), line("input", "99")], width=60)
    rows = drawn(text)
    assert [("output" in row, "input" in row) for row in rows if "put" in row] == [(True, False), (False, True)]


def test_without_anything_to_draw_there_is_no_plot() -> None:
    assert plot([line("output"), line("input", None)], width=80) == ""


def test_what_is_free_lies_on_the_axis() -> None:
    text = plot([line("output", "0")], width=60, ascii_only=True)
    assert [row.split("|")[0].strip() for row in text.splitlines() if "ooo" in row] == ["0.00"]


@pytest.mark.parametrize(("days", "first"), [(60, "01-01"), (61, "01-01"), (122, "2026-01")])
def test_short_times_are_told_by_month_and_day(days: int, first: str) -> None:
    text = plot([line("output", "1", days=days)], width=60)
    assert text.splitlines()[-1].split()[1] == first


def test_only_ascii_is_used_where_only_ascii_can_be_shown() -> None:
    lines = [line("output", "1", "2", "1.5"), line("input", "0.5", "0.7", "0.6")]
    assert plot(lines, width=80, ascii_only=True).isascii()
    assert not plot(lines, width=80).isascii()


@given(
    values=st.lists(st.decimals("0", "1000", places=4), min_size=1, max_size=6), width=st.integers(50, 250), plain=st.booleans()
)
def test_it_is_as_wide_as_the_screen_and_at_most_sixteen_rows_high(values: list[Decimal], width: int, *, plain: bool) -> None:
    text = plot([line("output", *map(str, values)), line("input", "0.1")], width=width, ascii_only=plain)
    rows = text.splitlines()
    assert max(map(len, rows)) <= width
    assert len(rows) <= 16


def test_where_names_would_leave_too_little_they_stand_below() -> None:
    rows = plot([line("output", "0.20", "0.30"), line("input", "0.05", "0.10")], width=30).splitlines()
    assert [row.strip() for row in rows[-2:]] == ["output 0.30", "input 0.10"]
    assert max(map(len, rows)) <= 30


def test_on_less_than_a_plot_needs_there_is_none() -> None:
    assert plot([line("output", "1")], width=24) == ""


@pytest.mark.parametrize(("width", "ticks"), [(60, ["2026-01", "2026-03", "2026-05"]), (200, ["01-01", "01-14", "01-28"])])
def test_ticks_less_than_a_month_apart_tell_the_day(width: int, ticks: list[str]) -> None:
    text = plot([line("output", "1", "2", "3", "4")], width=width)
    assert text.splitlines()[-1].split()[1:4] == ticks


def test_a_line_whose_name_is_no_letter_is_drawn_with_stars() -> None:
    assert "***" in plot([line("日", "1")], width=60, ascii_only=True)
