"""`costcalc prices lint`: what is wrong or doubtful in price sheets, with file, line and fix."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import options
from costcalc.commands.currency import rates_to
from costcalc.commands.output import Output
from costcalc.errors import Exit, InputError
from costcalc.pricing.currency import Rate
from costcalc.pricing.lint import Surroundings
from costcalc.pricing.lint import lint as lint_sheets
from costcalc.pricing.upkeep import Terms
from costcalc.reports.lint import lint_report
from costcalc.sheets.imports.naming import UNKNOWN_TOKENIZER
from costcalc.sheets.linting import files_of, models_of, read_all
from costcalc.sheets.loading import load_book
from costcalc.sheets.schema import Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from decimal import Decimal

    from costcalc.sheets.book import Book, Offer
from costcalc.sheets.linting import SheetFile


def lint(
    sheets: Annotated[
        list[Path] | None, typer.Argument(metavar="[DIR|FILE]...", help="Sheets, or folders of them; default the packaged ones.")
    ] = None,
    *,
    max_age: Annotated[
        int | None, typer.Option(metavar="DAYS", help="Find prices whose source was last seen longer ago than this.")
    ] = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    exit_zero: options.ExitZeroOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Check sheets: their schema, names and dates, and their prices against other hosts of the same model.

    Exits with 1 where a finding is an error; warnings are for a person to look at.
    """
    if max_age is not None and max_age < 0:
        raise InputError(f"--max-age: {max_age} is negative: give a number of days from 0")
    from costcalc.tokens.tokenizer import tokenizer_names

    on = options.day(as_of)
    packaged = load_book() if sheets else None
    files = read_all(files_of(sheets or ()), packaged.models if packaged else (), (*tokenizer_names(), UNKNOWN_TOKENIZER))
    linted = lint_sheets(files, _surroundings(files, packaged, on), Terms(on, max_age))
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(lint_report(linted))
    if linted.count("error") and not exit_zero:
        raise typer.Exit(Exit.NO)


def _surroundings(files: Sequence[SheetFile], packaged: Book | None, on: date) -> Surroundings:
    models = dict(packaged.models) if packaged else {}
    models.update((model.model, model) for file in files for model in models_of(file))
    offers = packaged.offers() if packaged else []
    return Surroundings(offers, models, _worth(_currencies(files, offers), on))


def _currencies(files: Iterable[SheetFile], offers: Iterable[Offer]) -> set[str]:
    sheets = [file.value for file in files if isinstance(file.value, Sheet)]
    rows = [price for sheet in sheets for offer in sheet.offers for price in offer.prices]
    rows += [price for offer in offers for price in offer.sheet.prices]
    return {sheet.currency for sheet in sheets} | {row.currency for row in rows if row.currency}


def _worth(currencies: Iterable[str], on: date) -> dict[str, Decimal]:
    """Return what a unit of each currency is worth in dollars, of those that are fixed."""
    dollars = rates_to("USD", (), on)
    found = {code: dollars(code) for code in sorted(currencies)}
    return {code: rate.rate for code, rate in found.items() if isinstance(rate, Rate)}
