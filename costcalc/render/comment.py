"""The Markdown of a sticky comment: a hidden marker to find it by, the verdict, what does not pass, then the tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render import markdown
from costcalc.render.findings import decides, located, verdict, worst_first

if TYPE_CHECKING:
    from costcalc.render.report import Finding, Look, Report

MARKER = "<!-- costcalc -->"
LONGEST = 65_536
"""Characters that GitHub takes in a comment, the shortest limit of those that show one."""
_CUT = "\n\nThe rest is left out, since a comment may be no longer: the log has it all.\n"


def render(report: Report, look: Look) -> str:
    """Return the comment, which says where it had to be cut; nothing where there is nothing to tell."""
    told = worst_first(report.findings)
    if not told and (report.unremarkable or not any(table.rows for table in report.tables)):
        return ""
    blocks = [MARKER]
    if report.findings:
        blocks.append(f"### costcalc: {verdict(report.findings)}")
    if told:
        blocks.append("\n".join(_item(finding) for finding in told))
    return _fitted("\n\n".join([*blocks, markdown.render(report, look)]))


def _item(finding: Finding) -> str:
    kind = finding.verdict if decides(finding) else f"{finding.verdict}, warns only"
    return f"- **{kind}**: {markdown.escaped(f'{finding.name}: {located(finding)}')}"


def _fitted(text: str) -> str:
    """Return the text, cut behind the last line that leaves room to say so."""
    if len(text) <= LONGEST:
        return text
    return text[: text.rindex("\n", 0, LONGEST - len(_CUT))].rstrip("\n") + _CUT
