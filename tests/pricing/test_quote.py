from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import SUMMER, TODAY, claim, offer, price, sheet, usages
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.rates import Conditions
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.book import Offer

RATES = st.decimals("0.000001", "100", places=6)
FULL = offer(
    input="0.09375", output="0.25", cached_input="0.01", cache_write="0.12", reasoning="0.40", image="0.001", request="0.005"
)
PLAIN = offer(input="0.09375", output="0.25")
OFFERS = st.sampled_from([FULL, PLAIN, replace(FULL, provider=sheet(currency="EUR"))])


def priced(usage: Usage, at: Offer, on: date = TODAY, currency: str = "USD") -> Quote:
    found = quote(usage, at, on, currency=currency)
    assert isinstance(found, Quote), found
    return found


def lines(usage: Usage, at: Offer) -> dict[str, tuple[int, str, str]]:
    return {line.meter: (line.quantity, str(line.rate), str(line.cost)) for line in priced(usage, at).lines}


# --- Lines


def test_a_request_costs_its_tokens_at_their_rates() -> None:
    found = priced(Usage(input=1345, output=1000), offer(input="0.10", output="0.30"))

    assert found.total == Decimal("0.0004345")
    assert [(line.meter, line.quantity, line.rate, line.per, line.cost) for line in found.lines] == [
        ("input", 1345, Decimal("0.10"), 1_000_000, Decimal("0.0001345")),
        ("output", 1000, Decimal("0.30"), 1_000_000, Decimal("0.0003")),
    ]
    assert (found.currency, found.evidence.row.source, found.notes) == ("USD", "the price list", ())


def test_every_meter_with_a_rate_of_its_own_is_a_line_taken_out_of_its_whole() -> None:
    usage = Usage(input=1000, cached_input=600, cache_write=300, output=500, reasoning=200, image=2)

    assert lines(usage, FULL) == {
        "input": (100, "0.09375", "0.000009375"),
        "cached_input": (600, "0.01", "0.000006"),
        "cache_write": (300, "0.12", "0.000036"),
        "output": (300, "0.25", "0.000075"),
        "reasoning": (200, "0.40", "0.00008"),
        "image": (2, "0.001", "0.002"),
        "request": (1, "0.005", "0.005"),
    }


def test_a_part_without_a_rate_of_its_own_is_billed_as_its_whole_and_a_note_says_so() -> None:
    whole = priced(Usage(input=1000, output=500), PLAIN)
    parted = priced(Usage(input=1000, cached_input=600, cache_write=300, output=500, reasoning=200), PLAIN)

    assert parted.total == whole.total
    assert parted.notes == (
        "no rate for cached input is published: billed as input",
        "no rate for cache writes is published: billed as input",
    )


def test_the_rate_is_per_the_number_of_tokens_that_the_row_says() -> None:
    assert priced(Usage(input=500, output=1000), offer(input="0.10", output="0.30", per=1000)).total == Decimal("0.35")


# --- Never a silent zero


@pytest.mark.parametrize(
    ("row", "usage", "reason"),
    [
        ({"input": None}, Usage(input=1, output=1), "no rate for input is published"),
        ({"output": None}, Usage(input=1, output=1), "no rate for output is published"),
        ({"input": None, "output": None}, Usage(input=1, output=1), "no rate for input is published"),
        ({"input": None}, Usage(input=1, cached_input=1, output=1), "no rate for cached_input is published"),
        ({"from_": SUMMER, "until": TODAY}, Usage(input=1), "no price is known for 2026-11-20: the last known ended 2026-11-20"),
    ],
)
def test_a_rate_that_nobody_published_makes_it_unpriced(row: dict[str, Any], usage: Usage, reason: str) -> None:
    assert quote(usage, offer(**row), TODAY, currency="USD") == Unpriced(reason)


def test_a_service_without_a_price_is_not_priced_as_the_standard_one() -> None:
    found = quote(Usage(input=1), offer(), TODAY, currency="USD", conditions=Conditions(service="batch"))

    assert found == Unpriced("no price of service 'batch' is published")


def test_of_what_is_not_used_no_rate_is_needed() -> None:
    assert lines(Usage(input=1000), offer(input="0.10", output=None)) == {"input": (1000, "0.10", "0.0001")}


