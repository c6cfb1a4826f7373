"""The workbook of a forecast is told other assumptions, and shows what costcalc prints for them, month by month."""

from __future__ import annotations

import json
import zipfile
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import SHEETS, Run
from office import needs_soffice
from openpyxl import load_workbook
from workbook import computed, displayed, named, opened

from costcalc import money
from costcalc.planning.item import MeterRate
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf, cost
from costcalc.pricing.currency import Rate
from costcalc.render.report import Column, Look, Report, Table
from costcalc.render.xlsx import render
from costcalc.render.xlsx.cost import FIRST_PERIOD

if TYPE_CHECKING:
    from collections.abc import Mapping

    from workbook import Sheets

WORKLOADS = Path(__file__).parents[1] / "data" / "workloads"
HERE = f"--sheets {SHEETS} --provider acme --provider bolt --provider crux --provider dust --as-of 2026-11-20"
FX = "--fx EUR=1.25"


def made(run: Run, name: str, folder: Path) -> Path:
    ended = run(f"forecast {WORKLOADS / name} {HERE} {FX} --exit-zero -o", folder / "costs.xlsx")
    assert (ended.code, ended.err) == (0, "")
    return folder / "costs.xlsx"


def printed(run: Run, name: str, options: str = FX) -> dict[str, list[str]]:
    """Return by offer what each month is expected to cost, then all of them, as it is displayed."""
    ended = run(f"forecast {WORKLOADS / name} {HERE} {options} --exit-zero --format json")
    return {
        result["offer"]: [
            *(shown(month["expected"]) for month in result["months"]),
            *([shown(result["expected"])] if len(result["months"]) > 1 else []),
        ]
        for result in json.loads(ended.out)["results"]
        if any(month["expected"] for month in result["months"])
    }


def shown(amount: str | None) -> str:
    return "unknown" if amount is None else money.display(Decimal(amount))


def costs(found: Sheets, columns: int) -> dict[str, list[str]]:
    """Return the sums of each offer on the sheet Cost."""
    rows = [row for row in found["Cost"] if len(row) > FIRST_PERIOD and "/" in row[0].text and not row[2].text]
    return {row[0].text: [displayed(cell) for cell in row[FIRST_PERIOD : FIRST_PERIOD + columns]] for row in rows}


@needs_soffice
def test_the_unchanged_workbook_computes_what_is_expected_of_each_month(run: Run, tmp_path: Path) -> None:
    found = computed(made(run, "assistant.yaml", tmp_path), tmp_path)
    assert costs(found, 5) == printed(run, "assistant.yaml")
    assert costs(found, 5)["bolt/acme-small-1"][3:] == ["unknown", "unknown"]


@needs_soffice
def test_changed_volume_growth_and_rate_give_what_costcalc_prints_for_them(run: Run, tmp_path: Path) -> None:
    changes = {"volume": 31_000, "growth_per_month": 0.083, "fx_EUR": 1.5}
    options = "--fx EUR=1.5 --set volume.arrivals=31000/day --set volume.growth=8.3%"
    found = computed(made(run, "assistant.yaml", tmp_path), tmp_path, changes)
    assert costs(found, 5) == printed(run, "assistant.yaml", options)


@needs_soffice
def test_changed_shares_give_what_costcalc_prints_for_them(run: Run, tmp_path: Path) -> None:
    changes = {"share_chat": 0.2, "share_ticket": 0.5, "share_guide": 0.3, "volume": 100_000, "volume_per": "month"}
    options = f"{FX} --set mix.chat.share=20% --set mix.ticket.share=50% --set mix.guide.share=30%"
    more = " --set volume.arrivals=100000/month"
    found = computed(made(run, "assistant.yaml", tmp_path), tmp_path, changes)
    assert costs(found, 5) == printed(run, "assistant.yaml", options + more)


