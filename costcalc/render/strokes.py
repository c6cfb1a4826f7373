"""What pictures on a screen are drawn with: bars to the eighth of a column, amounts, colour."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.render.cells import UNKNOWN
from costcalc.render.wrapping import width

if TYPE_CHECKING:
    from costcalc.render.report import Look

CYAN, MAGENTA, YELLOW, GREEN = "36", "35", "33", "32"
_EIGHTHS = ("", "▏", "▎", "▍", "▌", "▋", "▊", "▉")
_CURRENCY = re.compile(r"[A-Z]{3}\b")


def painted(text: str, code: str, look: Look) -> str:
    """Return text in a colour where the screen has any."""
    return f"\x1b[{code}m{text}\x1b[0m" if look.colour and text else text


def amount(value: Decimal | None, unit: str) -> str:
    """Return a value for the eye: money as tables show it, a whole number of anything else as such, `?` for what is unknown."""
    if value is None:
        return UNKNOWN
    whole = value == value.to_integral_value() and not _CURRENCY.match(unit)
    return f"{value:,.0f}" if whole else money.display(value)


def about(value: Decimal | None, unit: str) -> str:
    """Return a value that is only an estimate for the eye: from 100 on without cents, which nobody knows."""
    if value is None or abs(value) < 100:
        return amount(value, unit)
    return f"{value.quantize(Decimal(1), ROUND_HALF_UP, money.EXACT):,f}"


def bar(value: Decimal, most: Decimal, columns: int, look: Look) -> str:
    """Return a bar from zero, all columns long for the most: what is not nothing is at least a sliver."""
    if value <= 0 or columns < 1:
        return ""
    if look.ascii:
        return "#" * steps(value, most, columns)
    full, rest = divmod(steps(value, most, columns * 8), 8)
    return "█" * full + _EIGHTHS[rest]


def steps(value: Decimal, most: Decimal, count: int) -> int:
    """Return how many of so many steps a value above zero is worth, at least one."""
    return max(1, int((value / most * count).to_integral_value(ROUND_HALF_UP)))


def filled(text: str, room: int, *, right: bool = False) -> str:
    """Return text with blanks up to a width, in front of it where it stands to the right."""
    blanks = " " * (room - width(text))
    return blanks + text if right else text + blanks
