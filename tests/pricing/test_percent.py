from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.percent import percent, shown

AMOUNTS = st.decimals("0.000001", "1000000", places=6)


@pytest.mark.parametrize(("value", "against", "expected"), [(42_000, 4_096, "+925 %"), (100, 100, "0 %"), (1, 3, "-66 %")])
def test_a_difference_is_told_in_whole_percent_of_the_other(value: int, against: int, expected: str) -> None:
    change = percent(value, against)
    assert change is not None
    assert shown(change) == expected


@pytest.mark.parametrize(("against", "expected"), [(42_000, "+204 %"), (100_000, "+28 %"), (4_096, "+3,025 %")])
def test_what_is_behind_the_point_is_cut_off(against: int, expected: str) -> None:
    change = percent(128_000, against)
    assert change is not None
    assert shown(change) == expected


@pytest.mark.parametrize(("change", "expected"), [("0.28", "+0.2 %"), ("-0.892", "-0.8 %"), ("0.00049", "+0.0004 %")])
def test_below_one_percent_a_digit_stays_so_that_only_equals_read_zero(change: str, expected: str) -> None:
    assert shown(Decimal(change)) == expected


@pytest.mark.parametrize(("value", "against"), [(None, 1), (1, None), (1, 0)])
def test_nothing_is_told_of_the_unknown_and_against_nothing(value: int | None, against: int | None) -> None:
    assert percent(value, against) is None


def test_a_percentage_has_six_digits() -> None:
    assert percent(Decimal("0.10"), Decimal("0.09375")) == Decimal("6.66666")


@given(AMOUNTS, AMOUNTS)
def test_a_difference_is_never_made_larger_than_it_is(value: Decimal, against: Decimal) -> None:
    change = percent(value, against)
    assert change is not None
    true = 100 * (value - against) / against
    assert abs(change) <= abs(true)
    assert abs(change - true) <= abs(true) / 100_000
