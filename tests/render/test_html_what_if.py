"""The what-if panel: it says what the command line says for the same numbers, and what it cannot say."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from command_line import ACME
from lxml import html as parser
from panel import field, mix, priced, rendered, table_of, what_if
from screen import violations

from costcalc import money
from costcalc.planning.what_if import Period, cost
from costcalc.pricing.currency import Rate

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Run
    from playwright.sync_api import Page
    from screen import Screen

PRICES = {"1 EUR in USD": "1.23", "Requests a day": "2500", "Output tokens": "321", "Input read from the cache": "37.5"}
SAME = "--fx EUR=1.23 --requests 2500/day --output-tokens 321 --cached-share 37.5%"
REAL = "estimate support.md --model mistral-small-3.2-24b --as-of 2026-11-20"


@pytest.fixture
def written(run: Run, tmp_path: Path) -> str:
    """Return the page of an estimate at every host of a model."""
    run(f"{REAL} --fx EUR=1.10", "-o", tmp_path / "report.html")
    return (tmp_path / "report.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_the_panel_says_what_the_command_line_says_for_the_same_options(
    run: Run, screen: Screen, written: str, size: str
) -> None:
    page = screen.open(written, size=size)
    assert table_of(page) == estimated(run, "--fx EUR=1.10")
    for label, value in PRICES.items():
        field(page, label).fill(value)
    assert table_of(page) == estimated(run, SAME)


def test_what_no_longer_fits_is_told_as_the_command_line_tells_it(run: Run, screen: Screen, written: str) -> None:
    page = screen.open(written)
    field(page, "Output tokens").fill("40000")
    found = table_of(page)
    assert found == estimated(run, "--fx EUR=1.10 --output-tokens 40000")
    assert {status for _, _, _, status, _ in found} >= {"ok", "exceeds"}


def test_the_answer_follows_the_chosen_offer(run: Run, screen: Screen, written: str) -> None:
    page = screen.open(written)
    for offer, unit, month, status, _ in estimated(run, "--fx EUR=1.10"):
        page.get_by_label("Offer", exact=True).select_option(offer)
        said = page.locator("#what-if-answer").inner_text()
        assert (said.startswith(month) and f"{unit} USD a request at {offer}" in said) or month == "?"
        assert status == "ok" or status in said


def estimated(run: Run, options: str) -> list[list[str]]:
    """Return the same of what the command line estimates."""
    results = json.loads(run(f"{REAL} {options} --format json").out)["results"]
    return [
        [
            item["offer"],
            "?" if item["per_request"] is None else money.display(Decimal(item["per_request"])),
            "?" if item["monthly"]["cost"] is None else money.display(Decimal(item["monthly"]["cost"])),
            item["status"],
            item["reason"] or "",
        ]
        for item in results
    ]


WORKLOAD = "forecast workload.yaml --as-of 2026-11-20 --trials 100"


def test_the_panel_of_a_forecast_says_what_is_expected_of_other_numbers(run: Run, screen: Screen, tmp_path: Path) -> None:
    run(f"{WORKLOAD} --fx EUR=1.10", "-o", tmp_path / "report.html")
    page = screen.open((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert expected_of(page) == expected(run, "--fx EUR=1.10")
    for label, value in {"1 EUR in USD": "1.23", "Arrivals a day": "25000", "Growth a month": "3.5"}.items():
        field(page, label).fill(value)
    assert expected_of(page) == expected(run, "--fx EUR=1.23 --set volume.arrivals=25000/day --set volume.growth=3.5%")


def expected_of(page: Page) -> dict[str, list[str]]:
    """Return what the panel shows of each offer: an arrival on average, the first month, the last one and the total."""
    rows = page.evaluate(
        "[...document.querySelectorAll('#what-if-offers tr')].map(row => [...row.children].map(cell => cell.textContent))"
    )
    return {offer: [unit, first, last, total] for offer, unit, first, last, total, *_ in rows}


def expected(run: Run, options: str) -> dict[str, list[str]]:
    """Return the same of what the command line expects."""
    results = json.loads(run(f"{WORKLOAD} {options} --format json").out)["results"]
    return {
        item["offer"]: [
            "?" if amount is None else money.display(Decimal(amount))
            for amount in (
                (item["unit_costs"] or {}).get("per_arrival"),
                item["months"][0]["expected"],
                item["months"][-1]["expected"],
                item["expected"],
            )
        ]
        for item in results
    }


def test_the_panel_of_traffic_that_shrinks_can_be_used(run: Run, screen: Screen, tmp_path: Path) -> None:
    run(f"{WORKLOAD} --set volume.growth=-4%", "-o", tmp_path / "report.html")
    page = screen.open((tmp_path / "report.html").read_text(encoding="utf-8"))
    assert expected_of(page) == expected(run, "--set volume.growth=-4%")
    field(page, "Growth a month").fill("-7.5")
    assert expected_of(page) == expected(run, "--set volume.growth=-7.5%")
    field(page, "Growth a month").fill("-100")
    assert page.locator(".wrong:visible").all_inner_texts() == ["Too small."]


def test_a_share_without_an_end_is_shown_rounded_and_computed_with_every_digit(screen: Screen) -> None:
    shared = mix(cached_share=Decimal(1) / 3, whole=False)
    page = screen.open(rendered(what_if(priced(mixes=(shared,)))))
    assert field(page, "Input read from the cache").input_value() == "33.3333"
    volume = field(page, "Requests a day")
    volume.fill("900000000000")
    exact = cost(what_if(priced(mixes=(shared,)), volume=Decimal(900000000000)), priced(mixes=(shared,)), 0)
    assert exact is not None
    assert table_of(page)[0][2] == money.display(exact)


@pytest.mark.parametrize(
    ("label", "value", "fault"),
    [
        ("Requests a day", "", "Write a number."),
        ("Requests a day", "0", "Too small."),
        ("Requests a day", "-1", "Too small."),
        ("Output tokens", "1.5", "Write a whole number."),
        ("Input read from the cache", "101", "At most 100."),
    ],
)
def test_a_number_that_cannot_be_is_refused_and_nothing_is_computed(screen: Screen, label: str, value: str, fault: str) -> None:
    page = screen.open(rendered(what_if()))
    field(page, label).fill(value)
    assert field(page, label).get_attribute("aria-invalid") == "true"
    assert page.locator(".wrong:visible").all_inner_texts() == [fault]
    assert table_of(page) == []
    assert page.locator("#what-if-answer").inner_text().startswith("? ")


def test_a_button_takes_every_change_back(screen: Screen) -> None:
    page = screen.open(rendered(what_if()))
    before = table_of(page)
    field(page, "Requests a day").fill("7")
    assert table_of(page) != before
    page.get_by_role("button", name="As in the report").click()
    page.wait_for_function("!document.getElementById('what-if').classList.contains('changed')")
    assert table_of(page) == before


def test_several_months_grow_and_end_in_a_sum(screen: Screen) -> None:
    months = tuple(Period(name=f"2027-0{number}", days=Decimal(30), grown=number - 1) for number in (1, 2))
    stated = what_if(priced(rates=priced().rates * 2), periods=months, growth=Decimal("0.1"))
    page = screen.open(rendered(stated))
    assert page.locator("#what-if thead th").all_inner_texts() == [
        *("Offer", "USD/request", "USD in 2027-01", "USD in 2027-02", "USD in all", "Change", "Status")
    ]
    field(page, "Growth a month").fill("50")
    assert page.locator("#what-if-offers td").all_inner_texts()[:5] == ["0.0004345", "13.04", "19.55", "32.59", "+5.21"]


def test_answers_to_one_request_fit_one_by_one(screen: Screen) -> None:
    limits = {"max_output": (1000, 500), "context": (2000, 1845)}
    page = screen.open(rendered(what_if(priced(mixes=(mix(answers=2),), limits=limits))))
    field(page, "Output tokens").fill("1310")
    assert table_of(page)[0][3:] == ["ok", ""]
    field(page, "Output tokens").fill("1311")
    assert table_of(page)[0][3:] == ["exceeds", "context window: 2,001 of 2,000, 1 too many"]


def test_what_is_retired_or_unpriced_never_ranks(screen: Screen) -> None:
    gone = priced("a/gone", status="retired", reason="retired on 2026-01-01")
    unknown = priced("b/unknown", status="unpriced", reason="no price is published", rates=({},))
    page = screen.open(rendered(what_if(gone, unknown, priced("c/dear"))))
    assert [(row[0], row[3]) for row in table_of(page)] == [("c/dear", "ok"), ("b/unknown", "unpriced"), ("a/gone", "retired")]


def test_what_is_not_laid_open_stands_as_the_report_has_it(screen: Screen) -> None:
    long = priced(
        "bolt/long", mixes=(), rates=(), status="unpriced", reason="no price is published", limits={"context": (10, 20)}
    )
    page = screen.open(rendered(what_if(priced(), long)))
    field(page, "Requests a day").fill("5")
    assert table_of(page)[1][3:] == ["unpriced", "no price is published"]


def test_without_a_price_there_is_no_panel() -> None:
    text = rendered(what_if(priced(status="unpriced", rates=({},))))
    assert 'id="what-if' not in text
    assert "<script" not in text


def test_limits_and_sources_are_shown_behind_the_numbers() -> None:
    found = priced(
        limits={"context": (8000, 2345), "max_output": (None, 1000)},
        price_from=date(2026, 6, 1),
        checked=date(2026, 11, 1),
        basis="official",
        source="https://example.com/prices",
        counting="verified",
        currency="EUR",
        conversion=Rate("EUR", "USD", Decimal("1.1172"), fixing=date(2026, 10, 30), source="ECB"),
    )
    page = parser.document_fromstring(rendered(what_if(found)))
    assert rows_of(page, "limits") == [
        ["acme/small-1", "2,345 of 8,000 29.31 %, 5,655 free", "1,000 of ? not published, not checked"]
    ]
    assert rows_of(page, "sources") == [
        ["acme/small-1", "verified", "2026-06-01", "2026-11-01", "official", "https://example.com/prices"]
    ]
    assert rows_of(page, "rates") == [["EUR", "1.1172", "2026-10-30", "ECB"]]


def test_a_limit_that_an_offer_is_not_held_against_is_an_empty_cell() -> None:
    one, other = priced("a/one", limits={"context": (8000, 9000)}), priced("b/other", limits={"max_output": (500, 500)})
    page = parser.document_fromstring(rendered(what_if(one, other)))
    assert rows_of(page, "limits") == [
        ["a/one", "9,000 of 8,000 112.50 %, 1,000 too many", ""],
        ["b/other", "", "500 of 500 100.00 %, 0 free"],
    ]


def rows_of(page, section: str) -> list[list[str]]:
    return [[cell.text_content() for cell in row] for row in page.get_element_by_id(section).findall(".//tbody/tr")]


@pytest.mark.parametrize(("size", "dark"), [("phone", True), ("desk", False)], ids=["phone, dark", "desk, light"])
def test_axe_finds_nothing_to_mend(run: Run, screen: Screen, tmp_path: Path, size: str, *, dark: bool) -> None:
    run(f"estimate support.md {ACME} --fx EUR=1.10", "-o", tmp_path / "report.html")
    page = screen.open((tmp_path / "report.html").read_text(encoding="utf-8"), size=size, dark=dark)
    field(page, "Output tokens").fill("-1")
    assert violations(page) == []


def test_hostile_names_of_offers_stay_text(screen: Screen) -> None:
    name = "</script><img src=x onerror=alert(1)>"
    page = screen.open(rendered(what_if(priced(name))))
    assert table_of(page)[0][0] == name
    assert name in page.locator("#what-if-answer").inner_text()
