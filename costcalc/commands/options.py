"""Options that commands share, and what they come to."""

from __future__ import annotations

from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc import clock, money
from costcalc.errors import InputError

if TYPE_CHECKING:
    from decimal import Decimal

DEBUG = "costcalc.debug"
"""The key under which the context of a call remembers --debug."""


def _remember_debug(context: typer.Context, value: bool) -> bool:
    context.meta[DEBUG] = value
    return value


ModelOption = Annotated[
    list[str] | None, typer.Option("--model", "-m", metavar="MODEL", help="Model by name, alias, id or glob; repeatable.")
]
ProviderOption = Annotated[list[str] | None, typer.Option("--provider", "-p", metavar="NAME", help="Provider; repeatable.")]
SheetsOption = Annotated[
    list[Path] | None,
    typer.Option("--sheets", metavar="DIR", help="Folder of your own sheets, which win over the packaged ones; repeatable."),
]
AsOfOption = Annotated[str | None, typer.Option("--as-of", metavar="DATE", help="Prices and rules of that day; default today.")]
AsOfMomentOption = Annotated[
    str | None,
    typer.Option("--as-of", metavar="DATE", help="Prices and rules of that day, or moment: 2026-11-20T18:00Z; default today."),
]
FormatOption = Annotated[
    str | None,
    typer.Option(
        "--format",
        "-f",
        metavar="FORMAT",
        help="table, json, csv, markdown, xlsx, html, junit, github or comment; default table.",
    ),
]
OutputOption = Annotated[
    list[str] | None,
    typer.Option(
        "--output",
        "-o",
        metavar="[FORMAT:]FILE",
        help="Write there, format by suffix where none is named; repeatable, - is standard output.",
    ),
]
CsvDialectOption = Annotated[
    str | None,
    typer.Option(
        "--csv-dialect", metavar="NAME", help="CSV as rfc4180, excel or excel-de (semicolon, decimal comma); default rfc4180."
    ),
]
QuietOption = Annotated[bool, typer.Option("--quiet", "-q", help="Leave out the heading and the notes of a table.")]
NoColorOption = Annotated[bool, typer.Option("--no-color", help="No colour, as with NO_COLOR set.")]
DebugOption = Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.", callback=_remember_debug)]
ExitZeroOption = Annotated[bool, typer.Option("--exit-zero", help="Report only: exit 0 whatever the answer.")]
MinimumOption = Annotated[
    str | None,
    typer.Option(metavar="AMOUNT", help="Print no comment where the month changes by no more than that."),
]
SystemOption = Annotated[str | None, typer.Option("--system", metavar="FILE", help="System prompt put in front.")]
ImageOption = Annotated[
    list[str] | None,
    typer.Option("--image", metavar="FILE|DATA-URL|WxH", help="Image added to the last user message; repeatable."),
]
ToolsOption = Annotated[str | None, typer.Option("--tools", metavar="FILE", help="JSON list of tools that are added.")]
ImageSizeOption = Annotated[
    list[str] | None,
    typer.Option("--image-size", metavar="URL=WxH", help="Size of a remote image, which is not fetched; repeatable."),
]
InputFormatOption = Annotated[
    str | None, typer.Option("--input-format", metavar="text|json|jsonl", help="How to read the input; default by suffix.")
]
TokenizerOption = Annotated[
    str | None, typer.Option("--tokenizer", metavar="NAME|FILE", help="Count with this tokenizer or tekken.json instead.")
]
DaysOption = Annotated[str, typer.Option("--days-per-month", metavar="DAYS", help="Days in a month.")]
ExplainOption = Annotated[bool, typer.Option("--explain", help="Show the ledger: tokens part by part.")]


def day(text: str | None) -> date:
    """Return the day that `--as-of` names, else today.

    Raises:
        InputError: it is no date.
    """
    if text is None:
        return clock.today()
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--as-of: '{text}' is no date: write YYYY-MM-DD") from None


def tokens(value: int | None, option: str, what: str = "tokens") -> int | None:
    """Return the number of tokens, or of something else, that an option gives.

    Raises:
        InputError: it is negative.
    """
    if value is not None and value < 0:
        raise InputError(f"{option}: {value} is negative: give a number of {what} from 0")
    return value


def days(text: str) -> Decimal:
    """Return the days in a month that --days-per-month gives.

    Raises:
        InputError: it is no number from 1 to 31.
    """
    try:
        number = money.decimal(text)
    except ValueError as error:
        raise InputError(f"--days-per-month: {error}") from None
    if not 1 <= number <= 31:
        raise InputError(f"--days-per-month: {text} is not from 1 to 31")
    return number


def minimum(text: str | None) -> Decimal | None:
    """Return the amount of --minimum, in the currency of what is compared.

    Raises:
        InputError: it is no amount from 0.
    """
    if text is None:
        return None
    try:
        amount = money.decimal(text)
    except ValueError as error:
        raise InputError(f"--minimum: {error}: write an amount, such as 0.50") from None
    if amount < 0:
        raise InputError(f"--minimum: {text} is negative: write an amount from 0")
    return amount


def moment(text: str | None) -> tuple[date, datetime | None]:
    """Return the day that `--as-of` names, in its own time zone, and the moment where it names one.

    Raises:
        InputError: it is neither, or a time without a zone.
    """
    if text is None or text[10:11].upper() != "T":
        return day(text), None
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        raise InputError(f"--as-of: '{text}' is no moment: write YYYY-MM-DDTHH:MM with a zone, 2026-11-20T18:00Z") from None
    if at.tzinfo is None:
        raise InputError(f"--as-of: '{text}' names no time zone: add Z for UTC or an offset such as +01:00")
    return at.date(), at
