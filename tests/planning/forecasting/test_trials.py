"""Trials: an interval where something is uncertain, none where nothing is, and the same again from the same seed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np
import pytest
from builders import offer, price, sheet
from hypothesis import given, settings
from hypothesis import strategies as st
from traces import azure, needs_traces
from workloads import arrivals_of, believed, forecast_of, in_dollars, workload

from costcalc.planning import what_if
from costcalc.planning.forecasting.forecast import interval
from costcalc.planning.forecasting.laid_open import laid_open
from costcalc.planning.forecasting.sampling import needed, sample_sizes
from costcalc.planning.forecasting.sensitivity import drivers
from costcalc.planning.workload import Conversation, Limits, PrefixCache, Retirement, Retries, Sample, sure
from costcalc.sheets.price_rows import Service, Tier

if TYPE_CHECKING:
    from costcalc.planning.forecasting.forecast import OfferForecast
    from costcalc.planning.workload import Workload

THIRTY = Decimal(30)
RANDOM = np.random.default_rng(5)
SEEN = Sample(
    input=tuple(RANDOM.lognormal(7, 1, 300).astype(int).tolist()), output=tuple(RANDOM.lognormal(5, 1, 300).astype(int).tolist())
)


def only(found: object) -> OfferForecast:
    (one,) = found.offers  # type: ignore[attr-defined]
    return one


def width(found: OfferForecast) -> float:
    """Return the width of the total's interval over its middle."""
    assert found.total is not None
    return float((found.total.p90 - found.total.p10) / found.total.p50)


def test_where_nothing_is_uncertain_the_three_are_one_and_exact() -> None:
    found = only(forecast_of(workload(growth=sure(Decimal("0.07"))), offer()))
    for month, each in zip(found.expected.months, found.months, strict=True):
        assert each is not None
        assert (each.p10, each.p50, each.p90) == (month.cost,) * 3
    assert found.total is not None
    assert found.total.p50 == found.expected.total


def test_the_same_seed_gives_the_same_forecast() -> None:
    asked = workload(arrivals_of(content=SEEN), variation=Decimal("0.2"))
    one, other, another = (only(forecast_of(asked, offer(), seed=seed)) for seed in (1, 1, 2))
    assert one.months == other.months
    assert one.months != another.months


def test_another_offer_beside_it_changes_no_number() -> None:
    asked = workload(arrivals_of(content=SEEN), variation=Decimal("0.2"))
    alone = only(forecast_of(asked, offer()))
    beside = forecast_of(asked, offer(provider=sheet("dear"), input="1", output="3"), offer())
    assert beside.offers[0].months == alone.months
    assert beside.offers[1].expected.offer.name == "dear/small-2"


def test_days_that_stray_average_out_over_a_month() -> None:
    """An independent day with a standard deviation of 30 % leaves a month of 30 days 30 % / sqrt(30) = 5.5 %."""
    found = only(forecast_of(workload(variation=Decimal("0.3"), months=1, start=date(2027, 4, 1)), offer(), trials=20_000))
    assert width(found) == pytest.approx(2 * 1.2816 * 0.3 / 30**0.5, rel=0.05)


def test_a_small_sample_is_less_sure_than_a_large_one() -> None:
    small = Sample(input=SEEN.input[:30], output=SEEN.output[:30])
    few, many = (only(forecast_of(workload(arrivals_of(content=each)), offer())) for each in (small, SEEN))
    assert width(few) > 2 * width(many)


def test_the_interval_of_a_sample_is_that_of_its_mean_and_not_of_the_month() -> None:
    """Drawing 1,000 requests a day anew would leave 0.2 %; that 300 were seen leaves CV / sqrt(300)."""
    found = only(forecast_of(workload(arrivals_of(content=SEEN)), offer(), trials=20_000))
    cost = np.asarray(SEEN.input) * 0.10 + np.asarray(SEEN.output) * 0.30
    assert width(found) == pytest.approx(2 * 1.2816 * cost.std() / cost.mean() / 300**0.5, rel=0.15)


def with_growth(asked: Workload, growth: Decimal) -> Workload:
    return replace(asked, traffic=replace(asked.traffic, growth=sure(growth)))


