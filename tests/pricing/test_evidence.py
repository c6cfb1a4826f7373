from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from builders import SPRING, SUMMER, TODAY, claim, offer, price, sheet
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.evidence import Evidence, Unpriced, price_on

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer
    from costcalc.sheets.terms import Basis

DAY_BEFORE = timedelta(days=1)
DAYS = st.dates(date(2020, 1, 1), date(2030, 1, 1))


def rate(of: Offer, on: date = TODAY, currency: str = "USD", basis: Basis | None = None) -> str:
    """Return the input rate that holds, or why there is none."""
    found = price_on(of, on, currency=currency, basis=basis)
    return found.reason if isinstance(found, Unpriced) else str(found.row.input)


# --- The day

DATED = offer(prices=[price(from_=SUMMER, input="3"), price(from_=SPRING, input="2"), price(from_=date(2025, 1, 1), input="1")])


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (date(2025, 1, 1), "1"),
        (SPRING - DAY_BEFORE, "1"),
        (SPRING, "2"),
        (SUMMER - DAY_BEFORE, "2"),
        (SUMMER, "3"),
        (date(2100, 1, 1), "3"),
        (date(2024, 12, 31), "no price is known for 2024-12-31: the first known is of 2025-01-01"),
    ],
)
def test_a_row_holds_from_its_first_day_until_the_next_begins(on: date, expected: str) -> None:
    assert rate(DATED, on) == expected


def test_the_evidence_says_on_which_days_it_holds() -> None:
    found = price_on(DATED, SPRING, currency="USD")

    assert found == Evidence(DATED.sheet.prices[1], "USD", SPRING, SUMMER)
    assert isinstance(found, Evidence)
    assert (found.holds(SPRING - DAY_BEFORE), found.holds(SPRING), found.holds(SUMMER)) == (False, True, False)


def test_a_future_row_is_known_and_does_not_hold_yet() -> None:
    risen = offer(prices=[price(from_=date(2027, 1, 1), input="2"), price(input="1")])
    found = price_on(risen, TODAY, currency="USD")

    assert (rate(risen, date(2026, 12, 31)), rate(risen, date(2027, 1, 1))) == ("1", "2")
    assert isinstance(found, Evidence)
    assert (found.from_, found.until) == (None, date(2027, 1, 1))


def test_a_row_with_an_end_leaves_days_without_a_price() -> None:
    free_once = offer(prices=[price(from_=SUMMER, input="1"), price(from_=date(2025, 1, 1), until=SPRING, input="2")])

    assert rate(free_once, SPRING - DAY_BEFORE) == "2"
    assert (
        rate(free_once, SPRING) == "no price is known for 2026-03-01: the last known ended 2026-03-01, the next begins 2026-06-01"
    )
    assert rate(free_once, SUMMER) == "1"
    assert rate(offer(until=SPRING), TODAY) == "no price is known for 2026-11-20: the last known ended 2026-03-01"


def test_what_holds_since_ever_holds_since_the_offer_is_sold() -> None:
    sold = offer(launched=SPRING, input="1")

    assert rate(sold, SPRING - DAY_BEFORE) == "no price is known for 2026-02-28: the first known is of 2026-03-01"
    assert rate(sold, SPRING) == "1"
    assert rate(offer(launched=SUMMER, from_=SPRING, input="1"), SPRING) == "1"


@given(DAYS)
def test_on_every_day_at_most_one_row_holds_and_it_is_the_one_found(on: date) -> None:
    found = price_on(DATED, on, currency="USD")
    begun = [row for row in DATED.sheet.prices if row.from_ is not None and row.from_ <= on]

    if begun:
        assert isinstance(found, Evidence)
        assert found.row == begun[0]
        assert found.holds(on)
    else:
        assert isinstance(found, Unpriced)


def test_an_offer_without_a_price_says_so() -> None:
    assert rate(offer(prices=[])) == "no price is published"


# --- The currency

