"""CSV as RFC 4180, and as spreadsheets of one country or another expect it: a stable header, every row, every digit."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.render.cells import exact
from costcalc.render.formula import defused

if TYPE_CHECKING:
    from costcalc.render.report import Cell, Look, Report

_SEPARATORS = ",;\t"
_MARK = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Dialect:
    """How a file of separated values is written; lines end with CR LF and every digit is there in each."""

    separator: str = ","
    decimal: str = "."
    day: str = "%Y-%m-%d"
    marked: bool = False
    """Whether a byte order mark stands in front, without which Excel takes UTF-8 for the code page of its country."""


DIALECTS = {
    "rfc4180": Dialect(),
    "excel": Dialect(marked=True),
    "excel-de": Dialect(separator=";", decimal=",", day="%d.%m.%Y", marked=True),
}


def render(report: Report, look: Look) -> str | bytes:
    """Return the report's data under a header of stable keys; what is unknown is an empty cell.

    A dialect with a byte order mark fixes the encoding, so that it comes as bytes.
    """
    dialect = DIALECTS[look.csv_dialect]
    text = io.StringIO()
    writer = csv.writer(text, delimiter=dialect.separator)
    writer.writerow([_safe(column.key, dialect) for column in report.data.columns])
    writer.writerows([[_written(cell, dialect) for cell in row] for row in report.data.rows])
    return _MARK + text.getvalue().encode("utf-8", "backslashreplace") if dialect.marked else text.getvalue()


def _written(cell: Cell, dialect: Dialect) -> str:
    match cell:
        case str():
            return _safe(cell, dialect)
        case Decimal():
            return exact(cell).replace(".", dialect.decimal)
        case date():
            return f"{cell:{dialect.day}}"
        case _:
            return exact(cell)


def _safe(text: str, dialect: Dialect) -> str:
    """Return a text that no spreadsheet runs as a formula, not even one that splits it at the separator of another dialect."""
    return defused(text, _SEPARATORS.replace(dialect.separator, ""))
