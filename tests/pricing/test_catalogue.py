from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import Any

import pytest
from builders import SPRING, SUMMER, TODAY, claim, offer, price, sheet

from costcalc.pricing.catalogue import Blend, Listing, Terms, cheapest, listing, within
from costcalc.pricing.currency import NoRate, Rate
from costcalc.sheets.price_rows import Service, Tier, Uplift, Window


def to_dollars(base: str) -> Rate | NoRate:
    """One euro is two dollars; there is no rate of anything else."""
    if base == "XAU":
        return NoRate(base, "USD", "there are no rates of gold")
    return Rate(base, "USD", multiply=Decimal(2 if base == "EUR" else 1), source="the test")


TERMS = Terms(on=TODAY, currency="USD", rate=to_dollars)


def listed(**stated: Any) -> Listing:
    return listing(offer(**stated), TERMS)


# --- Rates


def test_an_offer_is_listed_with_its_rates_of_a_million_tokens() -> None:
    found = listed(input="0.10", output="0.30")
    assert (found.status, found.input, found.output) == ("ok", Decimal("0.10"), Decimal("0.30"))


def test_a_rate_of_another_unit_is_brought_to_a_million() -> None:
    found = listed(input="0.0002", output="0.0005", per=1000)
    assert (found.input, found.output) == (Decimal("0.2"), Decimal("0.5"))


def test_a_list_in_another_currency_is_converted_and_the_conversion_named() -> None:
    found = listing(offer(provider=sheet(currency="EUR")), TERMS)
    assert (found.input, found.output) == (Decimal("0.2"), Decimal("0.6"))
    assert found.fx is not None
    assert found.fx.base == "EUR"


def test_nothing_is_converted_within_a_currency() -> None:
    assert listed().fx is None


@pytest.mark.parametrize(("blend", "expected"), [(Blend(1, 1), "0.2"), (Blend(3, 1), "0.15"), (Blend(0, 1), "0.3")])
def test_a_blend_weighs_input_and_output(blend: Blend, expected: str) -> None:
    assert listing(offer(), replace(TERMS, blend=blend)).blend == Decimal(expected)


def test_a_free_offer_costs_nothing_and_says_so() -> None:
    found = listed(input="0", output="0", free=True)
    assert (found.status, found.blend, found.free) == ("ok", Decimal(0), True)


# --- What is unknown


def test_an_offer_without_a_price_is_unpriced_and_says_why() -> None:
    found = listed(prices=[])
    assert (found.status, found.reason, found.input) == ("unpriced", "no price is published", None)


def test_an_offer_without_one_rate_is_unpriced_and_keeps_the_other() -> None:
    found = listed(output=None)
    assert (found.status, found.reason) == ("unpriced", "no rate for output is published")
    assert (found.input, found.output, found.blend) == (Decimal("0.10"), None, None)


def test_a_price_that_cannot_be_converted_is_unpriced_and_keeps_its_evidence() -> None:
    found = listing(offer(provider=sheet(currency="XAU")), TERMS)
    assert (found.status, found.reason, found.input) == ("unpriced", "there are no rates of gold", None)
    assert found.evidence is not None


# --- The day


def test_a_retired_offer_keeps_its_last_price_and_never_is_ok() -> None:
    found = listed(retires=SUMMER, successor="small-3")
    assert (found.status, found.reason) == ("retired", "retired on 2026-06-01, successor small-3")
    assert found.input == Decimal("0.10")


def test_a_retired_offer_without_a_price_is_retired_first_of_all() -> None:
    assert listed(retires=SUMMER, prices=[]).status == "retired"


def test_an_offer_is_served_until_the_day_before_it_retires() -> None:
    found = listing(offer(retires=SUMMER), replace(TERMS, on=date(2026, 5, 31)))
    assert (found.status, found.notes) == ("ok", ("retires on 2026-06-01",))


def test_the_price_is_that_of_the_day() -> None:
    rows = [price(from_=SUMMER, input="2", output="4"), price(from_=SPRING, input="1", output="3")]
    found = listing(offer(prices=rows), replace(TERMS, on=date(2026, 5, 31)))
    assert (found.input, found.output) == (Decimal(1), Decimal(3))


def test_a_page_shows_what_it_says_of_an_offer_that_retired() -> None:
    of = offer(retires=SUMMER, claims=(claim(basis="page", input="0.07", output="0.20", known_wrong=True),))
    found = listing(of, replace(TERMS, basis="page"))
    assert (found.status, found.input) == ("ok", Decimal("0.07"))
    assert found.notes == ("known to be wrong", "retired on 2026-06-01")


@pytest.mark.parametrize("basis", ["official", "api", "community"])
def test_through_the_eyes_of_any_other_source_what_is_retired_stays_so(basis: str) -> None:
    of = offer(retires=SUMMER, claims=(claim(basis=basis, input="0.07", output="0.20"),))
    assert listing(of, replace(TERMS, basis=basis)).status == "retired"


# --- What a price has besides

NIGHT = Window(start=time(16), end=time(0), time_zone="UTC", input=Decimal("0.05"), output=Decimal("0.90"))


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"free": True, "input": "0", "output": "0"}, ["free"]),
        ({"tiers": (Tier(above=200_000), Tier(above=500_000))}, ["tiers above 200,000, 500,000"]),
        ({"windows": (NIGHT,)}, ["rates by time of day"]),
        ({"services": (Service(name="batch"), Service(name="flex"))}, ["services batch, flex"]),
        ({"uplifts": (Uplift(region="eu", multiplier=Decimal("1.1")),)}, ["endpoints eu"]),
        ({"request": "0.005", "image": "0.001"}, ["each request 0.005", "each image 0.001"]),
        ({"other": {"web_search_per_1000": Decimal(10)}}, ["not priced web_search_per_1000"]),
    ],
)
def test_what_a_price_has_besides_is_named(stated: dict[str, Any], expected: list[str]) -> None:
    assert list(listed(**stated).besides) == expected


def test_a_price_by_time_of_day_is_listed_at_its_dearest() -> None:
    found = listed(windows=(NIGHT,))
    assert (found.input, found.output) == (Decimal("0.10"), Decimal("0.90"))
    assert any("time of day" in note for note in found.notes)


# --- Bounds


def test_a_bound_lets_through_what_is_known_to_cost_no_more() -> None:
    found = [listed(input="0.10"), listed(input="0.11"), listed(input=None)]
    assert within(found, max_input=Decimal("0.10")) == found[:1]


def test_both_bounds_hold_together() -> None:
    found = [listed(input="0.10", output="0.30"), listed(input="0.10", output="0.40")]
    assert within(found, max_input=Decimal("0.10"), max_output=Decimal("0.30")) == found[:1]


def test_free_means_given_away_not_merely_cheap() -> None:
    free, cheap = listed(input="0", output="0", free=True), listed(input="0.001", output="0.001")
    assert within([free, cheap], free=True) == [free]


# --- The cheapest


def test_the_cheapest_has_the_lowest_blend_of_what_can_be_had() -> None:
    gone, dear, cheap = listed(input="0.01", retires=SUMMER), listed(input="1"), listed(input="0.2")
    assert cheapest([gone, dear, cheap, listed(prices=[])]) is cheap


def test_of_nothing_priced_nothing_is_cheapest() -> None:
    assert cheapest([listed(prices=[])]) is None
