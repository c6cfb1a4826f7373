"""Findings together: fail over unknown over pass, whatever only warns left out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from findings import FAIL, PASS, UNKNOWN, UNSURE, WARNED

from costcalc.render.findings import located, place, verdict, worst_first

if TYPE_CHECKING:
    from costcalc.render.report import Finding


@pytest.mark.parametrize(
    ("findings", "all_of_them"),
    [
        ([PASS], "pass"),
        ([PASS, UNKNOWN], "unknown"),
        ([UNKNOWN, FAIL, PASS], "fail"),
        ([PASS, WARNED, UNSURE], "pass"),
        ([UNKNOWN, WARNED], "unknown"),
    ],
)
def test_what_findings_come_to(findings: list[Finding], all_of_them: str) -> None:
    assert verdict(findings) == all_of_them


def test_the_worst_come_first_and_passes_do_not_come() -> None:
    assert worst_first([PASS, UNSURE, WARNED, UNKNOWN, FAIL]) == [FAIL, UNKNOWN, WARNED, UNSURE]


@pytest.mark.parametrize(("finding", "where"), [(PASS, ""), (FAIL, "prompts/a.md"), (UNKNOWN, "costcalc.yaml:9")])
def test_a_place_is_a_file_and_its_line(finding: Finding, where: str) -> None:
    assert place(finding) == where


@pytest.mark.parametrize(
    ("finding", "text"),
    [
        (PASS, PASS.message),
        (UNKNOWN, f"{UNKNOWN.message} (costcalc.yaml:9)"),
        (replace(FAIL, message="prompts/a.md: too dear"), "prompts/a.md: too dear"),
    ],
)
def test_a_message_names_its_place_once(finding: Finding, text: str) -> None:
    assert located(finding) == text
