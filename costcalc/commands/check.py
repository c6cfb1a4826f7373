"""`costcalc check`: budgets in CI, a gate that never passes by accident."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import options
from costcalc.commands.configured import CurrencyOption, book_of, configuration, items_of
from costcalc.commands.currency import rates_to
from costcalc.commands.output import Output
from costcalc.config.loading import budgets
from costcalc.errors import Exit, InputError
from costcalc.planning.budget import judge, overall
from costcalc.planning.budget_terms import file_of
from costcalc.planning.verdict import Surroundings
from costcalc.pricing.currency import NoRate, convert
from costcalc.pricing.evidence import Unpriced
from costcalc.reports.check import check_report

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date
    from decimal import Decimal

    from costcalc.commands.configured import Configured
    from costcalc.config.loading import LoadedConfig
    from costcalc.planning.item import Item

_EXAMPLE = "`- {name: bill, monthly: 500 USD}`"
_CODES = {"pass": Exit.DONE, "fail": Exit.NO, "unknown": Exit.UNDECIDED}


def check(
    named: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[CONFIG] [FILE]...", help="costcalc.yaml, default the nearest above; and prompt files to judge alone."
        ),
    ] = None,
    *,
    config: Annotated[str | None, typer.Option("--config", metavar="FILE", help="The same as CONFIG.")] = None,
    base: Annotated[
        str | None,
        typer.Option("--base", metavar="BASE", help="What increases are measured from: an estimate's JSON, or a git ref."),
    ] = None,
    currency: CurrencyOption = None,
    minimum: options.MinimumOption = "0",
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
    """Judge the budgets of costcalc.yaml: exit 0 where all pass, 1 where one fails, 3 where one cannot be decided."""
    configs, files = _parted(named or ())
    stated = configuration(config or next(iter(configs), None), currency)
    on, least = options.day(as_of), options.minimum(minimum)
    path, root = stated.path, stated.folder
    limits = budgets(stated)
    if not limits:
        raise InputError(f"{path.name}: has no budgets, so nothing is checked: add one, such as {_EXAMPLE}")
    found = items_of(stated, root, book_of(stated, root, sheets or ()), on)
    around = Surroundings(
        on=on,
        currency=stated.currency,
        convert=_converter(stated.currency, on),
        base=None if base is None else _baseline(base, stated, sheets or (), on),
        problems=found.problems,
        only=_prompts_of(files, found, root),
    )
    judged = judge(limits, found.items, around)
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(
        check_report(judged, found.items, around, config=_shown(path), minimum=least)
    )
    code = _CODES[overall(judged)]
    if not exit_zero and code != Exit.DONE:
        raise typer.Exit(code)


def _baseline(base: str, config: LoadedConfig, sheets: Sequence[Path], on: date) -> list[Item]:
    from costcalc.commands.baseline import baseline_items

    return baseline_items(base, config, sheets, on)


def _shown(path: Path) -> str:
    """Return the configuration as a log names it: from the working folder, which in CI is the top of the repository."""
    return Path(os.path.relpath(path)).as_posix()


def _parted(named: Sequence[str]) -> tuple[list[str], list[str]]:
    """Return which of the names are configurations and which are prompt files, by their suffix."""
    configs = [name for name in named if name.endswith((".yaml", ".yml"))]
    if len(configs) > 1:
        raise InputError(f"{', '.join(configs)}: name one configuration")
    return configs, [name for name in named if name not in configs]


def _prompts_of(files: Sequence[str], found: Configured, root: Path) -> frozenset[str]:
    """Return prompt files as the configuration names them.

    Raises:
        InputError: one is no prompt of the configuration.
    """
    names = {Path(file).resolve(): file for file in files}
    known = {(root / file).resolve(): file for file in _files(found)}
    if strange := [name for path, name in names.items() if path not in known]:
        raise InputError(f"{strange[0]}: is no prompt of the configuration: add it to a group's files, or leave it out")
    return frozenset(known[path] for path in names)


def _files(found: Configured) -> set[str]:
    return {file_of(item.source) for item in found.items} | {source for source, _ in found.problems}


def _converter(currency: str, on: date) -> Callable[[Decimal, str], Decimal | Unpriced]:
    rate_of = rates_to(currency, (), on)

    def converted(amount: Decimal, code: str) -> Decimal | Unpriced:
        rate = rate_of(code)
        return Unpriced(rate.reason) if isinstance(rate, NoRate) else convert(amount, rate)

    return converted