def test_a_believed_number_comes_out_at_its_ends_in_one_of_ten_cases() -> None:
    asked = workload(growth=believed("0", "0.1", "0.3"), places={"volume.growth": believed("0", "0.1", "0.3")})
    found = forecast_of(asked, offer(), moved=lambda _, number: with_growth(asked, number), trials=20_000)
    assert only(found).months[0] is not None
    assert only(found).months[0].p10 == only(found).months[0].p90  # type: ignore[union-attr] - growth begins with the second
    (driver,) = drivers(only(found))
    total = only(found).total
    assert total is not None
    assert (driver.name, driver.moves) == ("volume.growth", (Decimal(0), Decimal("0.3")))
    assert float(total.p10) == pytest.approx(float(driver.low), rel=0.01)
    assert float(total.p90) == pytest.approx(float(driver.high), rel=0.01)


def test_the_largest_swing_comes_first() -> None:
    asked = workload(
        arrivals_of(content=SEEN),
        variation=Decimal("0.01"),
        growth=believed("0", "0.1", "0.3"),
        places={"volume.growth": believed("0", "0.1", "0.3")},
    )
    found = forecast_of(asked, offer(), moved=lambda _, number: with_growth(asked, number))
    swings = [driver.swing for driver in drivers(only(found))]
    assert len(swings) == 3
    assert swings == sorted(swings, reverse=True)


def test_where_nothing_is_said_to_be_uncertain_each_number_moves_by_a_tenth_and_that_is_assumed() -> None:
    found = forecast_of(workload(), offer())
    moved = {driver.name: driver.swing / only(found).expected.total for driver in drivers(only(found))}  # type: ignore[operator]
    assert moved == {
        "volume": Decimal("0.2"),
        "chat: tokens of answers": Decimal("0.12"),
        "chat: tokens of prompts": Decimal("0.08"),
    }
    assert all(driver.assumed for driver in drivers(only(found)))


def test_a_budget_is_exceeded_first_in_the_month_whose_middle_is_over_it() -> None:
    asked = workload(days_per_month=THIRTY, growth=sure(Decimal("0.1")), budget=Limits(monthly=Decimal(8), total=Decimal(16)))
    found = only(forecast_of(asked, offer()))  # 7.50, 8.25, 9.075
    assert (found.over_monthly, found.over_total) == (1, 2)
    assert found.monthly_risk == (0, 1, 1)
    assert found.over


def test_a_budget_that_is_met_to_the_last_digit_holds() -> None:
    found = only(forecast_of(workload(days_per_month=THIRTY, budget=Limits(monthly=Decimal("7.5"))), offer()))
    assert not found.over


def test_a_total_budget_that_is_met_to_the_last_digit_is_not_at_risk() -> None:
    """In floating point 0.1 + 0.1 + 0.1 is more than 0.3."""
    asked = workload(per="month", arrivals=sure(400), budget=Limits(monthly=Decimal("0.1"), total=Decimal("0.3")))
    found = only(forecast_of(asked, offer()))
    assert [month.cost for month in found.expected.months] == [Decimal("0.1")] * 3
    assert (found.monthly_risk, found.total_risk) == ((0, 0, 0), (0, 0, 0))


def test_behind_a_month_without_a_price_no_sum_is_known_nor_its_risk() -> None:
    rows = [
        price(input="1", output="1", from_=date(2027, 3, 1)),
        price(input="1", output="1", from_=date(2026, 1, 1), until=date(2027, 2, 1)),
    ]
    found = only(forecast_of(workload(budget=Limits(monthly=Decimal(1), total=Decimal(1))), offer(prices=rows)))
    assert (found.monthly_risk, found.total_risk) == ((1, None, 1), (1, None, None))


def test_cheapest_first_and_what_is_not_ok_last() -> None:
    gone = offer(provider=sheet("gone"), input="0.01", output="0.01", retires=date(2027, 2, 1))
    dear, unpriced = offer(provider=sheet("dear"), input="1"), offer(provider=sheet("none"), prices=[])
    found = forecast_of(workload(), gone, dear, unpriced, offer())
    assert [each.expected.offer.provider.provider for each in found.offers] == ["host", "dear", "none", "gone"]
    assert found.offers[3].months[0] is not None
    assert found.offers[3].months[1] is None


