"""Units that get mixed up, told by the power of ten between two figures for one price."""

from __future__ import annotations

import math

SLIPS = {
    1: "a decimal place",
    2: "cents for whole units",
    3: "per 1,000 for per 1,000,000 tokens",
    5: "cents per 1,000 for whole units per 1,000,000 tokens",
    6: "per token for per 1,000,000 tokens",
}
"""What is mistaken for what where figures are apart by ten to that power, in either direction."""
EXACT = 1.02
"""Figures that are the same but for a rounding are within this factor."""


def slip(ratio: float, within: float = EXACT) -> int | None:
    """Return the power of ten, a key of SLIPS, that a ratio of two rates is within a factor of; None where it is none."""
    power = abs(math.log10(ratio))
    nearest = min(SLIPS, key=lambda known: abs(known - power))
    return nearest if abs(nearest - power) <= math.log10(within) else None


def times(ratio: float) -> str:
    """Return how a figure stands to another, `20 times` or `1/20 of`."""
    return f"{_round(ratio)} times" if ratio >= 1 else f"1/{_round(1 / ratio)} of"


def _round(number: float) -> str:
    return f"{number:,.0f}" if number >= 10 else f"{number:.2g}"
