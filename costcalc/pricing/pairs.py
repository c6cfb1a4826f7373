"""Two statements about a price, and the known price that the second one is, exactly or rounded."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.history import history
from costcalc.pricing.rates import TOKEN_METERS
from costcalc.pricing.shown import shown_as

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date
    from decimal import Decimal

    from costcalc.pricing.history import Step
    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price

    Rates = Mapping[str, Decimal]

METERS = (*TOKEN_METERS, "image", "request")
HEADLINE = ("input", "output")
"""The rates that a price is recognised by; few sources state the others."""


@dataclass(frozen=True, slots=True)
class Pair:
    """Two statements about the price of an offer as they stood on a day; the first is the one that is believed."""

    offer: Offer
    ours: Price | Claim
    theirs: Claim
    on: date

    @property
    def said_on(self) -> date:
        """The day that the second statement is of; the day that is looked at where its source dates nothing."""
        return min(self.theirs.from_ or self.theirs.checked or self.on, self.on)

    @property
    def currency(self) -> str:
        """The currency of the second statement."""
        return self.theirs.currency or self.offer.provider.currency

    @property
    def same_currency(self) -> bool:
        """Whether both statements are in one currency."""
        return (self.ours.currency or self.offer.provider.currency) == self.currency

    @property
    def differing(self) -> list[str]:
        """The meters that both state, with different rates."""
        return differing(rates(self.ours), rates(self.theirs))


@dataclass(frozen=True, slots=True)
class Match:
    """The row of a price list that a statement is, and the roundings that lie between."""

    step: Step
    roundings: Mapping[str, str]
    """By meter how the one rate comes to be shown as the other; empty where they are equal."""

    @property
    def days(self) -> str:
        """Since when the row holds, and until when: `of 2025-04-05 to 2025-12-26`."""
        begin = f"of {self.step.from_}" if self.step.from_ else "since ever"
        return f"{begin} to {self.step.until}" if self.step.until else begin


def rates(row: Price | Claim) -> Rates:
    """Return what a row states, token rates per million."""
    stated = {name: rate for name in METERS if (rate := getattr(row, name)) is not None}
    return {name: money.cost(1_000_000, rate, row.per) if name in TOKEN_METERS else rate for name, rate in stated.items()}


def differing(ours: Rates, theirs: Rates) -> list[str]:
    """Return the meters that both state, with different rates."""
    return [name for name in ours if name in theirs and ours[name] != theirs[name]]


def rounded(one: Decimal, other: Decimal) -> str | None:
    """Return how one of two rates comes to be shown as the other, or None."""
    return shown_as(one, other) or shown_as(other, one)


def match(pair: Pair, offer: Offer, currency: str | None = None) -> Match | None:
    """Return the row of an offer, in a currency, that the second statement of a pair is: the nearest to its day."""
    return next(matches(pair, offer, currency), None)


def matches(pair: Pair, offer: Offer, currency: str | None = None) -> Iterator[Match]:
    """Yield all such rows: those that hold on its day, then older ones, then later ones."""
    for step in sorted(history(offer, currency), key=lambda step: distance(step, pair.said_on)):
        believed = step.row is pair.ours and pair.same_currency
        if not believed and not step.row.free and (roundings := _roundings(pair, rates(step.row))) is not None:
            yield Match(step, roundings)


def _roundings(pair: Pair, exact: Rates) -> dict[str, str] | None:
    """Return what lies between the second statement and a row; None where it is not that row.

    It is recognised by its input and output, and by every other rate in which the pair differs.
    """
    telling = {*HEADLINE, *(pair.differing if pair.same_currency else ())}
    wanted = {name: rate for name, rate in rates(pair.theirs).items() if name in telling}
    if not wanted or not wanted.keys() <= exact.keys():
        return None
    # A page shows a price shorter than it is; only of a lesser rate may the list be the one that rounds.
    way = {name: shown_as if name in HEADLINE else rounded for name in wanted}
    how = {name: way[name](exact[name], rate) for name, rate in wanted.items() if exact[name] != rate}
    return {name: words for name, words in how.items() if words} if all(how.values()) else None


def distance(step: Step, day: date) -> tuple[bool, int]:
    """Return how far a row is from a day, for sorting; one that had not begun comes last: a source states what it has seen."""
    if step.from_ is not None and step.from_ > day:
        return True, (step.from_ - day).days
    return False, (day - step.until).days + 1 if step.until is not None and step.until <= day else 0
