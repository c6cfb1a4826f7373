"""How many requests are sent where some fail and are sent again."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from costcalc import money

if TYPE_CHECKING:
    from decimal import Decimal


def retry_factor(failing: Decimal, most: int) -> Decimal:
    """Return how often a request is sent on average, 1 + p + p^2 + ... + p^most, exactly up to 60 digits.

    `failing` is the share that fails, each time anew; a request is sent again at most `most` times.
    """
    with localcontext(money.EXACT):
        factor = failing * 0 + 1
        for _ in range(most):
            factor = factor * failing + 1
        return money.tidy(factor)
