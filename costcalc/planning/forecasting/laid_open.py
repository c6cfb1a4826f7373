"""A forecast's arithmetic with its numbers laid open, as workbooks and pages take it."""

from __future__ import annotations

from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.forecasting.months import mean_weight
from costcalc.planning.item import MeterRate
from costcalc.planning.limits import published
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf, meter_rates
from costcalc.pricing.evidence import Evidence

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costcalc.planning.forecasting.expected import Expected, ForecastTerms, MonthCost
    from costcalc.planning.forecasting.forecast import Forecast
    from costcalc.planning.forecasting.unit_cost import UnitCost
    from costcalc.planning.limits import Name
    from costcalc.planning.workload import ArrivalClass, Workload

_MILLION = 1_000_000


def laid_open(found: Forecast, terms: ForecastTerms) -> WhatIf:
    """Return what the expected costs of a forecast were multiplied from: means of each class, and rates of each month."""
    workload = found.workload
    return WhatIf(
        currency=terms.currency,
        volume=workload.traffic.arrivals.base,
        per=workload.traffic.per,
        growth=workload.traffic.growth.base,
        periods=tuple(
            Period(name=month.name, days=month.days, grown=month.index, weight=mean_weight(workload.traffic, month))
            for month in found.months
        ),
        offers=tuple(_priced(workload, each.expected, terms) for each in found.offers),
        assumed=("input", "output", *(("requests",) if workload.traffic.assumed else ())),
    )


def _priced(workload: Workload, expected: Expected, terms: ForecastTerms) -> Priced:
    first = next((stint for month in expected.months for stint in month.stints if stint.units), None)
    price = first.span.price if first is not None and isinstance(first.span.price, Evidence) else None
    rate = next(iter(expected.rates.values()), None)
    several = len(expected.rates) > 1
    rates = tuple({} if several else _rates(month) for month in expected.months)
    return Priced(
        offer=expected.offer.name,
        status=expected.status,
        reason=expected.reason or ("is billed in one currency after another" if several else None),
        counting=_counting(expected),
        currency=price.currency if price else expected.offer.provider.currency,
        conversion=None if rate is None or rate.same else rate,
        mixes=tuple(_mix(kind, index, expected, rates, first.units[index]) for index, kind in enumerate(workload.classes))
        if first is not None
        else (),
        rates=rates if first is not None else (),
        price_from=price.from_ if price else None,
        checked=price.row.checked if price else None,
        source=price.row.source if price else None,
        basis=price.row.basis if price else None,
        limits=_limits(expected, terms),
    )


def _counting(expected: Expected) -> str | None:
    labels = {calls.counting for calls in expected.calls}
    return next((label for label in ("estimated", "assumed", "reference", "verified") if label in labels), None)


def _limits(expected: Expected, terms: ForecastTerms) -> Mapping[str, tuple[int | None, int]]:
    """Return each limit and the longest request that it is held against."""
    if not expected.calls:
        return {}
    allowed = published(expected.offer, terms.on, terms.basis)
    longest: dict[Name, int] = {
        "context": max(int((calls.input + calls.output).max()) for calls in expected.calls),
        "max_output": max(int(calls.output.max()) for calls in expected.calls),
        "max_images": max(int(calls.image.max()) for calls in expected.calls),
    }
    return {name: (allowed[name], used) for name, used in longest.items() if used}


def _rates(month: MonthCost) -> Mapping[str, MeterRate]:
    """Return the rate of each meter in a month as it is published: what a class pays otherwise is a factor of it."""
    if month.cost is None:
        return {}
    found: dict[str, MeterRate] = {}
    for index in range(len(month.stints[0].units)):
        for meter, rate in _class_rates(month, index).items():
            found.setdefault(meter, rate)
    return found | _published_rates(month)


def _published_rates(month: MonthCost) -> dict[str, MeterRate]:
    """Return the rates of short prompts at standard service, on average over the prices that hold in a month.

    Those are in it that no request uses as things stand, but would if they were changed: cached input, say.
    """
    prices = [(stint.part, stint.span.price) for stint in month.stints]
    tables = [(part, meter_rates(price, 0)) for part, price in prices if isinstance(price, Evidence)]
    first = tables[0][1] if tables else {}
    if len(month.stints) == 1:
        return first
    found: dict[str, MeterRate] = {}
    with localcontext(money.EXACT):
        for meter, rate in first.items():
            if all(meter in table for _, table in tables):
                paid = money.total([part * table[meter].rate / table[meter].per for part, table in tables])
                mean = paid / money.total([part for part, _ in tables])
                found[meter] = MeterRate(money.tidy(mean * rate.per), rate.per)
    return found


def _class_rates(month: MonthCost, index: int) -> dict[str, MeterRate]:
    """Return what a class pays for each meter in a month, on average over the prices that hold in it."""
    if len(month.stints) == 1:
        return dict(month.stints[0].units[index].rates)
    found: dict[str, MeterRate] = {}
    with localcontext(money.EXACT):
        for meter in {meter for stint in month.stints for meter in stint.units[index].rates}:
            billed = [(stint.part, stint.units[index]) for stint in month.stints]
            quantity = sum((part * unit.quantities.get(meter, Decimal(0)) for part, unit in billed), Decimal(0))
            cost = sum((part * _meter_cost(unit, meter) for part, unit in billed), Decimal(0))
            found[meter] = MeterRate(cost / quantity * _MILLION, _MILLION) if quantity else billed[0][1].rates[meter]
    return found


def _meter_cost(unit: UnitCost, meter: str) -> Decimal:
    quantity = unit.quantities.get(meter, Decimal(0))
    return money.cost(quantity, unit.rates[meter].rate, unit.rates[meter].per) if quantity else Decimal(0)


def _mix(kind: ArrivalClass, index: int, expected: Expected, rates: Sequence[Mapping[str, MeterRate]], unit: UnitCost) -> Mix:
    billed = unit.quantities
    cached, written = billed.get("cached_input", Decimal(0)), billed.get("cache_write", Decimal(0))
    read = billed.get("input", Decimal(0)) + cached + written
    calls = expected.calls[index]
    with localcontext(money.EXACT):
        requests = billed.get("request") or Decimal(len(calls.arrival)) / calls.arrivals
        return Mix(
            name=kind.name,
            share=kind.share,
            requests=requests,
            input=read,
            cached_share=cached / read if read else Decimal(0),
            cache_write=written,
            output=billed.get("output", Decimal(0)),
            image=billed.get("image", Decimal(0)),
            whole=False,
            factors=tuple(_factors(month, index, rates[at], unit) for at, month in enumerate(expected.months)),
        )


def _factors(month: MonthCost, index: int, rates: Mapping[str, MeterRate], unit: UnitCost) -> Mapping[str, Decimal]:
    """Return what a class pays of a month's rates, and makes up for quantities that differ between its prices."""
    if month.cost is None:
        return {}
    own, found = _class_rates(month, index), {}
    with localcontext(money.EXACT):
        for meter, rate in own.items():
            paid = sum((stint.part * _meter_cost(stint.units[index], meter) for stint in month.stints), Decimal(0))
            asked = money.cost(unit.quantities.get(meter, Decimal(0)), rates[meter].rate, rates[meter].per)
            if asked and paid != asked:
                found[meter] = paid / asked
            elif rate != rates[meter] and rates[meter].rate:
                found[meter] = (rate.rate / rate.per) / (rates[meter].rate / rates[meter].per)
    return found
