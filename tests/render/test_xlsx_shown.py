"""What a spreadsheet shows of a workbook is what costcalc prints."""

from __future__ import annotations

from typing import TYPE_CHECKING

from command_line import ACME, Run
from office import needs_soffice, sheets

from costcalc.commands.output import Output
from costcalc.render.cells import shown, telling

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from costcalc.render.report import Report

pytestmark = needs_soffice


def test_each_cell_reads_as_it_is_printed(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command = f"prices list {ACME} --fx EUR=1.10 -o"
    assert run(command, tmp_path / "a.xlsx").code == 0
    kept: list[Report] = []
    monkeypatch.setattr(Output, "write", lambda _, report: kept.append(report))
    run(command, tmp_path / "b.xlsx")
    table = telling(kept[0].tables[0])
    rows = sheets(tmp_path / "a.xlsx", tmp_path)["Prices list"]
    header = next(number for number, row in enumerate(rows) if row and row[0].text == table.columns[0].title)
    assert table.rows
    for row, cells in zip(table.rows, rows[header + 1 :], strict=False):
        wanted = [shown(cell, column) for cell, column in zip(row, table.columns, strict=True)]
        assert [cell.text for cell in cells] + [""] * (len(wanted) - len(cells)) == wanted
