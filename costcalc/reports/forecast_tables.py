"""The tables below a forecast: what it hinges on, how much was seen, what a smaller image saves, how scenarios differ."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.percent import percent, shown
from costcalc.render.report import Column, Table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.forecasting.findings import ClassCost
    from costcalc.planning.forecasting.forecast import Forecast
    from costcalc.planning.forecasting.sampling import SampleSize
    from costcalc.planning.forecasting.sensitivity import Driver
    from costcalc.planning.forecasting.thresholds import ImageSaving

_SHARES = ("growth", "share", "failing", "variation")
"""What the last word of a place ends with where its number is a share."""


def driver_table(drivers: Sequence[Driver], currency: str) -> Table:
    """Return what the total becomes with each driver alone at its ends, the largest swing first."""
    columns = (
        Column("driver", "What it hinges on", "name"),
        Column("moves", "From P10 to P90", "text", drop=1),
        Column("low", f"{currency} at P10", "money"),
        Column("high", f"{currency} at P90", "money"),
        Column("swing", "Swing", "money"),
    )
    rows = tuple((each.name, moves(each), each.low, each.high, each.swing) for each in drivers)
    return Table("What the total hinges on, each alone:", columns, rows)


def moves(driver: Driver) -> str:
    """Return from what to what a driver's number moves, shares in percent; nothing for what is no number."""
    if driver.moves is None:
        return ""
    is_share = driver.assumed or driver.name.endswith(_SHARES)
    return " to ".join(f"{money.plain(money.times(end, 100))} %" if is_share else f"{end:,f}" for end in driver.moves)


def class_table(classes: Sequence[ClassCost], currency: str) -> Table:
    """Return what each class of arrivals comes to; nothing where there is a single one, of which the first table tells."""
    columns = (
        Column("class", "Class", "name"),
        Column("share", "Of arrivals", "count"),
        Column("requests", "Requests each", "count", drop=3),
        Column("input", "Tokens in", "count", drop=1),
        Column("output", "Tokens out", "count", drop=1),
        Column("per_arrival", f"{currency} each", "money"),
        Column("cost", f"{currency} in all", "money"),
        Column("of_cost", "Of the cost", "count", drop=2),
    )
    total = money.total([each.cost for each in classes if each.cost is not None])
    rows = tuple(
        (
            each.name,
            f"{money.plain(round(money.times(each.share, 100), 1))} %",
            round(each.requests_per_arrival, 2).normalize() + 0,
            round(each.input_per_arrival),
            round(each.output_per_arrival),
            each.per_arrival,
            each.cost,
            f"{100 * float(each.cost / total):.0f} %" if each.cost is not None and total else "",
        )
        for each in classes
    )
    return Table("By class:", columns, rows if len(classes) > 1 else ())


def sample_table(samples: Sequence[SampleSize]) -> Table:
    """Return how well what was seen tells the mean cost, and how much would tell it within 5 %."""
    columns = (
        Column("class", "Sample", "name"),
        Column("seen", "Seen", "count"),
        Column("error", "Mean known within", "text"),
        Column("alike", "Needed for +-5 %", "count"),
        Column("needed", "If independent", "count", drop=1),
    )
    rows = tuple(
        (each.name, each.seen, None if each.needed is None else f"+-{100 * each.error:.1f} %", each.needed_alike, each.needed)
        for each in samples
    )
    return Table("How much was seen:", columns, rows)


def image_table(images: Sequence[ImageSaving], currency: str) -> Table:
    """Return what each image would be at the next cheaper grid, and what that saves."""
    columns = (
        Column("class", "Images of", "name"),
        Column("resize", "Resize", "text"),
        Column("before", "Tokens", "count"),
        Column("after", "To", "count"),
        Column("saved", f"{currency} saved", "money"),
    )
    rows = tuple(
        (
            each.name,
            f"{each.image.size[0]}x{each.image.size[1]} to {each.image.smaller[0]}x{each.image.smaller[1]}",
            each.image.before,
            each.image.after,
            each.saved,
        )
        for each in images
    )
    return Table("What a smaller image would save:", columns, rows)


def scenario_table(scenarios: Sequence[tuple[str, Forecast]], base: Forecast, currency: str, shown_first: str | None) -> Table:
    """Return what each scenario comes to at its cheapest offer, beside the forecast that is shown."""
    columns = (
        Column("scenario", "Scenario", "name"),
        Column("offer", "Cheapest offer", "name"),
        Column("p10", f"{currency} P10", "money", drop=1),
        Column("p50", f"{currency} P50", "money"),
        Column("p90", f"{currency} P90", "money"),
        Column("change", "Change", "text"),
    )
    rows = []
    start = base.best.total if base.best else None
    for name, forecast in ((shown_first or "as it stands", base), *scenarios) if scenarios else ():
        best = forecast.best
        total = best.total if best else None
        change = percent(total.p50, start.p50) if total and start and forecast is not base else None
        rows.append(
            (
                name,
                best.expected.offer.name if best else "none fits at a known price",
                *((total.p10, total.p50, total.p90) if total else (None, None, None)),
                shown(change) if isinstance(change, Decimal) else "",
            )
        )
    return Table("Scenarios:", columns, tuple(rows))
