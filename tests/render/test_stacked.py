"""What a request is made of as one bar, and how much of its context window it takes."""

from __future__ import annotations

from charts import COLOUR, parts_of
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.report import Look
from costcalc.render.stacked import stacked

CHART = parts_of(1000, text=100, image=60, control=30, tools=10)


def test_parts_as_they_are_drawn() -> None:
    assert stacked(CHART, Look(60), 60) == [
        "█" * 30 + "▓" * 18 + "▒" * 9 + "░" * 3,
        "█ text 100 (50 %)   ▓ image 60 (30 %)   ▒ control 30 (15 %)",
        "░ tools 10 (5 %)",
        "[███████▊                               ] 200 of 1,000, 20 %",
    ]


def test_ascii_says_the_same() -> None:
    assert stacked(CHART, Look(40, ascii=True), 40) == [
        "#" * 20 + "=" * 12 + "-" * 6 + "." * 2,
        "# text 100 (50 %)   = image 60 (30 %)",
        "- control 30 (15 %)   . tools 10 (5 %)",
        "[####               ] 200 of 1,000, 20 %",
    ]


def test_parts_of_a_kind_are_one_and_of_many_kinds_the_least_are() -> None:
    many = parts_of(None, text=50, image=20, tools=15, tool_result=9, control=5, settings=1)
    assert stacked(many, Look(80), 80)[1:] == ["█ text 50 (50 %)   ▓ image 20 (20 %)   ▒ tools 15 (15 %)   ░ other 15 (15 %)"]


def test_a_request_too_long_for_the_window_fills_it() -> None:
    assert stacked(parts_of(100, text=150), Look(40), 40)[-1] == f"[{'█' * 20}] 150 of 100, 150 %"


def test_what_is_there_is_never_nothing_of_a_hundred() -> None:
    drawn = stacked(parts_of(128_000, text=2000, control=3), Look(80), 80)
    assert drawn[0] == "█" * 80
    assert "▓ control 3 (below 1 %)" in drawn[1]
    assert drawn[2].startswith("[▉ ")


@given(
    st.dictionaries(st.sampled_from(["text", "image", "tools", "control", "settings"]), st.integers(0, 10**6), min_size=1),
    st.integers(20, 200),
)
def test_the_bar_is_as_wide_as_the_screen_and_parted_in_proportion(amounts: dict[str, int], room: int) -> None:
    drawn = stacked(parts_of(None, **amounts), Look(room), room)
    whole = sum(amounts.values())
    assert bool(drawn) == bool(whole)
    if drawn and len(amounts) < 5:
        cells = sorted((drawn[0].count(sign) for sign in "█▓▒░"), reverse=True)
        assert len(drawn[0]) == sum(cells) == room
        for count, amount in zip(cells, sorted(amounts.values(), reverse=True), strict=False):
            assert abs(count - room * amount / whole) <= 1


def test_colour_tells_the_kinds_apart_too() -> None:
    drawn = stacked(CHART, Look(60, colour=True), 60)[0]
    assert COLOUR.findall(drawn) == ["\x1b[36m", "\x1b[0m", "\x1b[35m", "\x1b[0m", "\x1b[33m", "\x1b[0m", "\x1b[32m", "\x1b[0m"]