@needs_soffice
def test_changed_lengths_days_and_prices_give_what_costcalc_prints_for_them(run: Run, tmp_path: Path) -> None:
    changes = {"input_tokens": 5000, "output_tokens": 33, "days_per_month": 31, "price_acme_acme_small_1_output": 0.7}
    row = '[{offer: acme/acme-small-1, from: 2026-12-01, input: "0.10", output: "0.70", source: a letter}]'
    options = f"{FX} --set mix.chat.input=5000 --set mix.chat.output=33 --set days_per_month=31 --set 'prices={row}'"
    found = computed(made(run, "plain.yaml", tmp_path), tmp_path, changes)
    assert costs(found, 1) == printed(run, "plain.yaml", options)


@needs_soffice
def test_the_comparison_is_of_all_months_and_says_what_is_not_computed(run: Run, tmp_path: Path) -> None:
    found = computed(made(run, "assistant.yaml", tmp_path), tmp_path, {"volume": 40_000})
    (result,) = [
        each
        for each in json.loads(
            run(
                f"forecast {WORKLOADS / 'assistant.yaml'} {HERE} {FX} --set volume.arrivals=40000/day --exit-zero --format json"
            ).out
        )["results"]
        if each["status"] == "ok"
    ]
    rows = found["Comparison"]
    (first,) = [row for row in rows if row and row[0].text == "1"]
    assert [displayed(cell) for cell in first[3:5]] == [shown(result["unit_costs"]["per_arrival"]), shown(result["expected"])]
    assert any("P10, P50 and P90 come from trials" in cell.text for row in rows for cell in row)


def test_traffic_may_shrink(run: Run, tmp_path: Path) -> None:
    book = opened(made(run, "assistant.yaml", tmp_path))
    growth = named(book, "growth_per_month")
    (allowed,) = [each for each in growth.parent.data_validations.dataValidation if growth.coordinate in each.sqref]
    assert (float(allowed.formula1), float(allowed.formula2)) == (-0.9999, 9.9999)


def test_months_of_many_offers_stand_on_a_sheet_of_that_name(run: Run, tmp_path: Path) -> None:
    run("forecast workload.yaml --explain --as-of 2026-11-20 --trials 100", "-o", tmp_path / "costs.xlsx")
    assert [name for name in opened(tmp_path / "costs.xlsx").sheetnames if "month" in name.casefold()] == ["By month"]


def test_no_chart_is_cut_by_the_end_of_a_printed_page(run: Run, tmp_path: Path) -> None:
    book = opened(made(run, "assistant.yaml", tmp_path))
    comparison, charts = book["Comparison"], book["Charts"]
    assert (comparison.page_setup.fitToWidth or 1, comparison.page_setup.fitToHeight or 1) == (1, 1)
    breaks = [each.id for each in charts.row_breaks.brk]
    anchors = [chart.anchor._from.row for chart in opened(tmp_path / "costs.xlsx")["Charts"]._charts]
    assert len(breaks) == len(anchors) - 1
    assert all(before < end < after for before, end, after in zip(sorted(anchors), breaks, sorted(anchors)[1:], strict=False))


def test_why_an_offer_does_not_rank_is_wrapped_in_a_row_as_high(run: Run, tmp_path: Path) -> None:
    run("forecast workload.yaml --as-of 2026-11-20 --trials 100", "-o", tmp_path / "costs.xlsx")
    shown = opened(tmp_path / "costs.xlsx")["Comparison"]
    long = [
        row[6]
        for row in load_workbook(tmp_path / "costs.xlsx", data_only=True)["Comparison"].iter_rows()
        if len(str(row[6].value)) > 70
    ]
    assert long
    assert all(shown[cell.coordinate].alignment.wrap_text and shown.row_dimensions[cell.row].height > 15 for cell in long)


