"""Excel workbooks: a sheet a table, typed cells, formulas where a result can be told other numbers; the same bytes each time."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report


def render(report: Report, _look: Look) -> bytes:
    """Return the workbook of a report."""
    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.charts import write_charts
    from costcalc.render.xlsx.tables import write_tables
    from costcalc.render.xlsx.what_if import CAPTION, write_what_if

    book = Book(report.schema)
    what_if, charts = report.what_if(), report.charts()
    if what_if is not None and any(offer.mixes for offer in what_if.offers):
        write_what_if(book, what_if, report.heading)
        write_charts(book, charts, CAPTION)
        write_tables(book, report, caption=CAPTION)
    else:
        write_tables(book, report)
        write_charts(book, charts)
    return book.bytes()
