from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc import money

RATES = st.decimals("0", "1000", places=9)
TOKENS = st.integers(0, 10**12)
AMOUNTS = st.decimals("-1000000000", "1000000000", places=15)


# --- Exact


def test_a_million_tokens_cost_the_rate() -> None:
    assert money.cost(1_000_000, Decimal("0.09375"), 1_000_000) == Decimal("0.09375")


@given(TOKENS, RATES, st.sampled_from([1, 1000, 1_000_000]))
def test_a_cost_is_the_exact_quotient(tokens: int, rate: Decimal, per: int) -> None:
    assert Fraction(money.cost(tokens, rate, per)) == Fraction(rate) * tokens / per


@given(st.lists(AMOUNTS), TOKENS)
def test_sums_and_products_lose_nothing(amounts: list[Decimal], count: int) -> None:
    assert Fraction(money.total(amounts)) == sum(map(Fraction, amounts), Fraction(0))
    assert Fraction(money.times(money.total(amounts), count)) == sum(map(Fraction, amounts), Fraction(0)) * count


def test_an_average_shows_nothing_of_what_was_rounded_on_the_way() -> None:
    each, growth = Decimal("0.000037555"), Decimal("1.02")
    months = [money.EXACT.multiply(1000, money.EXACT.power(growth, month)) for month in range(60)]
    cost, arrivals = money.total(money.times(each, month) for month in months), money.total(months)
    assert money.EXACT.divide(cost, arrivals) != each
    assert money.average(cost, arrivals) == each


@given(AMOUNTS)
def test_plain_text_reads_back_as_the_same_number(amount: Decimal) -> None:
    text = money.plain(amount)

    assert money.decimal(text) == amount
    assert "E" not in text
    assert text != "-0"


@given(AMOUNTS)
def test_an_amount_in_cents_reads_back_as_the_same_number(amount: Decimal) -> None:
    text = money.cents(amount)

    assert Decimal(text) == amount
    assert len(text.partition(".")[2]) >= 2


@pytest.mark.parametrize(
    ("amount", "tidy"),
    [("0.10", "0.1"), ("1E+3", "1000"), ("1200", "1200"), ("0E-9", "0"), ("-0.0", "0"), ("1E+70", "1" + 70 * "0")],
)
def test_a_tidy_number_has_no_zeros_to_spare_and_no_exponent(amount: str, tidy: str) -> None:
    assert str(money.tidy(Decimal(amount))) == tidy


@pytest.mark.parametrize("text", ["", "abc", "1,5", "0x10", "nan", "inf", "-Infinity"])
def test_what_is_no_finite_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="is not a"):
        money.decimal(text)


# --- For the eye


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "0.00"),
        ("-0.00", "0.00"),
        ("9.033", "9.03"),
        ("1.005", "1.01"),
        ("1", "1.00"),
        ("1234567.5", "1,234,567.50"),
        ("-5", "-5.00"),
        ("0.4345", "0.4345"),
        ("0.0001345", "0.0001345"),
        ("0.00000001", "0.00000001"),
        ("0.000000123456", "0.0000001235"),
        ("-0.00012", "-0.00012"),
        ("0.5", "0.50"),
        ("0.999949", "0.9999"),
        ("0.99995", "1.00"),
    ],
)
def test_display_shows_cents_from_one_on_and_four_digits_below(amount: str, shown: str) -> None:
    assert money.display(Decimal(amount)) == shown


@given(AMOUNTS.filter(bool))
def test_display_never_shows_nothing_for_something(amount: Decimal) -> None:
    assert Decimal(money.display(amount).replace(",", "")) != 0


@given(AMOUNTS)
def test_display_is_near(amount: Decimal) -> None:
    shown = Decimal(money.display(amount).replace(",", ""))

    assert abs(shown - amount) <= max(Decimal("0.005") if abs(amount) >= 1 else 0, abs(amount) / 1000)


@pytest.mark.parametrize(
    ("number", "digits", "shown"),
    [("1.165423", 6, "1.16542"), ("0.858057", 6, "0.858057"), ("25", 6, "25.00"), ("1634.5678", 6, "1,634.57"), ("0", 6, "0.00")],
)
def test_a_rate_is_shown_to_so_many_significant_digits(number: str, digits: int, shown: str) -> None:
    assert money.significant(Decimal(number), digits) == shown
