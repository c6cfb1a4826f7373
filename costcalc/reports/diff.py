"""The report of a difference: what changes a month, which prompts, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.attribution import CAUSES
from costcalc.pricing import percent
from costcalc.render.report import Cell, Column, Finding, Report, Table
from costcalc.reports.diff_document import SCHEMA, diff_document
from costcalc.reports.notes import numbered, sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from costcalc.planning.attribution import Cause
    from costcalc.planning.difference import Change, Difference, Kind
    from costcalc.planning.item import Item
    from costcalc.reports.diff_document import Side, View

_WORDS: dict[Cause, str] = {"new": "new prompts", "gone": "gone prompts"}
_DROPS: dict[Cause, int] = {"tokens": 1, "price": 2, "model": 3, "volume": 4, "output": 5, "currency": 6}
"""On a narrow screen a cause goes only when base, percent and head have gone."""


def diff_report(found: Difference, view: View) -> Report:
    """Return the report of a difference; prompts in their order."""
    notes = tuple(_notes(found, view))
    document = diff_document(found, view, notes=notes)
    tables = () if _is_quiet(found, view) else tuple(_tables(found, view.currency))
    return Report(SCHEMA, document, _heading(found, view), _data(found, view), tables, notes, tuple(_findings(found)))


def _is_quiet(found: Difference, view: View) -> bool:
    return view.minimum is not None and found.total is not None and found.total.copy_abs() <= view.minimum


def _heading(found: Difference, view: View) -> str:
    """Return one line: the total and why, `+4.20 USD a month (+5 %): tokens +3.10, price +1.10; head.json against base.json.`."""
    causes = ", ".join(f"{_WORDS.get(cause, cause)} {money.signed(amount)}" for cause, amount in found.parts.items())
    known = f"{money.signed(found.known)} {view.currency} a month"
    if found.unknown:
        said = f"unknown: the change of {found.unknown} of {numbered(len(found.changes), 'prompt')}; of the others {known}"
    else:
        said = known if found.parts else f"no change, {known}"
        said += f" ({percent.shown(found.percent)})" if found.percent else ""
    held = ", prices held" if view.hold_prices else ""
    return f"{said}{f': {causes}' if causes else ''}; {_sides(view.base, view.head)}{held}."


def _sides(base: Side, head: Side) -> str:
    if base.on == head.on:
        return f"{head.name} against {base.name}, prices of {head.on}"
    return f"{head.name} (prices of {head.on}) against {base.name} (prices of {base.on})"


def _notes(found: Difference, view: View) -> Iterator[str]:
    yield from (sentence(note) for note in found.notes)
    for change in found.of("changed"):
        if change.base and change.head and change.base.offer != change.head.offer:
            yield f"{change.item.source}: moved from {change.base.offer} to {change.head.offer}."
    if same := len(found.of("same")):
        yield f"{numbered(same, 'prompt')} cost{'s' if same == 1 else ''} the same."
    if _is_quiet(found, view) and view.minimum is not None:
        yield f"No prompt is shown: the change is no more than {money.display(view.minimum)} {view.currency}."


def _tables(found: Difference, currency: str) -> Iterator[Table]:
    """Yield what people see: the changed prompts with each cause that changed any, then those on one side alone."""
    changed = found.of("changed")
    causes = [cause for cause in _DROPS if any(cause in change.parts for change in changed)]
    ordered = [cause for cause in CAUSES if cause in causes]
    columns = (
        Column("source", "Prompt", "name"),
        Column("base", f"Base {currency}/month", "money", drop=9),
        Column("head", f"{currency}/month", "money", drop=7),
        Column("change", "Change", "count"),
        Column("percent", "%", "count", drop=8),
        *(Column(cause, cause.capitalize(), "count", drop=_DROPS[cause]) for cause in ordered),
    )
    yield Table("", columns, tuple(_row(change, ordered) for change in changed))
    yield _alone("New prompts:", found, "new", currency)
    yield _alone("Gone prompts:", found, "gone", currency)
    rows = tuple((change.item.source, "unknown", change.reason) for change in found.of("unknown"))
    titles = (Column("source", "Prompt", "name"), Column("kind", "Change", "status"), Column("reason", "Why"))
    yield Table("Unknown, and no saving:", titles, rows)


def _row(change: Change, causes: Sequence[Cause]) -> tuple[Cell, ...]:
    return (
        change.item.source,
        _monthly(change.base),
        _monthly(change.head),
        None if change.amount is None else money.signed(change.amount),
        None if change.percent is None else percent.shown(change.percent),
        *(money.signed(change.parts[cause]) if cause in change.parts else "" for cause in causes),
    )


def _alone(title: str, found: Difference, kind: Kind, currency: str) -> Table:
    columns = (
        Column("source", "Prompt", "name"),
        Column("offer", "Offer", "name"),
        Column("change", f"{currency}/month", "count"),
    )
    rows = (
        (change.item.source, change.item.offer, money.signed(amount))
        for change in found.of(kind)
        if (amount := change.amount) is not None
    )
    return Table(title, columns, tuple(rows))


def _data(found: Difference, view: View) -> Table:
    """Return a row a prompt with every number."""
    columns = (
        *(Column(key, key, "name") for key in ("source", "name", "kind", "base_offer", "head_offer")),
        Column("currency", "Currency"),
        *(Column(key, key, "money") for key in ("base", "head", "change")),
        Column("percent", "percent", "count"),
        *(Column(f"change_{cause}", cause, "money") for cause in CAUSES),
        Column("reason", "reason"),
    )
    return Table("", columns, tuple(_cells(change, view.currency) for change in found.changes))


def _cells(change: Change, currency: str) -> tuple[Cell, ...]:
    return (
        change.item.source,
        change.item.name,
        change.kind,
        change.base.offer if change.base else None,
        change.head.offer if change.head else None,
        currency,
        _monthly(change.base),
        _monthly(change.head),
        change.amount,
        change.percent,
        *(change.parts.get(cause) for cause in CAUSES),
        change.reason,
    )


def _monthly(item: Item | None) -> Decimal | None:
    return item.monthly if item else None


def _findings(found: Difference) -> Iterator[Finding]:
    """Yield a line for each prompt whose change is unknown, at its file."""
    for change in found.of("unknown"):
        file, _, line = change.item.source.rpartition(":")
        at = (file, int(line)) if file and line.isdecimal() else (change.item.source, None)
        yield Finding("diff", "unknown", f"the change is unknown: {change.reason}", source=at[0], line=at[1])
