"""Annotations of GitHub Actions: a workflow command a finding that is no pass, and nothing where all pass."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.cells import printable
from costcalc.render.findings import decides, worst_first

if TYPE_CHECKING:
    from costcalc.render.report import Finding, Look, Report

_DATA = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY = _DATA | str.maketrans({":": "%3A", ",": "%2C"})
"""The escapes of GitHub's own toolkit, packages/core/src/command.ts."""


def render(report: Report, _look: Look) -> str:
    """Return a line a finding, the worst first, since GitHub shows ten of a kind: `::error file=,line=,title=::message`."""
    return "".join(f"{_command(finding)}\n" for finding in worst_first(report.findings))


def _command(finding: Finding) -> str:
    properties = {"file": finding.source, "line": finding.line, "title": f"costcalc: {finding.name}: {finding.verdict}"}
    stated = ",".join(f"{key}={_escaped(str(value), _PROPERTY)}" for key, value in properties.items() if value is not None)
    return f"::{_kind(finding)} {stated}::{_escaped(finding.message, _DATA)}"


def _kind(finding: Finding) -> str:
    """Return `error` for what decides the exit code, else `warning` for a fail and `notice` for an unknown."""
    if decides(finding):
        return "error"
    return "warning" if finding.verdict == "fail" else "notice"


def _escaped(text: str, escapes: dict[int, str]) -> str:
    return printable(text.translate(escapes))
