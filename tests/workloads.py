"""Workloads to test with: one class of certain requests, changed by what is stated."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from builders import TODAY

from costcalc.planning.forecasting.expected import Expected, ForecastTerms, expected
from costcalc.planning.forecasting.forecast import Forecast, forecast
from costcalc.planning.forecasting.months import months
from costcalc.planning.workload import ArrivalClass, Belief, Single, Traffic, Workload, sure
from costcalc.pricing.currency import Rate

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer

START = date(2027, 1, 1)
_TRAFFIC = ("arrivals", "per", "growth", "weekdays", "hours", "peak_factor", "variation", "history")


def believed(low: str, base: str, high: str) -> Belief:
    """Return a number that is not known for sure."""
    return Belief(Decimal(low), Decimal(base), Decimal(high))


def arrivals_of(name: str = "chat", **stated: Any) -> ArrivalClass:
    """Return a class of requests with 1,000 tokens in and 500 out."""
    about = {"share": Decimal(1), "content": Single(input=sure(1000), output=sure(500))}
    return ArrivalClass(name=name, **{**about, **stated})


def workload(*classes: ArrivalClass, **stated: Any) -> Workload:
    """Return 1,000 arrivals a day over three months of 2027; traffic's own fields go to the traffic."""
    traffic = {"arrivals": sure(1000), "per": "day"} | {name: stated.pop(name) for name in _TRAFFIC if name in stated}
    about = {"name": "test", "start": START, "months": 3}
    return Workload(**{**about, **stated}, traffic=Traffic(**traffic), classes=classes or (arrivals_of(),))


def in_dollars(rate: str = "1.25") -> ForecastTerms:
    """Return the terms of the tests: dollars, and one euro is so many of them."""

    def to_dollars(code: str) -> Rate:
        return Rate(code, "USD") if code == "USD" else Rate(code, "USD", multiply=Decimal(rate), source="invented")

    return ForecastTerms(on=TODAY, currency="USD", rate=to_dollars)


def at(offer: Offer, asked: Workload) -> Expected:
    """Return what a workload is expected to cost at an offer."""
    return expected(asked, months(asked), offer, in_dollars())


def forecast_of(asked: Workload, *offers: Offer, trials: int = 2000, seed: int = 7, moved: Any = None) -> Forecast:
    """Return the forecast of a workload at offers."""
    return forecast(asked, offers, in_dollars(), moved=moved or _unmoved, trials=trials, seed=seed)


def _unmoved(place: str, _number: Decimal) -> Workload:
    raise AssertionError(f"nothing says how {place} moves")
