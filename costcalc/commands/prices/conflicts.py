"""`costcalc prices conflicts`: sources that disagree about an offer, and why."""

from __future__ import annotations

from typing import Annotated

import typer

from costcalc.commands import options
from costcalc.commands.output import Output
from costcalc.errors import Exit, NothingMatchedError
from costcalc.planning.selection import Selection, select
from costcalc.pricing.conflicts import conflicts as conflicts_of
from costcalc.reports.conflicts import conflicts_report
from costcalc.sheets.loading import load_book


def conflicts(
    *,
    model: options.ModelOption = None,
    provider: options.ProviderOption = None,
    historical: Annotated[
        bool, typer.Option("--all", help="Also what was claimed only before that day, each on its own first day.")
    ] = False,
    fail: Annotated[bool, typer.Option("--fail", help="Exit with 1 where a disagreement stays unexplained.")] = False,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print the sources that disagree with a sheet on a day: what each says, and why they differ.

    Causes: rounding, swapped input and output, another currency's list (currency), an older price (stale) or a later one
    (ahead), another model behind a moving name (alias), a router's price under the maker's name (router), a class of service,
    zero for unknown (free), a unit slip, limits that differ, a placeholder for a limit, retired, and unexplained.
    """
    on = options.day(as_of)
    book = load_book(*(sheets or ()))
    offers = select(book, Selection(models=model or (), providers=provider or ()), on)
    if not offers:
        raise NothingMatchedError("no offer matches the filters: loosen them")
    found = conflicts_of(offers, book.offers(), on, historical=historical)
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(
        conflicts_report(found, on, historical=historical)
    )
    if fail and any(conflict.causes[0].name == "unexplained" for conflict in found):
        raise typer.Exit(Exit.NO)
