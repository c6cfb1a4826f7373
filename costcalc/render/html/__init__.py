"""HTML: one file that holds all that it needs, for a screen of any width, for paper, and for a screen reader."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.html.page import page

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report


def render(report: Report, _look: Look) -> str:
    """Return the page: what was asked, the tables and the notes."""
    return page(report)
