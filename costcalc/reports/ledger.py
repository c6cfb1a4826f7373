"""The report of a count: tokens a source, and the ledger behind them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc.render.report import Column, Report, Table
from costcalc.reports.notes import attributed, numbered

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.render.chart import Part, Parts
    from costcalc.render.report import Cell
    from costcalc.tokens.ledger import Ledger

SCHEMA = "costcalc/count/1"
MOST_PICTURES = 8
"""More requests than these are told by tables alone."""
_COLUMNS = (
    Column("source", "Source", "name"),
    Column("model", "Model", "name"),
    Column("offer", "Offer", "text"),
    Column("tokens", "Tokens", "count"),
    Column("counting", "Counting"),
    Column("tokenizer", "Tokenizer", drop=2),
)
_LEDGER_COLUMNS = (
    Column("part", "Part", "name"),
    Column("kind", "Kind"),
    Column("tokens", "Tokens", "count"),
    Column("detail", "Detail"),
)


@dataclass(frozen=True, slots=True)
class Counted:
    """A source, the model that it was counted for, and the ledger."""

    source: str
    model: str
    ledger: Ledger
    offer: str | None = None
    """The offer whose host bills it so; None for the model wherever it runs."""
    room: int | None = None
    """Tokens that it may have: a request the context window, an answer the longest one; None where nobody published it."""


def count_report(counted: Sequence[Counted], *, explain: bool) -> Report:
    """Return the report of counts in input order."""
    data = Table("", _COLUMNS, tuple(_row(item) for item in counted))
    told_by_offer = {column.key for column in _COLUMNS} - {"model"}
    tables = [data.only(told_by_offer) if any(item.offer for item in counted) else data]
    if explain:
        tables += [ledger_table(item.ledger, _title(item)) for item in counted]
    notes = tuple(attributed((item.offer or _title(item), item.ledger.notes) for item in counted))
    document = {"results": [_result(item) for item in counted], "notes": list(notes)}
    heading = _heading(counted)
    return Report(
        SCHEMA, document, heading, data, tuple(tables), notes, charts=lambda: _charts(counted, explain=explain), screen=explain
    )


def _charts(counted: Sequence[Counted], *, explain: bool) -> tuple[Parts, ...]:
    """Return each source as its first count has it, in the room that there is; none where there are more than anybody looks at.

    A screen shows it beside the ledger, where that was asked for.
    """
    first = {item.source: item for item in reversed(counted)}
    if len(first) > MOST_PICTURES:
        return ()
    items = (first[source] for source in dict.fromkeys(item.source for item in counted))
    return tuple(ledger_chart(item.ledger, _title(item), room=item.room, screen=explain) for item in items)


def _row(item: Counted) -> tuple[Cell, ...]:
    ledger = item.ledger
    return item.source, item.model, item.offer, ledger.tokens, ledger.counting, ledger.tokenizer


def _title(item: Counted) -> str:
    return f"{item.source}, {item.offer or item.model}"


def _heading(counted: Sequence[Counted]) -> str:
    """Say the sum, unless it would add up counts of one and the same source."""
    sources = len({item.source for item in counted})
    if sources < len(counted):
        return f"{numbered(len(counted), 'count')} of {numbered(sources, 'source')}."
    total = numbered(sum(item.ledger.tokens for item in counted), "token")
    return f"{total} in {numbered(sources, 'source')}." if sources > 1 else f"{total}."


def _result(item: Counted) -> dict[str, Any]:
    return {
        "source": item.source,
        "model": item.model,
        "offer": item.offer,
        "tokenizer": item.ledger.tokenizer,
        "counting": item.ledger.counting,
        "tokens": item.ledger.tokens,
        "ledger": ledger_document(item.ledger),
        "notes": list(item.ledger.notes),
    }


def ledger_document(ledger: Ledger) -> list[dict[str, Any]]:
    """Return the parts of a ledger for JSON."""
    return [{"part": part.part, "kind": part.kind, "tokens": part.tokens, "detail": part.detail} for part in ledger.parts]


def ledger_table(ledger: Ledger, title: str) -> Table:
    """Return the parts of a ledger for people, the total last."""
    rows = [(part.part, part.kind, part.tokens, part.detail) for part in ledger.parts]
    return Table(title, _LEDGER_COLUMNS, (*rows, ("total", "", ledger.tokens, "")))


def ledger_chart(ledger: Ledger, title: str, *, room: int | None, besides: Sequence[Part] = (), screen: bool = False) -> Parts:
    """Return the parts of a ledger, and what else takes room, in the room that there is."""
    from costcalc.render.chart import Part, Parts

    parts = (Part(part.part, part.kind, part.tokens) for part in ledger.parts)
    return Parts(title, "tokens", (*parts, *besides), room, screen)
