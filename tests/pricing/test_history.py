from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from builders import SPRING, SUMMER, TODAY, offer, price
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.evidence import Evidence, price_on
from costcalc.pricing.history import history

FALL = date(2026, 9, 1)
DAY = timedelta(days=1)
DATED = offer(
    prices=[
        price(from_=FALL, input="0.3", output="0.5"),
        price(from_=SUMMER, input="0.2", output="0.8"),
        price(from_=SPRING, input="0.1", output="0.4"),
    ]
)


def test_rows_stand_oldest_first_and_end_where_the_next_begins() -> None:
    assert [(step.from_, step.until) for step in history(DATED)] == [(SPRING, SUMMER), (SUMMER, FALL), (FALL, None)]


def test_each_change_is_told_against_the_row_before() -> None:
    assert [(step.input_change, step.output_change) for step in history(DATED)] == [
        (None, None),
        (Decimal(100), Decimal(100)),
        (Decimal(50), Decimal("-37.5")),
    ]


def test_rows_of_other_units_compare_by_the_token() -> None:
    rows = [price(from_=SUMMER, per=1000, input="0.0003"), price(from_=SPRING, input="0.1")]
    assert history(offer(prices=rows))[1].input_change == Decimal(200)


@pytest.mark.parametrize("before", [{"input": None}, {"input": "0", "output": "0", "free": True}])
def test_no_change_is_told_of_what_was_unknown_or_free(before: dict[str, object]) -> None:
    rows = [price(from_=SUMMER, input="0.1"), price(from_=SPRING, **before)]
    assert history(offer(prices=rows))[1].input_change is None


def test_each_currency_is_a_list_of_its_own_that_of_the_sheet_first() -> None:
    rows = [price(from_=SUMMER, currency="EUR", input="9"), price(from_=FALL, input="2"), price(from_=SPRING, input="1")]
    steps = history(offer(prices=rows))
    assert [(step.currency, step.from_) for step in steps] == [("USD", SPRING), ("USD", FALL), ("EUR", SUMMER)]
    assert [step.input_change for step in steps] == [None, Decimal(100), None]


def test_one_currency_alone_can_be_asked_for() -> None:
    rows = [price(from_=SUMMER, currency="EUR"), price(from_=SPRING)]
    assert [step.currency for step in history(offer(prices=rows), "EUR")] == ["EUR"]
    assert history(offer(prices=rows), "GBP") == []


def test_a_price_since_ever_is_the_oldest() -> None:
    rows = [price(from_=SPRING, input="2"), price(from_=None, input="1")]
    assert [(step.from_, step.until) for step in history(offer(prices=rows))] == [(None, SPRING), (SPRING, None)]


def test_a_gap_is_seen_from_its_first_day() -> None:
    rows = [price(from_=FALL), price(from_=SPRING, until=SUMMER)]
    assert [step.unknown_since for step in history(offer(prices=rows))] == [None, SUMMER]


def test_rows_that_follow_each_other_leave_no_gap() -> None:
    rows = [price(from_=SUMMER), price(from_=SPRING, until=SUMMER)]
    assert [step.unknown_since for step in history(offer(prices=rows))] == [None, None]


def test_an_offer_without_prices_has_no_history() -> None:
    assert history(offer(prices=[])) == []


@given(st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_the_row_that_holds_on_a_day_is_the_one_that_prices_it(on: date) -> None:
    evidence = price_on(DATED, on, currency="USD")
    expected = [evidence.row] if isinstance(evidence, Evidence) else []
    assert [step.row for step in history(DATED) if step.holds_on(on)] == expected


def test_half_open_days_hold_to_the_day() -> None:
    first = history(DATED)[0]
    assert [first.holds_on(day) for day in (SPRING - DAY, SPRING, SUMMER - DAY, SUMMER, TODAY)] == [
        False,
        True,
        True,
        False,
        False,
    ]
