"""The page around a report, filled in by templates that escape whatever they are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from costcalc.render.cells import printable
from costcalc.render.html.figures import figures
from costcalc.render.html.scripts import CHARTS, asset, policy, script
from costcalc.render.html.tables import grids
from costcalc.render.html.text import linked, script_data
from costcalc.version import __version__

if TYPE_CHECKING:
    from jinja2 import Environment

    from costcalc.render.report import Report


def page(report: Report) -> str:
    """Return the whole page of a report."""
    template = _environment().get_template("page.html.jinja")
    return template.render(_view(report)).strip() + "\n"


def _view(report: Report) -> dict[str, Any]:
    kind, tables, drawn = _kind(report), [*grids(report.tables, "Results")], figures(report.charts)
    scripts = [script(name) for name in (CHARTS if drawn else ())]
    sections = [(figure.id, figure.title) for figure in drawn] + [(table.id, table.title) for table in tables]
    sections += [("notes", "Notes")] if report.notes else []
    drawings = {figure.id: figure.drawing | {"names": figure.legend} for figure in drawn}
    return {
        "policy": policy(scripts),
        "style": asset("page.css"),
        "version": __version__,
        "kind": kind,
        "title": f"{kind}: {printable(report.heading)}" if report.heading else kind,
        "heading": linked(report.heading),
        "sections": sections,
        "figures": drawn,
        "grids": tables,
        "notes": [linked(note) for note in report.notes],
        "data": [("drawings", script_data(drawings))] if drawn else [],
        "scripts": scripts,
    }


def _kind(report: Report) -> str:
    """Return what a report is, in words: its schema is named `costcalc/prices-history/1`."""
    return re.sub(r"^costcalc/|/\d+$", "", report.schema).replace("-", " ").capitalize()


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader(__package__ or "", "assets")
    return Environment(autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True)
