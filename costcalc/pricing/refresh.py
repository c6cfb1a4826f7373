"""What a source says differently from the book: which rows it adds on top, and which it only claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from costcalc.pricing.differences import Difference, differences, rates_stated
from costcalc.pricing.evidence import Evidence, price_on
from costcalc.pricing.trust import family, set_aside, why_not
from costcalc.sheets.book import alias_on
from costcalc.sheets.imports.folder import Addition
from costcalc.sheets.imports.record import said
from costcalc.sheets.imports.rows import claim_of
from costcalc.sheets.price_rows import Price

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from costcalc.sheets.book import Book, Entry, Offer
    from costcalc.sheets.price_rows import Claim
    from costcalc.sheets.schema import OfferSheet, Sheet

Status = Literal["changed", "more", "priced", "disagrees", "older", "ends", "new"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """What a source says of an offer that the book does not say."""

    name: str
    """The offer, as the book prints it."""
    sheet: Sheet
    """The provider, without offers."""
    offer: OfferSheet
    """The offer as the book has it; as the source has it where it is new."""
    status: Status
    stated: Price
    """What the source says."""
    reason: str | None = None
    differences: tuple[Difference, ...] = ()
    row: Price | Claim | None = None
    """What is added; None for a whole new offer, and where nothing is."""
    beside: tuple[OfferSheet, ...] = ()
    """Offers of the book of the same model: a folder that has a new one hides those that it does not have too."""

    @property
    def added(self) -> bool:
        """Whether anything is added."""
        return self.row is not None or self.status == "new"

    @property
    def additions(self) -> tuple[Addition, ...]:
        """What is to be written, if anything."""
        own = Addition(self.sheet, self.offer, self.row)
        return (own, *(Addition(self.sheet, offer, None) for offer in self.beside)) if self.added else ()

    def grown(self, offer: OfferSheet) -> OfferSheet:
        """Return the offer with what is added to it."""
        if isinstance(self.row, Price):
            return replace(offer, prices=(self.row, *offer.prices))
        return offer if self.row is None else replace(offer, claims=(self.row, *offer.claims))


def changes(
    sheets: Iterable[Sheet], book: Book, checked: date, grown: Mapping[str, OfferSheet] = MappingProxyType({})
) -> Iterator[Change]:
    """Yield what freshly read sheets say of offers that the book says otherwise or does not know, in their order.

    `grown` has offers of the book by name, as what was read before leaves them.
    """
    entries = _by_name(book, checked)
    for sheet in sheets:
        header = book.providers.get(sheet.provider) or replace(sheet, offers=())
        found = [(offer, _entry(sheet.provider, offer, entries)) for offer in sheet.offers if offer.prices]
        spoken = {entry.names[0] for offer, entry in found if entry is not None and entry.names[0] == offer.id}
        for offer, entry in found:
            if entry is None:
                yield _new(header, offer, book)
            elif offer.id == entry.names[0] or entry.names[0] not in spoken:
                # Where the source has an offer under two of its ids, the main one speaks.
                spoken.add(entry.names[0])
                known = book.unpack(entry)
                yield from _of_offer(offer, replace(known, sheet=grown.get(known.name, known.sheet)), checked)


def _entry(provider: str, offer: OfferSheet, entries: Mapping[tuple[str, str], Entry]) -> Entry | None:
    """Return the book's entry of an offer, by any of its ids."""
    ids = ((provider, name.lower()) for name in (offer.id, *offer.names))
    return next((entries[key] for key in ids if key in entries), None)


def _by_name(book: Book, on: date) -> dict[tuple[str, str], Entry]:
    """Return the entry behind each provider's id in lower case, and behind each alias on a day."""
    found = {(entry.provider, name.lower()): entry for entry in book.entries for name in entry.names}
    first = {(entry.provider, entry.model): entry for entry in reversed(book.entries)}
    for provider, sheet in book.providers.items():
        for name in {alias.name for alias in sheet.aliases}:
            alias = alias_on(sheet.aliases, name, on)
            if alias is not None and (provider, alias.model) in first:
                found[provider, name.lower()] = first[provider, alias.model]
    return found


