"""The report of a lint: what is wrong or doubtful in sheets, where, and what to do about it."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from costcalc.render.report import Column, Report, Table

if TYPE_CHECKING:
    from costcalc.pricing.lint import Linted
    from costcalc.sheets.faults import Finding

SCHEMA = "costcalc/prices-lint/1"
_COLUMNS = (
    Column("file", "File", "name"),
    Column("line", "Line", "count"),
    Column("offer", "Offer", "name"),
    Column("place", "Place", "name", drop=2),
    Column("severity", "Severity", "status"),
    Column("kind", "Kind", drop=1),
    Column("message", "Finding"),
    Column("fix", "Fix"),
)


def lint_report(linted: Linted) -> Report:
    """Return the report of findings in their order."""
    table = Table("", _COLUMNS, tuple(_row(finding) for finding in linted.findings))
    return Report(SCHEMA, _document(linted), _heading(linted), table, (table,), _notes(linted))


def _row(finding: Finding) -> tuple[str | int | None, ...]:
    return tuple(getattr(finding, column.key) for column in _COLUMNS)


def _heading(linted: Linted) -> str:
    errors, warnings = linted.count("error"), linted.count("warning")
    return (
        f"{_counted(linted.files, 'file')}, {_counted(linted.offers, 'offer')}: "
        f"{_counted(errors, 'error')}, {_counted(warnings, 'warning')}."
    )


def _counted(number: int, what: str) -> str:
    return f"{number:,} {what}" if number == 1 else f"{number:,} {what}s"


def _notes(linted: Linted) -> tuple[str, ...]:
    kinds = Counter(finding.kind for finding in linted.findings)
    by_kind = "By kind: " + ", ".join(f"{kind} {count:,}" for kind, count in sorted(kinds.items())) + "."
    compared = (
        f"{linted.compared:,} of {linted.offers:,} offers are of models that at least three hosts sell; the others are set "
    )
    return (*([by_kind] if kinds else []), compared + "against models of about the same size, or against all.")


def _document(linted: Linted) -> dict[str, Any]:
    return {
        "verdict": "fail" if linted.count("error") else "pass",
        "files": linted.files,
        "offers": linted.offers,
        "compared": linted.compared,
        "errors": linted.count("error"),
        "warnings": linted.count("warning"),
        "findings": [asdict(finding) for finding in linted.findings],
        "notes": list(_notes(linted)),
    }
