"""What stands behind the numbers: the limits of each offer with the room that is left, and who says what a price is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.cells import UNKNOWN
from costcalc.render.html.gauge import gauge
from costcalc.render.html.tables import Grid, Shown, cells, grid, headings
from costcalc.render.html.text import linked, stacked
from costcalc.render.html.what_if import conversions
from costcalc.render.report import Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.what_if import Priced, WhatIf
    from costcalc.render.report import Cell

_WORDS = {"context": "Context window", "max_output": "Longest answer", "max_images": "Images in a request"}
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
    if any(offer.limits for offer in what_if.offers):
        yield _limits(what_if)
    sources = [offer for offer in what_if.offers if offer.source or offer.price_from]
    if sources:
        yield grid(Table("Sources", _SOURCES, tuple(_source(offer) for offer in sources)), "sources")
    rates = tuple((code, rate.rate, rate.fixing, rate.source) for code, rate in conversions(what_if).items())
    if rates:
        yield grid(Table(f"Exchange rates, in {what_if.currency}", _RATES, rates), "rates")


def _limits(what_if: WhatIf) -> Grid:
    """Return a row an offer, and a column a limit that anything is held against."""
    names = dict.fromkeys(name for offer in what_if.offers for name in offer.limits)
    columns = (Column("offer", "Offer", "name"), *(Column(name, _WORDS.get(name, name)) for name in names))
    rows = (
        (*cells((offer.offer,), columns[:1]), *(_headroom(offer.limits.get(name)) for name in names))
        for offer in what_if.offers
        if offer.limits
    )
    single = all(mix.whole for offer in what_if.offers for mix in offer.mixes)
    detail = "" if single else "Of the largest request that is expected."
    return Grid("limits", "Limits and headroom", detail, headings(columns), tuple(rows))


def _headroom(limit: tuple[int | None, int] | None) -> Shown:
    """Return how much of a limit is used, and how much is left."""
    if limit is None:
        return Shown(linked(""))
    most, used = limit
    found = gauge(used, most, "")
    if most is None or found is None:
        return Shown(stacked(f"{used:,} of {UNKNOWN}", "not published, not checked"), "unknown")
    left = f"{most - used:,} free" if used <= most else f"{used - most:,} too many"
    return Shown(stacked(f"{used:,} of {most:,}", f"{found.share}, {left}"), bar=found.percent, tone=found.tone)


def _source(offer: Priced) -> tuple[Cell, ...]:
    return offer.offer, offer.counting, offer.price_from, offer.checked, offer.basis, offer.source
