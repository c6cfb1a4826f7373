"""Cells: exact for machines, short and safe for eyes."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.cells import exact, printable, shown, telling
from costcalc.render.report import Cell, Column, Kind, Table


@pytest.mark.parametrize(
    ("cell", "kind", "eye", "machine"),
    [
        (None, "text", "", ""),
        (None, "count", "?", ""),
        (None, "money", "?", ""),
        (1234567, "count", "1,234,567", "1234567"),
        (Decimal("12345.5"), "count", "12,345.5", "12345.5"),
        (Decimal("0.00013450000"), "money", "0.0001345", "0.0001345"),
        (Decimal("1234567.891"), "money", "1,234,567.89", "1234567.891"),
        (Decimal(0), "money", "0.00", "0"),
        (Decimal("0.1"), "rate", "0.10", "0.1"),
        (Decimal("0.09375"), "rate", "0.09375", "0.09375"),
        (Decimal("1E+3"), "rate", "1000.00", "1000"),
        (date(2026, 11, 20), "date", "2026-11-20", "2026-11-20"),
        ("a\tb\x1b[31m", "name", r"a\tb\x1b[31m", "a\tb\x1b[31m"),
    ],
)
def test_a_cell_for_the_eye_and_for_a_machine(cell: Cell, kind: Kind, eye: str, machine: str) -> None:
    assert (shown(cell, Column("key", "Title", kind)), exact(cell)) == (eye, machine)


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("Größe 日本 🙂.md", "Größe 日本 🙂.md"),
        ("\x1b]0;title\x07", r"\x1b]0;title\x07"),
        ("two\nlines\r", r"two\nlines\r"),
        ("\x9b31m\x7f", r"\x9b31m\x7f"),
        ("exe.\u202egnp", r"exe.\u202egnp"),
        ("\udcff", r"\udcff"),
        ("line\u2028end", r"line\u2028end"),
    ],
)
def test_what_drives_a_terminal_is_shown_as_its_escape(text: str, safe: str) -> None:
    assert printable(text) == safe


@given(st.text() | st.text(alphabet=st.characters(categories=["Cc", "Cs", "Cf"])))
def test_any_text_is_one_line_that_can_be_encoded(text: str) -> None:
    safe = printable(text)
    safe.encode()
    assert len(safe.splitlines()) <= 1
    assert printable(safe) == safe


def test_columns_that_say_nothing_in_any_row_are_left_out() -> None:
    columns = (Column("a", "A"), Column("b", "B"), Column("c", "C"))
    table = Table("", columns, ((1, None, ""), (2, None, None)))
    assert [column.key for column in telling(table).columns] == ["a"]