TWO_LISTS = offer(
    provider=sheet(currency="EUR"),
    prices=[price(input="0.10"), price(from_=SUMMER, currency="USD", input="0.11"), price(currency="GBP", input="0.09")],
)


@pytest.mark.parametrize(
    ("asked", "on", "expected", "currency"),
    [
        ("EUR", TODAY, "0.10", "EUR"),
        ("USD", TODAY, "0.11", "USD"),
        ("GBP", TODAY, "0.09", "GBP"),
        ("CHF", TODAY, "0.10", "EUR"),
        ("USD", SPRING, "0.10", "EUR"),
    ],
)
def test_the_asked_currencys_own_list_comes_before_the_sheets_currency(
    asked: str, on: date, expected: str, currency: str
) -> None:
    found = price_on(TWO_LISTS, on, currency=asked)

    assert isinstance(found, Evidence)
    assert (str(found.row.input), found.currency) == (expected, currency)


def test_where_there_is_only_a_list_in_a_third_currency_it_is_taken() -> None:
    only = offer(provider=sheet(currency="EUR"), prices=[price(currency="GBP", input="0.09")])

    assert rate(only, currency="USD") == "0.09"


def test_a_newer_row_of_another_currency_ends_nothing() -> None:
    found = price_on(TWO_LISTS, TODAY, currency="EUR")

    assert isinstance(found, Evidence)
    assert found.until is None


# --- Through the eyes of one kind of source


def test_claims_are_never_mixed_into_the_curated_prices() -> None:
    assert rate(offer(input="1", claims=(claim(basis="official", input="2", from_=SUMMER),))) == "1"
    assert rate(offer(prices=[], claims=(claim(input="2"),))) == "no price is published"


def test_a_basis_takes_what_such_a_source_says() -> None:
    seen = offer(input="1", claims=(claim(basis="page", input="2", checked=None), claim(basis="community", input="3")))

    assert rate(seen, basis="official") == "1"
    assert rate(seen, basis="page") == "2"
    assert rate(seen, basis="community") == "3"
    assert rate(seen, basis="api") == "no source of basis 'api' states a price"


def test_an_undated_claim_answers_any_day_and_a_dated_one_from_its_day_on() -> None:
    seen = offer(launched=SUMMER, claims=(claim(from_=SUMMER, until=TODAY, input="2"), claim(input="1")))

    assert rate(seen, date(2000, 1, 1), basis="community") == "1"
    assert rate(seen, SUMMER, basis="community") == "2"
    assert rate(seen, TODAY, basis="community") == "1"


def test_a_claim_known_to_be_wrong_speaks_only_where_no_other_does() -> None:
    wrong = claim(basis="page", from_=SUMMER, input="9", known_wrong=True)

    assert rate(offer(claims=(wrong,)), basis="page") == "9"
    assert rate(offer(claims=(wrong, claim(basis="page", input="1"))), basis="page") == "1"


def test_a_claim_of_limits_alone_hides_no_price() -> None:
    limits = claim(basis="api", from_=SUMMER, context=256_000)

    assert rate(offer(basis="api", input="1", from_=SPRING, claims=(limits,)), basis="api") == "1"
    assert rate(offer(claims=(limits,)), basis="api") == "no source of basis 'api' states a price"


@pytest.mark.parametrize(("input_", "output"), [("0", "0"), ("0.10", "0"), ("0", "0.30"), ("0", None)])
def test_a_zero_in_a_claim_is_no_price(input_: str, output: str | None) -> None:
    zero = offer(claims=(claim(input=input_, output=output),))

    assert rate(zero, basis="community") == "no source of basis 'community' states a price"


def test_a_curated_row_ends_where_the_next_begins_though_that_one_is_of_another_basis() -> None:
    followed = offer(prices=[price(from_=SUMMER, basis="api", input="2"), price(from_=SPRING, basis="community", input="1")])

    assert rate(followed, SUMMER - DAY_BEFORE, basis="community") == "1"
    assert rate(followed, SUMMER, basis="community") == "no price is known for 2026-06-01: the last known ended 2026-06-01"
