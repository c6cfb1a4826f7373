"""Which price holds on which days of a forecast, known future prices and retirements in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.pricing.evidence import Evidence, Unpriced, price_on
from costcalc.sheets.lifecycle import Lifecycle

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from costcalc.planning.workload import KnownPrice, Retirement, Workload
    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price
    from costcalc.sheets.terms import Basis


@dataclass(frozen=True, slots=True)
class Span:
    """Half-open days [start, end) on which one row prices an offer, or why none does."""

    start: date
    end: date
    price: Evidence | Unpriced
    retired: bool = False


def with_known(offer: Offer, workload: Workload) -> Offer:
    """Return an offer with the prices and the end that the workload knows of it."""
    prices = [known for known in workload.prices if known.offer == offer.name]
    ends = [known for known in workload.retirements if known.offer == offer.name]
    return _ended(_priced(offer, prices, workload.start), ends)


def _priced(offer: Offer, known: Iterable[KnownPrice], start: date) -> Offer:
    rows = offer.sheet.prices
    for new in known:
        _check(offer, new.price, rows, start)
        rows = (new.price, *rows)
    return offer if rows is offer.sheet.prices else replace(offer, sheet=replace(offer.sheet, prices=rows))


def _check(offer: Offer, price: Price, rows: Iterable[Price], start: date) -> None:
    """Refuse a price of a day that has one, and one that a newer price has replaced before the first month."""
    days = [row.from_ for row in rows if row.from_ and _currency(offer, row.currency) == _currency(offer, price.currency)]
    if price.from_ in days:
        raise InputError(f"prices: {offer.name} has a price from {price.from_} already: give another day")
    newer = [day for day in days if price.from_ is not None and price.from_ < day <= start]
    if newer:
        raise InputError(f"prices: {offer.name} has a newer price, from {min(newer)}: one from {price.from_} has no effect")


def _currency(offer: Offer, stated: str | None) -> str:
    return stated or offer.provider.currency


def _ended(offer: Offer, known: Iterable[Retirement]) -> Offer:
    for new in known:
        life = replace(offer.sheet.lifecycle or Lifecycle(), retires=new.on)
        offer = replace(offer, sheet=replace(offer.sheet, lifecycle=life))
    return offer


def spans(offer: Offer, start: date, end: date, *, currency: str, basis: Basis | None = None) -> list[Span]:
    """Return the days [start, end) in spans of one price each; from its retirement on an offer has none."""
    life = offer.sheet.lifecycle
    retires = life.retires if life is not None and basis != "page" else None
    rows: list[Price | Claim] = [*offer.sheet.prices, *offer.sheet.claims]
    changes = {day for row in rows for day in (row.from_, row.until) if day is not None} | ({retires} if retires else set())
    if life is not None and life.launched is not None:
        changes.add(life.launched)
    begins = sorted({start, *(day for day in changes if start < day < end)})
    found: list[Span] = []
    for begin, until in zip(begins, [*begins[1:], end], strict=True):
        gone = retires is not None and retires <= begin
        price = Unpriced(_gone(offer, retires, start)) if gone else price_on(offer, begin, currency=currency, basis=basis)
        if found and found[-1].price == price:
            found[-1] = replace(found[-1], end=until)
        else:
            found.append(Span(begin, until, price, gone))
    return found


def _gone(offer: Offer, retires: date | None, start: date) -> str:
    life = offer.sheet.lifecycle
    verb = "retired" if retires is not None and retires <= start else "retires"
    successor = f", successor {life.successor}" if life is not None and life.successor else ""
    return f"{verb} on {retires}{successor}"
