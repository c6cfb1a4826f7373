"""Pictures on a screen: which are drawn, under which title, and what holds for each of them."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from charts import CHARTS, COLOUR, LOOKS, band, bars_of, parts_of, swings, trend
from hypothesis import given, settings

from costcalc.render import csv, json, markdown, table
from costcalc.render.chart import Bars, Parts
from costcalc.render.drawing import drawn, on_screen
from costcalc.render.report import Column, Look, Report, Table
from costcalc.render.wrapping import width

if TYPE_CHECKING:
    from costcalc.render.chart import Chart

TREND, TORNADO = trend(band("a", "1", "2")), swings("2", volume=("1", "3"))
BARS, PARTS = bars_of(a="1"), parts_of(10, text=1)


@given(chart=CHARTS, look=LOOKS)
@settings(deadline=None)
def test_no_line_is_wider_than_the_screen(chart: Chart, look: Look) -> None:
    for line in drawn(chart, look).split("\n"):
        seen = COLOUR.sub("", line)
        assert width(seen) <= (look.width or 0), seen


@given(chart=CHARTS, look=LOOKS)
@settings(deadline=None)
def test_colour_and_nothing_else_moves_the_cursor(chart: Chart, look: Look) -> None:
    text = drawn(chart, look)
    assert ("\x1b" in text) <= look.colour
    assert "\x1b" not in COLOUR.sub("", text)
    assert COLOUR.sub("", text) == drawn(chart, Look(look.width, ascii=look.ascii))


@given(chart=CHARTS, look=LOOKS)
@settings(deadline=None)
def test_where_only_ascii_can_be_shown_no_other_sign_is_drawn(chart: Chart, look: Look) -> None:
    text = drawn(chart, Look(look.width, look.colour, ascii=True))
    assert not {*text} & {*"▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▖▗▐│▓▒░⣀"}


@pytest.mark.parametrize("look", [Look(), Look(19)])
@pytest.mark.parametrize("chart", [TREND, TORNADO, BARS, PARTS])
def test_without_a_screen_nothing_is_drawn(chart: Chart, look: Look) -> None:
    assert drawn(chart, look) == ""


def test_what_says_nothing_has_no_title() -> None:
    assert [drawn(chart, Look(80)) for chart in (bars_of(), parts_of(100), swings("1"), trend(band("a")))] == [""] * 4


def test_a_title_names_the_unit_and_how_lines_are_scaled() -> None:
    several = trend(band("a", "1", "2"), band("b", "1", "2"))
    titles = [drawn(chart, Look(80)).split("\n")[0] for chart in (TORNADO, TREND, several)]
    assert titles == [
        "What moves it, USD:",
        "Cost a month, USD:",
        "Cost a month, USD; each line from 0 to its own peak:",
    ]


def test_bars_and_parts_repeat_a_table_so_that_a_screen_shows_them_only_where_asked() -> None:
    assert [on_screen(chart) for chart in (TREND, TORNADO, BARS, PARTS)] == [True] * 4
    assert not on_screen(Bars("Cost", "USD", BARS.bars))
    assert not on_screen(Parts("a.md", "tokens", PARTS.parts))


def report(*charts: Chart) -> Report:
    data = Table("", (Column("cost", "Cost", "money"),), ((Decimal(1),),))
    return Report("test/1", {}, "A heading.", data, (data,), ("A note.",), charts=lambda: charts)


def test_a_screen_shows_pictures_between_tables_and_notes() -> None:
    blocks = table.render(report(TORNADO, Bars("Cost", "USD", BARS.bars), TREND), Look(60)).split("\n\n")
    assert [block.split("\n")[0] for block in blocks] == [
        "A heading.",
        "Cost",
        "What moves it, USD:",
        "Cost a month, USD:",
        "- A note.",
    ]


def test_a_pipe_and_plain_formats_have_none() -> None:
    for renderer in (table, csv, json, markdown):
        assert renderer.render(report(TORNADO, TREND), Look()) == renderer.render(report(), Look())
