"""Which rates hold for a request: its window, its tier, the cache share, the service, the endpoint, in that order."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.rates import Conditions, Found, is_open, rates_of
from costcalc.sheets.price_rows import Price, Service, Tier, Uplift, Window

NIGHT = Window(start=time(16, 30), end=time(0, 30), time_zone="UTC", input=Decimal("0.135"))


def row(**stated: Any) -> Price:
    rates = {"input": Decimal("0.27"), "output": Decimal("1.10")}
    return Price(basis="official", source="a test", checked=date(2026, 1, 1), **rates | stated)


def rates(price: Price, tokens: int = 1000, **conditions: Any) -> dict[str, str | None]:
    found = rates_of(price, tokens, Conditions(**conditions))
    assert isinstance(found, Found), found
    return {meter: None if rate is None else str(rate) for meter, rate in found.rates.items()}


def reason(price: Price, tokens: int = 1000, **conditions: Any) -> str:
    found = rates_of(price, tokens, Conditions(**conditions))
    assert isinstance(found, Unpriced)
    return found.reason


@pytest.mark.parametrize(("tokens", "input_rate"), [(199_999, "0.27"), (200_000, "0.27"), (200_001, "0.54")])
def test_a_tier_above_n_begins_at_n_plus_1(tokens, input_rate):
    assert rates(row(tiers=(Tier(above=200_000, input=Decimal("0.54")),)), tokens)["input"] == input_rate


@pytest.mark.parametrize(("tokens", "input_rate"), [(199_999, "0.27"), (200_000, "0.54"), (200_001, "0.54")])
def test_an_inclusive_tier_begins_at_n(tokens, input_rate):
    assert rates(row(tiers=(Tier(above=200_000, inclusive=True, input=Decimal("0.54")),)), tokens)["input"] == input_rate


def test_the_highest_tier_reached_wins_and_a_meter_that_it_does_not_name_keeps_its_rate():
    tiers = (Tier(above=256_000, input=Decimal("0.9")), Tier(above=32_000, input=Decimal("0.5"), output=Decimal(2)))
    assert {name: rates(row(tiers=tiers), 300_000)[name] for name in ("input", "output")} == {"input": "0.9", "output": "2"}


def test_cached_input_as_a_share_follows_the_tier():
    price = row(cached_share=Decimal("0.10"), tiers=(Tier(above=1000, input=Decimal("0.54")),))
    assert rates(price, 1000)["cached_input"] == "0.027"
    assert rates(price, 1001)["cached_input"] == "0.054"


@pytest.mark.parametrize(
    ("moment", "inside"),
    [
        ("16:29:59", False),
        ("16:30:00", True),
        ("23:59:59", True),
        ("00:00:00", True),
        ("00:29:59", True),
        ("00:30:00", False),
    ],
)
def test_a_window_over_midnight_is_right_to_the_second(moment, inside):
    assert is_open(NIGHT, datetime.fromisoformat(f"2026-11-20T{moment}+00:00")) is inside


def test_a_window_is_in_its_own_time_zone_also_when_the_clocks_change():
    berlin = Window(start=time(9), end=time(17), time_zone="Europe/Berlin", input=Decimal(1))
    assert is_open(berlin, datetime(2026, 10, 24, 7, 0, tzinfo=UTC))
    assert not is_open(berlin, datetime(2026, 10, 26, 7, 0, tzinfo=UTC))
    assert is_open(berlin, datetime(2026, 10, 26, 9, 0, tzinfo=ZoneInfo("Europe/Berlin")))


def test_a_window_over_midnight_belongs_to_the_day_on_which_it_began():
    friday_night = Window(start=time(22), end=time(6), time_zone="UTC", weekdays=(5,), input=Decimal(1))
    assert is_open(friday_night, datetime(2026, 11, 20, 23, tzinfo=UTC))
    assert is_open(friday_night, datetime(2026, 11, 21, 5, tzinfo=UTC))
    assert not is_open(friday_night, datetime(2026, 11, 20, 5, tzinfo=UTC))


def test_the_same_start_and_end_are_a_whole_day():
    saturday = Window(start=time(0), end=time(0), time_zone="UTC", weekdays=(6,), input=Decimal(1))
    assert [is_open(saturday, datetime(2026, 11, day, 12, tzinfo=UTC)) for day in (20, 21, 22)] == [False, True, False]


_YEAR = st.integers(0, 365 * 86_400 - 1).map(lambda seconds: datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds))


@given(_YEAR, st.integers(-14 * 60, 14 * 60))
def test_a_moment_is_the_same_in_any_zone(moment, minutes):
    elsewhere = moment.astimezone(timezone(timedelta(minutes=minutes)))
    assert is_open(NIGHT, elsewhere) is is_open(NIGHT, moment)


def test_with_the_moment_unknown_each_meter_is_taken_at_its_dearest_and_a_note_says_so():
    found = rates_of(row(windows=(NIGHT,)), 1000)
    assert isinstance(found, Found)
    assert str(found.rates["input"]) == "0.27"
    assert "depends on the time of day" in found.notes[0]


def test_a_window_names_its_rates_and_leaves_the_others():
    at_night = rates(row(windows=(NIGHT,)), at=datetime(2026, 11, 20, 18, tzinfo=UTC))
    assert (at_night["input"], at_night["output"]) == ("0.135", "1.10")


def test_a_multiplier_is_applied_after_the_cache_discount():
    priority = row(cached_share=Decimal("0.10"), services=(Service(name="priority", multiplier=Decimal("1.75")),))
    assert rates(priority, service="priority")["cached_input"] == "0.04725"


def test_a_service_may_have_rates_and_tiers_of_its_own():
    service = Service(name="flex", input=Decimal("0.1"), tiers=(Tier(above=1000, input=Decimal("0.2")),))
    price = row(services=(service,))
    assert (rates(price, 1000, service="flex")["input"], rates(price, 1001, service="flex")["input"]) == ("0.1", "0.2")
    assert rates(price, 1000, service="flex")["output"] == "1.10"


def test_a_service_that_says_nothing_of_long_prompts_is_taken_at_its_rates_and_a_note_says_so():
    long = (Tier(above=1000, input=Decimal("0.54")),)
    batch = Service(name="batch", input=Decimal("0.135"))
    own = Service(name="batch", input=Decimal("0.135"), tiers=(Tier(above=1000, input=Decimal("0.27")),))

    def notes(service: Service, tokens: int) -> tuple[str, ...]:
        found = rates_of(row(tiers=long, services=(service,)), tokens, Conditions(service="batch"))
        assert isinstance(found, Found)
        return found.notes

    assert notes(batch, 1001) == ("service 'batch' states no rates for prompts this long: those for shorter ones are taken",)
    assert notes(batch, 1000) == notes(own, 1001) == notes(Service(name="batch", multiplier=Decimal("0.5")), 1001) == ()


def test_an_endpoint_is_the_last_factor():
    price = row(
        services=(Service(name="batch", multiplier=Decimal("0.5")),), uplifts=(Uplift(region="eu", multiplier=Decimal("1.1")),)
    )
    assert rates(price, service="batch", endpoint="eu")["input"] == "0.1485"


def test_a_service_that_is_not_regional_is_refused_at_an_endpoint():
    batch = Service(name="batch", multiplier=Decimal("0.5"), regional=False)
    price = row(services=(batch,), uplifts=(Uplift(region="eu", multiplier=Decimal("1.1")),))
    assert reason(price, service="batch", endpoint="eu") == "service 'batch' is not offered at a regional endpoint"


def test_a_service_or_endpoint_without_a_price_is_unpriced_and_not_the_standard_one():
    assert reason(row(), service="batch") == "no price of service 'batch' is published"
    assert reason(row(), endpoint="eu") == "no price at the regional endpoint 'eu' is published"
