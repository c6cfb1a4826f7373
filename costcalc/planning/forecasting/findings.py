"""All that is found out about a workload: its forecast, what that hinges on, where it turns, and its scenarios."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.forecasting.forecast import TRIALS, forecast
from costcalc.planning.forecasting.sampling import sample_sizes
from costcalc.planning.forecasting.sensitivity import drivers
from costcalc.planning.forecasting.thresholds import cache_break_even, image_savings, overflows

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.forecasting.expected import Expected, ForecastTerms
    from costcalc.planning.forecasting.forecast import Forecast, Moved
    from costcalc.planning.forecasting.sampling import SampleSize
    from costcalc.planning.forecasting.sensitivity import Driver
    from costcalc.planning.forecasting.thresholds import ImageSaving, Overflow
    from costcalc.planning.workload import Workload
    from costcalc.sheets.book import Offer

_MILLION = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A workload at offers, as it is or in a scenario."""

    scenario: str | None
    workload: Workload
    moved: Moved
    offers: Sequence[Offer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What was found out; by offer where it differs between them."""

    scenario: str | None
    """The one that is shown; None: the workload as it stands."""
    forecast: Forecast
    terms: ForecastTerms
    scenarios: tuple[tuple[str, Forecast], ...]
    """The others."""
    drivers: tuple[Driver, ...]
    """What the total of the cheapest offer hinges on."""
    samples: tuple[SampleSize, ...]
    images: tuple[ImageSaving, ...]
    overflows: dict[str, tuple[Overflow, ...]]
    break_even: dict[str, Decimal | None]
    """How often a cached prefix must be read for the cache to pay; empty where the workload says nothing of caches."""


def find_out(asked: Asked, others: Sequence[Asked], terms: ForecastTerms, *, trials: int = TRIALS, seed: int = 0) -> Findings:
    """Return everything that a report of a workload tells, with the same draws in every scenario."""
    found, *rest = (
        forecast(each.workload, each.offers, terms, moved=each.moved, trials=trials, seed=seed) for each in (asked, *others)
    )
    best = found.best
    cached = any(calls.told_cached and calls.cached.any() for offer in found.offers for calls in offer.expected.calls)
    cached = cached or any(kind.cached_share is not None for kind in found.workload.classes)
    names = {offer.expected.offer.name: offer.expected for offer in found.offers}
    return Findings(
        scenario=asked.scenario,
        forecast=found,
        terms=terms,
        scenarios=tuple((each.scenario or "as it stands", other) for each, other in zip(others, rest, strict=True)),
        drivers=tuple(drivers(best)) if best else (),
        samples=tuple(sample_sizes(best)) if best else (),
        images=tuple(image_savings(found.workload, best.expected, terms)) if best else (),
        overflows={name: tuple(overflows(found.workload, each, terms)) for name, each in names.items()},
        break_even={name: cache_break_even(each) for name, each in names.items()} if cached else {},
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCosts:
    """A forecast's total by what it is for; None where a month has no cost."""

    per_request: Decimal | None
    per_arrival: Decimal | None
    per_million_tokens: Decimal | None
    """Prompts and answers, retries not counted."""


def unit_costs(expected: Expected) -> UnitCosts:
    """Return what a request, an arrival and a million tokens cost over all months."""
    total, arrivals = expected.total, money.total([month.arrivals for month in expected.months])
    return UnitCosts(
        per_request=_ratio(total, expected.requests),
        per_arrival=_ratio(total, arrivals),
        per_million_tokens=_ratio(
            None if total is None else money.times(total, _MILLION), money.times(arrivals, expected.tokens_per_arrival)
        ),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ClassCost:
    """What one class of arrivals comes to at an offer over all months; a conversation or a run is one arrival."""

    name: str
    share: Decimal
    """Of all arrivals."""
    requests_per_arrival: Decimal
    input_per_arrival: Decimal
    output_per_arrival: Decimal
    """Tokens, as one arrival has them on average; retries not counted."""
    per_arrival: Decimal | None
    cost: Decimal | None
    """None where a month has no cost."""


def class_costs(workload: Workload, expected: Expected) -> list[ClassCost]:
    """Return what each class comes to at an offer; nothing where the model cannot take a prompt."""
    arrivals = money.total([month.arrivals for month in expected.months])
    found = []
    for index, (kind, calls) in enumerate(zip(workload.classes, expected.calls, strict=False)):
        known = expected.total is not None
        cost = money.total([month.classes[index] for month in expected.months]) if known else None
        each = Decimal(calls.arrivals)
        found.append(
            ClassCost(
                name=kind.name,
                share=kind.share,
                requests_per_arrival=money.tidy(money.EXACT.divide(Decimal(len(calls.arrival)), each)),
                input_per_arrival=money.tidy(money.EXACT.divide(Decimal(int(calls.input.sum())), each)),
                output_per_arrival=money.tidy(money.EXACT.divide(Decimal(int(calls.output.sum())), each)),
                per_arrival=_ratio(cost, money.times(arrivals, kind.share)),
                cost=cost,
            )
        )
    return found


def _ratio(amount: Decimal | None, by: Decimal) -> Decimal | None:
    return None if amount is None or not by else money.average(amount, by)
