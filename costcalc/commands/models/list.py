"""`costcalc models list`: which models there are, who sells them, and where each is cheapest."""

from __future__ import annotations

from typing import Annotated, get_args

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.output import Output
from costcalc.errors import NothingMatchedError
from costcalc.planning.models import ModelSelection, ModelSortKey, models, ordered
from costcalc.planning.selection import parse_needs
from costcalc.pricing.catalogue import Terms
from costcalc.reports.models import ModelsAsked, models_report
from costcalc.sheets.loading import load_book

SORT_KEYS: tuple[ModelSortKey, ...] = get_args(ModelSortKey)


def list_(
    *,
    model: options.ModelOption = None,
    maker: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Part of the maker's name; repeatable.")] = None,
    licence: Annotated[list[str] | None, typer.Option(metavar="NAME", help="Part of the licence's name; repeatable.")] = None,
    needs: lookups.NeedsOption = None,
    min_context: Annotated[int | None, typer.Option(metavar="N", help="Context window of at least so many tokens.")] = None,
    sort: Annotated[str, typer.Option(metavar="KEY", help="name, context, released, offers or price.")] = "name",
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
    """Print the models with context, licence and release, how many offers each has, and the cheapest of them."""
    on, wanted = options.day(as_of), asked_currency(currency)
    terms = Terms(on=on, currency=wanted, rate=rates_to(wanted, fx or (), on), blend=lookups.blend(blend))
    selection = ModelSelection(
        names=model or (),
        makers=maker or (),
        licences=licence or (),
        needs=parse_needs(needs),
        context=options.tokens(min_context, "--min-context"),
    )
    by = lookups.choice(sort, SORT_KEYS, "--sort")
    found = models(load_book(*(sheets or ())), selection, terms)
    if not found:
        raise NothingMatchedError("no model matches the filters: loosen them")
    report = models_report(ordered(found, by), ModelsAsked(terms, by))
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(report)
