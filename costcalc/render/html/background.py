"""What stands behind the numbers: the limits of each offer with the room that is left, and who says what a price is."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from costcalc.render.html.gauge import gauge
from costcalc.render.html.tables import Grid, cells, grid, headings
from costcalc.render.html.what_if import conversions
from costcalc.render.report import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.what_if import Priced, WhatIf
    from costcalc.render.html.tables import Shown
    from costcalc.render.report import Cell

_WORDS = {"context": "context window", "max_output": "longest answer", "max_images": "images in a request"}
_LIMITS = (
    Column("offer", "Offer", "name"),
    Column("limit", "Limit"),
    Column("used", "Used", "count"),
    Column("max", "Allowed", "count"),
    Column("free", "Free", "count"),
    Column("share", "Of what is allowed"),
    Column("status", "Status", "status"),
)
_SOURCES = (
    Column("offer", "Offer", "name"),
    Column("counting", "Tokens are"),
    Column("from", "Price from", "date"),
    Column("checked", "Checked", "date"),
    Column("basis", "Basis"),
    Column("source", "Source"),
)
_RATES = (
    Column("currency", "Currency", "name"),
    Column("rate", "Worth", "rate"),
    Column("date", "Fixing of", "date"),
    Column("source", "Source"),
)


def background(what_if: WhatIf) -> Iterator[Grid]:
    """Yield limits with the room that is left, the sources of prices, and those of exchange rates, where there are any."""
    limits = tuple(row for offer in what_if.offers for row in _limits(offer))
    if limits:
        yield Grid("limits", "Limits and headroom", "", headings(_LIMITS), limits)
    sources = [offer for offer in what_if.offers if offer.source or offer.price_from]
    if sources:
        yield grid(Table("Sources", _SOURCES, tuple(_source(offer) for offer in sources)), "sources")
    rates = tuple((code, rate.rate, rate.fixing, rate.source) for code, rate in conversions(what_if).items())
    if rates:
        yield grid(Table(f"Exchange rates, in {what_if.currency}", _RATES, rates), "rates")


def _limits(offer: Priced) -> Iterator[tuple[Shown, ...]]:
    for name, (most, used) in offer.limits.items():
        found = gauge(used, most, "")
        status = "unknown" if most is None or found is None else "ok" if used <= most else "exceeds"
        free = None if most is None else most - used
        row = cells((offer.offer, _WORDS.get(name, name), used, most, free, found.share if found else None, status), _LIMITS)
        yield tuple(
            replace(cell, bar=found.percent, tone=found.tone) if found and column.key == "share" else cell
            for cell, column in zip(row, _LIMITS, strict=True)
        )


def _source(offer: Priced) -> tuple[Cell, ...]:
    return offer.offer, offer.counting, offer.price_from, offer.checked, offer.basis, offer.source
