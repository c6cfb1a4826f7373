"""Pictures of a page: drawn as SVG that fits its place, with words and numbers for those who see none."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
import yaml
from lxml import html as parser
from screen import violations

from costcalc.packaged import data_folder
from costcalc.render import html as renderer
from costcalc.render.chart import Band, Bar, Bars, Chart, Line, Part, Parts, Steps, Stretch, Swing, Swings, Trend
from costcalc.render.report import Column, Look, Report, Table

if TYPE_CHECKING:
    from playwright.sync_api import Page
    from screen import Screen


def amounts(text: str) -> tuple[Decimal | None, ...]:
    return tuple(None if word == "?" else Decimal(word) for word in text.split())


STEPS = Steps(
    "Price of host/model:",
    "USD per 1M tokens",
    (
        Line(
            "output",
            (
                Stretch(date(2026, 1, 1), date(2026, 11, 3), Decimal("0.25")),
                Stretch(date(2026, 11, 3), date(2026, 11, 20), Decimal("0.3")),
            ),
        ),
        Line("input", (Stretch(date(2026, 3, 1), date(2026, 11, 20), Decimal("0.09375")),)),
    ),
)
TREND = Trend(
    "Cost by month:",
    "USD a month",
    ("2026-12", "2027-01", "2027-02"),
    (
        Band("acme/small-1", amounts("100 110 121.005"), amounts("80 85 ?"), amounts("120 140 ?")),
        Band("bolt/small-1", amounts("90 ? ?"), amounts("90 ? ?"), amounts("90 ? ?")),
    ),
)
SWINGS = Swings(
    "What moves the cost:",
    "USD a month",
    Decimal(100),
    (
        Swing("requests", Decimal(50), Decimal("200.5"), "500 to 2,000 a day"),
        Swing("cached share", Decimal(110), Decimal(90), "0 % to 60 %"),
        Swing("retries", Decimal(100), Decimal(100)),
    ),
)
BARS = Bars("Cost by offer:", "USD a month", (Bar("acme/small-1", Decimal("7.85")), Bar("bolt/small-1", Decimal("0.0001345"))))
PARTS = Parts(
    "Tokens of chat.json:",
    "tokens",
    (Part("prompt", "control", 1), Part("user", "text", 1100), Part("a.png", "image", 900)),
    8000,
)
PICTURES: dict[str, Chart] = {"steps": STEPS, "trend": TREND, "swings": SWINGS, "bars": BARS, "parts": PARTS}
MARKS = {
    "steps": ("[data-mark=rule][stroke-width='3'] line", 3),
    "trend": ("[data-mark=dot] circle", 4),
    "swings": ("[data-mark=bar] rect", 6),
    "bars": ("[data-mark=bar] > *", 2),
    "parts": ("[data-mark=bar] rect", 3),
}
"""What a picture of a kind consists of, and how many of them the samples have."""


def rendered(*charts: Chart) -> str:
    table = Table("Results:", (Column("name", "Name", "name"),), (("a.md",),))
    return renderer.render(Report("costcalc/test/1", {}, "", table, (table,), charts=lambda: charts), Look())


def words(chart: Chart) -> str:
    return parser.document_fromstring(rendered(chart)).get_element_by_id("chart-1-words").text


def values(chart: Chart) -> list[list[str]]:
    rows = parser.document_fromstring(rendered(chart)).get_element_by_id("chart-1").findall(".//tbody/tr")
    return [[cell.text_content() for cell in row] for row in rows]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("steps", "USD per 1M tokens by day, in the end output 0.30, input 0.09375."),
        ("trend", "USD a month, 2026-12 to 2027-02; each value lies in the band around it, drawn for the one that is chosen."),
        (
            "swings",
            (
                "USD a month: 100.00 as assumed, and what it becomes when one driver alone moves."
                " requests moves it most, from 50.00 to 200.50."
            ),
        ),
        ("bars", "USD a month, from 0.0001345 at bolt/small-1 to 7.85 at acme/small-1."),
        ("parts", "2,001 tokens in 3 parts."),
    ],
)
def test_a_picture_is_told_in_words(name: str, said: str) -> None:
    assert words(PICTURES[name]) == said


def test_its_values_are_in_a_table_and_an_unknown_one_is_not_nothing() -> None:
    assert values(TREND)[2:4] == [
        ["acme/small-1", "2027-02", "?", "121.01", "?"],
        ["bolt/small-1", "2026-12", "90.00", "90.00", "90.00"],
    ]
    assert values(SWINGS)[0] == ["requests", "500 to 2,000 a day", "50.00", "200.50"]


def test_a_request_is_shown_against_the_room_that_it_has() -> None:
    assert gauged(PARTS) == ("2,001 of 8,000 tokens, 25.01 % used, 5,999 tokens free", "track good", "width:25.01%")
    full = replace(PARTS, room=2000)
    assert gauged(full) == ("2,001 of 2,000 tokens, 100.05 % used, 1 tokens too many", "track bad", "width:100.00%")
    assert not parser.document_fromstring(rendered(replace(PARTS, room=None))).find_class("gauge")


def gauged(chart: Parts) -> tuple[str, str, str]:
    (found,) = parser.document_fromstring(rendered(chart)).find_class("gauge")
    return found.text_content().strip(), found[0].get("class"), found[0][0].get("style")


def test_what_would_be_too_much_for_a_picture_is_in_the_table_alone() -> None:
    many = Bars("Cost:", "USD", tuple(Bar(f"offer {number}", Decimal(number)) for number in range(40)))
    assert words(many).endswith("The first 30 of 40 bars are drawn; the table below holds all.")
    assert len(values(many)) == 40


def test_without_pictures_a_page_carries_no_library() -> None:
    assert "<script" not in rendered()
    assert "<script" not in rendered(Steps("t", "u", ()), Trend("t", "u", (), ()), Bars("t", "u", ()), Parts("t", "u", ()))
    assert "d3js.org" in rendered(BARS)


def test_the_policy_names_every_script_and_no_other_one_runs() -> None:
    text = rendered(BARS)
    policy = parser.document_fromstring(text).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert len(re.findall(r"'sha256-[\w+/=]{44}'", policy)) == 3
    assert "unsafe-inline" not in policy.partition("script-src")[2]


@pytest.mark.parametrize("name", ["</script><script>alert(1)</script>", "<!--<script>", "]]>&quot;\u2028"])
def test_a_name_ends_no_script(name: str) -> None:
    text = rendered(Bars(name, name, (Bar(name, Decimal(1)),)))
    assert text.count("</script>") == rendered(BARS).count("</script>")
    assert "<script>alert" not in text
    assert "<!--" not in text


def test_each_library_is_the_file_of_its_package() -> None:
    folder = data_folder() / "vendor"
    libraries = yaml.safe_load((folder / "libraries.yaml").read_text(encoding="utf-8"))
    assert {hashlib.sha256((folder / each["file"]).read_bytes()).hexdigest() for each in libraries} == {
        each["sha256"] for each in libraries
    }
    assert set(folder.rglob("*.js")) == {folder / each["file"] for each in libraries}
    assert all([*(folder / each["file"]).parent.glob("LICEN*")] for each in libraries), "its licence lies beside it"


@pytest.mark.parametrize("size", ["phone", "desk"])
def test_every_picture_is_drawn_within_its_place(screen: Screen, size: str) -> None:
    page = screen.open(rendered(*PICTURES.values()), size=size)
    for number, name in enumerate(PICTURES, 1):
        assert page.locator(f"#chart-{number} svg").count() == 1, name
        marks, many = MARKS[name]
        assert page.locator(f"#chart-{number} svg").locator(marks).count() == many, name
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert page.evaluate(CLIPPED) == []


CLIPPED = """[...document.querySelectorAll('.drawing svg text')].filter(text => {
    const [inner, outer] = [text.getBoundingClientRect(), text.closest('.drawing').getBoundingClientRect()];
    return inner.width && (inner.left < outer.left - 0.5 || inner.right > outer.right + 0.5);
}).map(text => text.textContent)"""
"""Texts of pictures that reach over the edge."""


def test_a_picture_follows_the_width_of_the_screen_and_of_paper(screen: Screen) -> None:
    page = screen.open(rendered(TREND))
    wide = drawn_width(page)
    page.set_viewport_size({"width": 390, "height": 844})
    page.wait_for_function(f"document.querySelector('svg').getAttribute('width') < {wide / 2}")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert drawn_width(page) == 700
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert drawn_width(page) < 390


def drawn_width(page: Page) -> int:
    return int(page.locator("svg").get_attribute("width") or 0)


def test_a_reader_chooses_the_line_whose_band_is_drawn(screen: Screen) -> None:
    page = screen.open(rendered(TREND))
    pressed = page.locator(".legend button[aria-pressed=true]")
    before = page.locator("[data-mark=area] path").get_attribute("fill")
    assert pressed.all_inner_texts() == ["acme/small-1"]
    page.locator(".legend button").nth(1).press("Enter")
    assert pressed.all_inner_texts() == ["bolt/small-1"]
    assert page.locator("[data-mark=area]").get_attribute("fill") != before


def test_a_picture_has_a_name_and_a_description(screen: Screen) -> None:
    page = screen.open(rendered(TREND))
    assert page.get_by_role("img", name="Cost by month").get_attribute("aria-describedby") == "chart-1-words"


@pytest.mark.parametrize(("size", "dark"), [("phone", True), ("desk", False)], ids=["phone, dark", "desk, light"])
def test_axe_finds_nothing_to_mend(screen: Screen, size: str, *, dark: bool) -> None:
    assert violations(screen.open(rendered(*PICTURES.values()), size=size, dark=dark)) == []


def test_hostile_names_are_drawn_as_text(screen: Screen) -> None:
    name = "</script><img src=x onerror=alert(1)>"
    page = screen.open(rendered(Bars(name, name, (Bar(name, Decimal(1)),))))
    assert name in page.locator("#chart-1 svg").text_content()
