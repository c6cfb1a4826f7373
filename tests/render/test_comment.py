"""The sticky comment: found by its marker, the worst first, safe Markdown, and never longer than it may be."""

from __future__ import annotations

from dataclasses import replace

from findings import ANY, FAIL, PASS, UNKNOWN, UNSURE, WARNED, report
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render import comment as renderer
from costcalc.render import markdown
from costcalc.render.comment import LONGEST, MARKER
from costcalc.render.report import Finding, Look, Report


def rendered(given_report: Report) -> str:
    return renderer.render(given_report, Look())


def test_a_comment_as_it_is_written() -> None:
    assert rendered(report(UNSURE, PASS, WARNED, UNKNOWN, FAIL)) == (
        "<!-- costcalc -->\n"
        "\n"
        "### costcalc: fail\n"
        "\n"
        "- **fail**: unit cost: 0.0013 USD a request, the most is 0.001 USD (prompts/a.md)\n"
        "- **unknown**: bill: no price is published (costcalc.yaml:9)\n"
        "- **fail, warns only**: no surprise: +12 % a month, the most is 10 %\n"
        "- **unknown, warns only**: fresh: the price names no day\n"
        "\n"
        "A heading.\n"
        "\n"
        "**A title:**\n"
        "\n"
        "| Name | Cost |\n"
        "| --- | ---: |\n"
        "| a\\|b | 0.50 |\n"
        "\n"
        "- A note.\n"
    )


def test_a_report_that_judged_nothing_has_no_verdict() -> None:
    plain = report()
    assert rendered(plain) == f"{MARKER}\n\n{markdown.render(plain, Look())}"


def test_where_all_pass_the_verdict_and_the_tables_stay() -> None:
    assert rendered(report(PASS)).startswith(f"{MARKER}\n\n### costcalc: pass\n\nA heading.\n")


def test_what_is_not_worth_a_comment_makes_none_unless_something_does_not_pass() -> None:
    assert rendered(replace(report(PASS), unremarkable=True)) == ""
    assert "### costcalc: fail" in rendered(replace(report(FAIL), unremarkable=True))


def test_a_warning_leaves_the_verdict_as_it_is() -> None:
    assert "### costcalc: pass\n\n- **fail, warns only**" in rendered(report(WARNED))


def test_with_no_row_and_nothing_but_passes_there_is_nothing_to_post() -> None:
    assert rendered(report(PASS, rows=0)) == rendered(report(rows=0)) == ""


def test_what_does_not_pass_is_posted_without_any_row() -> None:
    assert "### costcalc: unknown" in rendered(report(UNKNOWN, rows=0))


def test_one_that_is_too_long_is_cut_at_a_line_and_says_so() -> None:
    text = rendered(report(FAIL, rows=LONGEST // 10))
    assert len(text) <= LONGEST
    assert text.splitlines()[-3:] == [
        "| a\\|b | 0.50 |",
        "",
        "The rest is left out, since a comment may be no longer: the log has it all.",
    ]


def test_one_message_too_long_for_a_comment_leaves_the_verdict() -> None:
    text = rendered(report(replace(FAIL, message="x" * LONGEST)))
    assert text.startswith(f"{MARKER}\n\n### costcalc: fail\n\nThe rest is left out")


@given(st.lists(ANY, max_size=5))
def test_no_finding_can_bring_markup_a_second_marker_or_a_line(findings: list[Finding]) -> None:
    text = rendered(report(*findings))
    text.encode()
    told = [finding for finding in findings if finding.verdict != "pass"]
    assert text.replace("<!-- -->", "").count("<!--") == 1
    assert sum(line.startswith("- **") for line in text.splitlines()) == len(told)
