"""Numbers are read exactly, and only the noise of binary floats is taken off."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.sheets.imports.numbers import Numbers, number, whole, without_noise
from costcalc.sheets.imports.record import MalformedError


@pytest.mark.parametrize(
    ("per_token", "per_million"),
    [("1E-7", "0.1"), ("0.0000025", "2.5"), ("7.5e-08", "0.075"), ("0.000000000001", "0.000001"), ("0", "0"), ("3", "3000000")],
)
def test_a_rate_per_token_is_one_per_million_exactly(per_token: str, per_million: str) -> None:
    numbers = Numbers()
    assert str(numbers.read(Decimal(per_token), "input", 6)) == per_million
    assert numbers.note is None


@pytest.mark.parametrize(
    ("printed", "meant"),
    [
        ("7.899999999999999e-07", "7.9E-7"),
        ("0.0000006000000000000001", "6E-7"),
        ("0.000015000020000000002", "0.00001500002"),
        ("1.0399999999999998", "1.04"),
        ("0.08333333333333334", "0.08333333333333334"),  # a third is meant, and no short decimal is it
        ("0.041666666666666665", "0.041666666666666665"),
        ("0.123456789", "0.123456789"),
        ("0", "0"),
    ],
)
def test_the_noise_of_a_binary_float_is_taken_off(printed: str, meant: str) -> None:
    assert without_noise(Decimal(printed)) == Decimal(meant)


def test_what_was_cleaned_is_noted_and_what_its_authors_wrote_in_decimals_is_not_touched() -> None:
    cleaning, exact = Numbers(), Numbers(clean=False)
    assert (cleaning.read(Decimal("0.13999999999999999"), "input"), cleaning.note is not None) == (Decimal("0.14"), True)
    assert (exact.read(Decimal("0.13999999999999999"), "input"), exact.note) == (Decimal("0.13999999999999999"), None)


@given(st.decimals(min_value="1e-9", max_value="1e3", places=9))
def test_a_decimal_of_up_to_nine_digits_survives_a_binary_float(meant: Decimal) -> None:
    if len(meant.normalize().as_tuple().digits) <= 9:
        assert without_noise(Decimal(repr(float(meant) * 3 / 3))) == meant


@pytest.mark.parametrize(
    "raw", [True, None, [], "a lot", "", "NaN", "Infinity", -1, "-0.1", Decimal("-1E-7"), 0.5, "1e999999", "1e-31"]
)
def test_what_is_no_number_from_zero_is_malformed(raw: object) -> None:
    with pytest.raises(MalformedError, match=r"^input "):
        number(raw, "input")


def test_a_whole_number_may_be_written_as_a_decimal() -> None:
    assert [whole(raw, "context") for raw in (4096, Decimal("4096.0"), "4096", 0, None)] == [4096, 4096, 4096, None, None]
    with pytest.raises(MalformedError, match=r"context is no whole number: 1.5"):
        whole(Decimal("1.5"), "context")
