"""Whether a figure is another one as a page shows it: with fewer decimals, rounded, cut off, or spoilt by a binary float."""

from __future__ import annotations

from decimal import ROUND_DOWN, ROUND_HALF_EVEN, ROUND_HALF_UP, Decimal

from costcalc import money

_LEAST = 2
"""Decimals that every page shows of a price per million tokens."""


def shown_as(exact: Decimal, figure: Decimal) -> str | None:
    """Return how an exact rate comes to be shown as a figure, `0.075 shown with 2 decimals`, or None where it does not.

    Half up, half to even, cut off, and both ways of a binary float are tried: `format(0.075, ".2f")` is 0.07, and a rate per
    token, 0.000000555 times a million, is 0.5549999999999999 and shows as 0.55.
    """
    for places in sorted({max(_LEAST, _places(figure)), max(_LEAST, -int(figure.as_tuple().exponent))}):
        if places >= _places(exact):
            continue
        if (how := _how(exact, figure, places)) is not None:
            return f"{money.plain(exact)} shown with {places} decimals{how}"
    return None


def _how(exact: Decimal, figure: Decimal, places: int) -> str | None:
    """Return what is to be added to `shown with 2 decimals`; None where no way leads there."""
    step = Decimal(1).scaleb(-places)
    if figure in {exact.quantize(step, ROUND_HALF_UP), exact.quantize(step, ROUND_HALF_EVEN)}:
        return ""
    by_float = {Decimal(f"{float(exact):.{places}f}"), Decimal(f"{float(exact.scaleb(-6)) * 1e6:.{places}f}")}
    if figure in by_float:
        return " from a binary float"
    if figure == exact.quantize(step, ROUND_DOWN):
        return ", the rest cut off"
    twice = {exact.quantize(step.scaleb(-more), ROUND_HALF_UP).quantize(step, ROUND_HALF_UP) for more in (1, 2)}
    return ", rounded twice" if figure in twice else None


def _places(number: Decimal) -> int:
    """Return the decimals of a number without zeros at its end."""
    return max(0, -int(money.tidy(number).as_tuple().exponent))