def _new(header: Sheet, offer: OfferSheet, book: Book) -> Change:
    known = book.offers(models=[offer.model], providers=[header.provider])
    return Change(
        name=f"{header.provider}:{offer.id}",
        sheet=header,
        offer=offer,
        status="new",
        stated=offer.prices[0],
        differences=_all_stated(offer.prices[0]),
        beside=tuple(other.sheet for other in known),
    )


def _all_stated(row: Price) -> tuple[Difference, ...]:
    return tuple(Difference(what, None, rate) for what, rate in rates_stated(row).items())


def _of_offer(fresh: OfferSheet, known: Offer, checked: date) -> Iterator[Change]:
    """Yield the change on the day on which the source was seen, and those that it announces for later, each after the other."""
    grown = known
    for row in _holding(fresh.prices, checked):
        on = max(row.from_ or date.min, checked)
        evidence = price_on(grown, on, currency=row.currency or "USD")
        if isinstance(evidence, Evidence):
            found = _compared(row, evidence, known, checked)
        else:
            found = None if known.sheet.prices else _first_price(row, known)
        if found is None:
            continue
        yield found
        grown = replace(grown, sheet=found.grown(grown.sheet))


def _holding(rows: Iterable[Price], on: date) -> list[Price]:
    """Return the row that holds on a day and those that begin later, oldest first."""
    ordered = sorted(rows, key=lambda row: row.from_ or date.min)
    begun = [row for row in ordered if (row.from_ or date.min) <= on][-1:]
    later = [row for row in ordered if (row.from_ or date.min) > on]
    return [row for row in (*begun, *later) if row.until is None or row.until > on]


def _first_price(row: Price, known: Offer) -> Change:
    return _change(known, "priced", row, differences=_all_stated(row), row=row)


def _compared(row: Price, evidence: Evidence, known: Offer, checked: date) -> Change | None:
    held, begin = evidence.row, _begin(row, evidence, checked)
    found = differences(held, row)
    if not found or set_aside(row, held, known):
        return None
    ours, theirs = evidence.currency, row.currency or "USD"
    if ours == theirs and (checked < (held.checked or date.min) or begin <= (evidence.from_ or date.min)):
        since = f"from {evidence.from_}, " if evidence.from_ else ""
        return _change(known, "older", row, differences=found, reason=f"the book's price is newer: {since}seen {held.checked}")
    why = f"the book has a price in {ours} and none in {theirs}" if ours != theirs else _retired(known, begin)
    if (why := why or why_not(row, held, checked)) is not None:
        return _claimed(row, known, found, why)
    if held.until is not None and held.until > begin:
        ends = f"the book's price ends on {held.until} by itself: change that by hand first"
        return _change(known, "ends", row, differences=found, reason=ends)
    detected = None if begin == row.from_ else f"seen to differ on {checked}; the price before was last seen on {held.checked}"
    added = replace(row, from_=begin, until=None, note=said(row.note, detected))
    status: Status = "more" if all(difference.before is None for difference in found) else "changed"
    return _change(known, status, row, differences=found, row=added)


def _retired(known: Offer, begin: date) -> str | None:
    """Return that an offer had retired by the day on which a price would begin, in words; None where it had not."""
    life = known.sheet.lifecycle
    if life is None or life.retires is None or begin < life.retires:
        return None
    return f"the offer retired on {life.retires}"


def _begin(row: Price, evidence: Evidence, checked: date) -> date:
    """Return the day that the source names, where the book did not see another price later; else the day it was seen."""
    seen = max(evidence.row.checked or date.min, evidence.from_ or date.min)
    return row.from_ if row.from_ is not None and row.from_ > seen else checked


def _claimed(row: Price, known: Offer, found: tuple[Difference, ...], why: str) -> Change | None:
    """Return the statement as a claim beside the price; None where it says nothing else, or the source already claims it."""
    differing = tuple(difference for difference in found if difference.before is not None and difference.after is not None)
    claim = claim_of(row, why)
    made = [other for other in known.sheet.claims if family(other) == family(row)]
    if not differing or any(rates_stated(other) == rates_stated(claim) for other in made):
        return None
    return _change(known, "disagrees", row, differences=differing, row=claim, reason=why)


def _change(known: Offer, status: Status, stated: Price, **more: Any) -> Change:  # noqa: ANN401
    return Change(name=known.name, sheet=known.provider, offer=known.sheet, status=status, stated=stated, **more)
