"""Workbooks: typed cells that show what costcalc prints, text that never runs, sheets ready to be read and printed."""

from __future__ import annotations

import io
import warnings
import zipfile
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest
from command_line import ACME, Run

from costcalc.render.report import Cell, Column, Look, Report, Table
from costcalc.render.xlsx import render
from costcalc.render.xlsx.safe import cut, defined_name, sheet_name

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

COLUMNS = (
    Column("name", "Offer", "name"),
    Column("tokens", "Tokens", "count"),
    Column("cost", "USD/month", "money"),
    Column("rate", "In/1M", "rate"),
    Column("from", "From", "date"),
    Column("why", "Why", "text"),
)
ROW = ("host/small", 1352, Decimal("12345.678"), Decimal("0.09375"), date(2026, 10, 19), "a page")


def report(*tables: Table, data: Table | None = None, heading: str = "", notes: tuple[str, ...] = ()) -> Report:
    return Report("costcalc/prices-list/1", {}, heading, data or replace(tables[0], title=""), tables, notes)


def table(*rows: tuple[Cell, ...], title: str = "") -> Table:
    return Table(title, COLUMNS, rows)


def opened(content: Report) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        return openpyxl.load_workbook(io.BytesIO(render(content, Look())), rich_text=True)


def test_cells_have_their_types_and_show_what_is_printed() -> None:
    sheet = opened(report(table(ROW)))["Prices list"]
    name, tokens, cost, rate, day, why = sheet[4][:6]
    assert [cell.value for cell in (name, tokens, cost, rate, why)] == ["host/small", 1352, 12345.678, 0.09375, "a page"]
    assert day.value.date() == date(2026, 10, 19)
    assert [cell.data_type for cell in (name, tokens, cost, rate, day)] == ["s", "n", "n", "n", "d"]
    assert [cell.number_format for cell in (tokens, cost, rate, day)] == ["#,##0", "#,##0.00", "0.00000", "yyyy-mm-dd"]


@pytest.mark.parametrize(
    ("amount", "shown_as"),
    [("0", "#,##0.00"), ("0.0001345", "#,##0.0000000"), ("0.00000001", "#,##0.00000000"), ("-0.455", "#,##0.000")],
)
def test_an_amount_below_a_cent_keeps_the_places_that_are_printed(amount: str, shown_as: str) -> None:
    sheet = opened(report(table(("a", 1, Decimal(amount), None, None, None))))["Prices list"]
    assert (sheet["C4"].value, sheet["C4"].number_format) == (float(amount), shown_as)


def test_what_is_unknown_is_a_sign_and_no_number() -> None:
    sheet = opened(report(table(ROW, ("host/other", None, None, None, None, None))))["Prices list"]
    assert [cell.value for cell in sheet[5][:6]] == ["host/other", "?", "?", "?", "?", None]


@pytest.mark.parametrize(
    "text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", '=HYPERLINK("https://example.com/")', "https://example.com/"]
)
def test_text_that_would_run_stays_text(text: str) -> None:
    made = report(table((text, 1, None, None, None, text)), heading=text, notes=(text,))
    book = opened(made)
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert [cell.value for cell in cells].count(text) == 4
    assert all(cell.data_type != "f" and cell.hyperlink is None for cell in cells)
    assert all(cell.quotePrefix for cell in cells if cell.value == text) == (not text.startswith("https"))


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("\tx", r"\tx"),
        ("a\r\nb", r"a\r\nb"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\ud800", r"\ud800"),
        ("\uffff", "\ufffd"),
        ("<b>&amp;", "<b>&amp;"),
    ],
)
def test_signs_that_no_cell_can_hold_are_spelt_out(text: str, kept: str) -> None:
    assert opened(report(table((text, 1, None, None, None, None))))["Prices list"]["A4"].value == kept


def test_text_that_looks_like_an_escape_of_excel_is_kept() -> None:
    assert opened(report(table(("_x0041_", 1, None, None, None, None))))["Prices list"]["A4"].value == "_x0041_"


def test_a_text_that_no_cell_can_hold_is_cut() -> None:
    cell = opened(report(table(("😀" * 40_000, 1, None, None, None, None))))["Prices list"]["A4"]
    assert len(cell.value.encode("utf-16-le")) // 2 <= 32_767
    assert cell.value.endswith("😀…")


@pytest.mark.parametrize("cell", [Decimal("1e400"), date(1850, 1, 1)])
def test_what_no_spreadsheet_knows_as_a_number_or_a_day_is_text(cell: Cell) -> None:
    sheet = opened(report(Table("", (Column("x", "X", "count"),), ((cell,),))))["Prices list"]
    assert (sheet["A4"].data_type, sheet["A4"].value) == ("s", str(cell))


