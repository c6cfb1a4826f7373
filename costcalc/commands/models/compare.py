"""`costcalc models compare`: models or offers side by side."""

from __future__ import annotations

from typing import Annotated

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.output import Output
from costcalc.errors import InputError
from costcalc.planning.comparison import sides
from costcalc.pricing.catalogue import Terms
from costcalc.reports.comparison import comparison_report
from costcalc.sheets.loading import load_book


def compare(
    names: Annotated[list[str], typer.Argument(metavar="A B...", help="Models, each with its cheapest offer, or offers.")],
    *,
    input_tokens: lookups.InputTokensOption = None,
    output_tokens: lookups.OutputTokensOption = None,
    requests: lookups.RequestsOption = None,
    currency: lookups.CurrencyOption = "USD",
    fx: lookups.FxOption = None,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print models or offers side by side: context, price, capabilities, and how far the first is from each other in percent."""
    on, wanted = options.day(as_of), asked_currency(currency)
    terms = Terms(on=on, currency=wanted, rate=rates_to(wanted, fx or (), on))
    month = lookups.month(terms, input_tokens=input_tokens, output_tokens=output_tokens, requests=requests)
    found = sides(names, load_book(*(sheets or ())), terms, month)
    if len(found) < 2:
        raise InputError(f"'{' '.join(names)}' is one thing: name two models or offers to compare")
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(comparison_report(found, month))
