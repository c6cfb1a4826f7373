"""The pictures of a forecast: the months of the cheapest offers with their bands, and the tornado."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.chart import Band, Bar, Bars, Swing, Swings, Trend
from costcalc.reports.forecast_tables import moves

if TYPE_CHECKING:
    from costcalc.planning.forecasting.findings import Findings
    from costcalc.planning.forecasting.forecast import OfferForecast
    from costcalc.planning.forecasting.sensitivity import Driver
    from costcalc.render.chart import Chart

_OFFERS = 3
"""So many offers are drawn by month: the bands of more cannot be told apart."""


def forecast_charts(found: Findings) -> tuple[Chart, ...]:
    """Return the months by offer, what the total hinges on, and the totals side by side; no picture of a single thing."""
    ranked = [offer for offer in found.forecast.offers if offer.expected.status == "ok"]
    if not ranked:
        return ()
    code, best = found.terms.currency, ranked[0]
    periods = tuple(month.name for month in found.forecast.months)
    charts: list[Chart] = []
    if len(periods) > 1:
        charts.append(Trend("Cost by month", code, periods, tuple(_band(offer) for offer in ranked[:_OFFERS])))
    if len(found.drivers) > 1 and best.expected.total is not None:
        swings = tuple(_swing(driver) for driver in found.drivers)
        charts.append(Swings(f"What the total hinges on at {best.expected.offer.name}", code, best.expected.total, swings))
    bars = tuple(Bar(offer.expected.offer.name, offer.total.p50) for offer in ranked if offer.total)
    return (*charts, Bars("Total by offer, P50", code, bars))


def _band(offer: OfferForecast) -> Band:
    return Band(
        offer.expected.offer.name,
        tuple(each.p50 if each else None for each in offer.months),
        tuple(each.p10 if each else None for each in offer.months),
        tuple(each.p90 if each else None for each in offer.months),
    )


def _swing(driver: Driver) -> Swing:
    return Swing(driver.name, driver.low, driver.high, moves(driver))
