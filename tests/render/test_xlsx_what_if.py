"""A workbook is told other assumptions, and shows what costcalc prints for them."""

from __future__ import annotations

import json
import shutil
import zipfile
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from command_line import SHEETS, Run
from office import needs_soffice, sheets
from workbook import Row, comparison, computed, displayed, named, opened

from costcalc import money
from costcalc.render.xlsx.cost import FIRST_PERIOD

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Made = Callable[..., Path]

ASKED = "estimate support.md --model acme-small-1 --as-of 2026-11-20"
FX = "--fx EUR=1.10"
ACME, BOLT = "price_acme_acme_small_1", "price_bolt_acme_small_1"


@pytest.fixture
def made(run: Run, tmp_path: Path) -> Made:
    """Write the workbook of an estimate."""

    def made(options: str = FX, folder: Path = SHEETS) -> Path:
        ended = run(f"{ASKED} {options} -o", tmp_path / "costs.xlsx", "--sheets", folder)
        assert ended.code == 0, ended.err
        return tmp_path / "costs.xlsx"

    return made


def printed(run: Run, options: str, folder: Path = SHEETS) -> list[Row]:
    """Return what costcalc answers, as the sheet Comparison has it."""
    results = json.loads(run(f"{ASKED} {options} --format json --sheets", folder).out)["results"]
    ranked = [result for result in results if result["status"] == "ok"]
    return [
        Row(
            str(ranked.index(result) + 1) if result in ranked else "-",
            result["offer"],
            result["status"],
            shown(result["per_request"]),
            shown(result["monthly"]["cost"]),
        )
        for result in results
    ]


def shown(amount: str | None) -> str:
    return "unknown" if amount is None else money.display(Decimal(amount))