def test_a_free_offer_costs_nothing_and_shows_its_lines() -> None:
    found = priced(Usage(input=1000, output=10), offer(input="0", output="0", free=True))

    assert found.total == 0
    assert [line.meter for line in found.lines] == ["input", "output"]


def test_a_claimed_zero_is_no_price() -> None:
    zero = offer(claims=(claim(input="0", output="0"),))

    found = quote(Usage(input=1), zero, TODAY, currency="USD", basis="community")

    assert found == Unpriced("no source of basis 'community' states a price")


# --- What a sheet says and no command prices


def test_what_no_command_prices_is_named_beside_the_cost() -> None:
    at = offer(other={"web_search_per_1000": Decimal(10), "input_image_per_mtok": Decimal(8), "citation_per_mtok": Decimal(2)})

    found = priced(Usage(input=1000), at)

    assert found.notes == (
        "not priced by any command, so not in the cost of a request that incurs it: web_search_per_1000, citation_per_mtok",
    )


def test_images_billed_apart_are_refused_and_not_priced_as_text() -> None:
    at = offer(other={"input_image_per_mtok": Decimal(8), "output_image_per_mtok": Decimal(40)})

    found = quote(Usage(input=1000, image=1), at, TODAY, currency="USD")

    assert found == Unpriced("images are billed apart, which no command prices: input_image_per_mtok")


def test_images_billed_as_other_input_are_priced() -> None:
    at = offer(input="0.20", other={"input_image_per_mtok": Decimal("0.2")})

    found = priced(Usage(input=10**6, image=1), at)

    assert (found.total, found.notes) == (Decimal("0.20"), ())


# --- Quotes are linear


@given(usages(), usages(), OFFERS)
def test_two_usages_together_cost_what_they_cost_apart(one: Usage, two: Usage, at: Offer) -> None:
    assert priced(one + two, at).total == priced(one, at).total + priced(two, at).total


@given(usages(), st.integers(1, 10_000), OFFERS)
def test_n_requests_cost_n_times_one(one: Usage, number: int, at: Offer) -> None:
    assert priced(one * number, at).total == priced(one, at).total * number


@given(usages(), OFFERS)
def test_the_total_is_the_sum_of_the_lines(usage: Usage, at: Offer) -> None:
    found = priced(usage, at)

    assert found.total == sum(line.cost for line in found.lines)
    assert all(line.cost >= 0 for line in found.lines)


@given(usages(), OFFERS)
def test_no_token_is_billed_twice_or_lost(usage: Usage, at: Offer) -> None:
    quantities = {line.meter: line.quantity for line in priced(usage, at).lines}
    of_input = sum(quantities.get(meter, 0) for meter in ("input", "cached_input", "cache_write"))

    assert of_input == usage.input
    assert quantities["output"] + quantities.get("reasoning", 0) == usage.output


# --- The cache


@given(st.integers(0, 10**6), st.integers(0, 10**6), st.integers(0, 10**6), RATES, RATES)
def test_more_cached_tokens_never_cost_more_where_the_cached_rate_is_lower(
    fewer: int, more: int, rest: int, one: Decimal, other: Decimal
) -> None:
    fewer, more = sorted((fewer, more))
    cached, full = sorted((one, other))
    at = offer(prices=[price(input=full, cached_input=cached, output="0.30")])

    less_cached, more_cached = (priced(Usage(input=more + rest, cached_input=part), at).total for part in (fewer, more))

    assert more_cached <= less_cached


@given(usages(), RATES)
def test_a_cached_rate_equal_to_the_input_rate_changes_nothing(usage: Usage, rate: Decimal) -> None:
    with_rate = offer(prices=[price(input=rate, cached_input=rate, output="0.30")])
    without = offer(prices=[price(input=rate, output="0.30")])

    assert priced(usage, with_rate).total == priced(usage, without).total


# --- The currency


def test_a_quote_is_in_the_currency_of_the_list_that_prices_it() -> None:
    at = offer(
        provider=sheet(currency="EUR"),
        prices=[price(input="0.10", output="0.30"), price(currency="USD", input="0.11", output="0.33")],
    )

    assert (priced(Usage(input=10**6), at, currency="EUR").total, priced(Usage(input=10**6), at, currency="EUR").currency) == (
        Decimal("0.10"),
        "EUR",
    )
    assert priced(Usage(input=10**6), at, currency="USD").total == Decimal("0.11")
    assert priced(Usage(input=10**6), at, currency="CHF").currency == "EUR"
