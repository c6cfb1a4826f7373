"""What each model costs at each host, as levels that a price can be set against."""

from __future__ import annotations

import math
from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from statistics import median, median_high, median_low
from typing import TYPE_CHECKING

from costcalc.pricing.same_model import billions, key

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Price

METERS = ("input", "output", "image", "request")
"""The meters that are compared between hosts; rates of a cache and of services are compared with their own base."""
RATIO = "output per input"

Levels = dict[str, float]
"""Decimal logarithms by meter of what a row charges, in a common unit and currency, and of its output per input."""


@dataclass(frozen=True, slots=True)
class Row:
    """A curated price with what it is compared by."""

    price: Price
    levels: Levels
    model: str
    """The key that all hosts of the model share."""
    provider: str
    size: float | None
    """Billions of parameters, where the name or the model list says it."""
    worth: float
    """What a unit of its currency is worth in the common one."""

    def rate_at(self, meter: str, level: float) -> float:
        """Return the rate in this row's unit and currency that a level stands for."""
        rate = 10**level / self.worth
        return rate * self.price.per / 1e6 if meter in {"input", "output"} else rate


class Market:
    """The curated prices of many offers, by model and by host."""

    def __init__(self, offers: Iterable[Offer], worth: Mapping[str, Decimal]) -> None:
        """Take offers, and what a unit of each currency is worth in a common one; prices in any other are left out."""
        self._worth = worth
        self._hosts: dict[str, dict[str, list[Levels]]] = defaultdict(lambda: defaultdict(list))
        self._sizes: dict[str, float] = {}
        for offer in offers:
            for _, row in self.rows(offer):
                self._hosts[row.model][row.provider].append(row.levels)
                if row.size:
                    self._sizes[row.model] = row.size

    def rows(self, offer: Offer) -> Iterator[tuple[int, Row]]:
        """Yield the prices of an offer that charge something in a known currency, with their index."""
        name = offer.model.model
        size = billions(name) or billions((offer.model.parameters or "").partition(" ")[0])
        for index, price in enumerate(offer.sheet.prices):
            worth = self._worth.get(price.currency or offer.provider.currency)
            if worth is not None and (levels := _levels(price, float(worth))):
                yield index, Row(price, levels, key(name), offer.provider.provider, size, float(worth))

    def hosts(self, model: str) -> int:
        """Return how many hosts state a price of the model of that name."""
        return len(self._hosts.get(key(model), ()))

    def other_hosts(self, row: Row) -> dict[str, list[float]]:
        """Return by meter what each other host of the model charges: of what it states the middle, seen from the row."""
        found: dict[str, list[float]] = defaultdict(list)
        for provider, rows in self._hosts[row.model].items():
            for name, levels in by_meter(rows).items():
                if provider != row.provider and name in row.levels:
                    found[name].append(middle(levels, row.levels[name]))
        return found

    def models_near(self, row: Row) -> list[Levels]:
        """Return what each other model of half to twice the size charges; nothing where the size is unknown."""
        size = row.size
        if size is None:
            return []
        near = (name for name, other in self._sizes.items() if name != row.model and size / 2 <= other <= size * 2)
        return [self._models[name] for name in near]

    def other_models(self, row: Row) -> list[Levels]:
        """Return what each other model charges."""
        return [levels for name, levels in self._models.items() if name != row.model]

    @cached_property
    def _models(self) -> dict[str, Levels]:
        return {name: typical(typical(rows) for rows in hosts.values()) for name, hosts in self._hosts.items()}


def by_meter(rows: Iterable[Levels]) -> dict[str, list[float]]:
    """Return the levels of many rows, meter by meter."""
    found: dict[str, list[float]] = defaultdict(list)
    for row in rows:
        for name, level in row.items():
            found[name].append(level)
    return found


def middle(levels: Sequence[float], level: float) -> float:
    """Return the median of levels; of two in the middle the one nearer to a level, so that one wrong statement accuses nobody."""
    return min(median_low(levels), median_high(levels), key=lambda found: abs(found - level))


def typical(rows: Iterable[Levels]) -> Levels:
    """Return the median of each meter."""
    return {name: median(levels) for name, levels in by_meter(rows).items()}


def _levels(price: Price, worth: float) -> Levels:
    """Return the levels of what a row charges; a rate of zero is a gift and no level."""
    rates = {name: float(rate) * worth for name in METERS if (rate := getattr(price, name))}
    levels = {name: math.log10(rate * 1e6 / price.per if name in {"input", "output"} else rate) for name, rate in rates.items()}
    if "input" in levels and "output" in levels:
        levels[RATIO] = levels["output"] - levels["input"]
    return levels
