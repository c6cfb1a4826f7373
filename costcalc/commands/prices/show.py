"""`costcalc prices show`: everything known about one offer, with sources."""

from __future__ import annotations

from costcalc.commands import lookups, options
from costcalc.commands.output import Output
from costcalc.pricing.finding import find_offer
from costcalc.pricing.history import history
from costcalc.reports.offer import offer_report
from costcalc.sheets.loading import load_book


def show(
    offer: lookups.OfferArgument,
    *,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print everything known about one offer, with sources: limits, features, prices and conditions, history, claims, billing."""
    on = options.day(as_of)
    found = find_offer(load_book(*(sheets or ())), offer, on)
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(
        offer_report(found, history(found), on)
    )
