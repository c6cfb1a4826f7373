"""HTML: a page that holds all that it shows, in which every text stays text."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from lxml import html as parser

from costcalc.render import html as renderer
from costcalc.render.report import Cell, Column, Look, Report, Table

COLUMNS = (
    Column("name", "Name", "name"),
    Column("status", "Status", "status"),
    Column("tokens", "Tokens", "count"),
    Column("cost", "Cost", "money"),
    Column("day", "Day", "date"),
)
HOSTILE = (
    "=cmd|' /C calc'!A0",
    "<script>alert(1)</script>",
    "</script><script>alert(1)</script>",
    "</style><img src=x onerror=alert(1)>",
    '" onmouseover="alert(1)" x=\'',
    "<!--",
    "]]>",
    "{{ 7 * 7 }}{% raw %}",
    "&lt;b&gt;",
    "javascript:alert(1)",
)


def report(*rows: tuple[Cell, ...], title: str = "", heading: str = "", notes: tuple[str, ...] = ()) -> Report:
    data = Table(title, COLUMNS, rows)
    return Report("costcalc/some-thing/1", {}, heading, data, (data,), notes)


def rendered(found: Report) -> str:
    return renderer.render(found, Look())


def parsed(found: Report):
    return parser.document_fromstring(rendered(found))


def row(name: str = "a.md", status: str = "ok", tokens: int | None = 1234, cost: Decimal | None = Decimal("0.0001345")):
    return name, status, tokens, cost, date(2026, 11, 20)


def test_a_page_names_its_kind_its_question_and_its_tables() -> None:
    page = parsed(report(row(), title="Prices:", heading="What was asked.", notes=("A note.",)))
    assert page.get("lang") == "en"
    assert page.findtext(".//title") == "Some thing: What was asked."
    assert page.findtext(".//h1") == "Some thing"
    assert page.findtext(".//p[@class='lede']") == "What was asked."
    assert [h.text for h in page.findall(".//h2")] == ["Prices", "Notes"]
    assert [a.get("href") for a in page.findall(".//nav//a")] == ["#table-1", "#notes"]
    assert all(page.get_element_by_id(a.get("href")[1:]) is not None for a in page.findall(".//nav//a"))


def test_a_table_has_a_caption_and_headings_of_columns_and_rows() -> None:
    (table,) = parsed(report(row())).findall(".//table")
    assert table.findtext("caption") == "Results"
    assert [(h.get("scope"), h.text) for h in table.findall("thead/tr/th")] == [
        *(("col", title) for title in ("Name", "Status", "Tokens", "Cost", "Day"))
    ]
    assert [(h.get("scope"), h.text_content()) for h in table.findall("tbody/tr/th")] == [("row", "a.md")]


def test_cells_read_as_on_a_screen_and_numbers_stand_to_the_right() -> None:
    cells = parsed(report(row(), row(tokens=None, cost=None))).findall(".//tbody/tr/td")
    assert [cell.text_content() for cell in cells] == ["ok", "1,234", "0.0001345", "2026-11-20", "ok", "?", "?", "2026-11-20"]
    assert [("number" in cell.get("class", "")) for cell in cells[:4]] == [False, True, True, False]


@pytest.mark.parametrize(("word", "tone"), [("ok", "good"), ("fail", "bad"), ("unpriced", "doubt")])
def test_a_verdict_has_a_colour_beside_its_word(word: str, tone: str) -> None:
    (mark,) = parsed(report(row(status=word))).find_class("verdict")
    assert (mark.text, mark.get("class")) == (word, f"verdict {tone}")


def test_a_day_stays_on_one_line() -> None:
    page = parsed(report(row(), heading="Prices of 2026-11-20.", notes=("model-2026-11-20-x",)))
    assert [(day.text, day.getparent().tag) for day in page.find_class("day")] == [("2026-11-20", "p"), ("2026-11-20", "td")]


def test_a_long_title_goes_on_in_a_paragraph() -> None:
    page = parsed(report(row(), title="chat.json, tekken-v11: " + ", ".join(f"host{n}/model" for n in range(9))))
    assert page.findtext(".//h2") == "chat.json, tekken-v11"
    assert page.findtext(".//section/p").startswith("host0/model, host1/model")


def test_an_address_becomes_a_link_that_names_no_origin() -> None:
    (link,) = parsed(report(row(), notes=("See https://example.com/a?b=1&c=2.",))).findall(".//li/a[@rel]")
    assert (link.get("href"), link.text, link.tail) == ("https://example.com/a?b=1&c=2", "https://example.com/a?b=1&c=2", ".")
    assert link.get("rel") == "noreferrer noopener"


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_stays_text_wherever_it_stands(text: str) -> None:
    plain, page = (
        parsed(report(row(name=each, status=each), title=each, heading=each, notes=(each,))) for each in ("harmless", text)
    )
    assert elements(page) == elements(plain)
    assert page.find(".//tbody//th").text_content() == text
    assert page.findtext(".//p[@class='lede']").lstrip("\u2060") == text
    assert page.findtext(".//section[@id='notes']//li").lstrip("\u2060") == text
    assert not [name for element in page.iter() for name in element.attrib if name.startswith("on")]


def elements(page) -> list[str]:
    """Return what a page consists of, places where a name may be broken left out."""
    return [element.tag for element in page.iter() if element.tag != "wbr"]


def test_what_turns_the_direction_or_cannot_be_seen_is_shown_as_an_escape() -> None:
    assert parsed(report(row(name="a\u202egpj.exe\x00\x1b"))).findtext(".//tbody//th") == r"a\u202egpj.exe\x00\x1b"


def test_a_page_may_load_and_send_nothing() -> None:
    page = parsed(report(row()))
    (policy,) = page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")
    assert policy.startswith("default-src 'none'; ")
    assert "unsafe-eval" not in policy
    assert not page.xpath("//@src | //link[not(@href='data:,')] | //*[local-name()='base' or local-name()='iframe']")


def test_tables_without_a_title_can_be_told_apart() -> None:
    found = report(row())
    page = parsed(replace(found, tables=found.tables * 2))
    assert [h.text for h in page.findall(".//h2")] == ["Results", "Results 2"]
    assert len({section.get("id") for section in page.findall(".//section")}) == 2


def test_a_quiet_report_still_has_its_name() -> None:
    page = parsed(report(row()))
    assert page.findtext(".//title") == page.findtext(".//h1") == "Some thing"
    assert page.find(".//section[@id='notes']") is None
