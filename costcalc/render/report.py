"""What a renderer gets: one result as a JSON document and as tables, whatever the command was."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from costcalc.planning.what_if import WhatIf
    from costcalc.render.chart import Chart

Cell = str | int | Decimal | date | None
Kind = Literal["name", "text", "status", "count", "money", "rate", "date"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column: a stable key for machines, a title for people, what its cells are.

    `drop` says when it goes where the screen is narrow: the highest first, 0 never.
    """

    key: str
    title: str
    kind: Kind = "text"
    drop: int = 0


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of raw cells under typed columns; None is unknown."""

    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def only(self, keys: Collection[str]) -> Table:
        """Return the table with the columns of these keys, in its own order."""
        kept = [index for index, column in enumerate(self.columns) if column.key in keys]
        rows = tuple(tuple(row[index] for index in kept) for row in self.rows)
        return replace(self, columns=tuple(self.columns[index] for index in kept), rows=rows)


@dataclass(frozen=True, slots=True)
class Finding:
    """What a gate says of one budget or one prompt, for formats that show a line each."""

    name: str
    """The budget."""
    verdict: Literal["pass", "fail", "unknown"]
    message: str
    """One line: what, how far, what to do."""
    level: Literal["deny", "warn"] = "deny"
    source: str | None = None
    """The file that it is about."""
    line: int | None = None


def _untold() -> None:
    """Return nothing: nobody laid the arithmetic open."""


@dataclass(frozen=True, slots=True)
class Report:
    """One result, ready for any format."""

    schema: str
    """Name and version of the document, `costcalc/estimate/1`."""
    document: dict[str, Any]
    """The JSON document behind its schema; money is text already."""
    heading: str
    """One line that says what was asked and assumed."""
    data: Table
    """Every row and column: what a CSV holds."""
    tables: tuple[Table, ...]
    """What people see, in their order."""
    notes: tuple[str, ...] = ()
    """What a reader must know to trust the numbers."""
    findings: tuple[Finding, ...] = ()
    """What a gate decided; empty where nothing was judged."""
    unremarkable: bool = False
    """Whether nothing has changed that would be worth a comment; what does not pass still is."""
    charts: Callable[[], tuple[Chart, ...]] = tuple
    """Returns what a reader would rather look at; called by a format that draws, as most never do."""
    screen: bool = True
    """Whether a screen draws any of them."""
    what_if: Callable[[], WhatIf | None] = _untold
    """Returns what the numbers were multiplied from, for formats that can be told other ones."""


@dataclass(frozen=True, slots=True)
class Look:
    """Where a report is shown, and what a format may be told."""

    width: int | None = None
    """Columns of the screen; None: not a screen, nothing is left out and nothing is drawn."""
    colour: bool = False
    ascii: bool = False
    """Whether a screen shows no other signs."""
    csv_dialect: str = "rfc4180"
    """One of `DIALECTS` in `render/csv.py`."""
