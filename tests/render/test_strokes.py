"""Amounts and bars as pictures on a screen show them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.report import Look
from costcalc.render.strokes import about, amount, bar, steps


@pytest.mark.parametrize(
    ("value", "unit", "exact", "roughly"),
    [
        ("1234.5", "USD", "1,234.50", "1,235"),
        ("12", "EUR per 1M tokens", "12.00", "12.00"),
        ("0.00012345", "USD", "0.0001235", "0.0001235"),
        ("12", "tokens", "12", "12"),
        ("1.5", "tokens", "1.50", "1.50"),
        ("-1234.5", "USD", "-1,234.50", "-1,235"),
    ],
)
def test_amounts_are_money_or_whole_and_estimates_without_cents(value: str, unit: str, exact: str, roughly: str) -> None:
    assert (amount(Decimal(value), unit), about(Decimal(value), unit)) == (exact, roughly)


def test_what_is_unknown_is_said_to_be() -> None:
    assert amount(None, "USD") == about(None, "USD") == "?"


@given(st.decimals("0.0001", "1000", places=4), st.integers(1, 1000))
def test_what_is_not_nothing_is_at_least_one_step_and_the_most_is_all(value: Decimal, count: int) -> None:
    assert 1 <= steps(value, Decimal(1000), count) <= count
    assert steps(Decimal(1000), Decimal(1000), count) == count


@pytest.mark.parametrize(("value", "drawn"), [("0", ""), ("-1", ""), ("1", "▏"), ("8", "█"), ("9", "█▏"), ("64", "█" * 8)])
def test_a_bar_is_drawn_to_the_eighth_of_a_column(value: str, drawn: str) -> None:
    assert bar(Decimal(value), Decimal(64), 8, Look(80)) == drawn
    assert bar(Decimal(value), Decimal(64), 0, Look(80)) == ""
