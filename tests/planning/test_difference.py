"""What changed between two runs: parts by cause that sum to the change, and nothing unknown that looks like a saving."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc import money
from costcalc.planning.attribution import computed, exact_sum
from costcalc.planning.difference import difference
from costcalc.planning.item import Item, MeterRate
from costcalc.pricing.usage import Usage

SPRING, SUMMER = date(2026, 3, 1), date(2026, 6, 1)
MILLION = 1_000_000
ENDLESS = money.EXACT.divide(Decimal(1), Decimal("0.93"))


def rates(**stated: str) -> dict[str, MeterRate]:
    return {meter: MeterRate(Decimal(rate), MILLION if meter != "image" else 1) for meter, rate in stated.items()}


def item(source: str = "a.md", **stated: Any) -> Item:
    """Return a prompt of 1,000 tokens in and 1,000 out, 1,000 times a month, at 1 and 2 a million: 3 a month."""
    about = {
        "name": source,
        "offer": "host/small",
        "model": "small",
        "usage": Usage(input=1000, output=1000),
        "rates": rates(input="1", output="2"),
        "native": "USD",
        "requests": Decimal(1000),
        "price_from": SPRING,
        "price_checked": SUMMER,
    }
    made = Item(source=source, **{**about, **stated})
    return made if "monthly" in stated or made.status != "ok" else replace(made, monthly=computed(made))


def changed(base: Item, head: Item, **options: bool) -> dict[str, str]:
    (change,) = difference([base], [head], **options).changes
    return {cause: str(amount) for cause, amount in change.parts.items()}


@pytest.mark.parametrize(
    ("stated", "parts"),
    [
        ({"usage": Usage(input=1500, output=1000)}, {"tokens": "0.5"}),
        ({"usage": Usage(input=1000, output=500)}, {"output": "-1"}),
        ({"requests": Decimal(2000)}, {"volume": "3"}),
        ({"rates": rates(input="1.5", output="2"), "price_from": SUMMER}, {"price": "0.5"}),
        ({"offer": "other/small", "rates": rates(input="2", output="4")}, {"model": "3"}),
        ({"usage": Usage(input=1500, output=500), "requests": Decimal(2000)}, {"tokens": "0.5", "output": "-1", "volume": "2.5"}),
        ({}, {}),
    ],
)
def test_each_cause_has_its_part(stated: dict[str, Any], parts: dict[str, str]) -> None:
    assert changed(item(), item(**stated)) == parts


def test_what_a_currency_is_worth_is_a_cause_of_its_own() -> None:
    then, now = item(native="EUR", fx=Decimal("1.10")), item(native="EUR", fx=Decimal("1.20"))
    assert changed(then, now) == {"currency": "0.3"}


def test_a_price_list_in_another_currency_is_another_price() -> None:
    now = item(native="EUR", fx=Decimal("1.10"), price_from=SUMMER)
    assert changed(item(), now) == {"price": "0.3"}


def test_tokens_count_at_the_rates_of_the_base_and_a_rise_on_what_is_sent_now() -> None:
    now = item(usage=Usage(input=2000, output=1000), rates=rates(input="2", output="2"), price_from=SUMMER)
    assert changed(item(), now) == {"tokens": "1", "price": "2"}


def test_a_tier_that_a_longer_prompt_reaches_is_the_prompts_doing() -> None:
    now = item(usage=Usage(input=2000, output=1000), rates=rates(input="2", output="4"))
    assert changed(item(), now) == {"tokens": "5"}
    assert changed(item(), now, hold_prices=True) == {"tokens": "5"}


def test_a_price_that_was_corrected_where_it_stands_is_a_price() -> None:
    assert changed(item(), item(rates=rates(input="2", output="2"))) == {"price": "1"}


def test_a_meter_that_only_the_head_uses_is_usage() -> None:
    now = item(usage=Usage(input=1000, output=1000, image=2), rates=rates(input="1", output="2", image="0.001"))
    assert changed(item(), now) == {"tokens": "2"}


def test_a_meter_that_gets_a_rate_is_a_price() -> None:
    then = item(usage=Usage(input=1000, output=1000, image=2))
    now = replace(then, rates=rates(input="1", output="2", image="0.001"), monthly=Decimal(5), price_from=SUMMER)
    assert changed(then, now) == {"price": "2"}


def test_cached_tokens_without_a_rate_are_billed_as_input() -> None:
    cached = Usage(input=1000, output=1000, cached_input=800)
    now = item(offer="other/small", usage=cached, rates=rates(input="1", output="2", cached_input="0.1"))
    assert changed(item(), now) == {"model": "-0.72"}


def test_a_new_prompt_and_a_gone_one() -> None:
    found = difference([item("a.md"), item("b.md")], [item("b.md"), item("c.md", requests=Decimal(2000))])
    assert [(change.item.source, change.kind, change.amount) for change in found.changes] == [
        ("b.md", "same", 0),
        ("c.md", "new", 6),
        ("a.md", "gone", -3),
    ]
    assert (found.total, found.base, found.head, found.percent) == (3, 6, 9, 50)
    assert found.parts == {"new": 6, "gone": -3}


@pytest.mark.parametrize("status", ["unpriced", "retired", "exceeds"])
@pytest.mark.parametrize("side", ["base", "head", "both"])
def test_a_prompt_that_is_not_served_or_not_priced_is_unknown_and_no_saving(status: str, side: str) -> None:
    stopped = item(status=status, reason="because")
    base, head = stopped if side != "head" else item(), stopped if side != "base" else item()
    found = difference([base, item("b.md")], [head, item("b.md")])
    assert (found.total, found.known, found.unknown, found.parts) == (None, 0, 1, {})
    (change,) = found.of("unknown")
    assert "host/small: because" in (change.reason or "")
    assert (change.amount, change.percent) == (None, None)


@pytest.mark.parametrize("there", ["base", "head"])
def test_an_unpriced_prompt_on_one_side_alone_is_unknown(there: str) -> None:
    stopped = [item(offer=None, status="unpriced")]
    found = difference(stopped, []) if there == "base" else difference([], stopped)
    assert (found.total, found.unknown) == (None, 1)
    assert "no offer: unpriced" in (found.changes[0].reason or "")


def test_a_cost_without_a_usage_is_unknown() -> None:
    assert difference([item(usage=None, monthly=Decimal(3))], [item()]).total is None


def test_a_file_that_moved_is_found_by_its_name() -> None:
    (change,) = difference([item("a.md", name="support")], [item("b.md", name="support")]).changes
    assert (change.kind, change.item.source) == ("same", "b.md")


def test_a_name_of_many_prompts_matches_none() -> None:
    base = [item("a.md", name="support"), item("b.md", name="support")]
    found = difference(base, [item("a.md", name="support"), item("c.md", name="support")])
    assert [change.kind for change in found.changes] == ["same", "new", "gone"]


def test_one_file_in_two_groups_is_matched_group_by_group() -> None:
    one, two = item(name="one"), item(name="two", requests=Decimal(2000))
    assert difference([one, two], [two, one]).parts == {}


def test_a_base_that_costs_nothing_has_no_percentage() -> None:
    free = item(rates=rates(input="0", output="0"))
    found = difference([free], [item(price_from=SUMMER)])
    assert (found.total, found.percent, found.changes[0].percent) == (3, None, None)


def test_held_prices_say_what_they_cannot_hold() -> None:
    moved = item("b.md", offer="other/small", rates=rates(input="2", output="4"))
    found = difference([item("a.md"), item("b.md")], [item("a.md"), moved, item("c.md")], hold_prices=True)
    assert found.notes == (
        "b.md is moved from host/small: it keeps the present price of other/small, for the base has none to hold",
        "c.md is new: it keeps the present price of host/small, for the base has none to hold",
    )
    assert found.parts == {"model": 3, "new": 3}


def decimals(least: str, most: str) -> st.SearchStrategy[Decimal]:
    return st.decimals(least, most, places=4, allow_nan=False)


@st.composite
def items(draw: st.DrawFn, source: str = "a.md") -> Item:
    """Return a prompt that is served and priced, with one of two offers and a conversion that may have no last digit."""
    offer = draw(st.sampled_from(["host/small", "other/small"]))
    native, fx = draw(st.sampled_from([("USD", Decimal(1)), ("EUR", Decimal("1.1")), ("EUR", ENDLESS)]))
    asked = draw(st.integers(0, 10**6))
    cached = draw(st.integers(0, asked))
    images = draw(st.sampled_from([0, 0, 3]))
    stated = {meter: str(draw(decimals("0", "90"))) for meter in ("input", "output")}
    stated |= {"cached_input": str(draw(decimals("0", "9")))} if cached else {}
    stated |= {"image": "0.003"} if images else {}
    return item(
        source,
        offer=offer,
        usage=Usage(input=asked, cached_input=cached, output=draw(st.integers(0, 10**4)), image=images),
        rates=rates(**stated),
        native=native,
        fx=fx,
        requests=draw(decimals("1", "1000000")),
        price_from=draw(st.sampled_from([None, SPRING, SUMMER])),
    )


@given(items(), items())
def test_parts_sum_exactly_to_the_change(base: Item, head: Item) -> None:
    (change,) = difference([base], [head]).changes
    assert base.monthly is not None
    assert head.monthly is not None
    assert exact_sum([base.monthly, *change.parts.values()]) == head.monthly


@given(items(), items("b.md"))
def test_a_run_does_not_differ_from_itself(one: Item, other: Item) -> None:
    found = difference([one, other], [one, other])
    assert (found.parts, found.total, len(found.of("same"))) == ({}, 0, 2)
    assert difference([one, other], [one, other], hold_prices=True).parts == {}


@given(items(), items(), items("b.md"), items("c.md"))
def test_the_other_way_round_is_the_opposite(one: Item, other: Item, gone: Item, new: Item) -> None:
    there, back = difference([one, gone], [other, new]), difference([other, new], [one, gone])
    assert there.total is not None
    assert back.total == there.total.copy_negate()


@given(items(), items())
def test_held_prices_take_away_price_and_currency_alone(base: Item, head: Item) -> None:
    head = replace(head, offer=base.offer)
    free, kept = changed(base, head), changed(base, head, hold_prices=True)
    assert kept == {cause: amount for cause, amount in free.items() if cause not in {"price", "currency"}}
