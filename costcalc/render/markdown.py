"""Markdown tables for pull requests and wikis."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from costcalc.render.cells import printable, right, shown, telling

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.render.report import Look, Report, Table

_ADDRESS = re.compile(r"(?<![a-z])((?:https?|ftp)://[^\s<>\"'`|;,()\[\]{}\\^]*[\w/#=&-])", re.IGNORECASE)
_SIGNS = re.compile(
    r"""[\\`*_<>|\[\]\#~&$]     # markup, HTML, the end of a cell, mathematics
    | [!%](?=\w)               # GitLab's merge requests and milestones
    | (?<=www)\.             # an address, which would be one with every backslash in it""",
    re.VERBOSE | re.IGNORECASE,
)
_ITEM = re.compile(r"\A(\d*)([-+.)](?= |\Z)|-(?=-))")
"""What would make a line an item of a list or a rule."""
_MENTIONS = re.compile(r"(?<!\w)@(?=\w)|\#(?=\d)|\bGH-(?=\d)|:(?=[a-z+-][\w+\\-]*:)", re.IGNORECASE)
"""People, issues and emoji: GitHub looks for them once the backslashes are gone, but not across a comment."""


def render(report: Report, _look: Look) -> str:
    """Return the heading, the tables and the notes."""
    blocks = [escaped(report.heading)] if report.heading else []
    blocks += ["\n".join(_table(telling(table))) for table in report.tables if table.rows]
    if report.notes:
        blocks.append("\n".join(f"- {escaped(note)}" for note in report.notes))
    return "\n\n".join(blocks) + "\n"


def _table(table: Table) -> Iterator[str]:
    if table.title:
        yield f"**{escaped(table.title)}**\n"
    yield "| " + " | ".join(escaped(column.title) for column in table.columns) + " |"
    yield "| " + " | ".join("---:" if right(column) else "---" for column in table.columns) + " |"
    for row in table.rows:
        cells = (escaped(shown(cell, column)) for cell, column in zip(row, table.columns, strict=True))
        yield "| " + " | ".join(cells) + " |"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line: no markup, no HTML, no end of a cell, nobody mentioned.

    The address of a page becomes a link that reads the same.
    """
    pieces = _ADDRESS.split(printable(text).strip(" "))
    return "".join(f"<{piece}>" if index % 2 else _plain(piece) for index, piece in enumerate(pieces))


def _plain(text: str) -> str:
    return _MENTIONS.sub(r"\g<0><!-- -->", _ITEM.sub(r"\1\\\2", _SIGNS.sub(r"\\\g<0>", text)))
