"""What a sheet says of days and limits that cannot hold, or no longer does: retired and still priced, gaps, stale rows."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

from costcalc.pricing.history import history
from costcalc.sheets.book import alias_on
from costcalc.sheets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator
    from datetime import date

    from costcalc.sheets.book import Offer
    from costcalc.sheets.lifecycle import Lifecycle
    from costcalc.sheets.schema import Sheet


@dataclass(frozen=True, slots=True)
class Terms:
    """The day on which a sheet is looked at, and how old the day of a check may be."""

    on: date
    max_age: int | None = None
    """Days; None: age is no fault."""


def unkept(offer: Offer, terms: Terms) -> Iterator[Fault]:
    """Yield what is wrong with the dates and limits of an offer, each at a place within the offer."""
    yield from _limits(offer)
    yield from _lifecycle(offer, terms.on)
    yield from _gaps(offer, terms.on)
    if terms.max_age is not None and not _retired(offer, terms.on):
        yield from _stale(offer, terms.on, terms.max_age)


def stray_aliases(sheet: Sheet, offers: Collection[Offer], on: date) -> Iterator[Fault]:
    """Yield the aliases of a sheet that stand on a day for nothing that the sheet sells, at a place within the sheet."""
    sold = {offer.model.model: offer for offer in offers}
    for index, alias in enumerate(sheet.aliases):
        if alias_on(sheet.aliases, alias.name, on) is not alias:
            continue
        offer = sold.get(alias.model)
        place = ("aliases", index, "model")
        if offer is None:
            message = f"'{alias.name}' stands for {alias.model}, of which the sheet has no offer"
            yield Fault(place, "warning", "alias", message, "add the offer, or an `until`")
        elif _retired(offer, on):
            message = f"'{alias.name}' stands for {alias.model}, retired since {_retires(offer)}"
            yield Fault(place, "warning", "alias", message, "add a row for what the name stands for now, or an `until`")


def _limits(offer: Offer) -> Iterator[Fault]:
    context, longest = offer.sheet.context, offer.sheet.max_output
    if context is None or longest is None or longest < context:
        return
    if longest == context:
        message = f"max_output is the context, {context:,}: mostly a placeholder"
        yield Fault(
            ("max_output",), "warning", "limit", message, "leave it out where no source says that an answer may be as long"
        )
    else:
        message = f"max_output {longest:,} is more than the context, {context:,}"
        yield Fault(("max_output",), "warning", "limit", message, "look at the source: an answer stands in the context")


def _lifecycle(offer: Offer, on: date) -> Iterator[Fault]:
    life, own = offer.sheet.lifecycle, offer.model.lifecycle
    if life is not None:
        yield from _order(life)
    if life is not None and life.source is None and (life.launched or life.deprecated or life.retires):
        yield Fault(("lifecycle",), "warning", "source", "dates without a source", "add `source`: who says so")
    if life is None or life.retires is None:
        made_here = offer.provider.kind == "maker" and own is not None and own.retires is not None and own.retires <= on
        if made_here and own is not None:
            message = f"the maker retired the model on {own.retires}, and the maker's own offer does not say so"
            yield Fault(
                ("lifecycle",), "warning", "retired", message, f"add `lifecycle: {{retires: {own.retires}, source: ...}}`"
            )
        return
    for index, row in enumerate(offer.sheet.prices):
        if row.from_ is not None and row.from_ >= life.retires:
            message = f"a price from {row.from_} on, after the retirement on {life.retires}"
            yield Fault(
                ("prices", index, "from"), "warning", "retired", message, "make it a claim, or correct one of the two days"
            )


def _order(life: Lifecycle) -> Iterator[Fault]:
    named = [(name, day) for name in ("launched", "deprecated", "retires") if (day := getattr(life, name)) is not None]
    for (earlier, first), (later, second) in pairwise(named):
        if second < first:
            yield Fault(
                ("lifecycle", later), "error", "order", f"{later} {second} is before {earlier} {first}", "correct one of the two"
            )


def _gaps(offer: Offer, on: date) -> Iterator[Fault]:
    steps = history(offer)
    for step in steps:
        index = offer.sheet.prices.index(step.row)
        if step.unknown_since is not None:
            message = f"no price in {step.currency} is known from {step.unknown_since} to {step.from_}"
            yield Fault(
                ("prices", index, "from"), "warning", "gap", message, "add the row between, or leave the gap if nobody knows"
            )
    if steps and not _retired(offer, on) and not any(step.until is None or step.until > on for step in steps):
        last = max(step.until for step in steps if step.until is not None)
        yield Fault(("prices", 0, "until"), "warning", "gap", f"no price is known since {last}", "add the row that follows")


def _stale(offer: Offer, on: date, max_age: int) -> Iterator[Fault]:
    for step in history(offer):
        age = None if step.row.checked is None else (on - step.row.checked).days
        if step.holds_on(on) and (age is None or age > max_age):
            seen = "on no known day" if age is None else f"{age} days ago, on {step.row.checked}"
            index = offer.sheet.prices.index(step.row)
            message = f"the price in {step.currency} was last seen {seen}"
            yield Fault(("prices", index, "checked"), "warning", "stale", message, "look at the source again and set `checked`")


def _retires(offer: Offer) -> date | None:
    return offer.sheet.lifecycle.retires if offer.sheet.lifecycle else None


def _retired(offer: Offer, on: date) -> bool:
    day = _retires(offer)
    return day is not None and day <= on
