"""A report's tables: a sheet each, with the heading above and the notes below the first."""

from __future__ import annotations

from dataclasses import replace
from itertools import takewhile
from typing import TYPE_CHECKING, Any

from costcalc.render.cells import UNKNOWN, right, shown, telling
from costcalc.render.report import Column, Table
from costcalc.render.wrapping import width
from costcalc.render.xlsx.page import Page

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.render.report import Cell, Report
    from costcalc.render.xlsx.book import Book

_MANY = 10
"""More tables of the same columns stand on one sheet."""
_MOST_ROWS = 1_000_000
"""Of one sheet; Excel has 1,048,576."""
_NARROWEST, _WIDEST, _WRAPPED = 9.0, 60.0, 50
"""Characters of a column; a longer text is wrapped, since fonts differ."""
_MARGIN = 2
"""Characters around a text."""
_ARROW = 4
"""Characters that the arrow of a filter covers."""
_COLOURS = {"ok": "#1B7F3B", "pass": "#1B7F3B", "exceeds": "#B42318", "fail": "#B42318"}
_DOUBTFUL = dict.fromkeys(("unpriced", "unknown", "retired"), "#9A5B00")
_FILTERED = 3
"""From so many rows on there is something to filter."""
_MOST_DECIMALS = 30


def write_tables(book: Book, report: Report, *, caption: str = "") -> None:
    """Write each table that has rows, then every row and column as data; the caption stands above each."""
    name = report.schema.split("/")[1].replace("-", " ").capitalize()
    tables = [telling(table) for table in _gathered([table for table in report.tables if table.rows])]
    heading, notes = report.heading, report.notes
    for table in tables or [report.data]:
        _write(book, replace(table, title=table.title.rstrip(":") or name), (heading, caption), notes)
        heading, notes = "", ()
    if tables and report.data.rows and not any(replace(table, title="") == report.data for table in report.tables):
        explained = "Every row and column of the result; an empty cell is unknown."
        _write(book, replace(report.data, title="Data"), (caption, explained), unknown=None)


def _gathered(tables: Sequence[Table]) -> list[Table]:
    """Return the tables, those of the same columns as one where they are many, each row led by the title of its own."""
    alike: dict[tuple[Column, ...], list[Table]] = {}
    for table in tables:
        alike.setdefault(table.columns, []).append(table)
    return [table for group in alike.values() for table in (group if len(group) <= _MANY else [_as_one(group)])]


def _as_one(group: Sequence[Table]) -> Table:
    rows = tuple((table.title.rstrip(":"), *row) for table in group for row in table.rows)
    return Table(_common_end([table.title for table in group]), (Column("of", "Of", "name"), *group[0].columns), rows)


def _common_end(titles: Sequence[str]) -> str:
    """Return the words that all titles end with, `By month`; nothing where there are none."""
    ends = zip(*(reversed(title.rstrip(":").split()) for title in titles), strict=False)
    alike = [words[0] for words in takewhile(lambda words: len(set(words)) == 1, ends)]
    common = " ".join(reversed(alike))
    return common[:1].upper() + common[1:] if common.replace(" ", "").isalpha() else common


def _write(book: Book, table: Table, above: Sequence[str], notes: Sequence[str] = (), *, unknown: Cell = UNKNOWN) -> None:
    """Write a table on as many sheets as its rows need."""
    for start in range(0, max(1, len(table.rows)), _MOST_ROWS):
        rows = table.rows[start : start + _MOST_ROWS]
        page = Page(book, table.title, _widths(replace(table, rows=rows)))
        page.paragraph(table.title, bold=True, font_size=13)
        for text in above:
            page.paragraph(text)
        page.header([(column.title, right(column)) for column in table.columns], frozen=_led_by_names(table))
        for row in rows:
            page.row(_cells(row, table.columns, unknown))
        page.filter(at_least=_FILTERED)
        page.notes(notes if start == 0 else ())


def _led_by_names(table: Table) -> int:
    """Return how many columns stay in sight: the first, where it says what a row is about."""
    return int(len(table.columns) > 3 and table.columns[0].kind == "name")


def _cells(row: Sequence[Cell], columns: Sequence[Column], unknown: Cell) -> Iterator[tuple[Cell, dict[str, Any]]]:
    """Yield each cell with its style; what is unknown as the sheet says it, where the column is not of mere text."""
    for cell, column in zip(row, columns, strict=True):
        missing = cell is None and column.kind != "text"
        yield (unknown if missing else cell), _style(cell, column)


def _style(cell: Cell, column: Column) -> dict[str, Any]:
    if right(column):
        text = shown(cell, column)
        return {"align": "right", "num_format": _number_format(text, parted="," in text or column.kind != "rate")}
    if column.kind == "status":
        colour = (_COLOURS | _DOUBTFUL).get(str(cell))
        return {"font_color": colour} if colour else {}
    return {"text_wrap": True} if isinstance(cell, str) and width(cell) > _WRAPPED else {}


def _number_format(text: str, *, parted: bool) -> str:
    """Return the format that shows a number with as many places as costcalc prints of it."""
    places = len(text.partition(".")[2])
    whole = "#,##0" if parted else "0"
    return f"{whole}.{'0' * min(places, _MOST_DECIMALS)}" if places else whole


def _widths(table: Table) -> list[float]:
    """Return the width of each column in characters: of what it holds, within what reads well."""
    widths: list[float] = []
    for index, column in enumerate(table.columns):
        longest = max((width(shown(row[index], column)) for row in table.rows), default=0)
        title = width(column.title) + _ARROW
        widths.append(min(max(longest + _MARGIN, title, _NARROWEST), _WIDEST))
    return widths
