"""The page around a report, filled in by templates that escape whatever they are given."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from costcalc.render.cells import printable
from costcalc.render.html.background import background
from costcalc.render.html.figures import figures
from costcalc.render.html.scripts import CHARTS, WHAT_IF, asset, policy, script
from costcalc.render.html.tables import grids
from costcalc.render.html.text import inert, linked, script_data
from costcalc.render.html.what_if import panel, payload
from costcalc.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from jinja2 import Environment
    from markupsafe import Markup

    from costcalc.planning.what_if import WhatIf
    from costcalc.render.html.figures import Figure
    from costcalc.render.html.tables import Grid
    from costcalc.render.html.what_if import Panel
    from costcalc.render.report import Report


def page(report: Report) -> str:
    """Return the whole page of a report."""
    template = _environment().get_template("page.html.jinja")
    return template.render(_view(report)).strip() + "\n"


def _view(report: Report) -> dict[str, Any]:
    kind, what_if = _kind(report), report.what_if()
    drawn, tables = figures(report.charts()), [*grids(report.tables, "Results")]
    form, behind = (panel(what_if), [*background(what_if)]) if what_if else (None, [])
    scripts = [script(name) for name in ((*CHARTS,) if drawn else ()) + ((*WHAT_IF,) if form else ())]
    return {
        "policy": policy(scripts),
        "style": asset("page.css"),
        "version": __version__,
        "kind": kind,
        "title": f"{kind}: {printable(report.heading)}" if report.heading else kind,
        "heading": linked(inert(report.heading)),
        "figures": drawn,
        "grids": tables,
        "panel": form,
        "background": behind,
        "notes": [linked(inert(note)) for note in report.notes],
        "sections": _first_of_a_name([*_sections(drawn, tables, form, behind), *([("notes", "Notes")] if report.notes else [])]),
        "data": [*_data(drawn, what_if if form else None)],
        "scripts": scripts,
    }


def _sections(
    drawn: Sequence[Figure], tables: Sequence[Grid], form: Panel | None, behind: Sequence[Grid]
) -> Iterator[tuple[str, str]]:
    """Yield the id and the name of each section, in their order on the page."""
    yield from ((figure.id, figure.title) for figure in drawn)
    yield from ((table.id, table.title) for table in tables[:1])
    if form:
        yield "what-if", "What if"
    yield from ((table.id, table.title) for table in (*tables[1:], *behind))


def _first_of_a_name(sections: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """Return the sections without those that go on under the same name."""
    first: dict[str, str] = {}
    for id_, name in sections:
        first.setdefault(name, id_)
    return [(id_, name) for name, id_ in first.items()]


def _data(drawn: Sequence[Figure], what_if: WhatIf | None) -> Iterator[tuple[str, Markup]]:
    """Yield what scripts read, by the id of its place."""
    if drawn:
        yield "drawings", script_data({figure.id: figure.drawing | {"names": figure.legend} for figure in drawn})
    if what_if:
        yield "what-if-data", script_data(payload(what_if))


def _kind(report: Report) -> str:
    """Return what a report is, in words: its schema is named `costcalc/prices-history/1`."""
    return re.sub(r"^costcalc/|/\d+$", "", report.schema).replace("-", " ").capitalize()


def _environment() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader(__package__ or "", "assets")
    return Environment(autoescape=True, undefined=StrictUndefined, loader=loader, trim_blocks=True, lstrip_blocks=True)
