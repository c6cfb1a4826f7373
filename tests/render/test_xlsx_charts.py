"""Charts of a workbook: native, over cells, named by cells, so that no name of a user's is run."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import openpyxl
import pytest

from costcalc.planning.item import MeterRate
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf
from costcalc.pricing.currency import Rate
from costcalc.render.chart import Band, Bar, Bars, Line, Part, Parts, Steps, Stretch, Swing, Swings, Trend
from costcalc.render.report import Column, Look, Report, Table
from costcalc.render.xlsx import render

if TYPE_CHECKING:
    from costcalc.render.chart import Chart

EVIL = '=cmd|" /C calc"!A0'
TABLE = Table("", (Column("x", "X"),), (("a",),))
ONE, TWO, THREE = Decimal(1), Decimal(2), Decimal(3)


def rendered(*charts: Chart, what_if: WhatIf | None = None) -> bytes:
    return render(Report("costcalc/test/1", {}, "", TABLE, (TABLE,), charts=lambda: charts, what_if=lambda: what_if), Look())


def drawn(*charts: Chart) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(rendered(*charts))) as parts:
        return [parts.read(name).decode() for name in parts.namelist() if name.startswith("xl/charts/chart")]


def cells(*charts: Chart, columns: int = 5) -> list[list[object]]:
    sheet = openpyxl.load_workbook(io.BytesIO(rendered(*charts)))["Charts"]
    return [[cell.value for cell in row[:columns]] for row in sheet.iter_rows()]


def test_a_trend_has_a_line_and_the_two_ends_of_its_interval() -> None:
    trend = Trend("Cost", "USD", ("2027-01", "2027-02"), (Band("a", (TWO, None), (ONE, None), (THREE, None)),))
    rows = [row for row in cells(trend, columns=3) if str(row[0]).startswith("a")]
    assert rows == [["a", 2, None], ["a, low", 1, None], ["a, high", 3, None]]
    (chart,) = drawn(trend)
    assert chart.count("<c:ser>") == 3
    assert chart.count("<c:legendEntry>") == 2


@pytest.mark.parametrize(
    ("low", "high", "parts"),
    [
        ("4", "9", (4, 2, 0, 3, 0)),
        ("9", "4", (4, 0, 2, 0, 3)),
        ("7", "9", (7, 0, 0, 2, 0)),
        ("5", "3", (3, 0, 2, 0, 0)),
    ],
    ids=["both sides", "the low end costs more", "above alone", "below alone"],
)
def test_a_tornado_stacks_each_driver_about_the_base(low: str, high: str, parts: tuple[int, ...]) -> None:
    swings = Swings("Hinges", "USD", Decimal(6), (Swing("driver", Decimal(low), Decimal(high), "1 to 2"),))
    sheet = openpyxl.load_workbook(io.BytesIO(rendered(swings)))["Charts"]
    row = next(row for row in sheet.iter_rows(min_col=1) if row[0].value == "driver")
    assert [cell.value for cell in row[1:4]] == [float(low), float(high), "1 to 2"]
    assert tuple(cell.value for cell in row[20:25]) == parts
    (chart,) = drawn(swings)
    assert '<c:grouping val="stacked"/>' in chart
    assert chart.count("<c:ser>") == 5


def test_steps_are_drawn_over_days() -> None:
    line = Line("input", (Stretch(date(2026, 1, 1), date(2026, 2, 1), ONE), Stretch(date(2026, 2, 1), date(2026, 3, 1), TWO)))
    rows = cells(Steps("Price", "USD", (line, Line("nothing", ()))), columns=2)
    days = [(row[0].date(), row[1]) for row in rows if hasattr(row[0], "date")]  # type: ignore[attr-defined]
    assert days == [(date(2026, 1, 1), 1), (date(2026, 2, 1), 1), (date(2026, 2, 1), 2), (date(2026, 3, 1), 2)]
    assert "<c:scatterChart>" in drawn(Steps("Price", "USD", (line,)))[0]


def test_bars_and_parts_are_drawn_and_nothing_is_not() -> None:
    bars, parts = Bars("Offers", "USD", (Bar("a", ONE),)), Parts("Request", "tokens", (Part("prompt", "text", 5),), room=10)
    assert ["<c:barChart>" in chart for chart in drawn(bars, parts)] == [True, True]
    assert any(row[0] == "Request, tokens, of 10" for row in cells(parts))
    assert drawn(Bars("Offers", "USD", ()), Steps("Price", "USD", ())) == []


def test_no_name_of_a_users_is_run_in_a_chart() -> None:
    charts = (
        Trend(EVIL, "USD", (EVIL,), (Band(EVIL, (ONE,), (ONE,), (ONE,)),)),
        Swings(EVIL, "USD", ONE, (Swing(EVIL, ONE, TWO, EVIL),)),
        Bars(EVIL, "USD", (Bar(EVIL, ONE),)),
        Parts(EVIL, "tokens", (Part(EVIL, "text", 5),)),
        Steps(EVIL, "USD", (Line(EVIL, (Stretch(date(2026, 1, 1), date(2026, 2, 1), ONE),)),)),
    )
    for chart in drawn(*charts):
        assert all(formula.startswith("Charts!$") for formula in re.findall("<c:f>(.*?)</c:f>", chart))
    book = openpyxl.load_workbook(io.BytesIO(rendered(*charts)))
    assert not [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]


def test_no_name_of_a_users_is_run_in_what_is_computed() -> None:
    euros = Rate("EUR", "USD", multiply=TWO, source=EVIL)
    rates = {"input": MeterRate(ONE, 1_000_000), "output": MeterRate(TWO, 1_000_000)}
    mixes = tuple(Mix(name=name, share=Decimal("0.5"), input=ONE, output=ONE, whole=False) for name in (EVIL, "@x"))
    offers = tuple(
        Priced(
            offer=name, status="ok", reason=EVIL, currency="EUR", conversion=euros, mixes=mixes, rates=(rates, rates), source=EVIL
        )
        for name in (EVIL, "=cmd-C calc-A0", "a/b", "a-b")
    )
    periods = Period(name=EVIL, days=ONE), Period(name="+1", days=ONE, grown=1)
    content = rendered(what_if=WhatIf(currency="USD", volume=ONE, per="day", periods=periods, offers=offers))
    book = openpyxl.load_workbook(io.BytesIO(content))
    texts = [cell.value for sheet in book for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert texts
    assert not [text for text in texts if "cmd|" in text or "@x" in text]
    own = [name for name in book.defined_names if not name.startswith("_xlnm")]
    assert len(own) == len({name.casefold() for name in own})
    assert all(re.fullmatch("[a-z]+(_[A-Za-z0-9]+)*", name) for name in own)
