"""The report of an import: what was taken of each provider, what was not and why."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any

from costcalc.render.report import Cell, Column, Report, Table
from costcalc.reports.notes import numbered

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.imports.importing import Import
    from costcalc.sheets.imports.record import Problem
    from costcalc.sheets.schema import Sheet

SCHEMA = "costcalc/prices-import/1"
_ALL = (
    Column("kind", "Kind", "status"),
    Column("name", "Provider or record", "name"),
    Column("offers", "Offers", "count"),
    Column("priced", "Priced", "count"),
    Column("reason", "Why"),
)
_TAKEN = (Column("provider", "Provider", "name"), Column("offers", "Offers", "count"), Column("priced", "Priced", "count"))
_PROBLEMS = (Column("record", "Record", "name"), Column("reason", "Why"))
_LEFT_OUT = (Column("reason", "Why", "name"), Column("records", "Records", "count"))


def import_report(done: Import, into: str, files: Sequence[str]) -> Report:
    """Return the report of an import into a folder."""
    imported = done.imported
    taken = tuple((sheet.provider, len(sheet.offers), _priced(sheet)) for sheet in imported.sheets)
    rows: list[tuple[Cell, ...]] = [("taken", *row, None) for row in taken]
    rows += _untaken("problem", imported.problems) + _untaken("left out", imported.left_out)
    reasons = Counter(problem.reason for problem in imported.left_out).most_common()
    tables = (
        Table("", _TAKEN, taken),
        Table("Problems:", _PROBLEMS, tuple((problem.record, problem.reason) for problem in imported.problems)),
        Table("Left out:", _LEFT_OUT, tuple(reasons)),
    )
    document = _document(done, into, files)
    return Report(SCHEMA, document, _heading(done, into), Table("", _ALL, tuple(rows)), tables, _notes(imported))


def _untaken(kind: str, problems: Iterable[Problem]) -> list[tuple[Cell, ...]]:
    return [(kind, problem.record, None, None, problem.reason) for problem in problems]


def _priced(sheet: Sheet) -> int:
    return sum(1 for offer in sheet.offers if offer.prices)


def _heading(done: Import, into: str) -> str:
    origin, imported = done
    taken = f"{numbered(imported.offers, 'offer')} of {numbered(len(imported.sheets), 'provider')}"
    return (
        f"{origin.source}, seen {origin.checked}: {taken} and {numbered(len(imported.models), 'new model')} in {into}; "
        f"{numbered(len(imported.problems), 'problem')}, {len(imported.left_out):,} left out."
    )


def _notes(imported: Imported) -> tuple[str, ...]:
    unpriced = imported.offers - sum(map(_priced, imported.sheets))
    notes = []
    if unpriced:
        notes.append(f"{numbered(unpriced, 'offer')} that the source gives for 0 without saying free have a claim and no price.")
    if imported.models:
        notes.append("New models have the tokenizer 'unknown': no catalogue of prices says how they count.")
    return (*notes, "With --sheets, an imported offer replaces the packaged one of its id, or else of its model, whole.")


def _document(done: Import, into: str, files: Sequence[str]) -> dict[str, Any]:
    origin, imported = done
    return {
        "source": origin.source,
        "checked": origin.checked.isoformat(),
        "into": into,
        "offers": imported.offers,
        "models": len(imported.models),
        "providers": [
            {"provider": sheet.provider, "offers": len(sheet.offers), "priced": _priced(sheet)} for sheet in imported.sheets
        ],
        "problems": [{"record": problem.record, "reason": problem.reason} for problem in imported.problems],
        "left_out": [{"record": problem.record, "reason": problem.reason} for problem in imported.left_out],
        "files": list(files),
        "notes": list(_notes(imported)),
    }
