"""CSV in a real spreadsheet: what a German one makes of `excel-de`, and what any other makes of the other dialects."""

from __future__ import annotations

import csv
import io
import re
from datetime import date
from decimal import Decimal
from math import isclose
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, SHEETS, Run
from office import CSV_FILTER, Cell, needs_soffice, sheets

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_soffice
GERMAN, ENGLISH = 1031, 1033
COMMA, SEMICOLON = 44, 59
COMMANDS = {
    "estimate": f"estimate support.md requests.jsonl {ACME} --fx EUR=1.10",
    "prices list": "prices list --model 'mistral-*' --currency EUR --as-of 2026-10-30",
    "prices show": f"prices show echo/echo-2 --sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20",
}
NUMBER = re.compile(r"-?\d+(\.\d+)?")


def told(run: Run, command: str, folder: Path, dialect: str) -> tuple[list[list[str]], Path]:
    """Return what a command says in plain CSV, and the file that it writes in a dialect."""
    run(f"{command} -o", folder / "plain.csv")
    run(f"{command} --csv-dialect {dialect} -o", folder / "a.csv")
    text = (folder / "plain.csv").read_bytes().decode()
    return list(csv.reader(io.StringIO(text, newline=""))), folder / "a.csv"


def opened(file: Path, separator: int, language: int) -> list[list[Cell]]:
    return sheets(file, file.parent, reading=CSV_FILTER.format(separator, language))["a"]


def expected(text: str, cell: Cell) -> bool:
    """Return whether a cell is what a text of plain CSV says: a number, a day, nothing or text."""
    if NUMBER.fullmatch(text):
        return cell.kind == "float" and isclose(float(cell.value), Decimal(text), rel_tol=1e-14)  # it shows 15 digits
    if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text):
        return cell.kind == "date" and date.fromisoformat(cell.value) == date.fromisoformat(text)
    return cell == Cell() if not text else cell.kind == "string"


@pytest.mark.parametrize(
    ("command", "dialect", "separator", "language"),
    [
        *((command, "excel-de", SEMICOLON, GERMAN) for command in COMMANDS),
        ("estimate", "excel", COMMA, ENGLISH),
        ("estimate", "rfc4180", COMMA, ENGLISH),
    ],
)
def test_numbers_are_numbers_and_days_are_days(
    run: Run, tmp_path: Path, command: str, dialect: str, separator: int, language: int
) -> None:
    plain, file = told(run, COMMANDS[command], tmp_path, dialect)
    cells = opened(file, separator, language)
    assert [cell.value for cell in cells[0]] == plain[0]
    assert len(cells) == len(plain)
    wrong = [
        (text, cell)
        for row, line in zip(plain[1:], cells[1:], strict=True)
        for text, cell in zip(row, [*line, *[Cell()] * (len(row) - len(line))], strict=True)
        if not expected(text, cell)
    ]
    assert wrong == []
    assert any("." in text and NUMBER.fullmatch(text) for row in plain for text in row)


def test_without_a_german_language_they_would_be_text(run: Run, tmp_path: Path) -> None:
    plain, file = told(run, COMMANDS["estimate"], tmp_path, "excel-de")
    per_request, since = plain[0].index("per_request"), plain[0].index("price_from")
    first = opened(file, SEMICOLON, ENGLISH)[1]
    assert [first[per_request].kind, first[since].kind] == ["string", "string"]
    assert [first[per_request].value, first[since].value] == ["0,0003086", "01.06.2026"]


def test_umlauts_come_through(run: Run, tmp_path: Path, examples: Path) -> None:
    prompt = tmp_path / "Grüße, „Zoë“; 日本.md"
    prompt.write_bytes((examples / "support.md").read_bytes())
    run(f"estimate {ACME} --csv-dialect excel-de -o", tmp_path / "a.csv", prompt)
    assert opened(tmp_path / "a.csv", SEMICOLON, GERMAN)[1][0].value == str(prompt)
