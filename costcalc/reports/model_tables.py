"""The tables of a model's card: its offers, what could stand in for it, and what forced moves cost."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.pricing.percent import shown
from costcalc.render.report import Cell, Column, Table
from costcalc.reports.rates import for_the_eye

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

    from costcalc.planning.alternatives import Alternative
    from costcalc.planning.card import Card, Sale
    from costcalc.planning.migration import Migration
    from costcalc.planning.monthly import Month

MOST_ALTERNATIVES = 10
"""So many are shown to people; more are counted."""


def offers_tables(sales: Sequence[Sale], month: Month) -> list[Table]:
    """Return the offers that rank, cheapest first, and those that do not with the reason."""
    ranked, others = (
        [sale for sale in sales if sale.listing.status == "ok"],
        [sale for sale in sales if sale.listing.status != "ok"],
    )
    columns = (
        Column("offer", "Offer", "name"),
        Column("reason", "Why", "text"),
        Column("input", "In/1M", "rate"),
        Column("output", "Out/1M", "rate"),
        Column("monthly", f"{month.currency}/month", "money"),
        Column("price_from", "Price from", "date", drop=2),
        Column("price_checked", "Checked", "date", drop=3),
        Column("context", "Context", "count", drop=4),
        Column("max_output", "Max output", "count", drop=6),
        Column("regions", "Regions", "text", drop=5),
    )
    return [
        Table("Offers:", columns, tuple(map(_sale, ranked))),
        Table("Not ranked:", columns, tuple(map(_sale, others))).only({"offer", "reason", "input", "output", "monthly"}),
    ]


def _sale(sale: Sale) -> tuple[Cell, ...]:
    item = sale.listing
    return (
        item.offer.name,
        item.reason,
        for_the_eye(item.input, item.fx),
        for_the_eye(item.output, item.fx),
        sale.monthly,
        item.evidence.from_ if item.evidence else None,
        item.checked,
        item.offer.sheet.context,
        item.offer.sheet.max_output,
        " ".join(item.offer.regions) or None,
    )


def alternatives_table(card: Card, month: Month) -> Table:
    """Return the models that could stand in, each with its cheapest fitting offer."""
    columns = (
        Column("offer", "Offer", "name"),
        Column("context", "Context", "count"),
        Column("monthly", f"{month.currency}/month", "money"),
        Column("change", "Change", "count"),
        Column("retires", "Retires", "date"),
        Column("licence", "Licence", "text", drop=1),
    )
    own = f" than {card.own.offer.name}" if card.own else ""
    title = f"Alternatives: they take and do as much, read as much at once, and cost less{own}:"
    return Table(title, columns, tuple(_alternative(item) for item in card.alternatives[:MOST_ALTERNATIVES]))


def _alternative(item: Alternative) -> tuple[Cell, ...]:
    return (
        item.offer.name,
        item.offer.sheet.context or item.offer.model.context,
        item.cost,
        _change(item.change),
        (life.retires if (life := item.offer.sheet.lifecycle) else None) or "",
        item.offer.model.licence,
    )


def _change(change: Decimal | None) -> str:
    return "?" if change is None else shown(change)


def migrations_table(found: Sequence[Migration], month: Month) -> Table:
    """Return what forced moves cost."""
    columns = (
        Column("offer", "From", "name"),
        Column("retires", "Retires", "date"),
        Column("to", "To", "name"),
        Column("before", f"{month.currency}/month", "money"),
        Column("after", "after", "money"),
        Column("change", "Change", "count"),
        Column("reason", "Unknown because", "text"),
    )
    rows = tuple(
        (
            item.offer.name,
            item.retires,
            item.to.name if item.to else item.successor,
            item.before,
            item.after,
            _change(item.change),
            item.reason,
        )
        for item in found
    )
    return Table("Cost after forced migration, at the same token counts:", columns, rows)
