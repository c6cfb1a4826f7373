"""`costcalc prices history`: how the price of an offer changed, as a table and a plot."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency
from costcalc.commands.output import SCREEN, Output, show
from costcalc.errors import NothingMatchedError
from costcalc.pricing.finding import find_offer
from costcalc.pricing.history import history as steps_of
from costcalc.render.plot import plot
from costcalc.reports.price_history import chart_lines, history_report
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from costcalc.pricing.history import Step


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
    """Print every price of an offer, oldest first, with its change against the one before, and plot input and output."""
    on = options.day(as_of)
    found = find_offer(load_book(*(sheets or ())), offer, on)
    steps = steps_of(found, asked_currency(currency) if currency else None)
    if not steps:
        listed = f" in {currency}" if currency else ""
        raise NothingMatchedError(f"{found.name} has no published price{listed}: `costcalc prices show` tells what is known")
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(history_report(found, steps, on))
    if format_ in {None, "table"} and SCREEN in (output or (SCREEN,)):
        show(_plot(steps, on))


def _plot(steps: Sequence[Step], on: date) -> str:
    currency, lines = chart_lines(steps, on)
    plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
    drawn = plot(lines, width=shutil.get_terminal_size().columns, ascii_only=plain)
    return f"\n{currency} per 1M tokens\n{drawn}" if drawn else ""
