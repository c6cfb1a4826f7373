"""A tornado: bars to the left and right of the base, the largest swing first, with the values at their ends."""

from __future__ import annotations

from decimal import Decimal

from charts import AMOUNTS, swings
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.chart import Swing, Swings
from costcalc.render.report import Look
from costcalc.render.tornado import tornado

LEFT, RIGHT = "█▄▐▗", "█▄▌▖"


def lines(chart: Swings, room: int = 60) -> list[str]:
    """Return the lines below the legend."""
    legend, *drivers = tornado(chart, Look(room), room)
    return drivers[1:] if "high end" not in legend else drivers


def length(text: str, halves: str) -> int:
    """Return the half columns of the bars in a text."""
    return sum(1 if sign in halves else 2 for sign in text if sign in "█▄▐▗▌▖")


def test_a_tornado_as_it_is_drawn() -> None:
    chart = swings("1000", volume=("800", "1200"), output=("500", "2000"), caching=("1100", "950"))
    assert tornado(chart, Look(60), 60) == [
        "from 1,000 with one driver at its low end ▄ or high end █",
        "output    500 ▄▄▄▄▄▄▄▄▄▄▄▄▄│██████████████████████████ 2,000",
        "volume            800 ▄▄▄▄▄│█████ 1,200",
        "caching              950 ▐█│▄▄▖ 1,100",
    ]


def test_ascii_says_the_same() -> None:
    chart = swings("1000", output=("500", "2000"), caching=("1100", "950"))
    assert tornado(chart, Look(40, ascii=True), 40) == [
        "from 1,000 with one driver at its low",
        "end - or high end #",
        "output   500 -------|############# 2,000",
        "caching        950 #|- 1,100",
    ]


def test_two_ends_on_one_side_lie_behind_each_other() -> None:
    (line,) = lines(swings("100", windows=("110", "130")), 40)
    assert line == "windows  110 │▄▄▄▄▄▄▄███████████████ 130"


def test_what_moves_nothing_has_no_bar() -> None:
    assert lines(swings("100", a=("50", "150"), b=("100", "100")))[1].split() == ["b", "100", "│", "100"]
    assert lines(swings("100", b=("100", "100"))) == ["b  100 │ 100"]


def test_from_what_to_what_a_driver_moves_stands_beside_or_above() -> None:
    chart = Swings("", "USD", Decimal(100), (Swing("volume", Decimal(50), Decimal(150), "900 to 1,100 a day"),))
    assert lines(chart, 80) == [f"volume   50.00 {'▄' * 20}│{'█' * 20} 150  900 to 1,100 a day"]
    assert lines(chart, 40) == ["volume, 900 to 1,100 a day", f" 50.00 {'▄' * 14}│{'█' * 14} 150"]


def test_amounts_that_leave_no_room_for_bars_are_told() -> None:
    chart = swings("5000000000", a=("1000000000", "9000000000"))
    assert tornado(chart, Look(28), 28)[-3:] == ["a", "1,000,000,000 to", "9,000,000,000"]


ENDS = st.lists(st.tuples(AMOUNTS, AMOUNTS), min_size=1, max_size=6)


@given(ENDS, AMOUNTS, st.integers(60, 200))
def test_bars_are_as_long_as_their_distance_from_the_base_and_on_its_side(
    ends: list[tuple[Decimal, Decimal]], base: Decimal, room: int
) -> None:
    chart = Swings("", "", base, tuple(Swing("d", *end) for end in ends))
    drawn = [line.split("│") for line in lines(chart, room)[-len(ends) :]]
    ordered = sorted(ends, key=lambda end: abs(end[0] - end[1]), reverse=True)
    left = [(max(Decimal(0), base - min(end)), length(text, "▐▗")) for end, (text, _) in zip(ordered, drawn, strict=True)]
    right = [(max(Decimal(0), max(end) - base), length(text, "▌▖")) for end, (_, text) in zip(ordered, drawn, strict=True)]
    both = sorted(left + right)

    assert all((distance == 0) == (halves == 0) for distance, halves in both)
    assert [halves for _, halves in both] == sorted(halves for _, halves in both)
