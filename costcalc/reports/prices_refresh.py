"""The report of a refresh: what the feeds say otherwise than the book, rate by rate, and what was added."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.notes import numbered

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date
    from decimal import Decimal

    from costcalc.pricing.refresh import Change

SCHEMA = "costcalc/prices-refresh/1"
_COLUMNS = (
    Column("offer", "Offer", "name"),
    Column("status", "Status", "status"),
    Column("rate", "Rate", "name"),
    Column("before", "Before", "rate"),
    Column("after", "After", "rate"),
    Column("from", "From", "date", drop=2),
    Column("source", "Source", drop=3),
    Column("reason", "Why", drop=1),
)
_FEED_COLUMNS = (
    Column("feed", "Feed", "name"),
    Column("source", "Source"),
    Column("seen", "Seen", "date"),
    Column("offers", "Offers", "count"),
    Column("problems", "Problems", "count"),
    Column("reason", "Why"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedRead:
    """What came of a feed."""

    feed: str
    source: str | None = None
    checked: date | None = None
    offers: int | None = None
    problems: int | None = None
    reason: str | None = None
    """Why it was not read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What came of a refresh."""

    feeds: Sequence[FeedRead]
    changes: Sequence[Change]
    """Those that the book did not know are among them only where they are taken."""
    not_taken: int
    """Offers that the book does not have, of feeds that take no new ones."""
    files: Sequence[str]
    """What was written."""
    dry_run: bool


def refresh_report(done: Refreshed) -> Report:
    """Return the report of a refresh."""
    rows = tuple(row for change in done.changes for row in _rows(change))
    table = Table("", _COLUMNS, rows)
    feeds = Table("Feeds:", _FEED_COLUMNS, tuple(_feed_row(feed) for feed in done.feeds))
    return Report(SCHEMA, _document(done), _heading(done), table, (table, feeds), _notes(done))


def _rows(change: Change) -> Iterator[tuple[Cell, ...]]:
    begin = (change.row or change.stated).from_
    for difference in change.differences:
        yield (change.name, change.status, *difference, begin, change.stated.source, change.reason)


def _feed_row(feed: FeedRead) -> tuple[Cell, ...]:
    return (feed.feed, feed.source, feed.checked, feed.offers, feed.problems, feed.reason)


def _heading(done: Refreshed) -> str:
    added = sum(1 for change in done.changes if change.added)
    verb = "would be added" if done.dry_run else "added"
    what = f"{numbered(len(done.changes), 'difference')} from the book, {added:,} {verb}"
    return f"{what} in {numbered(len(done.files), 'file')}." if done.files else f"{what}."


def _notes(done: Refreshed) -> tuple[str, ...]:
    notes = []
    if done.not_taken:
        notes.append(f"{numbered(done.not_taken, 'offer')} that the book does not have: a feed with `new: true` takes them.")
    statuses = {change.status for change in done.changes}
    notes += [text for status, text in _WORDS.items() if status in statuses]
    return tuple(notes)


_WORDS = {
    "changed": "changed: a row on top of the one that it ends; older rows stay as they are.",
    "more": "more: the same rates, and others that the book did not have; a row of its own.",
    "priced": "priced: the first price of an offer that had none.",
    "disagrees": "disagrees: the book's price has a better source or as good a one, so this is kept as a claim.",
    "older": "older: the book has seen a newer price, so nothing is added.",
    "ends": "ends: the book's price has an end of its own, so nothing is added.",
    "new": "new: an offer that the book did not have.",
}


def _document(done: Refreshed) -> dict[str, Any]:
    return {
        "dry_run": done.dry_run,
        "feeds": [
            {
                "feed": feed.feed,
                "source": feed.source,
                "checked": feed.checked.isoformat() if feed.checked else None,
                "offers": feed.offers,
                "problems": feed.problems,
                "reason": feed.reason,
            }
            for feed in done.feeds
        ],
        "changes": [_change(change) for change in done.changes],
        "not_taken": done.not_taken,
        "files": list(done.files),
        "notes": list(_notes(done)),
    }


def _change(change: Change) -> dict[str, Any]:
    begin = (change.row or change.stated).from_
    return {
        "offer": change.name,
        "provider": change.sheet.provider,
        "model_id": change.offer.id,
        "status": change.status,
        "added": change.added,
        "from": begin.isoformat() if begin else None,
        "source": change.stated.source,
        "reason": change.reason,
        "rates": [{"rate": what, "before": _plain(before), "after": _plain(after)} for what, before, after in change.differences],
    }


def _plain(rate: Decimal | None) -> str | None:
    return None if rate is None else money.plain(rate)
