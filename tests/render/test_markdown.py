"""Markdown: what is shown is what was there, whatever signs stand in it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from costcalc.render import markdown as renderer
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
