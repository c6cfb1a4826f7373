"""The report of a forecast: what the months cost at each offer, with the interval, and what that hinges on."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.forecasting.findings import class_costs, unit_costs
from costcalc.planning.forecasting.laid_open import laid_open
from costcalc.planning.forecasting.months import peak_a_minute
from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.forecast_charts import forecast_charts
from costcalc.reports.forecast_document import SCHEMA, forecast_document, rounded
from costcalc.reports.forecast_notes import forecast_notes
from costcalc.reports.forecast_tables import class_table, driver_table, image_table, sample_table, scenario_table
from costcalc.reports.notes import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.planning.forecasting.findings import Findings
    from costcalc.planning.forecasting.forecast import Forecast, Interval, OfferForecast
    from costcalc.planning.forecasting.months import Month
    from costcalc.planning.forecasting.thresholds import Overflow

_NEARLY = 0.01
"""A risk that is neither none nor certain never reads as if it were."""


def forecast_report(found: Findings, *, explain: bool = False) -> Report:
    """Return the report of a forecast, its offers in their order; to explain it are the months of every offer."""
    forecast, terms = found.forecast, found.terms
    ranked = [offer for offer in forecast.offers if offer.expected.status == "ok"]
    others = [offer for offer in forecast.offers if offer.expected.status != "ok"]
    tables = [_offers("", ranked, found), _why(others)]
    best = forecast.best
    # Where none serves all months, those that the only offer serves still have a cost.
    told = (best,) if best is not None else [each for each in others if len(others) == 1 and each.expected.status != "exceeds"]
    tables += [_months(offer, found) for offer in (forecast.offers if explain else told)]
    if best is not None:
        tables += [class_table(class_costs(forecast.workload, best.expected), terms.currency)]
        tables += [driver_table(found.drivers, terms.currency), sample_table(found.samples)]
        tables += [image_table(found.images, terms.currency)]
    tables += [scenario_table(found.scenarios, forecast, terms.currency, found.scenario)]
    notes = tuple(forecast_notes(found))
    return Report(
        SCHEMA,
        forecast_document(found, notes),
        _heading(found),
        _data(found),
        tuple(tables),
        notes,
        charts=lambda: forecast_charts(found),
        what_if=lambda: laid_open(forecast, terms),
    )


def _heading(found: Findings) -> str:
    workload, months = found.forecast.workload, found.forecast.months
    traffic = workload.traffic
    scenario = f", scenario {found.scenario}" if found.scenario else ""
    assumed = " (assumed)" if traffic.assumed else ""
    grown = f", growing {_percent(traffic.growth.base)} a month" if traffic.growth.base else ""
    return (
        f"{workload.name}{scenario}: {numbered(len(months), 'month')} from {_since(months[0])}, "
        f"{_arrivals(traffic.arrivals.base)} a {traffic.per}{assumed}{grown}; "
        f"{found.terms.currency}, prices of {found.terms.on}; "
        f"P10 to P90 of {found.forecast.trials:,} trials, seed {found.forecast.seed}."
    )


def _since(first: Month) -> str:
    return first.name if first.start.day == 1 else first.start.isoformat()


def _arrivals(number: Decimal) -> str:
    return f"{money.significant(number, 6).removesuffix('.00')} {'arrival' if number == 1 else 'arrivals'}"


def _percent(share: Decimal) -> str:
    return f"{money.plain(money.times(share, 100))} %"


def _offers(title: str, offers: Sequence[OfferForecast], found: Findings) -> Table:
    code = found.terms.currency
    columns = (
        Column("offer", "Offer", "name"),
        Column("p10", f"{code} P10", "money"),
        Column("p50", f"{code} P50", "money"),
        Column("p90", f"{code} P90", "money"),
        Column("over_monthly", "Month over budget", "text", drop=1),
        Column("over_total", "Total over budget", "text", drop=2),
        Column("per_request", "/request", "money", drop=3),
        Column("per_arrival", "/arrival", "money", drop=5),
        Column("per_million", "/1M tokens", "money", drop=4),
        Column("overflow", "Outgrows context", "text", drop=6),
        Column("break_even", "Cache pays from", "text", drop=7),
    )
    several = any(offer.expected.requests_per_arrival != 1 for offer in offers)
    rows = []
    for offer in offers:
        total, units = offer.total, unit_costs(offer.expected)
        rows.append(
            (
                offer.expected.offer.name,
                *((total.p10, total.p50, total.p90) if total else (None, None, None)),
                *(_month(found.forecast, index) for index in (offer.over_monthly, offer.over_total)),
                units.per_request,
                units.per_arrival,
                units.per_million_tokens,
                "; ".join(_overflow(each) for each in found.overflows.get(offer.expected.offer.name, ()) if each.turn),
                _break_even(found.break_even.get(offer.expected.offer.name)) if found.break_even else "",
            )
        )
    table = Table(title, columns, tuple(rows))
    return table if several else table.only({column.key for column in columns} - {"per_arrival"})


def _month(forecast: Forecast, index: int | None) -> str:
    return "" if index is None else forecast.months[index].name


def _overflow(each: Overflow) -> str:
    return f"{each.name} at {each.unit} {each.turn}"


def _break_even(reads: Decimal | None) -> str:
    if reads == 0:
        return "the first read"
    return "never" if reads is None else f"{money.significant(reads, 3).removesuffix('.00')} reads"


def _why(offers: Sequence[OfferForecast]) -> Table:
    columns = (Column("offer", "Offer", "name"), Column("status", "Status", "status"), Column("reason", "Why"))
    rows = tuple((each.expected.offer.name, each.expected.status, each.expected.reason) for each in offers)
    return Table("Not ranked:", columns, rows)


def _months(offer: OfferForecast, found: Findings) -> Table:
    code = found.terms.currency
    columns = (
        Column("month", "Month", "name"),
        Column("arrivals", "Arrivals", "count", drop=2),
        Column("p10", f"{code} P10", "money"),
        Column("p50", f"{code} P50", "money"),
        Column("p90", f"{code} P90", "money"),
        Column("sum", "P50 so far", "money", drop=1),
        Column("peak", "Peak/minute", "count", drop=4),
        Column("over_monthly", "Risk over budget", "count", drop=3),
        Column("over_total", "Risk total over", "count", drop=3),
    )
    rows = []
    for index, (month, interval, so_far) in enumerate(zip(offer.expected.months, offer.months, offer.so_far, strict=True)):
        peak = peak_a_minute(found.forecast.workload.traffic, month.month)
        rows.append(
            (
                month.month.name,
                whole(month.arrivals),
                *((interval.p10, interval.p50, interval.p90) if interval else (None, None, None)),
                so_far.p50 if so_far else None,
                whole(peak) if peak is not None else "",
                *(_percent_of(risk, index) for risk in (offer.monthly_risk, offer.total_risk)),
            )
        )
    return Table(f"{offer.expected.offer.name} by month:", columns, tuple(rows) if offer.expected.known else ())


def _percent_of(risks: Sequence[float | None], month: int) -> str | None:
    if not risks:
        return ""
    risk = risks[month]
    if risk is None:
        return None
    if 0 < risk < _NEARLY or 1 - _NEARLY < risk < 1:
        return "under 1 %" if risk < _NEARLY else "over 99 %"
    return f"{100 * risk:.0f} %"


def whole(number: Decimal) -> int | Decimal:
    """Return a quantity for the eye: whole from a hundred on, else to three digits."""
    return int(number.to_integral_value()) if number >= 100 or number == number.to_integral_value() else round(number, 2)


def _data(found: Findings) -> Table:
    columns = (
        *(Column(key, key, "name") for key in ("scenario", "offer", "status", "reason", "currency", "month")),
        *(Column(key, key, "count") for key in ("arrivals", "requests")),
        *(Column(key, key, "money") for key in ("expected", "p10", "p50", "p90")),
        Column("over_monthly_budget", "Over the monthly budget", "count"),
        Column("over_total_budget", "Over the total budget", "count"),
    )
    rows = [row for name, forecast in _all(found) for row in _data_rows(name, forecast, found.terms.currency)]
    return Table("", columns, tuple(rows))


def _all(found: Findings) -> Iterator[tuple[str | None, Forecast]]:
    yield found.scenario, found.forecast
    yield from found.scenarios


def _data_rows(name: str | None, forecast: Forecast, currency: str) -> Iterator[tuple[Cell, ...]]:
    for offer in forecast.offers:
        expected = offer.expected
        for index, month in enumerate(expected.months):
            interval: Interval | None = offer.months[index]
            yield (
                name,
                expected.offer.name,
                expected.status,
                month.reason or expected.reason,
                currency,
                month.month.name,
                rounded(month.arrivals),
                rounded(money.times(month.arrivals, expected.requests_per_arrival)),
                month.cost,
                *((interval.p10, interval.p50, interval.p90) if interval else (None, None, None)),
                *(_risk(risks[index] if risks else None) for risks in (offer.monthly_risk, offer.total_risk)),
            )


def _risk(share: float | None) -> Decimal | None:
    return None if share is None else Decimal(repr(share))
