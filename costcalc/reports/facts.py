"""Facts with who says so: as tables for people, and all together as rows for machines."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from costcalc.render.report import Cell, Column, Table

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

UNKNOWN = "not published"


class Fact(NamedTuple):
    """A value with its source; empty where the sheet itself is the source."""

    what: str
    value: Cell
    source: str = ""
    checked: date | None = None


_LONG = 20
_COLUMNS = (
    Column("what", "What", "status"),
    Column("value", "Value"),
    Column("source", "Source"),
    Column("checked", "Checked", "date"),
)
_DATA_COLUMNS = (Column("section", "Section"), *_COLUMNS)


def facts_table(title: str, facts: Iterable[Fact]) -> Table:
    """Return facts as a table for people; long names may wrap, short words do not."""
    rows = tuple((fact.what, fact.value, fact.source, fact.checked or "") for fact in facts)
    first = Column("what", "What", "name" if any(len(row[0]) > _LONG for row in rows) else "status")
    return Table(title, (first, *_COLUMNS[1:]), rows)


def data_table(sections: Mapping[str, Iterable[Fact]]) -> Table:
    """Return every fact of every section as a row."""
    return Table("", _DATA_COLUMNS, tuple((section, *fact) for section, facts in sections.items() for fact in facts))


def noted(value: str, note: str | None) -> str:
    """Return a value with a note in brackets."""
    return f"{value} ({note})" if note else value


def number(value: int | None, unit: str = "") -> str:
    """Return a number with its unit, or that nobody published it."""
    return UNKNOWN if value is None else f"{value:,} {unit}".rstrip()


def listed(values: Iterable[str]) -> str:
    """Return values in a row, or that nobody published them."""
    return ", ".join(values) or UNKNOWN


def days(from_: date | None, until: date | None) -> str:
    """Return half-open days in words."""
    if until is None:
        return f"since {from_ or 'ever'}"
    return f"{from_} to {until}" if from_ else f"until {until}"
