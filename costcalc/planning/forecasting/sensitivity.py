"""What a forecast hinges on: how far the total moves when one driver alone does."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from costcalc import money
from costcalc.planning.forecasting.factors import figures_of
from costcalc.planning.forecasting.forecast import interval
from costcalc.planning.forecasting.sides import sides

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.forecasting.factors import Factors
    from costcalc.planning.forecasting.forecast import OfferForecast
    from costcalc.planning.forecasting.trials import Array

ASSUMED = Decimal("0.1")
"""How far a number moves where nothing is said to be uncertain."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Driver:
    """One driver, and the total with it at P10 and at P90, all else as expected."""

    name: str
    low: Decimal
    high: Decimal
    moves: tuple[Decimal, Decimal] | None = None
    """The number at its ends; None where it is a sample or the days that stray."""
    assumed: bool = False
    """Whether nobody said how far it moves."""

    @property
    def swing(self) -> Decimal:
        """How far the total moves."""
        return abs(self.high - self.low)


def drivers(offer: OfferForecast) -> list[Driver]:
    """Return what the total of an offer hinges on, the largest swing first.

    Where the workload says of nothing how uncertain it is, volume, prompts and answers are moved by 10 % each.
    """
    total = offer.expected.total
    if total is None or offer.factors is None:
        return []
    stated = [driver for driver in (*_believed(offer.factors), *_drawn(offer, offer.factors, total)) if driver.swing]
    moved = stated or [driver for driver in _assumed(offer, total) if driver.swing]
    return sorted(moved, key=lambda driver: (-driver.swing, driver.name))


def _believed(factors: Factors) -> Iterator[Driver]:
    for ends in factors.ends:
        low, high = ends.low.total, ends.high.total
        if low is not None and high is not None:
            yield Driver(name=ends.place, low=low, high=high, moves=(ends.belief.low, ends.belief.high))


def _drawn(offer: OfferForecast, factors: Factors, total: Decimal) -> Iterator[Driver]:
    costs = factors.base()
    rows = {"level of the traffic": factors.level(), "day-to-day variation": factors.days()}
    for index, (kind, calls) in enumerate(zip(factors.workload.classes, offer.expected.calls, strict=True)):
        if calls.arrivals > 1:
            seen = calls.seen or figures_of(kind.content) is not None
            rows[f"{kind.name}: {'other requests than those seen' if seen else 'which requests come'}"] = factors.sample(index)
    for name, drawn in rows.items():
        both = interval(total, _of_total(drawn, costs))
        yield Driver(name=name, low=both.p10, high=both.p90)


def _of_total(rows: Array, costs: Array) -> Array:
    whole = costs.sum()
    return np.asarray(costs @ rows / whole) if whole else np.ones(rows.shape[1])


def _assumed(offer: OfferForecast, total: Decimal) -> Iterator[Driver]:
    for name, part in (("volume", total), *_parts(offer)):
        moved = money.times(part, ASSUMED)
        yield Driver(name=name, low=total - moved, high=total + moved, moves=(1 - ASSUMED, 1 + ASSUMED), assumed=True)


def _parts(offer: OfferForecast) -> Iterator[tuple[str, Decimal]]:
    """Yield what prompts and answers of each class cost, of the total."""
    for index, kind in enumerate(offer.factors.workload.classes if offer.factors else ()):
        both = sides(kind, index, offer.expected)
        yield f"{kind.name}: tokens of answers", both.answers
        yield f"{kind.name}: tokens of prompts", both.prompts
