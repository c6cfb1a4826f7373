"""What the formats that show a line a finding have in common: where it is, which come first, what all come to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.planning.verdict import worst

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.verdict import Verdict
    from costcalc.render.report import Finding


def place(finding: Finding) -> str:
    """Return the file and line that a finding is about, `prompts.jsonl:17`; nothing where it is about none."""
    return ":".join(str(part) for part in (finding.source, finding.line) if part is not None)


def located(finding: Finding) -> str:
    """Return the message, with the place behind it where it does not name the file itself."""
    named = finding.source is None or finding.source in finding.message
    return finding.message if named else f"{finding.message} ({place(finding)})"


def decides(finding: Finding) -> bool:
    """Return whether a finding alone keeps the exit code from being 0: a warning never does, a pass has nothing to."""
    return finding.level == "deny" and finding.verdict != "pass"


def verdict(findings: Sequence[Finding]) -> Verdict:
    """Return what findings come to: fail over unknown over pass, whatever only warns left out."""
    return worst(["pass", *(finding.verdict for finding in findings if decides(finding))])


def worst_first(findings: Sequence[Finding]) -> list[Finding]:
    """Return the findings that are no pass: those that decide before warnings, fail before unknown, else in their order."""
    told = (finding for finding in findings if finding.verdict != "pass")
    return sorted(told, key=lambda finding: (not decides(finding), finding.verdict != "fail"))
