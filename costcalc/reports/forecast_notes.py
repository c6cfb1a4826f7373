"""What stands below a forecast: what was assumed, estimated, seen and converted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.reports.notes import attributed, sentence
from costcalc.reports.rates import fx_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from costcalc.planning.forecasting.findings import Findings
    from costcalc.planning.forecasting.forecast import Forecast


def _weekend(weekdays: Sequence[Decimal]) -> Iterator[str]:
    working, weekend = weekdays[0], weekdays[-1]
    if working and working != weekend:
        share = round(weekend / working * 100)
        yield f"A weekend day has {share} % of the arrivals of a working day, as the history shows; volume.weekdays overrides it."


def _estimated(forecast: Forecast) -> Iterator[str]:
    for index, kind in enumerate(forecast.workload.classes):
        labels = {offer.expected.calls[index].counting for offer in forecast.offers if offer.expected.calls}
        if "estimated" in labels:
            where = "" if len(labels) == 1 else " at some offers"
            yield f"Prompts of {kind.name} are estimated{where}: `costcalc count` says by which method, and its error."


def _elsewhere(forecast: Forecast) -> Iterator[str]:
    """Yield what is announced of offers that are not asked about, so that a slip in a filter shows."""
    here = {offer.expected.offer.name for offer in forecast.offers}
    workload = forecast.workload
    for what, known in (("price", workload.prices), ("retirement", workload.retirements)):
        for name in dict.fromkeys(each.offer for each in known if each.offer not in here):
            yield f"The announced {what} of {name} changes nothing here: it is not among the offers."


def forecast_notes(found: Findings) -> Iterator[str]:
    """Yield what a reader must know of how the figures of a forecast came about."""
    forecast = found.forecast
    workload = forecast.workload
    if workload.days_per_month is not None:
        yield f"A month has {workload.days_per_month:f} days."
    if len(workload.traffic.history) == 1:
        yield "The history is of one day: how days differ is unknown, and no part of P10 and P90."
    for sample in found.samples:
        if sample.needed is None:
            yield f"The sample of {sample.name} is one request: how requests differ is unknown, and no part of P10 and P90."
    if workload.traffic.weekend_seen:
        yield from _weekend(workload.traffic.weekdays)
    if any(driver.assumed for driver in found.drivers):
        yield "The workload says of nothing how uncertain it is: the table moves each number by 10 % (assumed)."
    if any(calls.counting == "assumed" for offer in forecast.offers for calls in offer.expected.calls):
        yield "Tokens that the workload states are taken as they are at every offer (assumed), whatever its tokenizer."
    yield from _estimated(forecast)
    yield from _elsewhere(forecast)
    yield from attributed(
        (o.expected.offer.name, o.expected.notes) for o in forecast.offers if o.expected.status in {"ok", "exceeds"}
    )
    rates = [rate for offer in forecast.offers for rate in offer.expected.rates.values() if not rate.same]
    yield from fx_notes(rates)
    if rates:
        yield sentence("Today's rate holds for every month")
