"""A workload's cost by month at each offer, with the interval that it lies in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from costcalc import money
from costcalc.planning.estimate import RANKS
from costcalc.planning.forecasting.expected import Expected, expected
from costcalc.planning.forecasting.factors import Ends, Factors, Samples
from costcalc.planning.forecasting.months import months as months_of
from costcalc.planning.forecasting.trials import Draws
from costcalc.planning.forecasting.volumes import Volumes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from costcalc.planning.forecasting.expected import ForecastTerms
    from costcalc.planning.forecasting.months import Month
    from costcalc.planning.forecasting.trials import Array
    from costcalc.planning.workload import Workload
    from costcalc.sheets.book import Offer

    Moved = Callable[[str, Decimal], Workload]
    """Returns the workload with the number at a place of its file known."""

Found = TypeVar("Found")

TRIALS = 10_000
_DIGITS = 12
"""Of a factor: far more than trials can tell apart, and few enough that one is 1 and nothing near it."""
_PLACES = Decimal("1e-9")
"""Of an amount that was drawn: finer than any rate, and no more than trials can know."""


@dataclass(frozen=True, slots=True)
class Interval:
    """P10, P50 and P90: in eight of ten cases it comes out between the first and the last."""

    p10: Decimal
    p50: Decimal
    p90: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferForecast:
    """What a workload costs at one offer."""

    expected: Expected
    months: tuple[Interval | None, ...]
    """None where the month has no cost."""
    so_far: tuple[Interval | None, ...]
    """The sum up to each month; None from the first month on that has no cost."""
    total: Interval | None
    monthly_risk: tuple[float | None, ...] = ()
    """Share of trials in which each month is over the monthly budget; empty where there is none."""
    total_risk: tuple[float | None, ...] = ()
    """Share of trials in which the sum up to each month is over the total budget."""
    over_monthly: int | None = None
    """The first month whose P50 is over the monthly budget."""
    over_total: int | None = None
    """The first month by which the P50 of the sum is over the total budget."""
    factors: Factors | None = None

    @property
    def over(self) -> bool:
        """Whether it is over a budget in some month, more likely than not."""
        return self.over_monthly is not None or self.over_total is not None


@dataclass(frozen=True, slots=True, kw_only=True)
class Forecast:
    """The forecast of a workload: its months, and each offer's costs, cheapest first."""

    workload: Workload
    months: tuple[Month, ...]
    offers: tuple[OfferForecast, ...]
    trials: int
    seed: int

    @property
    def best(self) -> OfferForecast | None:
        """The cheapest that fits at a known price; None where there is none."""
        return next((offer for offer in self.offers if offer.expected.status == "ok"), None)


def forecast(
    workload: Workload, offers: Iterable[Offer], terms: ForecastTerms, *, moved: Moved, trials: int = TRIALS, seed: int = 0
) -> Forecast:
    """Return the forecast at each offer, cheapest first; what is not ok comes last and never ranks."""
    months, draws = months_of(workload), Draws(seed, trials)
    volumes, samples = Volumes(workload.traffic, months, draws), Samples(workload, draws)
    places = {place: belief for place, belief in workload.places.items() if not belief.certain}
    at_ends = {place: (moved(place, belief.low), moved(place, belief.high)) for place, belief in places.items()}
    found: list[OfferForecast] = []
    for offer in offers:
        base = expected(workload, months, offer, terms)
        ends = tuple(
            Ends(place, places[place], expected(low, months, offer, terms), expected(high, months, offer, terms))
            for place, (low, high) in at_ends.items()
        )
        factors = Factors(expected=base, workload=workload, volumes=volumes, samples=samples, ends=ends, draws=draws)
        found.append(_at_offer(base, factors))
    return Forecast(workload=workload, months=tuple(months), offers=tuple(_ranked(found)), trials=trials, seed=seed)


def _ranked(found: Iterable[OfferForecast]) -> list[OfferForecast]:
    def key(item: OfferForecast) -> tuple[int, Decimal, str]:
        weight = item.total.p50 if item.total else Decimal("Infinity")
        return RANKS[item.expected.status], weight, item.expected.offer.name

    return sorted(found, key=key)


def _at_offer(base: Expected, factors: Factors) -> OfferForecast:
    known = base.known
    nothing = tuple(None for _ in base.months)
    if not known:
        return OfferForecast(expected=base, months=nothing, so_far=nothing, total=None)
    rows, costs = factors.all(), factors.base()
    sums = np.cumsum(costs[:, None] * rows, axis=0)
    amounts = [base.months[index].cost or Decimal(0) for index in known]
    months = _placed(base, [interval(amount, row) for amount, row in zip(amounts, rows, strict=True)])
    upto = [(money.total(amounts[: at + 1]), _relative(sums[at], costs[: at + 1])) for at in range(len(known))]
    so_far = [interval(amount, each) for amount, each in upto]
    unbroken = next((at for at, index in enumerate(known) if index != at), len(known))
    budget = factors.workload.budget
    return OfferForecast(
        expected=base,
        months=months,
        so_far=_placed(base, so_far, unbroken),
        total=None if base.total is None else so_far[-1],
        monthly_risk=_placed(base, _risks(zip(amounts, rows, strict=True), budget.monthly)) if budget.monthly is not None else (),
        total_risk=_placed(base, _risks(upto, budget.total), unbroken) if budget.total is not None else (),
        over_monthly=_first_over(months, budget.monthly),
        over_total=_first_over(_placed(base, so_far), budget.total),
        factors=factors,
    )


def _placed(base: Expected, found: Sequence[Found], most: int | None = None) -> tuple[Found | None, ...]:
    """Return what is known of the months that have a cost, or of so many of them, at the places of these months."""
    places = dict(zip(base.known[:most], found, strict=False))
    return tuple(places.get(index) for index in range(len(base.months)))


def _relative(sums: Array, costs: Array) -> Array:
    """Return sums as factors of what is expected of them."""
    whole = costs.sum()
    return sums / whole if whole else np.ones_like(sums)


def _risks(drawn: Iterable[tuple[Decimal, Array]], limit: Decimal) -> list[float]:
    """Return the share of trials in which each amount is over a limit, by its factors to as many digits as an interval has."""
    return [float((factors.round(_DIGITS) * float(amount) > float(limit)).mean()) for amount, factors in drawn]


def _first_over(amounts: Sequence[Interval | None], limit: Decimal | None) -> int | None:
    if limit is None:
        return None
    return next((index for index, amount in enumerate(amounts) if amount is not None and amount.p50 > limit), None)


def interval(amount: Decimal | None, factors: Array) -> Interval:
    """Return an amount at P10, P50 and P90 of its factors, by nearest rank; where all are one, the amount itself."""
    count = len(factors)
    ranks = [max(-(-share * count // 100) - 1, 0) for share in (10, 50, 90)]
    sorted_there = np.partition(factors, ranks)
    low, mid, high = (Decimal(repr(round(float(sorted_there[rank]), _DIGITS))) for rank in ranks)
    base = amount if amount is not None else Decimal(0)
    if low == high == 1:
        return Interval(base, base, base)
    return Interval(*(_rounded(money.times(base, factor)) for factor in (low, mid, high)))


def _rounded(amount: Decimal) -> Decimal:
    return money.tidy(amount.quantize(_PLACES, context=money.EXACT))
