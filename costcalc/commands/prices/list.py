"""`costcalc prices list`: every offer with its price on a day, and its rank."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.output import Output
from costcalc.errors import NothingMatchedError
from costcalc.planning.selection import Selection, parse_needs, select
from costcalc.pricing.catalogue import Terms, listing, within
from costcalc.pricing.ranking import SortKey, ranked
from costcalc.reports.prices import Listed, list_report
from costcalc.sheets.loading import load_book

SORT_KEYS: tuple[SortKey, ...] = get_args(SortKey)


def list_(
    *,
    model: options.ModelOption = None,
    provider: options.ProviderOption = None,
    region: lookups.RegionOption = None,
    needs: lookups.NeedsOption = None,
    basis: lookups.BasisOption = None,
    max_input: Annotated[str | None, typer.Option(metavar="RATE", help="Only offers whose input is at most so much.")] = None,
    max_output: Annotated[str | None, typer.Option(metavar="RATE", help="Only offers whose output is at most so much.")] = None,
    free: Annotated[bool, typer.Option("--free", help="Only what is given away on that day.")] = False,
    sort: Annotated[str, typer.Option(metavar="KEY", help="input, output, blend, context, name or checked.")] = "output",
    blend: lookups.BlendOption = "1:1",
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
    """Print every offer with its price on a day and its rank; what is unpriced or retired stands below and never ranks."""
    on, wanted = options.day(as_of), asked_currency(currency)
    terms = Terms(
        on=on, currency=wanted, rate=rates_to(wanted, fx or (), on), basis=lookups.basis(basis), blend=lookups.blend(blend)
    )
    selection = Selection(
        models=model or (), providers=provider or (), region=region, needs=parse_needs(needs), basis=terms.basis
    )
    by = lookups.choice(sort, SORT_KEYS, "--sort")
    dearest = lookups.rate(max_input, "--max-input"), lookups.rate(max_output, "--max-output")
    offers = select(load_book(*(sheets or ())), selection, on)
    listings = within([listing(offer, terms) for offer in offers], max_input=dearest[0], max_output=dearest[1], free=free)
    if not listings:
        raise NothingMatchedError("no offer matches the filters: loosen them")
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(
        list_report(ranked(listings, by), Listed(terms, by))
    )