@pytest.fixture
def other_price(tmp_path: Path) -> Callable[[str, str], Path]:
    """Copy the sheets with one price changed."""

    def other_price(old: str, new: str) -> Path:
        folder = tmp_path / "sheets"
        shutil.copytree(SHEETS, folder)
        (named_,) = [file for file in folder.glob("*.yaml") if old in file.read_text(encoding="utf-8")]
        named_.write_text(named_.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")
        return folder

    return other_price


@needs_soffice
def test_the_unchanged_workbook_computes_what_costcalc_prints(run: Run, made: Made, tmp_path: Path) -> None:
    assert comparison(computed(made(), tmp_path)) == printed(run, FX)


@needs_soffice
@pytest.mark.parametrize(
    ("changes", "options"),
    [
        (
            {"volume": 20_000, "output_tokens": 417, "cached_share": 0.29},
            f"{FX} --requests 20000/day --output-tokens 417 --cached-share 0.29",
        ),
        ({"fx_EUR": 0.4, "days_per_month": 31, "cached_share": 1}, "--fx EUR=0.4 --days-per-month 31 --cached-share 100%"),
        ({"volume_per": "month", "volume": 7, "days_per_month": 28}, f"{FX} --requests 7/month --days-per-month 28"),
        (
            {"output_tokens": 20_000, "volume": 0.5, "cached_share": 0.5},
            f"{FX} --output-tokens 20000 --requests 0.5/day --cached-share 50%",
        ),
        ({"output_tokens": 300}, f"{FX} --output-tokens 300"),
    ],
    ids=["volume, output, cache", "currency, days, cache", "a month's volume", "too long for one", "short enough for another"],
)
def test_changed_assumptions_give_what_costcalc_prints_for_them(
    run: Run, made: Made, tmp_path: Path, changes: dict[str, Any], options: str
) -> None:
    assert comparison(computed(made(), tmp_path, changes)) == printed(run, options)


@needs_soffice
def test_a_changed_price_gives_what_costcalc_prints_for_it(
    run: Run, made: Made, tmp_path: Path, other_price: Callable[[str, str], Path]
) -> None:
    folder = other_price('per: 1000, input: "0.0002"', 'per: 1000, input: "0.0000123"')
    options = f"{FX} --cached-share 0.8 --output-tokens 50"
    changes = {f"{BOLT}_input": 0.0000123, "cached_share": 0.8, "output_tokens": 50}
    assert comparison(computed(made(), tmp_path, changes)) == printed(run, options, folder)


@needs_soffice
def test_a_price_that_nobody_knew_can_be_written_in(
    run: Run, made: Made, tmp_path: Path, other_price: Callable[[str, str], Path]
) -> None:
    row = '    prices:\n      - {from: null, input: "0.03", output: "0.07", basis: api, source: a call, checked: 2026-11-01}\n'
    folder = other_price("id: acme/small\n", f"id: acme/small\n{row}")
    changes = {"price_crux_acme_small_1_input": 0.03, "price_crux_acme_small_1_output": 0.07}
    assert comparison(computed(made(), tmp_path, changes)) == printed(run, FX, folder)


@needs_soffice
def test_a_price_that_is_taken_away_makes_a_cost_unknown_and_never_nothing(made: Made, tmp_path: Path) -> None:
    found = computed(made(), tmp_path, {f"{ACME}_output": None, "fx_EUR": None})
    assert {row.offer: row[2:] for row in comparison(found)} == {
        "acme/acme-small-1": ("unpriced", "unknown", "unknown"),
        "bolt/acme-small-1": ("unpriced", "unknown", "unknown"),
        "crux:acme/small-short": ("exceeds", "0.00002086", "0.6258"),
        "crux/acme-small-1": ("unpriced", "unknown", "unknown"),
        "dust/acme-small-1": ("retired", "0.0001043", "3.13"),
    }
    assert {row.place for row in comparison(found)} == {"-"}


@needs_soffice
def test_offers_of_one_cost_keep_their_order(made: Made, tmp_path: Path) -> None:
    options = "--fx EUR=1.10 --input-tokens 1000"
    changes = {f"{BOLT}_input": 0.0001 / 1.1, f"{BOLT}_output": 0.0003 / 1.1}
    rows = comparison(computed(made(options), tmp_path, changes))
    assert [(row.place, row.offer) for row in rows[:2]] == [("1", "acme/acme-small-1"), ("2", "bolt/acme-small-1")]
    assert rows[0].total == rows[1].total


@needs_soffice
def test_what_is_stored_beside_each_formula_is_what_it_computes(made: Made, tmp_path: Path) -> None:
    path = made(f"{FX} --cached-share 0.3")
    stored = openpyxl.load_workbook(path, data_only=True)
    found = computed(path, tmp_path)
    compared = 0
    for sheet in openpyxl.load_workbook(path):
        for row in sheet.iter_rows():
            for cell in row:
                if cell.data_type == "f":
                    kept = stored[sheet.title][cell.coordinate].value
                    line = found[sheet.title][cell.row - 1]
                    now = line[cell.column - 1] if cell.column <= len(line) else None
                    value = "" if now is None else float(now.value) if now.kind in {"float", "percentage"} else now.text
                    assert value == (pytest.approx(kept, rel=1e-12) if isinstance(kept, int | float) else kept or "")
                    compared += 1
    assert compared > 100


def test_each_assumption_has_a_name_and_is_marked(made: Made) -> None:
    book = opened(made())
    assert {"volume", "volume_per", "days_per_month", "fx_EUR", "input_tokens", "output_tokens", "cached_share"} <= {
        *book.defined_names
    }
    assert {f"{offer}_{meter}" for offer in (ACME, BOLT) for meter in ("input", "output")} <= {*book.defined_names}
    for name in book.defined_names:
        if not name.startswith("_"):
            cell = named(book, name)
            assert (cell.parent.title, cell.fill.fgColor.rgb) == ("Assumptions", "FFFFF9DB"), name


def test_every_cost_is_a_formula_over_the_assumptions(made: Made) -> None:
    book = opened(made())
    costs = [cell for row in book["Cost"].iter_rows(min_row=6, min_col=FIRST_PERIOD, max_col=FIRST_PERIOD + 1) for cell in row]
    assert len(costs) > 20
    assert all(cell.data_type == "f" for cell in costs)


def test_no_formula_needs_a_newer_excel_than_2016_or_another_file(made: Made) -> None:
    book = opened(made())
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert not [text for text in texts if "_xl" in text or "[" in text or "!" in text.replace("Cost!", "")]


def test_the_chart_is_native_and_over_cells(made: Made) -> None:
    with zipfile.ZipFile(made()) as parts:
        chart = parts.read("xl/charts/chart1.xml").decode()
    assert "<c:f>Comparison!$B$5:$B$6</c:f>" in chart
    assert "<c:f>Comparison!$AI$5:$AI$6</c:f>" in chart


def test_every_number_has_its_source(made: Made) -> None:
    rows = [[cell.value for cell in row] for row in opened(made())["Sources"].iter_rows(min_row=5)]
    told = {(row[0], row[1]): row[2:] for row in rows}
    price = told["price of input", "bolt/acme-small-1"]
    assert (price[0], price[1], price[2], price[5], price[6]) == (0.0002, "0.0002", "EUR per 1,000", "community", "A data set")
    assert [day.date().isoformat() for day in price[3:5]] == ["2026-03-01", "2026-10-01"]
    assert told["exchange rate", None][1:] == ["1.1", "USD per EUR", None, None, "assumed", "--fx"]
    assert told["input tokens", "acme/acme-small-1"][5] == "verified"
    own = told["input tokens", "bolt/acme-small-1"]
    assert (own[0], own[1], own[5]) == (186, "186", "estimated")
    assert (told["output tokens", None][5], told["volume", None][5]) == ("assumed", "assumed")
    assert told["price of input", "crux/acme-small-1"][0] == "unknown"


@needs_soffice
def test_tables_beside_the_formulas_say_that_they_do_not_follow(made: Made, tmp_path: Path) -> None:
    found = sheets(made(), tmp_path)
    for title in ("Estimate", "Not ranked", "Data"):
        assert any("do not follow" in cell.text for row in found[title] for cell in row)
    assert displayed(found["Estimate"][5][4]) == "9.26"
