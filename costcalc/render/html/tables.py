"""Tables as a page lays them out: what each cell says, and how it is set."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.render.cells import UNKNOWN, printable, right, shown, telling
from costcalc.render.formula import runs
from costcalc.render.html.text import inert, linked, named

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markupsafe import Markup

    from costcalc.render.report import Cell, Column, Table

_TONES = {
    "good": ("ok", "pass"),
    "bad": ("exceeds", "fail", "error"),
    "doubt": ("unpriced", "unknown", "retired", "warning"),
}
_TONE_OF = {word: tone for tone, words in _TONES.items() for word in words}
_LONG = 28
_LONG_NAME = 40
"""Letters from which on a text or a name may wrap; a shorter one stays on a line, unless the screen is narrow."""
_LONGEST_TITLE = 60
"""Letters from which on a heading ends at its colon, and a paragraph goes on."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A cell or a heading: its markup, and the classes that set it."""

    markup: Markup
    classes: str = ""
    tone: str = ""
    """Good, bad or doubt, where it is a verdict."""
    bar: str = ""
    """Percent of its width that a bar in the cell has."""
    runs: bool = False
    """Whether a spreadsheet must be told that it is text."""


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with the id of its section."""

    id: str
    title: str
    detail: str
    """What a long title goes on to say."""
    headings: tuple[Shown, ...]
    rows: tuple[tuple[Shown, ...], ...]


def grids(tables: Sequence[Table], first: str) -> Iterator[Grid]:
    """Yield each table that has rows; those without a title are named `first`, and numbered where there are several."""
    untitled = 0
    for number, table in enumerate((table for table in tables if table.rows), 1):
        untitled += not table.title
        name = first if untitled == 1 else f"{first} {untitled}"
        yield grid(replace(table, title=table.title or name), f"table-{number}")


def grid(table: Table, id_: str) -> Grid:
    """Return a table under the id of its section, without columns that say nothing."""
    table, title = telling(table), inert(printable(table.title).rstrip(":"))
    if len(title) > _LONGEST_TITLE:
        title, _, detail = title.partition(": ")
        detail = inert(detail)
    else:
        detail = ""
    rows = tuple(cells(row, table.columns) for row in table.rows)
    return Grid(id_, title, detail, headings(table.columns), rows)


def headings(columns: Sequence[Column]) -> tuple[Shown, ...]:
    """Return the titles of columns."""
    return tuple(Shown(linked(column.title), _setting(column), runs=runs(column.title)) for column in columns)


def cells(row: Sequence[Cell], columns: Sequence[Column]) -> tuple[Shown, ...]:
    """Return the cells of a row."""
    return tuple(_cell(cell, column) for cell, column in zip(row, columns, strict=True))


def _cell(cell: Cell, column: Column) -> Shown:
    text = shown(cell, column)
    if column.kind == "status":
        return Shown(linked(text), _setting(column), _TONE_OF.get(text, ""), runs=runs(text))
    classes = [_setting(column), *(["name"] if column.kind == "name" else [])]
    classes += ["wraps"] if not right(column) and len(text) > (_LONG_NAME if column.kind == "name" else _LONG) else []
    classes += ["unknown"] if cell is None and text == UNKNOWN else []
    markup = named(text) if column.kind == "name" else linked(text)
    return Shown(markup, " ".join(filter(None, classes)), runs=isinstance(cell, str) and runs(text))


def _setting(column: Column) -> str:
    return "number" if right(column) else ""
