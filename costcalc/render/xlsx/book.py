"""A workbook that is written sheet by sheet: its styles, its print set-up, the same bytes each time."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.render.formula import runs
from costcalc.render.xlsx.formula import Formula
from costcalc.render.xlsx.safe import safe, sheet_name

if TYPE_CHECKING:
    from xlsxwriter.format import Format
    from xlsxwriter.worksheet import Worksheet

    from costcalc.render.report import Cell

_CREATED = datetime(2000, 1, 1, tzinfo=UTC)
"""The same for every workbook, so that one result has one content."""
_OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
    "remove_timezone": True,
}
_A4 = 9
_FIRST_DAY = date(1900, 3, 1)
"""Excel believes that 1900 was a leap year, and knows no day before it."""
_LARGEST = Decimal("1e300")
_LEFT = {"align": "left", "indent": 1}
"""Text keeps away from a number that stands before it."""
INK, PAPER, RULE, INPUT_INK, INPUT_PAPER = "#1F2937", "#EEF2F7", "#9AA5B1", "#0B3D91", "#FFF9DB"
"""Colours of headers; and of cells to change, which bookkeepers know in blue."""


class Book:
    """A workbook in memory."""

    def __init__(self, subject: str) -> None:
        from xlsxwriter import Workbook

        self._bytes = io.BytesIO()
        self.workbook = Workbook(self._bytes, dict(_OPTIONS))
        self.workbook.set_properties({"created": _CREATED, "subject": subject, "author": "costcalc"})
        self._styles: dict[tuple[tuple[str, Any], ...], Format] = {}
        self._names: list[str] = []

    def style(self, **properties: Any) -> Format:  # noqa: ANN401
        """Return the format with these properties of XlsxWriter, at the top of its cell."""
        wanted = {"valign": "top", **properties}
        key = tuple(sorted(wanted.items()))
        if key not in self._styles:
            self._styles[key] = self.workbook.add_format(wanted)
        return self._styles[key]

    def header_style(self, *, right: bool = False, indent: int = 1) -> Format:
        """Return the format of a table's header."""
        side = {"align": "right"} if right else {"align": "left", "indent": indent}
        return self.style(bold=True, bg_color=PAPER, font_color=INK, bottom=1, bottom_color=RULE, **side)

    def sheet(self, title: str, *, pages: int = 1) -> Worksheet:
        """Return a new sheet, to be printed across so many pages."""
        name = sheet_name(title, self._names)
        self._names.append(name)
        sheet = self.workbook.add_worksheet(name)
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.fit_to_pages(pages, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.6)
        sheet.set_footer("&L&8&A&R&8&P / &N")
        sheet.hide_gridlines(2)
        return sheet

    def write(self, sheet: Worksheet, at: tuple[int, int], cell: Cell | Formula, **properties: Any) -> None:  # noqa: ANN401
        """Write a cell as what it is; None leaves it empty. Text stays text, whatever it begins with."""
        if isinstance(cell, Formula):
            value = cell.value if isinstance(cell.value, str) else float(cell.value)
            aligned = _LEFT if isinstance(value, str) else {}
            sheet.write_formula(*at, cell.text, self.style(**{**aligned, **properties}), value)
        elif isinstance(cell, date) and cell >= _FIRST_DAY:
            sheet.write_datetime(*at, cell, self.style(**{"num_format": "yyyy-mm-dd", **_LEFT, **properties}))
        elif isinstance(cell, int | Decimal) and Decimal(cell).copy_abs() < _LARGEST:
            sheet.write_number(*at, float(cell), self.style(**properties))
        elif cell is None:
            sheet.write_blank(*at, None, self.style(**properties))
        else:
            text = safe(str(cell))
            quoted = {"quote_prefix": True} if runs(text) else {}
            sheet.write_string(*at, text, self.style(**{**_LEFT, **properties, **quoted}))

    def bytes(self) -> bytes:
        """Return the finished workbook."""
        self.workbook.close()
        return self._bytes.getvalue()
