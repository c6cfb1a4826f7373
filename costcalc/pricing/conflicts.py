"""Sources that disagree about an offer: every claim against the curated sheet, and why they differ."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from typing import TYPE_CHECKING, Literal

from costcalc.pricing.causes import Cause, causes
from costcalc.pricing.history import history
from costcalc.pricing.pairs import Pair, distance, rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from decimal import Decimal

    from costcalc.pricing.history import Step
    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim, Price

About = Literal["price", "context", "max_output", "availability"]
_UNEXPLAINED = Cause("unexplained", "")
_BASES = ("official", "api", "page", "community")


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two statements about an offer that cannot both hold on a day."""

    offer: Offer
    on: date
    about: About
    ours: Price | Claim | None
    """The row that is believed; None where the offer itself says it."""
    theirs: Claim
    figures: Mapping[str, tuple[Decimal | int | None, Decimal | int | None]]
    """By meter or limit what each of the two says, token rates per million; None: it does not say."""
    causes: tuple[Cause, ...]
    """The cause first, then what goes with it; never empty."""


def conflicts(offers: Iterable[Offer], everything: Sequence[Offer], on: date, *, historical: bool = False) -> list[Conflict]:
    """Return the disagreements about offers on a day, in the order of the offers and of their claims.

    A claim is set against the curated price of the day in its currency; two claims are set against each other only where
    there is none. With `historical` each claim is looked at on its own first day too, ended ones among them.
    `everything` is where a figure is looked for that belongs to another offer.
    """
    return [conflict for offer in offers for conflict in _of_offer(offer, everything, on, historical=historical)]


def _of_offer(offer: Offer, everything: Sequence[Offer], on: date, *, historical: bool) -> Iterator[Conflict]:
    for claim in offer.sheet.claims:
        pairs: list[Pair] = []
        if historical and (own := _on_its_day(offer, claim, on)):
            pairs.append(own)
        if holds(claim, on) and (now := _on(offer, claim, on)) and not any(now.ours is known.ours for known in pairs):
            pairs.append(now)
        for pair in pairs:
            yield from _price(pair, everything)
        if historical or holds(claim, on):
            yield from (*_availability(offer, claim, on), *_limits(offer, claim, on))
    yield from _between_claims(offer, on, everything)


def holds(claim: Claim, on: date) -> bool:
    """Return whether a claim is made on a day; an undated one answers any."""
    return (claim.from_ or date.min) <= on and (claim.until is None or on < claim.until)


def _on(offer: Offer, claim: Claim, day: date) -> Pair | None:
    """Return a claim beside the curated price of a day: in its currency, else where that has no list at all in any."""
    step = next((step for step in _list(offer, claim) if step.holds_on(day)), None)
    return Pair(offer, step.row, claim, day) if step else None


def _on_its_day(offer: Offer, claim: Claim, on: date) -> Pair | None:
    """Return a claim beside the curated price of its own day, or the nearest to it."""
    own = min(day for day in (claim.from_ or claim.checked or on, on, _last(claim)) if day is not None)
    step = min(_list(offer, claim), key=lambda step: distance(step, own), default=None)
    return Pair(offer, step.row, claim, own) if step else None


def _last(claim: Claim) -> date | None:
    return claim.until - timedelta(days=1) if claim.until else None


def _list(offer: Offer, claim: Claim) -> list[Step]:
    return history(offer, claim.currency or offer.provider.currency) or history(offer)


def _price(pair: Pair, everything: Sequence[Offer]) -> Iterator[Conflict]:
    if pair.same_currency and pair.differing:
        yield _conflict(pair, causes(pair, everything))
    elif not pair.same_currency and pair.theirs.basis != "official" and (found := causes(pair, everything)):
        # Another currency's list is a fact of its own; it contradicts only where its very figures are written in this one,
        # and not by the provider, whose two lists may have the same figures.
        yield _conflict(pair, found)


def _conflict(pair: Pair, found: tuple[Cause, ...]) -> Conflict:
    ours, theirs = rates(pair.ours), rates(pair.theirs)
    figures = {name: (ours[name], theirs[name]) for name in ours if name in theirs}
    return Conflict(pair.offer, pair.on, "price", pair.ours, pair.theirs, figures, found or (_UNEXPLAINED,))


def _between_claims(offer: Offer, on: date, everything: Sequence[Offer]) -> Iterator[Conflict]:
    """Yield claims that differ where no curated price holds; the one nearer to the provider is believed."""
    stating = [claim for claim in offer.sheet.claims if holds(claim, on) and _on(offer, claim, on) is None]
    ranked = sorted(stating, key=lambda claim: _BASES.index(claim.basis))
    for ours, theirs in combinations(ranked, 2):
        pair = Pair(offer, ours, theirs, on)
        if pair.same_currency and pair.differing:
            yield _conflict(pair, causes(pair, everything))


def _availability(offer: Offer, claim: Claim, on: date) -> Iterator[Conflict]:
    """A price that a source states, undated or after the day, for what is no longer sold."""
    retires = offer.sheet.lifecycle.retires if offer.sheet.lifecycle else None
    said = min(day for day in (claim.from_ or claim.checked or on, _last(claim)) if day is not None)
    if retires is None or not retires <= said <= on or (claim.input is None and claim.output is None):
        return
    cause = Cause("retired", f"still priced, {(said - retires).days} days after the retirement on {retires}")
    yield Conflict(offer, on, "availability", None, claim, {}, (cause,))


def _limits(offer: Offer, claim: Claim, on: date) -> Iterator[Conflict]:
    if claim.context is not None and claim.context != offer.sheet.context and offer.sheet.context is not None:
        figures = {"context": (offer.sheet.context, claim.context)}
        yield Conflict(offer, on, "context", None, claim, figures, (_context(offer, claim.context),))
    longest, own = claim.max_output, offer.sheet.max_output
    if longest is None or longest == own:
        return
    context = claim.context or offer.sheet.context
    placeholder = context is not None and longest >= context
    if placeholder or own is not None:
        detail = f"the context, {context:,}, stands in for a longest answer" if placeholder else "the sources differ"
        cause = Cause("placeholder" if placeholder else "limits", detail)
        yield Conflict(offer, on, "max_output", None, claim, {"max_output": (own, longest)}, (cause,))


def _context(offer: Offer, claimed: int) -> Cause:
    """Return why a context differs: thousands counted as 1,024, the answer left out, more than the weights take."""
    ours, longest, most = offer.sheet.context or 0, offer.sheet.max_output or 0, offer.model.context
    for small, large in ((ours, claimed), (claimed, ours)):
        if large % 1024 == 0 and small in {large // 1024 * 1000, large // 1000 * 1000}:
            return Cause("rounding", f"{large:,} is {large // 1024:,} times 1,024, written as {small:,}")
    if claimed + longest == ours:
        return Cause("limits", f"the most input: {ours:,} less {longest:,} of output")
    if most is not None and claimed > most:
        return Cause("limits", f"more than the {most:,} that the weights take")
    return Cause("limits", "the sources differ")
