"""`costcalc prices import`: other catalogues' prices as sheets of one's own."""  # noqa: N999 - loaded by the command's name

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc import clock
from costcalc.commands import options
from costcalc.commands.imports import seen_on, write_into
from costcalc.commands.output import Output
from costcalc.errors import Exit, InputError
from costcalc.reports.prices_import import import_report
from costcalc.sheets.imports.folder import holds_sheets, import_texts
from costcalc.sheets.imports.importing import import_raw
from costcalc.sheets.imports.reading import fetch, read_file, read_installed
from costcalc.sheets.imports.sources import source_named
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.imports.reading import Raw
    from costcalc.sheets.imports.sources import Source


def import_(
    source: Annotated[str, typer.Argument(metavar="SOURCE", help="litellm, openrouter, models.dev, genai-prices or llm-prices.")],
    file: Annotated[
        Path | None,
        typer.Argument(metavar="[FILE]", help="Its JSON, or the wheel of its package; default the installed package."),
    ] = None,
    *,
    into: Annotated[Path, typer.Option("--into", metavar="DIR", help="Folder that the sheets are written into.")],
    url: Annotated[str | None, typer.Option("--from", metavar="URL", help="Fetch it from there, by https.")] = None,
    checked: Annotated[
        str | None,
        typer.Option(metavar="DATE", help="Day on which it was seen to say so; default the data's own, else the file's."),
    ] = None,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 where a record could not be taken.")] = False,
    sheets: options.SheetsOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Write another catalogue's prices into a folder as sheets, one a provider, and list what could not be taken and why.

    Nothing is guessed: an undated price holds since ever, a 0 that nobody calls free is a claim, a model that the book does not
    know gets the tokenizer `unknown`. The folder is for `--sheets DIR`; files that stand there are never overwritten.
    """
    today, catalogue = clock.today(), source_named(source)
    own = [*(sheets or ()), *([into] if holds_sheets(into) else [])]
    done = import_raw(catalogue, _read(catalogue, file, url, today), load_book(*own), checked=seen_on(checked), today=today)
    texts = import_texts(done.imported, into, f"Imported from {done.origin.source} by costcalc prices import.")
    report = import_report(done, str(into), [str(path) for path in texts])
    shown = Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect)
    shown.places()  # what cannot be shown is refused before sheets are written
    write_into(into, texts)
    shown.write(report)
    if strict and done.imported.problems:
        raise typer.Exit(Exit.NO)


def _read(source: Source, file: Path | None, url: str | None, today: date) -> Raw:
    """Return what the options name: a file, an address, else the installed package."""
    if file is not None and url is not None:
        raise InputError(f"--from {url}: stands beside the file {file}: keep one")
    if url is not None:
        return fetch(source, url, today)
    return read_installed(source) if file is None else read_file(source, file)
