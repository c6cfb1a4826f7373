"""`costcalc prices history`: how the price of an offer changed, as a table and a chart."""

from __future__ import annotations

from typing import Annotated

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency
from costcalc.commands.output import Output
from costcalc.errors import NothingMatchedError
from costcalc.pricing.finding import find_offer
from costcalc.pricing.history import history as steps_of
from costcalc.reports.price_history import history_report
from costcalc.sheets.loading import load_book


def history(
    offer: lookups.OfferArgument,
    *,
    currency: Annotated[
        str | None, typer.Option(metavar="CODE", help="Only the list in that currency; nothing is converted.")
    ] = None,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print every price of an offer, oldest first, with its change against the one before, and draw input and output."""
    on = options.day(as_of)
    found = find_offer(load_book(*(sheets or ())), offer, on)
    steps = steps_of(found, asked_currency(currency) if currency else None)
    if not steps:
        listed = f" in {currency}" if currency else ""
        raise NothingMatchedError(f"{found.name} has no published price{listed}: `costcalc prices show` tells what is known")
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(history_report(found, steps, on))
