"""CSV as RFC 4180: a stable header, every row, every digit."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from costcalc.render.cells import exact

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report

_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def render(report: Report, _look: Look) -> str:
    """Return the report's data under a header of stable keys; what is unknown is an empty cell."""
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow([column.key for column in report.data.columns])
    writer.writerows([[_safe(exact(cell), cell) for cell in row] for row in report.data.rows])
    return text.getvalue()


def _safe(text: str, cell: object) -> str:
    """Return a text that no spreadsheet runs as a formula: one that begins like one gets an apostrophe in front."""
    return f"'{text}" if isinstance(cell, str) and text.startswith(_FORMULA) else text