@given(st.lists(st.floats(0, 10), min_size=1, max_size=500), st.decimals(0, 10**9, places=6))
def test_p10_p50_and_p90_are_in_order_and_among_the_trials(factors: list[float], amount: Decimal) -> None:
    found = interval(amount, np.asarray(factors))
    assert found.p10 <= found.p50 <= found.p90
    assert found.p10 >= amount * Decimal(min(factors)) - Decimal("1e-2")
    assert found.p90 <= amount * Decimal(max(factors)) + Decimal("1e-2")


@given(deviation=st.floats(0.01, 5))
def test_a_tenth_of_the_error_needs_a_hundred_times_as_many(deviation: float) -> None:
    assert needed(deviation, 0.01) == pytest.approx(100 * needed(deviation, 0.1), rel=0.5, abs=100)


def test_how_much_was_seen_and_would_have_to_be() -> None:
    (size,) = sample_sizes(only(forecast_of(workload(arrivals_of(content=SEEN)), offer())))
    cost = np.asarray(SEEN.input) * 0.10 + np.asarray(SEEN.output) * 0.30
    assert (size.seen, size.deviation) == (300, pytest.approx(cost.std() / cost.mean()))
    assert size.error == pytest.approx(1.96 * size.deviation / 300**0.5, rel=0.1)


@needs_traces
@pytest.mark.parametrize(("name", "asked"), [("conv", 648), ("code", 1329)])
def test_the_requests_that_tell_the_mean_of_a_published_trace_within_a_twentieth(name: str, asked: int) -> None:
    """(1.96 CV / 0.05) ** 2 at 0.10 in and 0.30 out, were they independent: CV 0.649 and 0.930."""
    trace = azure(name)
    content = Sample(input=tuple(trace.input.tolist()), output=tuple(trace.output.tolist()))
    (size,) = sample_sizes(only(forecast_of(workload(arrivals_of(content=content)), offer(), trials=100)))
    assert size.needed == asked


def everything() -> Workload:
    """Return a workload with all that a class can say."""
    talk = Conversation(turns=sure(9), system=900, user=sure(90), assistant=sure(70), cache=PrefixCache())
    return workload(
        arrivals_of(
            "seen", share=Decimal("0.6"), content=SEEN, cached_share=sure(Decimal("0.4")), batch_share=sure(Decimal("0.3"))
        ),
        arrivals_of("talk", share=Decimal("0.3"), content=talk, retries=Retries(failing=sure(Decimal("0.02")))),
        arrivals_of("plain", share=Decimal("0.1")),
        growth=sure(Decimal("0.04")),
        weekdays=tuple(map(Decimal, ("1", "1", "1", "1", "1", "0.5", "0.25"))),
        retirements=(Retirement(offer="gone/small-2", on=date(2027, 2, 20)),),
        months=6,
    )


@settings(deadline=None, max_examples=20)
@given(st.tuples(*[st.decimals("0.01", 10, places=4)] * 4), st.integers(100, 3000))
def test_laid_open_it_comes_to_the_same(rates: tuple[Decimal, ...], above: int) -> None:
    read, cached, written, out = map(str, rates)
    batch = Service(name="batch", multiplier=Decimal("0.5"))
    rows = {"input": read, "cached_input": cached, "cache_write": written, "output": out, "services": (batch,)}
    euro = offer(provider=sheet("euro", currency="EUR"), **rows, tiers=(Tier(above=above, input=Decimal(7), output=Decimal(9)),))
    gone = offer(provider=sheet("gone"), **rows)
    found = forecast_of(everything(), euro, gone, offer(provider=sheet("none"), prices=[]), trials=100)
    open_ = laid_open(found, in_dollars())
    for priced, each in zip(open_.offers, found.offers, strict=True):
        costs = [what_if.cost(open_, priced, period) for period in range(len(open_.periods))]
        assert [cost is None for cost in costs] == [month.cost is None for month in each.expected.months]
        for cost, month in zip(costs, each.expected.months, strict=True):
            assert cost is None or abs(cost / month.cost - 1) < Decimal("1e-25")
