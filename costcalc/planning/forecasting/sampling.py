"""How many requests must be seen before their mean cost is known well enough."""

from __future__ import annotations

from dataclasses import dataclass
from math import ceil
from typing import TYPE_CHECKING

import numpy as np

from costcalc.planning.forecasting.trials import mean_factors, resampled

if TYPE_CHECKING:
    from costcalc.planning.forecasting.calls import Calls
    from costcalc.planning.forecasting.forecast import OfferForecast
    from costcalc.planning.forecasting.unit_cost import UnitCost

WITHIN = 0.05
"""The error of the mean that is asked for, on either side."""
_Z95 = 1.96
"""95 of 100 means of samples lie so many standard errors about the true one."""
_TRIALS = 2000


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleSize:
    """What was seen of a class, and what would have to be."""

    name: str
    seen: int
    deviation: float
    """Standard deviation of the cost of an arrival over its mean, the coefficient of variation."""
    error: float
    """Half the 95 % interval of the mean, over the mean: of neighbours drawn together, or one by one where that is wider."""
    needed: int | None
    """Independent requests for a mean within 5 %, (1.96 CV / 0.05) ** 2. None: one request tells no deviation."""

    @property
    def needed_alike(self) -> int | None:
        """How many that are as much alike as these tell the mean within 5 %; `needed` where neighbours are independent."""
        return None if self.needed is None else max(self.needed, ceil(self.seen * (self.error / WITHIN) ** 2))


def needed(deviation: float, within: float = WITHIN) -> int:
    """Return how many independent requests tell their mean within a share of it in 95 of 100 samples: (1.96 CV / e) ** 2."""
    return ceil((_Z95 * deviation / within) ** 2)


def sample_sizes(offer: OfferForecast) -> list[SampleSize]:
    """Return what was seen of each class that was observed, at the prices of an offer's first month."""
    found: list[SampleSize] = []
    months = offer.expected.months
    if offer.factors is None or not months or not months[0].stints[0].units:
        return found
    for kind, calls, unit in zip(offer.factors.workload.classes, offer.expected.calls, months[0].stints[0].units, strict=True):
        if calls.seen:
            found.append(
                SampleSize(
                    name=kind.name,
                    seen=calls.arrivals,
                    deviation=unit.deviation,
                    error=_error(calls, unit),
                    needed=needed(unit.deviation) if calls.arrivals > 1 else None,
                )
            )
    return found


def _error(calls: Calls, unit: UnitCost) -> float:
    if calls.blocks < 2:
        return float("inf")
    blocks = float(mean_factors(unit, resampled(calls.blocks, np.random.default_rng(0), _TRIALS)).std())
    return _Z95 * max(blocks, unit.deviation / float(np.sqrt(calls.arrivals)))
