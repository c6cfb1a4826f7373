"""What the months of a workload cost at one offer as everything is believed to be: exactly, without a trial."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.errors import InputError
from costcalc.planning.forecasting.calls import Calls, calls_at
from costcalc.planning.forecasting.fitting import unfit
from costcalc.planning.forecasting.months import part_of, volume
from costcalc.planning.forecasting.prices import Span, spans, with_known
from costcalc.planning.forecasting.unit_cost import UnitCost, unit_cost
from costcalc.pricing.currency import NoRate, Rate, convert
from costcalc.pricing.evidence import Evidence, Unpriced

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from costcalc.planning.estimate import Status
    from costcalc.planning.forecasting.months import Month
    from costcalc.planning.workload import Workload
    from costcalc.sheets.book import Offer
    from costcalc.sheets.terms import Basis


@dataclass(frozen=True, slots=True, kw_only=True)
class ForecastTerms:
    """Under what terms: the day that is today, the currency of the answer, the kind of source."""

    on: date
    currency: str
    rate: Callable[[str], Rate | NoRate]
    """The rate from a currency to the asked one: today's, for every month."""
    basis: Basis | None = None


@dataclass(frozen=True, slots=True)
class Stint:
    """A part of a month under one price, and what an arrival of each class costs in it."""

    part: Decimal
    """Share of the month's arrivals."""
    span: Span
    units: tuple[UnitCost, ...]
    """Of each class; empty where one of them has no price."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MonthCost:
    """What a month costs at an offer; None where a part of it has no price, and `reason` says why."""

    month: Month
    arrivals: Decimal
    stints: tuple[Stint, ...]
    classes: tuple[Decimal, ...]
    """Cost of the arrivals of each class, in the asked currency."""
    cost: Decimal | None
    reason: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expected:
    """A workload at one offer, without uncertainty."""

    offer: Offer
    status: Status
    reason: str | None
    calls: tuple[Calls, ...]
    """Of each class; empty where the model cannot take a prompt."""
    months: tuple[MonthCost, ...]
    rates: dict[str, Rate]
    """What was converted from, by currency."""
    notes: tuple[str, ...] = ()

    @property
    def total(self) -> Decimal | None:
        """The sum of the months; None where one is unknown."""
        costs = [each.cost for each in self.months]
        return None if not costs or None in costs else money.total([cost for cost in costs if cost is not None])

    @property
    def known(self) -> list[int]:
        """The months that have a cost."""
        return [index for index, each in enumerate(self.months) if each.cost is not None]

    @property
    def requests(self) -> Decimal:
        """Requests of all months, retries not counted."""
        return money.total([money.times(each.arrivals, self.requests_per_arrival) for each in self.months])

    requests_per_arrival: Decimal
    """Mean over the classes."""
    tokens_per_arrival: Decimal
    """Input and output, retries not counted."""


def expected(workload: Workload, months: Sequence[Month], offer: Offer, terms: ForecastTerms) -> Expected:
    """Return what each month costs at an offer, or from when on it has no cost, and whether its requests fit."""
    offer = with_known(offer, workload)
    try:
        calls = tuple(calls_at(kind.content, offer, terms.on) for kind in workload.classes)
    except InputError as error:
        return _refused(offer, str(error))
    reason, notes = unfit(workload, calls, offer, terms)
    costs, rates = _month_costs(workload, months, calls, offer, terms)
    gone = next((stint.span for each in costs for stint in each.stints if stint.span.retired), None)
    unknown = next((each.reason for each in costs if each.cost is None), None)
    status: Status = "retired" if gone else "exceeds" if reason else "unpriced" if unknown else "ok"
    said = (note for each in costs for stint in each.stints for unit in stint.units for note in unit.notes)
    return Expected(
        offer=offer,
        status=status,
        reason=unknown if gone else reason or unknown,
        calls=calls,
        months=costs,
        rates=rates,
        notes=tuple(dict.fromkeys((*notes, *said))),
        requests_per_arrival=_mean(workload, [(len(each.arrival), each.arrivals) for each in calls]),
        tokens_per_arrival=_mean(workload, [(int((each.input + each.output).sum()), each.arrivals) for each in calls]),
    )


def _refused(offer: Offer, reason: str) -> Expected:
    nothing = Decimal(0)
    return Expected(
        offer=offer,
        status="exceeds",
        reason=reason,
        calls=(),
        months=(),
        rates={},
        requests_per_arrival=nothing,
        tokens_per_arrival=nothing,
    )


def _mean(workload: Workload, sums: Sequence[tuple[int, int]]) -> Decimal:
    """Return the mean over the classes of a sum over so many arrivals."""
    with localcontext(money.EXACT):
        means = (kind.share * Decimal(whole) / arrivals for kind, (whole, arrivals) in zip(workload.classes, sums, strict=True))
        return money.tidy(sum(means, Decimal(0)))


def _month_costs(
    workload: Workload, months: Sequence[Month], calls: Sequence[Calls], offer: Offer, terms: ForecastTerms
) -> tuple[tuple[MonthCost, ...], dict[str, Rate]]:
    found = spans(offer, months[0].start, months[-1].end, currency=terms.currency, basis=terms.basis)
    units = [_units(workload, calls, span.price) for span in found]
    rates = {unit.currency: terms.rate(unit.currency) for each in units if not isinstance(each, Unpriced) for unit in each}
    known = {code: rate for code, rate in rates.items() if isinstance(rate, Rate)}
    missing = next((rate.reason for rate in rates.values() if isinstance(rate, NoRate)), None)
    costs = []
    for month in months:
        stints, reason = [], missing
        for span, priced in zip(found, units, strict=True):
            if span.start < month.end and month.start < span.end:
                reason = reason or (priced.reason if isinstance(priced, Unpriced) else None)
                part = part_of(workload.traffic, month, span.start, span.end)
                stints.append(Stint(part, span, () if isinstance(priced, Unpriced) else priced))
        costs.append(_month_cost(workload, month, tuple(stints), known, reason))
    return tuple(costs), known


def _units(workload: Workload, calls: Sequence[Calls], price: Evidence | Unpriced) -> tuple[UnitCost, ...] | Unpriced:
    if isinstance(price, Unpriced):
        return price
    units: list[UnitCost] = []
    for kind, each in zip(workload.classes, calls, strict=True):
        unit = unit_cost(kind, each, price, workload.traffic)
        if isinstance(unit, Unpriced):
            return unit
        units.append(unit)
    return tuple(units)


def _month_cost(
    workload: Workload, month: Month, stints: tuple[Stint, ...], rates: dict[str, Rate], reason: str | None
) -> MonthCost:
    arrivals = volume(workload.traffic, month)
    if reason is not None:
        return MonthCost(month=month, arrivals=arrivals, stints=stints, classes=(), cost=None, reason=reason)
    classes = []
    for index, kind in enumerate(workload.classes):
        own = money.times(arrivals, kind.share)
        classes.append(money.total([_cost(stint, stint.units[index], own, rates) for stint in stints]))
    return MonthCost(month=month, arrivals=arrivals, stints=stints, classes=tuple(classes), cost=money.total(classes))


def _cost(stint: Stint, unit: UnitCost, arrivals: Decimal, rates: dict[str, Rate]) -> Decimal:
    return money.times(convert(unit.per_arrival, rates[unit.currency]), money.times(arrivals, stint.part))
