"""Tables on a screen: columns that line up, the least needed gone first, texts wrapped, colour that takes no room."""

from __future__ import annotations

from decimal import Decimal

import pytest

from costcalc.render import table as renderer
from costcalc.render.report import Column, Look, Report, Table
from costcalc.render.wrapping import width

COLUMNS = (
    Column("name", "Name", "name"),
    Column("status", "Status", "status"),
    Column("cost", "Cost", "money"),
    Column("spare", "Spare", drop=2),
    Column("sparer", "Sparer", drop=9),
)
ROWS = (
    ("acme/small-with-a-name", "ok", Decimal("0.5"), "some", "more"),
    ("日本/大", "retired", None, None, "words"),
)


def report(*tables: Table, heading: str = "A heading.", notes: tuple[str, ...] = ("A note.",)) -> Report:
    return Report("test/1", {}, heading, tables[0], tables, notes)


def test_a_table_as_it_is_printed() -> None:
    assert renderer.render(report(Table("A title:", COLUMNS, ROWS)), Look()) == (
        "A heading.\n"
        "\n"
        "A title:\n"
        "Name                    Status   Cost  Spare  Sparer\n"
        "----------------------  -------  ----  -----  ------\n"
        "acme/small-with-a-name  ok       0.50  some   more\n"
        "日本/大                 retired     ?         words\n"
        "\n"
        "- A note.\n"
    )


@pytest.mark.parametrize(
    ("room", "titles"),
    [
        (52, "Name Status Cost Spare Sparer"),
        (51, "Name Status Cost Spare"),
        (44, "Name Status Cost Spare"),
        (43, "Name Status Cost"),
        (10, "Name Status Cost"),
    ],
)
def test_the_least_needed_columns_go_first_and_the_needed_never(room: int, titles: str) -> None:
    lines = renderer.render(report(Table("", COLUMNS, ROWS), heading="", notes=()), Look(room)).splitlines()
    assert " ".join(lines[0].split()) == titles


def test_texts_are_wrapped_when_nothing_more_can_go() -> None:
    text = renderer.render(report(Table("", COLUMNS[:3], ROWS), heading="", notes=()), Look(28))
    assert text == (
        "Name         Status   Cost\n"
        "-----------  -------  ----\n"
        "acme/small-  ok       0.50\n"
        "with-a-name\n"
        "日本/大      retired     ?\n"
    )


@pytest.mark.parametrize("room", [26, 40, 80, None])
def test_colour_takes_no_room(room: int | None) -> None:
    plain, coloured = (renderer.render(report(Table("", COLUMNS, ROWS)), Look(room, colour=colour)) for colour in (False, True))
    assert "\x1b[32mok\x1b[0m" in coloured
    assert coloured.replace("\x1b[32m", "").replace("\x1b[33m", "").replace("\x1b[0m", "") == plain


def test_headings_and_notes_are_wrapped_and_notes_hang() -> None:
    text = renderer.render(report(Table("", COLUMNS, ()), heading="one two three four", notes=("five six seven",)), Look(13))
    assert text == "one two three\nfour\n\n- five six\n  seven\n"


def test_what_is_empty_leaves_no_trace() -> None:
    assert renderer.render(report(Table("", COLUMNS, ()), Table("", COLUMNS[:1], (("a",),)), heading="", notes=()), Look()) == (
        "Name\n----\na\n"
    )


def test_rows_of_wide_signs_are_no_wider_than_the_screen() -> None:
    rows = tuple((f"プロンプト{'長' * length}.md", "ok", None, None, None) for length in range(30))
    text = renderer.render(report(Table("", COLUMNS, rows)), Look(40))
    assert max(map(width, text.splitlines())) <= 40
