from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from builders import TODAY, model, offer, price, sheet

from costcalc.pricing.upkeep import Terms, stray_aliases, unkept
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.schema import Alias

SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)


def found(*, max_age: int | None = None, on: date = TODAY, **stated: Any) -> list[tuple[tuple[str | int, ...], str]]:
    return [(fault.place, fault.kind) for fault in unkept(offer(**stated), Terms(on, max_age))]


def test_an_offer_that_is_kept_has_no_fault() -> None:
    assert found(max_age=30, context=128000, max_output=8192) == []


@pytest.mark.parametrize(("age", "count"), [(30, 0), (31, 1)])
def test_a_price_is_stale_when_it_was_seen_longer_ago_than_asked_for(age: int, count: int) -> None:
    assert len(found(max_age=30, checked=TODAY - timedelta(days=age))) == count


def test_only_the_price_that_holds_can_be_stale() -> None:
    rows = [price(input="1", from_=SUMMER), price(input="2", from_=SPRING, checked=SPRING)]
    assert found(max_age=30, prices=rows) == []
    assert found(prices=rows[1:]) == []


def test_a_price_that_nobody_dates_is_stale() -> None:
    assert found(max_age=30, checked=None, basis="page") == [(("prices", 0, "checked"), "stale")]


def test_what_is_retired_cannot_be_stale() -> None:
    assert found(max_age=30, checked=SPRING, retires=SUMMER, launched=SPRING, prices=[price(checked=SPRING)])[1:] == []


def test_a_price_from_after_the_retirement_is_found() -> None:
    rows = [price(input="1", from_=SUMMER), price(input="2", from_=SPRING)]
    assert (("prices", 0, "from"), "retired") in found(prices=rows, retires=SUMMER)
    assert (("prices", 0, "from"), "retired") not in found(prices=rows, retires=SUMMER + timedelta(days=1))


def test_a_makers_offer_says_when_the_maker_retired_the_model() -> None:
    gone = model("old-1", lifecycle=Lifecycle(retires=SUMMER, source="the changelog"))
    assert found(provider=sheet("maker", kind="maker"), of=gone) == [(("lifecycle",), "retired")]
    assert found(provider=sheet("host"), of=gone) == []
    assert found(provider=sheet("maker", kind="maker"), of=gone, on=SPRING) == []


def test_dates_of_a_life_need_a_source_and_an_order() -> None:
    assert found(retires=date(2027, 1, 1)) == [(("lifecycle",), "source")]
    assert (("lifecycle", "retires"), "order") in found(launched=SUMMER, retires=SPRING)


def test_a_gap_between_two_rows_of_a_currency_is_found() -> None:
    rows = [price(input="1", from_=SUMMER), price(input="1", currency="EUR", from_=SPRING), price(input="2", until=SPRING)]
    assert found(prices=rows) == [(("prices", 0, "from"), "gap")]


def test_a_price_list_that_ended_is_found_unless_the_offer_did() -> None:
    assert found(prices=[price(input="1", until=SUMMER)]) == [(("prices", 0, "until"), "gap")]
    assert (("prices", 0, "until"), "gap") not in found(prices=[price(input="1", until=SUMMER)], retires=SUMMER)


@pytest.mark.parametrize(("longest", "kinds"), [(127_999, []), (128_000, ["limit"]), (128_001, ["limit"])])
def test_an_answer_is_shorter_than_the_context(longest: int, kinds: list[str]) -> None:
    assert [kind for _, kind in found(context=128_000, max_output=longest)] == kinds


def test_an_alias_stands_for_what_is_sold_that_day() -> None:
    def named(name: str, **stated: Any) -> Alias:
        return Alias(**{"name": name, "model": "small-2", "source": "the changelog", **stated})

    sold = offer(provider=sheet("maker"))
    retired = offer(provider=sheet("maker"), of=model("small-1"), retires=SUMMER)
    aliases = (
        named("latest", from_=SUMMER),
        named("latest", model="small-1", from_=SPRING),
        named("old", model="small-1"),
        named("ended", model="small-1", until=SUMMER),
        named("lost", model="small-9"),
    )
    faults = stray_aliases(sheet("maker", aliases=aliases), [sold, retired], TODAY)
    assert [fault.place for fault in faults] == [("aliases", 2, "model"), ("aliases", 4, "model")]
