"""What holds of every price, however many conditions it has: more tokens never cost less, a boundary is where it is stated."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

import pytest
from builders import offer, price
from hypothesis import assume, given
from hypothesis import strategies as st

from costcalc.commands.options import moment
from costcalc.planning.monthly import Month, monthly
from costcalc.planning.volume import Volume
from costcalc.pricing.currency import Rate
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.rates import Conditions, is_open
from costcalc.pricing.usage import Usage
from costcalc.sheets.price_rows import Price, Service, Tier, Uplift, Window

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

TODAY = date(2026, 11, 20)
BERLIN = ZoneInfo("Europe/Berlin")
RATES = st.decimals("0.001", "100", places=3)
TOKENS = st.integers(0, 500_000)
THRESHOLDS = st.integers(1, 400_000)
NIGHT = Window(start=time(18), end=time(6), time_zone="Europe/Berlin", input=Decimal("0.05"))
WAYS = st.builds(
    Conditions,
    service=st.sampled_from([None, "batch", "flex"]),
    endpoint=st.sampled_from([None, "eu"]),
    at=st.none() | st.integers(0, 86_399).map(lambda second: datetime(2026, 11, 20, tzinfo=UTC) + timedelta(seconds=second)),
)


def rows() -> SearchStrategy[Price]:
    """Return rows with every condition, whose cached input is cheaper than input and whose tiers are dearer."""

    def row(rate: Decimal, output: Decimal, threshold: int, inclusive: bool) -> Price:
        base = price(input=rate, output=output)
        return replace(
            base,
            cached_share=Decimal("0.25"),
            tiers=(Tier(above=threshold, inclusive=inclusive, input=2 * rate, output=2 * output),),
            windows=(replace(NIGHT, input=rate / 2),),
            services=(Service(name="batch", multiplier=Decimal("0.5")), Service(name="flex", output=output / 2)),
            uplifts=(Uplift(region="eu", multiplier=Decimal("1.1")),),
        )

    return st.builds(row, RATES, RATES, THRESHOLDS, st.booleans())


def total(row: Price, usage: Usage, conditions: Conditions) -> Decimal:
    found = quote(usage, offer(prices=[row]), TODAY, currency="USD", conditions=conditions)
    assert isinstance(found, Quote), found
    return found.total


@given(rows(), TOKENS, TOKENS, TOKENS, TOKENS, WAYS)
def test_more_tokens_never_cost_less_within_a_tier(
    row: Price, one: int, other: int, out: int, more: int, way: Conditions
) -> None:
    fewer, many = sorted((one, other))
    above = row.tiers[0].above
    assume(many < above or fewer > above)
    assert total(row, Usage(input=fewer, output=out), way) <= total(row, Usage(input=many, output=out + more), way)


@given(rows(), TOKENS, st.data(), WAYS)
def test_more_cached_tokens_never_cost_more_in_any_tier(row: Price, tokens: int, data: st.DataObject, way: Conditions) -> None:
    fewer, many = sorted((data.draw(st.integers(0, tokens)), data.draw(st.integers(0, tokens))))
    costs = [total(row, Usage(input=tokens, cached_input=cached, output=7), way) for cached in (fewer, many)]
    assert costs[1] <= costs[0]


@given(rows(), TOKENS, WAYS)
def test_a_tier_reprices_the_whole_request_from_its_boundary_on(row: Price, out: int, way: Conditions) -> None:
    (tier,) = row.tiers
    way = replace(way, at=None)  # at its dearest
    base = replace(row, tiers=())
    for tokens in (tier.above - 1, tier.above, tier.above + 1):
        reached = tokens > tier.above or (tier.inclusive and tokens == tier.above)
        usage = Usage(input=tokens, output=out)
        halves = total(row, usage, way), total(base, usage, way)
        if reached and way.service != "flex":
            assert halves[0] == 2 * halves[1]
        elif not reached:
            assert halves[0] == halves[1]


@given(rows(), TOKENS, TOKENS, st.integers(1, 10**6), st.integers(1, 1000))
def test_a_month_is_linear_in_its_requests(row: Price, input_: int, out: int, requests: int, times: int) -> None:
    def month(volume: int) -> Decimal:
        asked = Month(
            on=TODAY,
            currency="USD",
            rate=lambda _: Rate("USD", "USD", Decimal(1)),
            usage=Usage(input=input_, output=out),
            volume=Volume(Decimal(volume), "month"),
        )
        found = monthly(offer(prices=[row]), asked)
        assert isinstance(found, Decimal)
        return found

    assert month(requests * times) == times * month(requests)


@given(st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda at: at.replace(microsecond=0, tzinfo=BERLIN)))  # noqa: DTZ001
def test_a_weekday_begins_and_ends_at_midnight_of_its_own_zone(at: datetime) -> None:
    saturday = Window(start=time(0), end=time(0), time_zone="Europe/Berlin", weekdays=(6,), input=Decimal(1))
    assert is_open(saturday, at.astimezone(UTC)) is (at.astimezone(UTC).astimezone(BERLIN).isoweekday() == 6)


@pytest.mark.parametrize(
    ("text", "rate"),
    [
        ("2026-11-02T23:59:59+01:00", "0.10"),
        ("2026-11-03T00:00:00+01:00", "0.20"),
        ("2026-11-02T23:00:00Z", "0.10"),
        ("2026-11-02T23:59:59Z", "0.10"),
        ("2026-11-03T00:00:00Z", "0.20"),
        ("2026-11-03T00:00:00-08:00", "0.20"),
    ],
)
def test_a_new_price_holds_from_the_first_second_of_its_day_in_the_zone_that_is_named(text: str, rate: str) -> None:
    on, at = moment(text)
    at_host = offer(prices=[price(input="0.20", from_=date(2026, 11, 3)), price(input="0.10", from_=date(2026, 1, 1))])
    found = quote(Usage(input=10**6), at_host, on, currency="USD", conditions=Conditions(at=at))
    assert isinstance(found, Quote)
    assert found.total == Decimal(rate)
