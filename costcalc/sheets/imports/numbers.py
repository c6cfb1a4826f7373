"""Numbers as a source writes them, exactly, with the noise of binary floats taken out."""

from __future__ import annotations

from decimal import Decimal, localcontext

from costcalc import money
from costcalc.sheets.imports.record import MalformedError

_NOISY_DIGITS = 15
"""A decimal of fewer digits is no binary float printed in full."""
_MEANT_DIGITS = 9
"""More digits than any list states."""
_MOST_PLACES = 30
"""Digits before or behind the point, beyond which nothing is read: to write them out could take for ever."""
_NOISE = Decimal("1e-12")
"""What a rounding may move, as a share: far below any price, far above what a double gets wrong."""


class Numbers:
    """Reads the numbers of one record, and remembers what was done to them."""

    def __init__(self, *, clean: bool = True) -> None:
        self.clean = clean
        self.noisy = False

    def read(self, raw: object, what: str, power: int = 0) -> Decimal:
        """Return the number times ten to a power; MalformedError where it is none or below zero."""
        value = number(raw, what)
        if self.clean:
            cleaned = without_noise(value)
            self.noisy |= cleaned != value
            value = cleaned
        with localcontext(money.EXACT):
            return money.tidy(value.scaleb(power))

    @property
    def note(self) -> str | None:
        """What a reader must know of the numbers."""
        return "digits of a binary float taken off" if self.noisy else None


def number(raw: object, what: str) -> Decimal:
    """Return the decimal that JSON or a package states; MalformedError where it is none, endless or below zero."""
    if isinstance(raw, bool) or not isinstance(raw, (int, str, Decimal)):
        raise MalformedError(f"{what} is no number: {raw!r}")
    try:
        value = money.decimal(str(raw))
    except ValueError:
        raise MalformedError(f"{what} is no number: {raw!r}") from None
    if value < 0:
        raise MalformedError(f"{what} is negative: {raw}")
    if value and abs(value.adjusted()) > _MOST_PLACES:
        raise MalformedError(f"{what} is beyond all prices and lengths: {str(raw)[:20]}")
    return value


def whole(raw: object, what: str) -> int | None:
    """Return a whole number above zero, also where it is written 4096.0; None where none is stated."""
    if raw is None:
        return None
    value = number(raw, what)
    if value != value.to_integral_value():
        raise MalformedError(f"{what} is no whole number: {raw}")
    return int(value) or None


def without_noise(value: Decimal) -> Decimal:
    """Return 0.00000079 for 7.899999999999999e-07: the short decimal that a binary float stands for, where there is one.

    0.08333333333333333 stays as it is: no short decimal is within a trillionth of it.
    """
    if len(value.as_tuple().digits) < _NOISY_DIGITS:
        return value
    with localcontext(money.EXACT):
        for digits in range(1, _MEANT_DIGITS + 1):
            short = value.quantize(Decimal(1).scaleb(value.adjusted() - digits + 1))
            if abs(short - value) <= value * _NOISE:
                return short
    return value
