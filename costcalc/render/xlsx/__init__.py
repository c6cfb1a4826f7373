"""Excel workbooks: a sheet a table, typed cells, ready to be printed; the same bytes for the same report."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report


def render(report: Report, _look: Look) -> bytes:
    """Return the workbook of a report."""
    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.tables import write_tables

    book = Book(report.schema)
    write_tables(book, report)
    return book.bytes()
