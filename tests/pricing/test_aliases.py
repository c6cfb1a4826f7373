from __future__ import annotations

from datetime import date, timedelta

from builders import SPRING, SUMMER, sheet

from costcalc.pricing.aliases import meanings
from costcalc.sheets.schema import Alias

FALL = date(2026, 9, 1)


def named(*rows: Alias) -> list[tuple[str, date | None]]:
    return [(held.alias.name, held.until) for held in meanings(sheet("maker", aliases=rows), "small-1")]


def alias(name: str, model: str, from_: date | None, until: date | None = None) -> Alias:
    return Alias(name=name, model=model, from_=from_, until=until, source="the changelog")


def test_a_name_ends_where_its_next_row_begins() -> None:
    assert named(alias("latest", "small-2", SUMMER), alias("latest", "small-1", SPRING)) == [("latest", SUMMER)]


def test_a_row_ends_at_its_own_day_where_that_is_earlier() -> None:
    assert named(alias("latest", "small-2", FALL), alias("latest", "small-1", SPRING, SUMMER)) == [("latest", SUMMER)]


def test_a_name_without_a_later_row_still_holds() -> None:
    assert named(alias("latest", "small-1", SPRING), alias("other", "small-2", SUMMER)) == [("latest", None)]


def test_a_name_since_ever_ends_where_the_first_dated_row_begins() -> None:
    assert named(alias("latest", "small-2", SPRING), alias("latest", "small-1", None)) == [("latest", SPRING)]


def test_it_holds_on_half_open_days() -> None:
    [held] = meanings(sheet("maker", aliases=(alias("latest", "small-1", SPRING, SUMMER),)), "small-1")
    days = (SPRING - timedelta(days=1), SPRING, SUMMER - timedelta(days=1), SUMMER)
    assert [held.holds_on(day) for day in days] == [False, True, True, False]
