"""Exact money: decimals from text, and text that shows sub-cent amounts and never says 0 of what is not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

EXACT = Context(prec=60)
"""Wide enough that every product and sum of rates, tokens and volumes is exact."""
_AVERAGE = Context(prec=50)
_CENT = Decimal("0.01")


def decimal(text: str) -> Decimal:
    """Return the finite decimal that a text states; ValueError where it states none."""
    try:
        value = Decimal(text)
    except InvalidOperation:
        raise ValueError(f"{text!r} is not a number") from None
    if not value.is_finite():
        raise ValueError(f"{text!r} is not a finite number")
    return value


def cost(quantity: int | Decimal, rate: Decimal, per: int) -> Decimal:
    """Return quantity * rate / per, divided once and exactly where `per` is a power of ten."""
    with localcontext(EXACT):
        return tidy(quantity * rate / per)


def times(amount: Decimal, count: int | Decimal) -> Decimal:
    """Return amount * count, exactly."""
    with localcontext(EXACT):
        return tidy(amount * count)


def total(amounts: Iterable[Decimal]) -> Decimal:
    """Return the exact sum."""
    with localcontext(EXACT):
        return tidy(sum(amounts, Decimal(0)))


def average(amount: Decimal, count: Decimal) -> Decimal:
    """Return amount / count to 50 digits, so that nothing shows of what was rounded in the 60th on the way."""
    with localcontext(EXACT):
        return tidy(_AVERAGE.plus(amount / count))


def tidy(amount: Decimal) -> Decimal:
    """Return the same number without trailing zeros behind the point, and never in E notation for a whole number."""
    text = f"{amount:f}"
    if "." in text:
        text = text.rstrip("0").rstrip(".")
    return Decimal(text) if amount else Decimal(0)


def plain(amount: Decimal) -> str:
    """Return every digit in plain notation, `0.0001345`, as JSON and CSV carry it."""
    return f"{tidy(amount):f}"


def cents(amount: Decimal) -> str:
    """Return an amount as money on a bill, `260.70`, with every digit that it has behind the cents."""
    return _with_cents(plain(amount))


def display(amount: Decimal) -> str:
    """Return an amount for the eye: `1,234.57` to the cent from 1 on, four significant digits below.

    Only zero reads 0.00: 0.0001345 is shown as 0.0001345, 0.00000001 as 0.00000001.
    """
    if amount.copy_abs() < 1:
        return significant(amount, 4)
    return f"{amount.quantize(_CENT, ROUND_HALF_UP, EXACT):,f}"


def signed(amount: Decimal) -> str:
    """Return an amount for people with its sign, `+4.20`; what is nothing has none."""
    return f"+{display(amount)}" if amount > 0 else display(amount)


def significant(number: Decimal, digits: int) -> str:
    """Return a number to so many significant digits, two places at least; thousands parted."""
    number = tidy(number)
    places = max(2, digits - 1 - number.adjusted())
    rounded = number.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    return _with_cents(f"{rounded:,f}".rstrip("0"))


def _with_cents(text: str) -> str:
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}"