def test_the_heading_stands_above_the_first_table_and_the_notes_below() -> None:
    made = report(table(ROW), table(ROW, title="Not ranked:"), heading="What was asked.", notes=("One.", "Two."))
    first, second = opened(made)["Prices list"], opened(made)["Not ranked"]
    assert [first.cell(row, 1).value for row in range(1, 9)] == [
        *("Prices list", "What was asked.", None, "Offer", "host/small", None, "One.", "Two.")
    ]
    assert [second.cell(row, 1).value for row in range(1, 6)] == ["Not ranked", None, "Offer", "host/small", None]


def test_the_header_stays_in_sight_and_is_printed_on_each_page() -> None:
    sheet = opened(report(table(*[ROW] * 9), heading="What was asked."))["Prices list"]
    assert sheet.freeze_panes == "B5"
    assert sheet.print_title_rows == "$4:$4"
    assert sheet.auto_filter.ref == "A4:F13"
    setup = sheet.page_setup
    assert (setup.orientation, setup.fitToWidth or 1, setup.fitToHeight) == ("landscape", 1, 0)
    assert sheet.sheet_properties.pageSetUpPr.fitToPage


def test_the_data_stands_behind_the_tables_where_it_says_more() -> None:
    wide = Table("", (Column("x", "X", "count"), Column("y", "Y", "count")), ((1, None),))
    book = opened(report(table(ROW), data=wide))
    assert book.sheetnames == ["Prices list", "Data"]
    assert [[cell.value for cell in row] for row in book["Data"].iter_rows(min_row=4, max_col=2)] == [["X", "Y"], [1, None]]


def test_a_report_without_rows_still_opens() -> None:
    book = opened(report(table(), heading="Nothing matched."))
    assert [cell.value for cell in book["Prices list"]["A"]][:2] == ["Prices list", "Nothing matched."]


def test_many_tables_of_a_kind_stand_on_one_sheet() -> None:
    book = opened(report(*[table(ROW, title=f"prompt {number}:") for number in range(30)]))
    assert book.sheetnames == ["Prices list"]
    assert [row[0].value for row in book["Prices list"].iter_rows(min_row=4)] == [f"prompt {number}" for number in range(30)]


def test_rows_that_one_sheet_cannot_hold_go_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("costcalc.render.xlsx.tables._MOST_ROWS", 2)
    book = opened(report(table(*[(str(number), 1, None, None, None, None) for number in range(5)])))
    assert book.sheetnames == ["Prices list", "Prices list (2)", "Prices list (3)"]
    assert [sheet["A4"].value for sheet in book] == ["0", "2", "4"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Not ranked:", "Not ranked"),
        ("a/b [c]: d*e?f\\g", "a-b -c- d-e-f-g"),
        ("History", "History (2)"),
        ("'quoted'", "quoted"),
        ("", "Sheet (2)"),
        ("=1+1", "=1+1"),
        ("x" * 40, "x" * 30 + "…"),
    ],
)
def test_a_sheet_has_a_name_that_excel_takes(title: str, name: str) -> None:
    assert sheet_name(title, []) == name


def test_no_two_sheets_and_no_two_ranges_are_named_alike() -> None:
    assert sheet_name("x" * 40, ["X" * 30 + "…"]) == "x" * 26 + "… (2)"
    assert defined_name("price a/b-c", []) == "price_a_b_c"
    assert defined_name("price a.b c", ["PRICE_A_B_C"]) == "price_a_b_c_2"


def test_a_cut_never_parts_a_pair() -> None:
    assert cut("😀😀😀", 4) == "😀…"


def test_the_file_is_the_same_on_any_day_and_has_no_macro_and_no_link(run: Run, tmp_path: Path) -> None:
    for name, env in (("a.xlsx", {}), ("b.xlsx", {"SOURCE_DATE_EPOCH": "1", "TZ": "Asia/Tokyo"})):
        assert run(f"estimate support.md {ACME} --fx EUR=1.10 -o", tmp_path / name, **env).code == 0
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()
    with zipfile.ZipFile(tmp_path / "a.xlsx") as parts:
        names = parts.namelist()
        assert {part.date_time[:3] for part in parts.infolist()} == {(1980, 1, 1)}
        assert b"TargetMode" not in b"".join(parts.read(name) for name in names if name.endswith(".rels"))
    assert not [name for name in names if "vba" in name or "external" in name]
