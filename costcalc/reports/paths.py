"""The report of where data and cache are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.report import Column, Report, Table

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

SCHEMA = "costcalc/prices-path/1"


def path_report(places: Sequence[tuple[str, Path | None]]) -> Report:
    """Return the report of where data and cache are: a place that does not exist, such as a cache without a home, is unknown."""
    rows = tuple((what, None if place is None else str(place)) for what, place in places)
    table = Table("", (Column("what", "What", "status"), Column("path", "Path", "status")), rows)
    document = {"paths": [{"what": what, "path": place} for what, place in rows]}
    return Report(SCHEMA, document, "", table, (table,))
