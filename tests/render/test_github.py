"""Annotations: one line each that GitHub reads as one command and nothing more, and silence where all pass."""

from __future__ import annotations

import re

import pytest
from findings import ANY, FAIL, PASS, UNKNOWN, UNSURE, WARNED, report
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render import github as renderer
from costcalc.render.report import Finding, Look


def lines(*findings: Finding) -> list[str]:
    return renderer.render(report(*findings), Look()).splitlines()


@pytest.mark.parametrize(
    ("finding", "line"),
    [
        (
            FAIL,
            "::error file=prompts/a.md,title=costcalc%3A unit cost%3A fail::0.0013 USD a request, the most is 0.001 USD",
        ),
        (UNKNOWN, "::error file=costcalc.yaml,line=9,title=costcalc%3A bill%3A unknown::no price is published"),
        (WARNED, "::warning title=costcalc%3A no surprise%3A fail::+12 %25 a month, the most is 10 %25"),
        (UNSURE, "::notice title=costcalc%3A fresh%3A unknown::the price names no day"),
    ],
    ids=["fail", "unknown", "fail that warns", "unknown that warns"],
)
def test_a_finding_is_a_command(finding: Finding, line: str) -> None:
    assert lines(finding) == [line]


@pytest.mark.parametrize("findings", [(), (PASS,), (PASS, PASS)], ids=["nothing judged", "one passes", "all pass"])
def test_there_is_nothing_to_say_of_what_passes(findings: tuple[Finding, ...]) -> None:
    assert renderer.render(report(*findings), Look()) == ""


def test_the_worst_stand_first_where_github_cuts_a_long_list() -> None:
    said = lines(UNSURE, PASS, WARNED, UNKNOWN, FAIL)
    assert [line.partition(" ")[0] for line in said] == ["::error", "::error", "::warning", "::notice"]
    assert "fail::" in said[0]


def test_what_would_end_a_property_or_the_command_is_escaped() -> None:
    (line,) = lines(Finding("a,b", "fail", "100 %0A\r\n::stop-commands::x", source="C:\\a,line=1.md"))
    assert line == ("::error file=C%3A\\a%2Cline=1.md,title=costcalc%3A a%2Cb%3A fail::100 %250A%0D%0A::stop-commands::x")


@given(st.lists(ANY, max_size=5))
def test_any_finding_is_one_line_that_reads_back(findings: list[Finding]) -> None:
    text = renderer.render(report(*findings), Look())
    text.encode()
    assert len(text.splitlines()) == sum(finding.verdict != "pass" for finding in findings)
    for line in text.splitlines():
        assert re.fullmatch(r"::(error|warning|notice) (file=[^:,]*,)?(line=\d+,)?title=[^:,]+::.*", line)
