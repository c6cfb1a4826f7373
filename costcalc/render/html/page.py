"""The page around a report, filled in by templates that escape whatever they are given."""

from __future__ import annotations

import re
from importlib import resources
from typing import TYPE_CHECKING, Any

from costcalc.render.cells import printable
from costcalc.render.html.tables import grids
from costcalc.render.html.text import linked
from costcalc.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from costcalc.render.report import Report

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
"""Nothing is fetched and nothing sent: the page has its style in itself, and the icon is an empty one."""


def page(report: Report) -> str:
    """Return the whole page of a report."""
    template = _environment().get_template("page.html.jinja")
    return template.render(_view(report)).strip() + "\n"


def _view(report: Report) -> dict[str, Any]:
    kind, tables = _kind(report), [*grids(report.tables, "Results")]
    sections = [(grid.id, grid.title) for grid in tables] + ([("notes", "Notes")] if report.notes else [])
    return {
        "policy": _POLICY,
        "style": asset("page.css"),
        "version": __version__,
        "kind": kind,
        "title": f"{kind}: {printable(report.heading)}" if report.heading else kind,
        "heading": linked(report.heading),
        "sections": sections,
        "grids": tables,
        "notes": [linked(note) for note in report.notes],
    }


def _kind(report: Report) -> str:
    """Return what a report is, in words: its schema is named `costcalc/prices-history/1`."""
    return re.sub(r"^costcalc/|/\d+$", "", report.schema).replace("-", " ").capitalize()


def asset(name: str) -> str:
    """Return the text of a file that comes with this package."""
    return (resources.files(__package__ or "") / "assets" / name).read_text(encoding="utf-8")


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader(__package__ or "", "assets")
    return Environment(autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True)
