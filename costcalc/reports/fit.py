"""The report of what fits: the room at each offer, chunks where it does not fit, and images that could be smaller."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.estimate import output_words
from costcalc.reports.fit_document import SCHEMA, fit_document
from costcalc.reports.notes import attributed, numbered
from costcalc.reports.rates import fx_notes

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.planning.estimate import Terms
    from costcalc.planning.fit import Fit, Saving
    from costcalc.planning.headroom import Units
    from costcalc.planning.image_what_if import SmallerImage
    from costcalc.planning.passes import Cutting
    from costcalc.render.chart import Parts

_SIZE = frozenset({"offer", "context", "input", "cost"})
_ROOM = _SIZE | {"counting", "headroom", "words", "pages", "lines", "images", "turns", "longest_answer"}
_CUT = _SIZE | {"over", "chunks", "chunk_tokens", "repeated", "pass_input", "uncut"}
_WHY = frozenset({"offer", "status", "reason"})


def fit_report(found: Sequence[Fit], terms: Terms, *, units: Units, cutting: Cutting, sources: int = 1) -> Report:
    """Return the report of fits that stand in their order."""
    data = _table("", found, terms.currency)
    varied = {key for key in ("source", "answer") if len({*data.only([key]).rows}) > 1}
    fitting = [item for item in found if item.status == "ok"]
    whole, cut = [item for item in fitting if item.cut is None], [item for item in fitting if item.cut is not None]
    exceeding = [item for item in found if item.status == "exceeds"]
    untold = [item for item in found if item.status in {"unknown", "retired"}]
    tables = (
        _table("", whole, terms.currency).only(_ROOM | varied),
        _cut_table("Fits whole, and in chunks:", cut, terms.currency).only((_CUT - {"over"}) | varied),
        _cut_table("Does not fit in one request:", exceeding, terms.currency).only(_CUT | varied),
        _table("Unknown or retired:", untold, terms.currency).only(_WHY | (varied & {"source"})),
        _savings_table(fitting or exceeding, terms),
    )
    notes = _notes(found, units, cutting)
    document = fit_document(found, terms, units=units, cutting=cutting, notes=notes)
    heading = _heading(found, terms, sources)
    return Report(SCHEMA, document, heading, data, tables, notes, charts=lambda: (*_charts(fitting),), screen=False)


def _columns(currency: str) -> tuple[Column, ...]:
    return (
        Column("source", "Prompt", "name"),
        Column("offer", "Offer", "name"),
        Column("status", "Status", "status"),
        Column("reason", "Why", "text"),
        Column("context", "Window", "count"),
        Column("input", "Input", "count"),
        Column("counting", "Counting", "text", drop=7),
        Column("answer", "Answer", "count", drop=5),
        Column("over", "Too many", "count", drop=2),
        Column("headroom", "Left", "count"),
        Column("words", "Words", "count", drop=4),
        Column("pages", "Pages", "count"),
        Column("lines", "Lines", "count", drop=6),
        Column("images", "Images", "count", drop=1),
        Column("max_images", "Most images", "count"),
        Column("turns", "Turns", "count", drop=2),
        Column("longest_answer", "Longest answer", "count", drop=8),
        Column("chunks", "Chunks", "count"),
        Column("chunk_tokens", "Text in each", "count", drop=3),
        Column("overlap", "Overlap", "count"),
        Column("repeated", "Repeated", "count", drop=4),
        Column("pass_input", "Input of all", "count", drop=5),
        Column("pass_output", "Output of all", "count"),
        Column("currency", "Currency", "text"),
        Column("cost", f"{currency} once", "money", drop=3),
        Column("uncut", "Why", "text"),
        Column("smaller_images", "Smaller images", "text"),
        Column("price_from", "Price from", "date"),
        Column("notes", "Notes", "text"),
    )


def _table(title: str, found: Sequence[Fit], currency: str) -> Table:
    columns = _columns(currency)
    facts = (_question(item) | _answer(item) | {"currency": currency} for item in found)
    return Table(title, columns, tuple(tuple(fact[column.key] for column in columns) for fact in facts))


def _cut_table(title: str, found: Sequence[Fit], currency: str) -> Table:
    """Return a table of chunks, whose cost is never left out."""
    table = _table(title, found, currency)
    return replace(table, columns=tuple(replace(column, drop=0) if column.key == "cost" else column for column in table.columns))


def _question(item: Fit) -> dict[str, Cell]:
    ledger = item.estimate.ledger
    quoted = item.estimate.quote
    return {
        "source": item.estimate.source,
        "offer": item.offer.name,
        "status": item.status,
        "reason": item.reason,
        "context": item.limits["context"],
        "input": item.input,
        "counting": ledger.counting if ledger else None if item.input is None else "assumed",
        "answer": item.estimate.output.tokens,
        "max_images": item.limits["max_images"],
        "longest_answer": item.longest_answer,
        "price_from": quoted.evidence.row.from_ if quoted else None,
        "notes": "; ".join(item.estimate.notes) or None,
    }


def _answer(item: Fit) -> dict[str, Cell]:
    room, left, cut = item.room, item.headroom, item.cut
    return {
        "over": None if room is None else max(-room, 0),
        "headroom": left.tokens if left else None,
        "words": left.words if left else None,
        "pages": left.pages if left else None,
        "lines": left.lines if left else None,
        "images": left.images if left else None,
        "turns": left.turns if left else None,
        "chunks": cut.chunks.count if cut else None,
        "chunk_tokens": cut.chunks.size if cut else None,
        "overlap": cut.chunks.overlap if cut else None,
        "repeated": cut.repeated if cut else None,
        "pass_input": cut.input if cut else None,
        "pass_output": cut.output if cut else None,
        "cost": item.cost,
        "uncut": item.uncut or (item.reason if item.status == "exceeds" and cut is None else None),
        "smaller_images": "; ".join(_smaller_words(saving) for saving in item.savings) or None,
    }


def _smaller_words(saving: Saving) -> str:
    """Return `1280x720 to 1260x700: 1,222 to 1,150 tokens`."""
    image = saving.image
    before, after = (f"{size.width}x{size.height}" for size in (image.size, image.smaller))
    return f"{before} to {after}: {image.before:,} to {image.after:,} tokens"


def _savings_table(found: Sequence[Fit], terms: Terms) -> Table:
    """Return each different image once, at the first offer in the order that lays its grid over it."""
    columns = (
        Column("source", "Prompt", "name"),
        Column("size", "Image", "name"),
        Column("images", "Images", "count", drop=1),
        Column("before", "Tokens", "count"),
        Column("smaller", "Resized to", "name"),
        Column("after", "Tokens", "count"),
        Column("per_request", f"{terms.currency}/request", "money", drop=2),
        Column("monthly", f"{terms.currency}/month", "money"),
        Column("offer", "At", "name"),
    )
    rows: dict[tuple[str, SmallerImage], tuple[Cell, ...]] = {}
    for item in found:
        for saving in item.savings:
            rows.setdefault((item.estimate.source, saving.image), _saving_row(item, saving))
    sources, offers = {row[0] for row in rows.values()}, {row[-1] for row in rows.values()}
    told = {key for key, values in (("source", sources), ("offer", offers)) if len(values) == 1}
    at = f" at {offers.pop()}" if len(offers) == 1 else ""
    volume = f"{terms.volume.a_month(terms.days_per_month):,f} requests a month{' (assumed)' if terms.volume.assumed else ''}"
    table = Table(f"What smaller images save{at}, {volume}:", columns, tuple(rows.values()))
    return table.only({column.key for column in columns} - told)


def _saving_row(item: Fit, saving: Saving) -> tuple[Cell, ...]:
    image = saving.image
    before, after = (f"{size.width}x{size.height}" for size in (image.size, image.smaller))
    figures = (before, image.images, image.before, after, image.after, saving.per_request, saving.monthly)
    return (item.estimate.source, *figures, item.offer.name)


def _heading(found: Sequence[Fit], terms: Terms, sources: int) -> str:
    what = found[0].estimate.source if sources == 1 else numbered(sources, "prompt")
    by = f" by {terms.basis} sources" if terms.basis else ""
    kept = output_words(item.estimate.output for item in found)
    return f"{what}: room is kept for {kept}; {terms.currency}, prices of {terms.on}{by}."


def _notes(found: Sequence[Fit], units: Units, cutting: Cutting) -> tuple[str, ...]:
    notes = [*_assumptions(found, units, cutting)]
    counted = [item for item in found if item.status in {"ok", "exceeds"}]
    if any(item.estimate.ledger.counting == "estimated" for item in counted if item.estimate.ledger):
        notes.append("Counting 'estimated' is never exact: the method and its error stand below.")
    notes += attributed((item.offer.name, item.estimate.notes) for item in counted)
    notes += fx_notes(item.estimate.cost.rate for item in counted if item.estimate.cost)
    if any(check.status == "unknown" for item in counted for check in item.estimate.limits if check.limit != "context"):
        notes.append("Limits that no provider published are unknown and were not checked; --format json lists them.")
    return tuple(dict.fromkeys(notes))


def _assumptions(found: Sequence[Fit], units: Units, cutting: Cutting) -> Iterator[str]:
    """Yield what the figures rest on that nobody can know."""
    measures, turn, image = units.measures, units.turn, units.image
    if any(item.headroom for item in found):
        yield (
            f"Assumed: {measures.words_a_token:f} words a token, {measures.tokens_a_page:,} tokens a page, "
            f"{measures.tokens_a_line:,} a line of code; images of {image.width}x{image.height}; turns of {turn.user:,} tokens"
            f" and {turn.assistant:,} of answer, each of which stays in the history. Each figure is for itself, not all together."
        )
    own = next((item.measured for item in found if item.measured), None)
    if own is not None and len({item.estimate.source for item in found}) == 1:
        words, line = money.significant(own.words_a_token, 2), money.significant(own.tokens_a_line, 2)
        yield f"Measured in this text: {words} words a token, {line} tokens a line."
    if any(item.cut for item in found):
        yield (
            f"Chunks are cut by tokens and filled to the last one, with an overlap of {cutting.overlap} (assumed); each is a"
            " request that repeats what is not cut and keeps room for its answer. A splitter that keeps to words or sentences"
            " fills them less and may need more."
        )


def _charts(fitting: Sequence[Fit]) -> Iterator[Parts]:
    """Yield the request in the window of the first offer at which it was counted, part by part."""
    from costcalc.reports.estimate_charts import request_chart

    for item in fitting[:1]:
        if (chart := request_chart(item.estimate)) is not None:
            yield chart
