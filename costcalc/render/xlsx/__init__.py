"""Excel workbooks: a sheet a table, typed cells, formulas where a result can be told other numbers; the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report


def render(report: Report, _look: Look) -> bytes:
    """Return the workbook of a report."""
    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.tables import write_tables
    from costcalc.render.xlsx.what_if import CAPTION, write_what_if

    book = Book(report.schema)
    computed = report.what_if is not None and any(offer.mixes for offer in report.what_if.offers)
    if report.what_if is not None and computed:
        write_what_if(book, report.what_if, report.heading)
    write_tables(book, report, caption=CAPTION if computed else "")
    return book.bytes()
