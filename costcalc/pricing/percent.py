"""How far one number is above or below another, in percent."""

from __future__ import annotations

from decimal import ROUND_DOWN, Context, Decimal, localcontext

from costcalc import money

_DIGITS = Context(prec=6, rounding=ROUND_DOWN)
"""More digits of a share than anyone reads; cut, never rounded up."""


def percent(value: Decimal | int | None, against: Decimal | int | None) -> Decimal | None:
    """Return `(value - against) / against` in percent, cut to six digits; None where one is unknown, or the second is zero."""
    if value is None or against is None or against == 0:
        return None
    with localcontext(money.EXACT):
        change = 100 * (Decimal(value) - against) / against
    return money.tidy(_DIGITS.plus(change))


def shown(change: Decimal) -> str:
    """Return `+204 %` for 204.76: what is behind the point is cut off, so that no difference is made larger than it is.

    Below one percent one digit stays: only what is the same reads `0 %`.
    """
    places = Decimal(1) if change == 0 or change.copy_abs() >= 1 else Decimal(1).scaleb(change.adjusted())
    cut = change.quantize(places, ROUND_DOWN, money.EXACT)
    return f"{cut:+,f} %" if change else "0 %"
