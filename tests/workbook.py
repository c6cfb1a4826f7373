"""Workbooks as a person uses them: opened, some assumptions changed by their names, computed anew by LibreOffice."""

from __future__ import annotations

import warnings
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple

import openpyxl
from office import sheets

from costcalc import money

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from office import Cell
    from openpyxl.cell import Cell as OpenedCell
    from openpyxl.workbook import Workbook

Sheets = dict[str, list[list["Cell"]]]


class Row(NamedTuple):
    """An offer on the sheet Comparison: amounts as they are displayed, `unknown` where they are."""

    place: str
    offer: str
    status: str
    unit: str
    total: str


def opened(path: Path) -> Workbook:
    """Return a workbook that opens without a warning."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(path)


def named(book: Workbook, name: str) -> OpenedCell:
    """Return the cell of a name."""
    ((sheet, address),) = book.defined_names[name].destinations
    return book[sheet][address.replace("$", "")]


def computed(path: Path, folder: Path, changes: Mapping[str, Any] | None = None) -> Sheets:
    """Return the sheets as LibreOffice computes them once the cells of these names hold other values.

    openpyxl keeps formulas and drops the results that were stored with them, so none of those can pass for a formula's.
    """
    book = opened(path)
    for name, value in (changes or {}).items():
        named(book, name).value = value
    changed = folder / f"changed-{path.name}"
    book.save(changed)
    assert all(cell.value is None for cell in _formulas(changed)), "a stored result was kept"
    return sheets(changed, folder)


def _formulas(path: Path) -> list[OpenedCell]:
    texts, stored = openpyxl.load_workbook(path), openpyxl.load_workbook(path, data_only=True)
    cells = (cell for sheet in texts for row in sheet.iter_rows() for cell in row if cell.data_type == "f")
    return [stored[cell.parent.title][cell.coordinate] for cell in cells]


def displayed(cell: Cell) -> str:
    """Return a cell as costcalc displays an amount; a spreadsheet's numbers have fifteen digits."""
    return money.display(Decimal(f"{float(cell.value):.15g}")) if cell.kind == "float" else cell.text


def comparison(found: Sheets) -> list[Row]:
    """Return the offers of the sheet Comparison in their order."""
    rows = found["Comparison"]
    header = next(number for number, row in enumerate(rows) if row and row[0].text == "#")
    return [
        Row(row[0].text, row[1].text, row[2].text, displayed(row[3]), displayed(row[4]))
        for row in rows[header + 1 :]
        if len(row) > 4 and row[1].text
    ]
