"""`costcalc prices path`: where sheets, models and cache are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc import cache
from costcalc.commands import options
from costcalc.commands.output import Output
from costcalc.packaged import data_folder
from costcalc.reports.paths import path_report

if TYPE_CHECKING:
    from pathlib import Path


def path(
    *,
    sheets: options.SheetsOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print where the packaged sheets and models, your own sheets and the cache are, one a line."""
    packaged = data_folder()
    places: list[tuple[str, Path | None]] = [("sheets", packaged / "providers"), ("models", packaged / "models.yaml")]
    places += [("own sheets", folder.absolute()) for folder in sheets or ()]
    places.append(("cache", _cache()))
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(path_report(places))


def _cache() -> Path | None:
    try:
        return cache.folder()
    except RuntimeError:
        return None
