"""The JSON document of a forecast."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.planning.forecasting.findings import class_costs, unit_costs
from costcalc.planning.forecasting.months import peak_a_minute
from costcalc.reports.rates import fx_document, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.forecasting.findings import ClassCost, Findings
    from costcalc.planning.forecasting.forecast import Forecast, Interval, OfferForecast
    from costcalc.planning.forecasting.sampling import SampleSize
    from costcalc.planning.forecasting.sensitivity import Driver
    from costcalc.planning.forecasting.thresholds import ImageSaving

SCHEMA = "costcalc/forecast/1"
_SIX_PLACES = Decimal("0.000001")


def forecast_document(found: Findings, notes: Sequence[str]) -> dict[str, Any]:
    """Return what `data/schemas/forecast.json` describes."""
    forecast, workload = found.forecast, found.forecast.workload
    return {
        "as_of": found.terms.on.isoformat(),
        "currency": found.terms.currency,
        "workload": workload.name,
        "scenario": found.scenario,
        "start": workload.start.isoformat(),
        "trials": forecast.trials,
        "seed": forecast.seed,
        "months": [
            {
                "month": month.name,
                "start": month.start.isoformat(),
                "days": plain(month.days),
                "peak_per_minute": _rounded(peak_a_minute(workload.traffic, month)),
            }
            for month in forecast.months
        ],
        "budget": {"monthly": plain(workload.budget.monthly), "total": plain(workload.budget.total)},
        "results": [_result(offer, found) for offer in forecast.offers],
        "drivers": [_driver(driver) for driver in found.drivers],
        "samples": [_sample(size) for size in found.samples],
        "images": [_image(saving) for saving in found.images],
        "scenarios": [_scenario(name, other) for name, other in found.scenarios],
        "notes": list(notes),
    }


def _result(offer: OfferForecast, found: Findings) -> dict[str, Any]:
    expected = offer.expected
    months = found.forecast.months
    return {
        "offer": expected.offer.name,
        "provider": expected.offer.provider.provider,
        "model": expected.offer.model.model,
        "model_id": expected.offer.sheet.id,
        "status": expected.status,
        "reason": expected.reason,
        "counting": {
            kind.name: calls.counting for kind, calls in zip(found.forecast.workload.classes, expected.calls, strict=False)
        },
        "expected": plain(expected.total),
        "total": _interval(offer.total),
        "unit_costs": plain(unit_costs(expected)),
        "classes": [_class(each) for each in class_costs(found.forecast.workload, expected)],
        "months": _months(offer),
        "over_monthly_budget": months[offer.over_monthly].name if offer.over_monthly is not None else None,
        "over_total_budget": months[offer.over_total].name if offer.over_total is not None else None,
        "overflow": {each.name: {each.unit: each.turn} for each in found.overflows.get(expected.offer.name, ())},
        "cache_break_even_reads": plain(found.break_even.get(expected.offer.name)),
        "fx": [fx_document(rate) for rate in expected.rates.values() if not rate.same],
        "notes": list(expected.notes),
    }


def _class(costs: ClassCost) -> dict[str, Any]:
    return {
        "name": costs.name,
        "share": money.plain(costs.share),
        "requests_per_arrival": plain(rounded(costs.requests_per_arrival)),
        "input_per_arrival": plain(rounded(costs.input_per_arrival)),
        "output_per_arrival": plain(rounded(costs.output_per_arrival)),
        "per_arrival": plain(costs.per_arrival),
        "cost": plain(costs.cost),
    }


def _months(offer: OfferForecast) -> list[dict[str, Any]]:
    return [
        {
            "month": month.month.name,
            "arrivals": plain(rounded(month.arrivals)),
            "requests": plain(rounded(money.times(month.arrivals, offer.expected.requests_per_arrival))),
            "expected": plain(month.cost),
            "interval": _interval(interval),
            "reason": month.reason,
            "over_monthly_budget": _risk(offer.monthly_risk, index),
            "over_total_budget": _risk(offer.total_risk, index),
        }
        for index, (month, interval) in enumerate(zip(offer.expected.months, offer.months, strict=True))
    ]


def _risk(risks: Sequence[float | None], month: int) -> float | None:
    risk = risks[month] if risks else None
    return None if risk is None else round(risk, 4)


def _interval(interval: Interval | None) -> dict[str, str] | None:
    if interval is None:
        return None
    return {name: money.plain(getattr(interval, name)) for name in ("p10", "p50", "p90")}


def _driver(driver: Driver) -> dict[str, Any]:
    return {
        "driver": driver.name,
        "from": plain(driver.moves[0]) if driver.moves else None,
        "to": plain(driver.moves[1]) if driver.moves else None,
        "assumed": driver.assumed,
        "low": money.plain(driver.low),
        "high": money.plain(driver.high),
        "swing": money.plain(driver.swing),
    }


def _sample(size: SampleSize) -> dict[str, Any]:
    return {
        "class": size.name,
        "seen": size.seen,
        "deviation": round(size.deviation, 6) if size.needed is not None else None,
        "error": round(size.error, 6) if size.needed is not None else None,
        "needed": size.needed,
        "needed_alike": size.needed_alike,
    }


def _image(saving: ImageSaving) -> dict[str, Any]:
    image = saving.image
    return {
        "class": saving.name,
        "from": f"{image.size[0]}x{image.size[1]}",
        "to": f"{image.smaller[0]}x{image.smaller[1]}",
        "tokens": image.before,
        "tokens_after": image.after,
        "saved": money.plain(saving.saved),
    }


def _scenario(name: str, forecast: Forecast) -> dict[str, Any]:
    return {
        "scenario": name,
        "results": [
            {
                "offer": offer.expected.offer.name,
                "status": offer.expected.status,
                "expected": plain(offer.expected.total),
                "total": _interval(offer.total),
            }
            for offer in forecast.offers
        ],
    }


def rounded(number: Decimal) -> Decimal:
    """Return how many there are to six places: shares of a month have no end."""
    return number.quantize(_SIX_PLACES, context=money.EXACT)


def _rounded(number: Decimal | None) -> float | None:
    return None if number is None else round(float(number), 3)
