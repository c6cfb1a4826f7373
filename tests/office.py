"""LibreOffice for tests: a file opened as a person's spreadsheet opens it, and its cells with their types."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pytest
from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

SOFFICE = shutil.which("soffice") or shutil.which("libreoffice")
needs_soffice = pytest.mark.skipif(SOFFICE is None, reason="LibreOffice is missing: apt-get install libreoffice-calc")
"""Marks a test, or a module as its `pytestmark`."""

_SETTINGS = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load">
<prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop>
</item>
</oor:items>
"""
"""Recalculate on load, always: by default a cached result of another program is believed."""
Item = TypeVar("Item")
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_GROUPS = {f"{_TABLE}{name}" for name in ("table-header-rows", "table-row-group", "table-rows")}
_VALUES = {"date": "date-value", "boolean": "boolean-value", "time": "time-value"}
CSV_FILTER = "Text - txt - csv (StarCalc):{},34,76,1,,{},false,true"
"""How a CSV file is opened, once it is told the code of the separator and of the language: UTF-8, 1031 German, 1033 English."""


@dataclass(frozen=True)
class Cell:
    """What a spreadsheet holds in a cell."""

    kind: str = ""
    """`float`, `percentage`, `currency`, `date`, `boolean` or `string`; empty where the cell is."""
    value: str = ""
    """A number with all of its digits, a day as YYYY-MM-DD, else the text."""
    text: str = ""
    """What is shown."""
    formula: str = ""
    """`of:=[.A1]*2`, and nothing where the cell holds a value."""


def convert(source: Path, folder: Path, to: str, *, reading: str = "") -> Path:
    """Return what LibreOffice makes of a file in a folder, by a profile of its own.

    `to` is a suffix, with the filter behind a colon where it needs one, `xlsx:Calc MS Excel 2007 XML`; `reading` is the filter
    that opens the source, with its options. The output is looked for, since the exit code is 0 without one too.
    """
    assert SOFFICE, "mark the test with needs_soffice"
    assert source.is_file(), f"{source} is not there"
    made = folder / f"{source.stem}.{to.partition(':')[0]}"
    assert not made.exists(), f"{made} is there already: nobody could tell whether it was made anew"
    with tempfile.TemporaryDirectory() as profile:
        _settings(Path(profile))
        command = [SOFFICE, f"-env:UserInstallation={Path(profile).as_uri()}", "--headless", "--convert-to", to]
        command += ["--outdir", str(folder), *([f"--infilter={reading}"] if reading else []), str(source)]
        ended = subprocess.run(command, check=False, capture_output=True, text=True, timeout=120)
    assert made.is_file(), f"LibreOffice ended with {ended.returncode} and made no {made.name}: {ended.stdout}{ended.stderr}"
    return made


def sheets(source: Path, folder: Path, *, reading: str = "") -> dict[str, list[list[Cell]]]:
    """Return the sheets of a file by name, recalculated, each as rows of cells without the empty ones at their ends."""
    document = etree.parse(convert(source, folder, "fods", reading=reading)).getroot()
    tables = document.iterfind(f"{_OFFICE}body/{_OFFICE}spreadsheet/{_TABLE}table")
    return {table.get(f"{_TABLE}name"): _unfolded(_rows(table), "rows", []) for table in tables}


def _settings(profile: Path) -> None:
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_SETTINGS, encoding="utf-8")


def _rows(table: etree._Element) -> Iterator[tuple[etree._Element, list[Cell]]]:
    """Yield the rows, those within headers and groups too, but none of a chart, which has a table of its own."""
    for child in table:
        if child.tag == f"{_TABLE}table-row":
            cells = (cell for cell in child if cell.tag in {f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"})
            yield child, _unfolded(((cell, _cell(cell)) for cell in cells), "columns", Cell())
        elif child.tag in _GROUPS:
            yield from _rows(child)


def _unfolded(found: Iterable[tuple[etree._Element, Item]], of: str, empty: Item) -> list[Item]:
    """Return what stands once for many as often as it is meant, without the empty ones at the end."""
    items: list[Item] = []
    waiting = 0
    for element, item in found:
        times = int(element.get(f"{_TABLE}number-{of}-repeated", "1"))
        if item == empty:
            waiting += times
        else:
            items += [empty] * waiting + [item] * times
            waiting = 0
    return items


def _cell(cell: etree._Element) -> Cell:
    kind = cell.get(f"{_OFFICE}value-type", "")
    text = "\n".join("".join(_spelled(paragraph)) for paragraph in cell.iterfind(f"{_TEXT}p"))
    value = cell.get(f"{_OFFICE}{_VALUES.get(kind, 'value')}", text)
    return Cell(kind, value, text, cell.get(f"{_TABLE}formula", ""))


def _spelled(paragraph: etree._Element) -> Iterator[str]:
    """Yield the text of a paragraph; runs of spaces and tabs are elements of their own."""
    yield paragraph.text or ""
    for child in paragraph:
        if child.tag == f"{_TEXT}s":
            yield " " * int(child.get(f"{_TEXT}c", "1"))
        elif child.tag == f"{_TEXT}tab":
            yield "\t"
        else:
            yield from _spelled(child)
        yield child.tail or ""
