"""What months cost as everything is believed to be: exact, and dated prices change the month that they fall in."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import offer, price, sheet
from hypothesis import given
from hypothesis import strategies as st
from workloads import START, arrivals_of, at, in_dollars, workload

from costcalc import money
from costcalc.errors import InputError
from costcalc.planning.estimate import Prompt, Terms, estimates
from costcalc.planning.volume import Volume
from costcalc.planning.workload import Conversation, KnownPrice, PrefixCache, Retirement, Retries, Sample, Single, sure
from costcalc.sheets.price_rows import Service, Tier, Window

MILLION = 1_000_000


@given(
    tokens=st.tuples(st.integers(0, 10**6), st.integers(0, 10**5)),
    rates=st.tuples(st.decimals(0, 100, places=9), st.decimals(0, 100, places=9)),
    volume=st.integers(1, 10**9),
    days=st.integers(1, 31),
    euro=st.decimals("0.01", 100, places=6),
)
def test_a_class_without_variation_costs_what_estimate_says(
    tokens: tuple[int, int], rates: tuple[Decimal, Decimal], volume: int, days: int, euro: Decimal
) -> None:
    """To the last digit, in a currency that is converted too."""
    sold = offer(provider=sheet(currency="EUR"), input=str(rates[0]), output=str(rates[1]), free=0 in rates)
    one = arrivals_of(content=Single(input=sure(tokens[0]), output=sure(tokens[1])))
    asked = workload(one, arrivals=sure(volume), days_per_month=Decimal(days))
    terms = in_dollars(str(euro))
    (estimate,) = estimates(
        Prompt("p", input_tokens=tokens[0]),
        [sold],
        Terms(
            on=START,
            currency="USD",
            rate=terms.rate,
            output_tokens=tokens[1],
            volume=Volume(Decimal(volume), "day"),
            days_per_month=Decimal(days),
        ),
    )
    from costcalc.planning.forecasting.expected import expected
    from costcalc.planning.forecasting.months import months

    found = expected(asked, months(asked), sold, terms)
    assert estimate.cost is not None
    assert [month.cost for month in found.months] == [estimate.cost.monthly] * 3


def test_a_price_that_is_known_to_come_changes_the_month_that_it_falls_in() -> None:
    dearer = KnownPrice(offer="host/small-2", price=price(input="0.20", output="0.60", from_=date(2027, 2, 15)))
    found = at(offer(), workload(days_per_month=Decimal(28), prices=(dearer,)))
    plain = Decimal("0.00025") * 28_000
    january, february, march = (month.cost for month in found.months)
    assert (january, march) == (plain, 2 * plain)
    assert february == plain * Decimal("1.5")  # half of its 28 days


def test_a_row_of_the_sheet_with_a_later_day_does_the_same() -> None:
    rows = [price(input="0.20", output="0.60", from_=date(2027, 3, 1)), price(input="0.10", output="0.30")]
    found = at(offer(prices=rows), workload(days_per_month=Decimal(28)))
    assert [month.cost for month in found.months] == [7, 7, 14]


def test_a_second_price_of_one_day_is_refused() -> None:
    twice = KnownPrice(offer="host/small-2", price=price(input="1", output="1", from_=date(2027, 2, 1)))
    with pytest.raises(InputError, match="has a price from 2027-02-01 already"):
        at(offer(), workload(prices=(twice, twice)))


def test_a_price_that_a_newer_one_has_replaced_already_is_refused() -> None:
    rows = [price(input="0.20", output="0.60", from_=date(2026, 6, 1)), price(input="0.10", output="0.30")]
    late = KnownPrice(offer="host/small-2", price=price(input="1", output="1", from_=date(2026, 5, 1)))
    with pytest.raises(InputError, match="has a newer price, from 2026-06-01: one from 2026-05-01 has no effect"):
        at(offer(prices=rows), workload(prices=(late,)))


def test_from_its_retirement_on_an_offer_has_no_cost_and_no_total() -> None:
    found = at(offer(), workload(retirements=(Retirement(offer="host/small-2", on=date(2027, 2, 10)),)))
    assert [month.cost is None for month in found.months] == [False, True, True]
    assert (found.status, found.reason, found.total) == ("retired", "retires on 2027-02-10", None)


def test_a_month_before_the_first_price_is_unknown() -> None:
    found = at(offer(from_=date(2027, 2, 1)), workload())
    assert (found.status, found.months[0].cost, found.total) == ("unpriced", None, None)
    assert found.months[1].cost is not None
    assert "the first known is of 2027-02-01" in (found.reason or "")


def test_growth_and_shares_multiply() -> None:
    long = arrivals_of("long", share=Decimal("0.25"), content=Single(input=sure(4000), output=sure(2000)))
    short = arrivals_of("short", share=Decimal("0.75"))
    found = at(offer(), workload(long, short, days_per_month=Decimal(10), growth=sure(Decimal("0.5"))))
    unit = Decimal("0.00025") * (Decimal("0.25") * 4 + Decimal("0.75"))
    assert [month.cost for month in found.months] == [unit * 10_000, unit * 15_000, unit * 22_500]


def test_cached_tokens_are_rounded_down_in_each_request() -> None:
    """3 of 10 tokens at 33 %: the same as `estimate --cached-share`, and not 3.3."""
    one = arrivals_of(content=Single(input=sure(10), output=sure(0)), cached_share=sure(Decimal("0.33")))
    found = at(offer(input="1", cached_input="0.1"), workload(one, arrivals=sure(1), days_per_month=Decimal(1), months=1))
    assert found.total == (7 + Decimal("0.1") * 3) / MILLION


def test_prompts_below_the_minimum_are_not_cached() -> None:
    one = arrivals_of(cached_share=sure(Decimal("0.5")))
    found = at(offer(cached_input="0.01", cache_minimum=1024), workload(one))
    assert found.total == at(offer(), workload()).total
    assert "a prompt below 1,024 tokens is not cached" in found.notes


def test_a_share_of_the_requests_goes_by_batch_where_there_is_one() -> None:
    one = arrivals_of(batch_share=sure(Decimal("0.4")))
    half = offer(services=(Service(name="batch", multiplier=Decimal("0.5")),))
    standard = at(offer(), workload()).total
    assert at(half, workload(one)).total == money.times(standard or Decimal(0), Decimal("0.8"))
    without = at(offer(), workload(one))
    assert without.total == standard
    assert "no batch price is published: all at the standard one" in without.notes


def test_each_request_is_priced_by_the_tier_that_its_own_prompt_reaches() -> None:
    tiered = offer(tiers=(Tier(above=1000, input=Decimal("0.50")),))
    seen = arrivals_of(content=Sample(input=(1000, 1001), output=(0, 0)))
    found = at(tiered, workload(seen, arrivals=sure(2), days_per_month=Decimal(1), months=1))
    assert found.total == (1000 * Decimal("0.10") + 1001 * Decimal("0.50")) / MILLION


def test_hours_decide_between_prices_by_time_of_day() -> None:
    from datetime import time

    night = Window(start=time(0), end=time(6), time_zone="UTC", input=Decimal("0.05"), output=Decimal("0.15"))
    sold = offer(windows=(night,))
    even = at(sold, workload(hours=tuple([Decimal(1)] * 24))).total
    dearest = at(sold, workload())
    assert even == money.times(dearest.total or Decimal(0), Decimal("0.875"))
    assert any("taken at its dearest (say when requests arrive: volume.hours)" in note for note in dearest.notes)


@pytest.mark.parametrize(("billed", "factor"), [("all", "1.052625"), ("nothing", "1")])
def test_requests_that_fail_are_sent_again(billed: str, factor: str) -> None:
    """5 % of them, up to three times: 1.052625 (the sum of p^k)."""
    one = arrivals_of(retries=Retries(failing=sure(Decimal("0.05")), most=3, billed=billed))  # type: ignore[arg-type]
    assert at(offer(), workload(one)).total == money.times(at(offer(), workload()).total or Decimal(0), Decimal(factor))


def test_of_a_failed_request_the_prompt_alone_may_be_billed() -> None:
    one = arrivals_of(retries=Retries(failing=sure(Decimal("0.05")), most=3, billed="input"))
    found = at(offer(), workload(one, arrivals=sure(1), days_per_month=Decimal(1), months=1))
    assert found.total == Decimal("0.0001") * Decimal("1.052625") + Decimal("0.00015")


@pytest.mark.parametrize(("cache", "total"), [(None, "0.2277"), (PrefixCache(), "0.041745")])
def test_the_worked_conversation(cache: PrefixCache | None, total: str) -> None:
    """S=1000, u=a=100, 23 turns: 75,900 input tokens at 3, or 5,500 written at 3.75 and 70,400 read at 0.30."""
    talk = Conversation(turns=sure(23), system=1000, user=sure(100), assistant=sure(100), cache=cache)
    sold = offer(input="3", cache_write="3.75", cached_input="0.30", output="0", free=True)
    found = at(sold, workload(arrivals_of(content=talk), arrivals=sure(1), days_per_month=Decimal(1), months=1))
    assert int(found.calls[0].input.sum()) == 75_900
    assert found.total == Decimal(total)
    assert found.requests == 23


def test_requests_that_do_not_fit_make_an_offer_unfit() -> None:
    long = arrivals_of(content=Sample(input=(1000, 5000), output=(10, 10)))
    found = at(offer(context=4096), workload(long))
    assert (found.status, found.reason) == ("exceeds", "50.0 % of the requests of chat are beyond the context window of 4,096")


def test_one_in_a_hundred_that_does_not_fit_is_a_note() -> None:
    rare = arrivals_of(content=Sample(input=(*[1000] * 99, 5000), output=(10,) * 100))
    found = at(offer(context=4096), workload(rare))
    assert (found.status, found.notes) == ("ok", ("1.0 % of the requests of chat are beyond the context window of 4,096",))


def test_images_need_an_offer_that_takes_them() -> None:
    seeing = arrivals_of(content=Single(input=sure(1000), output=sure(10), images=1))
    assert at(offer(), workload(seeing)).status == "exceeds"
    assert at(offer(inputs=("text", "image")), workload(seeing)).status == "ok"


def test_a_currency_without_a_rate_is_no_cost() -> None:
    from dataclasses import replace

    from costcalc.planning.forecasting.expected import expected
    from costcalc.planning.forecasting.months import months
    from costcalc.pricing.currency import NoRate

    terms = replace(in_dollars(), rate=lambda code: NoRate(code, "USD", "there are no ECB reference rates of XXX"))
    asked = workload()
    found = expected(asked, months(asked), offer(), terms)
    assert (found.status, found.reason) == ("unpriced", "there are no ECB reference rates of XXX")
