"""The tests' own LibreOffice tells what a spreadsheet holds, and fails where it makes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from office import Cell, convert, needs_soffice, sheets

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_soffice


def test_cells_have_types_values_and_formulas(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("a,,b,,\n\n1.50,2026-11-20,=1+1,x  y\n")
    assert sheets(source, tmp_path) == {
        "a": [
            [Cell("string", "a", "a"), Cell(), Cell("string", "b", "b")],
            [],
            [
                Cell("float", "1.5", "1.5"),
                Cell("date", "2026-11-20", "2026-11-20"),
                Cell("float", "2", "2", "of:=1+1"),
                Cell("string", "x  y", "x  y"),
            ],
        ]
    }


def test_the_same_cells_and_rows_side_by_side_are_all_there(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("7,7,7\n7,7,7\n,,\n7,7,7\n")
    three = [Cell("float", "7", "7")] * 3
    assert sheets(source, tmp_path) == {"a": [three, three, [], three]}


def test_an_exit_code_of_0_without_output_is_a_failure(tmp_path: Path) -> None:
    source = tmp_path / "a.csv"
    source.write_text("1\n")
    with pytest.raises(AssertionError, match="LibreOffice ended with 0 and made no a"):
        convert(source, tmp_path, "xlsx:no such filter")


def test_a_source_that_is_missing_and_a_result_that_is_there_are_failures(tmp_path: Path) -> None:
    with pytest.raises(AssertionError, match="is not there"):
        convert(tmp_path / "a.csv", tmp_path, "xlsx")
    (tmp_path / "a.csv").write_text("1\n")
    (tmp_path / "a.xlsx").touch()
    with pytest.raises(AssertionError, match="is there already"):
        convert(tmp_path / "a.csv", tmp_path, "xlsx")
