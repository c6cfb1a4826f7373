"""`costcalc models show`: everything known about one model."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.output import Output
from costcalc.errors import UnknownNameError
from costcalc.planning.card import card
from costcalc.pricing.catalogue import Terms
from costcalc.pricing.finding import find_offer, has_provider
from costcalc.reports.model import model_report
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.book import Book
    from costcalc.sheets.model_list import Model


def show(
    model: Annotated[str, typer.Argument(metavar="MODEL", help="A model by name, alias or id, or an offer of it.")],
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
    """Print the card of a model: what it takes, how it is counted, its offers, alternatives, and the cost of a forced move."""
    on, wanted = options.day(as_of), asked_currency(currency)
    terms = Terms(on=on, currency=wanted, rate=rates_to(wanted, fx or (), on))
    month = lookups.month(terms, input_tokens=input_tokens, output_tokens=output_tokens, requests=requests)
    book = load_book(*(sheets or ()))
    report = model_report(card(_meant(book, model, on), book, terms, month), month)
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(report)


def _meant(book: Book, name: str, on: date) -> Model:
    if has_provider(book, name):
        return find_offer(book, name, on).model
    found = book.models_like(name, on)
    if len(found) > 1:
        raise UnknownNameError(f"'{name}' means {len(found)} models, name one: {', '.join(found)}")
    return book.models[found[0]]
