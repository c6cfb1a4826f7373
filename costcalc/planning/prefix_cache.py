"""What a provider's prefix cache saves: how often what it keeps must be read for it to pay."""

from __future__ import annotations

from decimal import localcontext
from typing import TYPE_CHECKING

from costcalc import money

if TYPE_CHECKING:
    from decimal import Decimal


def break_even_reads(uncached: Decimal, write: Decimal, read: Decimal) -> Decimal | None:
    """Return how often a cached prefix must be read for the cache to cost no more than sending it anew: (w - i) / (i - r).

    The three are rates of the same number of tokens. 0 where writing costs no more than sending; None where reading is not
    cheaper than sending, so that no number of reads is enough.
    """
    if read >= uncached:
        return None
    with localcontext(money.EXACT):
        return money.tidy(max(write - uncached, uncached * 0) / (uncached - read))