def everything() -> WhatIf:
    """Return three months, two classes, prices that change and end, other prices for one class in two of the months, and fees."""
    cheap = {"input": Decimal("0.5"), "output": Decimal("0.25")}
    half: tuple[Mapping[str, Decimal], ...] = (cheap, {}, cheap)
    mixes = (
        Mix(
            name="a", share=Decimal("0.75"), input=Decimal("1000.5"), cached_share=Decimal("0.4"), output=Decimal(77), whole=False
        ),
        Mix(
            name="b",
            share=Decimal("0.25"),
            requests=Decimal("2.5"),
            input=Decimal(3000),
            cache_write=Decimal(100),
            output=Decimal(9),
            image=Decimal(2),
            whole=False,
            factors=half,
        ),
    )
    rates = {
        meter: MeterRate(Decimal(rate), per)
        for meter, rate, per in (
            ("input", "0.3", 1_000_000),
            ("cached_input", "0.03", 1_000_000),
            ("cache_write", "0.375", 1_000_000),
            ("output", "0.9", 1000),
            ("image", "0.0001", 1),
            ("request", "0.00002", 1),
        )
    }
    dearer = rates | {"input": MeterRate(Decimal("0.4"), 1_000_000)}
    euros = Rate("EUR", "USD", multiply=Decimal("1.13"))
    offers = (
        Priced(offer="a/one", status="ok", currency="USD", mixes=mixes, rates=(rates, dearer, rates)),
        Priced(offer="b/two", status="ok", currency="EUR", conversion=euros, mixes=mixes, rates=(rates, rates, rates)),
        Priced(offer="c/gone", status="retired", currency="USD", mixes=mixes, rates=(rates, rates, {})),
    )
    periods = tuple(
        Period(name=f"2027-0{month}", days=Decimal(29 + month), grown=month - 1, weight=Decimal(f"1.{month}"))
        for month in (1, 2, 3)
    )
    return WhatIf(currency="USD", volume=Decimal("12.5"), per="day", growth=Decimal("0.07"), periods=periods, offers=offers)


@needs_soffice
def test_all_that_can_be_laid_open_is_computed(tmp_path: Path) -> None:
    what_if, table = everything(), Table("", (Column("x", "X"),), (("a",),))
    path = tmp_path / "costs.xlsx"
    path.write_bytes(render(Report("costcalc/test/1", {}, "", table, (table,), what_if=lambda: what_if), Look()))
    amounts = {offer.offer: [cost(what_if, offer, period) for period in range(3)] for offer in what_if.offers}
    wanted = {
        offer: [
            *("unknown" if amount is None else money.display(amount) for amount in months),
            "unknown" if None in months else money.display(money.total([amount for amount in months if amount is not None])),
        ]
        for offer, months in amounts.items()
    }
    found = computed(path, tmp_path)
    assert costs(found, 4) == wanted
    header = next(row for row in found["Cost"] if row and row[0].text == "Offer")
    assert [cell.text for cell in header[-2:]] == ["All months", "Of the price"]


def test_each_price_that_changes_is_an_input_for_the_months_that_it_holds(run: Run, tmp_path: Path) -> None:
    book = opened(made(run, "assistant.yaml", tmp_path))
    values = [named(book, f"price_acme_acme_small_1_input_{month}").value for month in ("2027_01", "2027_03", "2027_04")]
    assert values == [0.1, pytest.approx(0.1109677419, abs=0.001), 0.12]
    assert named(book, "days_2027_02").value == 28


def test_charts_are_native(run: Run, tmp_path: Path) -> None:
    def charts(name: str, parts: zipfile.ZipFile) -> list[Any]:
        return [name for kind in (b"<c:barChart>", b"<c:lineChart>") if kind in parts.read(name)]

    with zipfile.ZipFile(made(run, "assistant.yaml", tmp_path)) as parts:
        names = [name for name in parts.namelist() if name.startswith("xl/charts/chart")]
        assert len(names) == 5
        assert all(charts(name, parts) for name in names)
        stacked = [name for name in names if b'<c:grouping val="stacked"/>' in parts.read(name)]
        assert len(stacked) == 1
