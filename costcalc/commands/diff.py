"""`costcalc diff`: what changed between two runs, and why."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import options
from costcalc.commands.baseline import is_saved, items_at, without_price
from costcalc.commands.configured import CurrencyOption, book_of, configuration, items_of
from costcalc.commands.output import Output
from costcalc.errors import Exit, InputError
from costcalc.logs.baseline import Saved, read_estimate
from costcalc.planning.difference import difference
from costcalc.reports.diff import diff_report
from costcalc.reports.diff_document import Side, View

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date


def diff(
    base: Annotated[str, typer.Argument(metavar="BASE", help="An estimate's JSON, or a git ref: origin/main.")],
    head: Annotated[
        str | None, typer.Argument(metavar="[HEAD]", help="The same; without it, the prompts of costcalc.yaml as they are now.")
    ] = None,
    *,
    config: Annotated[
        str | None, typer.Option("--config", metavar="FILE", help="Whose prompts; default the nearest costcalc.yaml above.")
    ] = None,
    hold_prices: Annotated[
        bool, typer.Option("--hold-prices", help="Price the head at the base's rates: what the change itself does.")
    ] = False,
    minimum: Annotated[
        str | None,
        typer.Option(metavar="AMOUNT", help="Show no prompt and no comment where the month changes by no more than that."),
    ] = None,
    currency: CurrencyOption = None,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    exit_zero: options.ExitZeroOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print what changed from the base to the head a month, and why: tokens, output, volume, model, price, currency."""
    on, least = options.day(as_of), options.minimum(minimum)
    old, new = (_read(side, config, currency, sheets or (), on) for side in (base, head))
    if old.currency != new.currency:
        raise InputError(f"{old.name} is in {old.currency} and {new.name} in {new.currency}: estimate both in one currency")
    found = difference(old.items, new.items, hold_prices=hold_prices)
    view = View(
        base=Side(old.name, old.on),
        head=Side(new.name, new.on),
        currency=old.currency,
        hold_prices=hold_prices,
        minimum=least,
    )
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(diff_report(found, view))
    if found.total is None and not exit_zero:
        raise typer.Exit(Exit.UNDECIDED)


def _read(side: str | None, config: str | None, currency: str | None, sheets: Sequence[Path], on: date) -> Saved:
    """Return the prompts of a saved estimate, of a commit, or of the present tree where nothing is named."""
    if side is not None and is_saved(side):
        return read_estimate(side)
    stated = configuration(config, currency)
    if side is not None:
        return Saved(side, on, stated.currency, tuple(items_at(side, stated, sheets, on)))
    found = items_of(stated, stated.folder, book_of(stated, stated.folder, sheets), on)
    return Saved("the present tree", on, stated.currency, (*found.items, *without_price(found.problems)))
