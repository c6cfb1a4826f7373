"""JUnit XML: what every reader of it takes, and no budget that is not known to pass looks like one that does."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from findings import ANY, FAIL, PASS, UNKNOWN, UNSURE, WARNED, report
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from costcalc.render import junit as renderer
from costcalc.render.findings import decides
from costcalc.render.report import Finding, Look

SCHEMA = etree.XMLSchema(etree.parse(Path(__file__).parents[1] / "data" / "junit.xsd"))


def suite(*findings: Finding) -> Any:
    """Return the suite of what is rendered, once the schema has taken it."""
    root = etree.fromstring(renderer.render(report(*findings), Look()).encode())
    SCHEMA.assertValid(root)
    return root[0]


def test_a_report_as_it_is_written() -> None:
    assert renderer.render(report(FAIL, UNKNOWN, PASS, WARNED), Look()) == (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<testsuites>\n"
        '  <testsuite name="costcalc.check" tests="4" failures="1" errors="1">\n'
        '    <testcase name="unit cost, prompts/a.md" classname="costcalc.check">\n'
        '      <failure type="fail" message="0.0013 USD a request, the most is 0.001 USD">'
        "0.0013 USD a request, the most is 0.001 USD (prompts/a.md)</failure>\n"
        "    </testcase>\n"
        '    <testcase name="bill, costcalc.yaml" classname="costcalc.check">\n'
        '      <error type="unknown" message="no price is published">no price is published (costcalc.yaml:9)</error>\n'
        "    </testcase>\n"
        '    <testcase name="bill" classname="costcalc.check">\n'
        "      <system-out>pass: 260.70 USD a month, the most is 500 USD</system-out>\n"
        "    </testcase>\n"
        '    <testcase name="no surprise" classname="costcalc.check">\n'
        "      <system-out>fail (warns): +12 % a month, the most is 10 %</system-out>\n"
        "    </testcase>\n"
        "  </testsuite>\n"
        "</testsuites>\n"
    )


@pytest.mark.parametrize(
    ("finding", "tag"),
    [(FAIL, "failure"), (UNKNOWN, "error"), (PASS, "system-out"), (WARNED, "system-out"), (UNSURE, "system-out")],
    ids=["fail", "unknown", "pass", "fail that warns", "unknown that warns"],
)
def test_only_what_decides_the_exit_code_is_a_failure_or_an_error(finding: Finding, tag: str) -> None:
    assert [child.tag for child in suite(finding)[0]] == [tag]


def test_where_nothing_was_judged_the_suite_is_empty() -> None:
    empty = suite()
    assert (len(empty), empty.get("tests")) == (0, "0")


def test_equal_names_are_numbered_since_gitlab_ignores_a_second_one() -> None:
    findings = [Finding(name, "fail", "") for name in ("a", "a (2)", "a", "a")]
    assert [case.get("name") for case in suite(*findings)] == ["a", "a (2)", "a (3)", "a (4)"]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<b>&amp;]]>", "<b>&amp;]]>"),
        ('"quoted"', '"quoted"'),
        ("\x00\x1b[31m", r"\x00\x1b[31m"),
        ("a\ufffe\uffff", "a\ufffd\ufffd"),
    ],
)
def test_a_text_is_read_back_as_it_was_or_as_its_escape(text: str, read: str) -> None:
    (case,) = suite(Finding(text, "fail", text))
    assert (case.get("name"), case[0].get("message"), case[0].text) == (read, read, read)


@given(st.lists(ANY, max_size=5))
def test_any_findings_are_valid_and_counted(findings: list[Finding]) -> None:
    cases = suite(*findings)
    wrong = [decides(finding) for finding in findings]
    assert [case.find("system-out") is None for case in cases] == wrong
    assert int(cases.get("failures")) + int(cases.get("errors")) == sum(wrong)
    assert len({case.get("name") for case in cases}) == int(cases.get("tests")) == len(findings)
