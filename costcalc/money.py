"""Exact money: decimals from text, and text that shows sub-cent amounts and never says 0 of what is not."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation, localcontext

EXACT = Context(prec=60)
"""Wide enough that every product and sum of rates, tokens and volumes is exact."""


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


def total(amounts: list[Decimal]) -> Decimal:
    """Return the exact sum."""
    with localcontext(EXACT):
        return tidy(sum(amounts, Decimal(0)))


def tidy(amount: Decimal) -> Decimal:
    """Return the same number without trailing zeros behind the point, and never in E notation for a whole number."""
    if amount == 0:
        return Decimal(0)
    with localcontext(EXACT):
        plain = amount.normalize()
        return plain.quantize(Decimal(1)) if plain.as_tuple().exponent > 0 else plain  # type: ignore[operator]


def plain(amount: Decimal) -> str:
    """Return every digit in plain notation, `0.0001345`, as JSON and CSV carry it."""
    return f"{tidy(amount):f}"


def cents(amount: Decimal) -> str:
    """Return an amount as money on a bill, `260.70`, with every digit that it has behind the cents."""
    text = plain(amount)
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.ljust(2, '0')}"


def display(amount: Decimal, significant: int = 4) -> str:
    """Return an amount for the eye: cents where they say enough, else so many significant digits; thousands parted.

    Only zero reads 0.00: 0.0001345 is shown as 0.0001345, 0.00000001 as 0.00000001.
    """
    if amount == 0:
        return "0.00"
    magnitude = amount.adjusted()
    places = max(2, significant - 1 - magnitude)
    rounded = amount.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP, EXACT)
    text = f"{rounded:,f}"
    whole, _, fraction = text.partition(".")
    return f"{whole}.{fraction.rstrip('0').ljust(2, '0')}"
