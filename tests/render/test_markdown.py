"""Markdown: what is shown is what was there, whatever signs stand in it."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from cmarkgfm import github_flavored_markdown_to_html as markdown_to_html
from hypothesis import given
from hypothesis import strategies as st
from lxml import html
from lxml.etree import Comment

from costcalc.render import markdown as renderer
from costcalc.render.cells import printable
from costcalc.render.report import Column, Look, Report, Table

COLUMNS = (Column("name", "Name"), Column("cost", "Cost", "money"))


def rendered(name: str, *, heading: str = "", notes: tuple[str, ...] = ()) -> str:
    data = Table("A title:", COLUMNS, ((name, Decimal("0.5")),))
    return renderer.render(Report("test/1", {}, heading, data, (data,), notes), Look())


def test_a_report_as_it_is_written() -> None:
    assert rendered("a.md", heading="A heading.", notes=("A note.",)) == (
        "A heading.\n\n**A title:**\n\n| Name | Cost |\n| --- | ---: |\n| a.md | 0.50 |\n\n- A note.\n"
    )


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("a|b", r"a\|b"),
        ("a\\|b", r"a\\\|b"),
        ("two\nlines", r"two\\nlines"),
        ("<img src=x onerror=alert(1)>", r"\<img src=x onerror=alert(1)\>"),
        ("&lt;b&gt;", r"\&lt;b\&gt;"),
        ("[text](javascript:alert)", r"\[text\](javascript:alert)"),
        ("$a$", r"\$a\$"),
        ("-1,234.50", "-1,234.50"),
        ("+-8.2 %", "+-8.2 %"),
        ("*a* _b_ `c` ~d~ #e", r"\*a\* \_b\_ \`c\` \~d\~ \#e"),
        ("\x1b[31m", r"\\x1b\[31m"),
    ],
)
def test_markup_html_and_line_ends_stay_in_their_cell(name: str, written: str) -> None:
    row = rendered(name).splitlines()[-1]
    assert row == f"| {written} | 0.50 |"


def test_heading_title_and_notes_are_as_safe() -> None:
    text = rendered("a", heading="<b>.md", notes=("<i>",))
    assert r"\<b\>.md" in text
    assert r"- \<i\>" in text


AWKWARD = [
    *("- item", "+ item", "* item", "1. item", "123) item", "1.", "-", "---", "- - -", "===", "# title", "> quote", "```", "~~~"),
    *("    code", "a|b", "a\\", "a\\|b", "two\nlines", "\ttab", "<b>", "<!-- -->", "&lt;", "&#35;", "*a* _b_ __c__", "`a`"),
    *("[a](b)", "![a](b)", "[a]: b", "[ ] task", "a  ", "|", "||", "| --- |", "**", "\\*a\\*", "x_y_z", "~~a~~", "1986\\. a"),
]
LINKS = [
    "https://example.com/a_b/c~d?x=1&y=*2*#e-f",
    "(see https://example.com/a_b).",
    "HTTP://example.com/A_B, and more",
    "https://example.com/a|b_c",
    "ftp://example.com/a_b",
]


def read(text: str) -> list[str]:
    """Return what GitHub shows of a text as a heading, as a cell and as a note."""
    page = html.fromstring(f"<div>{markdown_to_html(rendered(text, heading=text, notes=(text,)))}</div>")
    (heading, _), (_, _, cell, _), (note,) = (list(page.iter(*tags)) for tags in (("p",), ("th", "td"), ("li",)))
    assert {element.tag for element in (*heading.iter(), *cell.iter(), *note.iter())} <= {"p", "td", "li", "a", Comment}
    return [element.text_content() for element in (heading, cell, note)]


@pytest.mark.parametrize("text", [*AWKWARD, *LINKS])
def test_github_shows_a_text_as_it_is_wherever_it_stands(text: str) -> None:
    assert {shown.strip() for shown in read(text)} == {printable(text).strip()}


@given(st.text(st.sampled_from("ab1 .:/-+*_#@|\\`~<>[]()!&$%=\n\"'") | st.characters(codec="utf-8"), max_size=12))
def test_github_shows_any_text_as_it_is(text: str) -> None:
    expected = " ".join(printable(f"x{text}").split())
    assert {" ".join(shown.split()) for shown in read(f"x{text}")} == {expected}


@pytest.mark.parametrize("text", LINKS)
def test_the_address_of_a_page_is_a_link_to_it(text: str) -> None:
    page = html.fromstring(markdown_to_html(renderer.escaped(text)))
    (link,) = page.iter("a")
    assert link.get("href") == link.text
    assert link.text in text


def test_what_only_looks_like_an_address_is_no_link() -> None:
    assert "<a" not in markdown_to_html(renderer.escaped("www.example.com/a_b xhttps://example.com https:// javascript://a"))


@pytest.mark.parametrize(
    "text", ["@octocat", "@cf/openai/gpt-oss-20b", "(@a)", "a/@b", "#1 of 9", "a/b#12", "GH-12", ":smile:", "a:thumbs_up:b"]
)
def test_nobody_and_nothing_is_mentioned(text: str) -> None:
    """GitHub looks for them in each text between two tags or comments, where no backslash is left."""
    pieces = re.split("<[^>]*>", markdown_to_html(renderer.escaped(text)))
    assert "".join(pieces).strip() == text
    assert not [piece for piece in pieces if re.search(r"(?<!\w)@\w|#\d|\bGH-\d|:[a-z+-][\w+-]*:", piece)]


def test_the_address_of_a_person_stays_one() -> None:
    assert renderer.escaped("me@example.com") == "me@example.com"


@pytest.mark.parametrize(
    ("text", "written"), [("!12", r"\!12"), ("%3", r"\%3"), ("~bug", r"\~bug"), ("+5 %, done!", "+5 %, done!")]
)
def test_references_of_gitlab_have_their_backslash(text: str, written: str) -> None:
    assert renderer.escaped(text) == written
