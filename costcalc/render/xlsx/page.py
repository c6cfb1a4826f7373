"""A sheet that is written from the top: paragraphs, one table with its header, notes."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from costcalc.render.wrapping import width
from costcalc.render.xlsx.formula import Formula
from costcalc.render.xlsx.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.render.report import Cell
    from costcalc.render.xlsx.book import Book

_LINE = 15.0
"""Points of one line."""
_READABLE = 100.0
"""Characters that a paragraph takes across, where the columns allow it."""
_TALLEST = 20
"""Lines of one row."""
_SLACK = 1.15
"""By how much a font may be wider than the one that Excel measures columns in."""
_ACROSS = 240.0
"""Characters that can be read across one printed page."""


class Page:
    """A sheet under construction; `row` writes below what was written last."""

    def __init__(self, book: Book, name: str, widths: Sequence[float]) -> None:
        self.book = book
        self.sheet = book.sheet(name, pages=ceil(sum(widths) / _ACROSS))
        self.next = 0
        self._widths = widths
        self._header: int | None = None
        for column, characters in enumerate(widths):
            self.sheet.set_column(column, column, characters)

    def paragraph(self, text: str, **style: Any) -> None:  # noqa: ANN401
        """Write text across the columns, wrapped; nothing where there is none."""
        if not text:
            return
        last, room = self._across()
        properties = {"text_wrap": True, "indent": 0, **style}
        if last > 0:
            self.sheet.merge_range(self.next, 0, self.next, last, "", self.book.style(**properties))
        self.book.write(self.sheet, (self.next, 0), text, **properties)
        self.sheet.set_row(self.next, _LINE * _lines(text, room))
        self.next += 1

    def _across(self) -> tuple[int, float]:
        """Return the last column of a paragraph, and the characters that it has room for."""
        room, last = 0.0, -1
        while room < _READABLE and last < len(self._widths) + 8:
            last += 1
            room += self._widths[last] if last < len(self._widths) else 8.43
        return last, room

    def header(self, titles: Sequence[tuple[str, bool]], *, frozen: int = 0) -> None:
        """Write a table's header, each title with whether it stands to the right; it stays in sight and is printed anew."""
        self.titles(titles)
        self._header = self.next - 1
        self.sheet.repeat_rows(self._header)
        self.sheet.freeze_panes(self.next, frozen)

    def titles(self, titles: Sequence[tuple[str, bool]]) -> None:
        """Write titles of columns below a narrow gap."""
        if self.next:
            self.sheet.set_row(self.next, _LINE / 2)
            self.next += 1
        for column, (title, right) in enumerate(titles):
            style = self.book.header_style(right=right, indent=min(column, 1))
            self.sheet.write_string(self.next, column, safe(title), style)
        self.next += 1

    def row(self, cells: Iterable[tuple[Cell | Formula, dict[str, Any]]]) -> None:
        """Write a row of cells, each in its style, as high as its wrapped texts are."""
        lines = 1
        for column, (cell, style) in enumerate(cells):
            first = {} if column else {"indent": 0}
            self.book.write(self.sheet, (self.next, column), cell, **first, **style)
            if style.get("text_wrap"):
                text = str(cell.value if isinstance(cell, Formula) else cell)
                lines = max(lines, _lines(text, self._widths[column]))
        if lines > 1:
            self.sheet.set_row(self.next, _LINE * lines)
        self.next += 1

    def filter(self, *, at_least: int) -> None:
        """Let the rows under the header be filtered, where there are so many."""
        if self._header is not None and self.next - self._header > at_least:
            self.sheet.autofilter(self._header, 0, self.next - 1, len(self._widths) - 1)

    def notes(self, notes: Sequence[str]) -> None:
        """Write notes below a line that is left empty."""
        self.next += 1 if notes else 0
        for note in notes:
            self.paragraph(note)


def _lines(text: str, room: float) -> int:
    return min(_TALLEST, max(1, ceil(width(safe(text)) * _SLACK / room)))
