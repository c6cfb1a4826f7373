"""What it costs to move when an offer retires: its last price against that of the successor, at the same usage."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.errors import UnknownNameError
from costcalc.planning.monthly import monthly
from costcalc.pricing.catalogue import retirement
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.percent import percent

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.planning.monthly import Month
    from costcalc.sheets.book import Book, Offer

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Migration:
    """From an offer that retires, or did, to what follows it; a cost unknown is None, and `reason` says why."""

    offer: Offer
    retires: date
    successor: str | None
    """As the provider names it; None where it names none."""
    to: Offer | None = None
    before: Decimal | None = None
    """A month at the offer, by the prices of the day or of its last one."""
    after: Decimal | None = None
    """A month at the successor, by the prices of the day."""
    reason: str | None = None

    @property
    def change(self) -> Decimal | None:
        """In percent; None where a cost is unknown."""
        return percent(self.after, self.before)

    @property
    def elsewhere(self) -> bool:
        """Whether the successor is to be had only at another provider."""
        return self.to is not None and self.to.provider.provider != self.offer.provider.provider


def migrations(offers: Iterable[Offer], book: Book, month: Month) -> list[Migration]:
    """Return the forced moves of those offers that retired or have a date for it, the soonest first."""
    dated = [(life.retires, offer) for offer in offers if (life := offer.sheet.lifecycle) and life.retires]
    return [_migration(offer, retires, book, month) for retires, offer in sorted(dated, key=lambda at: (at[0], at[1].name))]


def last_day(offer: Offer, on: date) -> date:
    """Return the day, or the last one before it on which the offer was still served."""
    life = offer.sheet.lifecycle
    return min(on, life.retires - _DAY) if life is not None and life.retires is not None else on


def _migration(offer: Offer, retires: date, book: Book, month: Month) -> Migration:
    successor = successor_of(offer)
    before = monthly(offer, month, last_day(offer, month.on))
    to = _follow(offer, book, month) if successor else None
    after = monthly(to, month) if to is not None else Unpriced(_not_found(successor))
    reasons = [cost.reason for cost in (before, after) if isinstance(cost, Unpriced)]
    return Migration(
        offer=offer,
        retires=retires,
        successor=successor,
        to=to,
        before=before if isinstance(before, Decimal) else None,
        after=after if isinstance(after, Decimal) else None,
        reason="; ".join(reasons) or None,
    )


def _not_found(successor: str | None) -> str:
    return f"no offer of '{successor}' is served" if successor else "the provider names no successor"


def successor_of(offer: Offer) -> str | None:
    """Return what the provider, else the maker of the model, names in its place."""
    lives = (offer.sheet.lifecycle, offer.model.lifecycle)
    return next((life.successor for life in lives if life is not None and life.successor), None)


def _follow(offer: Offer, book: Book, month: Month) -> Offer | None:
    """Return the first successor that is still served, along the line of those that followed each other."""
    seen = {offer.name}
    while (name := successor_of(offer)) is not None:
        following = _named(name, offer, book, month)
        if following is None or following.name in seen:
            return None
        if retirement(following, month.on) is None:
            return following
        seen.add(following.name)
        offer = following
    return None


def _named(name: str, offer: Offer, book: Book, month: Month) -> Offer | None:
    """Return the offer that a successor's name means: at the same provider, else the cheapest anywhere."""
    try:
        return book.offer(f"{offer.provider.provider}/{name}", month.on)
    except UnknownNameError:
        pass
    try:
        models = book.models_like(name, month.on)
    except UnknownNameError:
        return None
    costs = [(monthly(found, month), found) for found in book.offers(models=models) if retirement(found, month.on) is None]
    priced = [(cost, found.name, found) for cost, found in costs if isinstance(cost, Decimal)]
    return min(priced, key=lambda at: at[:2])[2] if priced else None
