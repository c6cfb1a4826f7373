"""`costcalc estimate`: the cost per request and per month of a prompt on every offer that fits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc import money
from costcalc.commands import options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.output import Output
from costcalc.commands.prompts import PromptOptions, asked_models, known_tokenizer, with_tokenizer
from costcalc.errors import Exit, InputError, NothingMatchedError
from costcalc.logs.prompts import Source
from costcalc.nearest import nearest
from costcalc.planning.estimate import Estimate, Prompt, Terms, estimates
from costcalc.planning.selection import Selection, parse_needs, select
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.reports.estimate import View, estimate_report
from costcalc.reports.notes import numbered
from costcalc.sheets.loading import load_book
from costcalc.tokens.request import Request

if TYPE_CHECKING:
    from costcalc.sheets.book import Book
    from costcalc.sheets.schema import Basis

BASES: tuple[Basis, ...] = ("official", "api", "page", "community")


def estimate(
    prompts: Annotated[list[str] | None, typer.Argument(metavar="[PROMPT]...", help="Prompt files; - is standard input.")] = None,
    *,
    model: options.ModelOption = None,
    provider: options.ProviderOption = None,
    system: options.SystemOption = None,
    image: options.ImageOption = None,
    tools: options.ToolsOption = None,
    image_size: options.ImageSizeOption = None,
    input_format: options.InputFormatOption = None,
    input_tokens: Annotated[int | None, typer.Option(metavar="N", help="Take this number instead of counting.")] = None,
    output_tokens: Annotated[
        int | None, typer.Option(metavar="N", help="Length of an answer; default the request's max_tokens, else 1000.")
    ] = None,
    requests: Annotated[
        str | None, typer.Option(metavar="N/day|N/month", help="Volume; default 1000/day, shown as assumed.")
    ] = None,
    days_per_month: Annotated[str, typer.Option(metavar="DAYS", help="Days in a month.")] = "30",
    currency: Annotated[str, typer.Option(metavar="CODE", help="Currency of the answer.")] = "USD",
    fx: Annotated[
        list[str] | None,
        typer.Option(metavar="CODE=RATE", help="What 1 CODE is worth in --currency, in place of the ECB; repeatable."),
    ] = None,
    region: Annotated[str | None, typer.Option(metavar="REGION", help="Served from there: EU, DE, US ...")] = None,
    needs: Annotated[str | None, typer.Option(metavar="LIST", help="Only offers that can do all of these: tools,vision")] = None,
    basis: Annotated[
        str | None,
        typer.Option(metavar="BASIS", help="Prices as one kind of source states them: official, api, page, community."),
    ] = None,
    tokenizer: options.TokenizerOption = None,
    explain: options.ExplainOption = False,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    exit_zero: options.ExitZeroOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print the cost per request and per month of a prompt on every offer that fits, cheapest first."""
    on = options.day(as_of)
    wanted = asked_currency(currency)
    terms = Terms(
        on=on,
        currency=wanted,
        rate=rates_to(wanted, fx or (), on),
        output_tokens=options.tokens(output_tokens, "--output-tokens"),
        volume=parse_volume(requests) if requests is not None else DEFAULT_VOLUME,
        days_per_month=_days(days_per_month),
        basis=_basis(basis),
    )
    selection = Selection(
        models=model or (), providers=provider or (), region=region, needs=parse_needs(needs), basis=terms.basis
    )
    asked = PromptOptions(
        prompts=prompts or (),
        system=system,
        images=image or (),
        tools=tools,
        image_sizes=image_size or (),
        input_format=input_format,
    )
    given = options.tokens(input_tokens, "--input-tokens")
    sources, book = _sources(asked, given), load_book(*(sheets or ()))
    found = [
        _estimates(
            Prompt(source.name, source.request if given is None else None, given),
            replace(selection, models=asked_models(source, selection.models, book, on)),
            book=book,
            terms=terms,
            tokenizer=known_tokenizer(tokenizer),
        )
        for source in sources
    ]
    report = estimate_report([item for group in found for item in group], terms, View(explain=explain, sources=len(found)))
    Output.of(format_, output, quiet=quiet, no_color=no_color).write(report)
    code = _exit_code(found)
    if not exit_zero and code != Exit.DONE:
        raise typer.Exit(code)


def _sources(asked: PromptOptions, given: int | None) -> list[Source]:
    """Return what to estimate; a number of tokens stands for a prompt where there is none."""
    if given is None or asked.prompts or asked.adds:
        return asked.read()
    return [Source(numbered(given, "token"), Request(()))]


def _estimates(prompt: Prompt, selection: Selection, *, book: Book, terms: Terms, tokenizer: str | None) -> list[Estimate]:
    offers = select(book, selection, terms.on)
    if not offers:
        raise NothingMatchedError(f"{prompt.source}: no offer of {', '.join(selection.models)} matches the filters: loosen them")
    return estimates(prompt, [replace(offer, model=with_tokenizer(offer.model, tokenizer)) for offer in offers], terms)


def _exit_code(found: list[list[Estimate]]) -> Exit:
    """Return the worst answer of all prompts: no (1) is worse than cannot decide (3), that is worse than yes (0)."""
    order = [Exit.DONE, Exit.UNDECIDED, Exit.NO]
    return max((_answer({item.status for item in group}) for group in found), key=order.index)


def _answer(statuses: set[str]) -> Exit:
    """Return yes where any offer is ok, else cannot decide where any is unpriced or retired, else no."""
    if "ok" in statuses:
        return Exit.DONE
    return Exit.UNDECIDED if statuses & {"unpriced", "retired"} else Exit.NO


def _basis(text: str | None) -> Basis | None:
    for basis in BASES:
        if text == basis:
            return basis
    if text is None:
        return None
    raise InputError(f"--basis: unknown basis '{text}'{nearest(text, BASES)}")


def _days(text: str) -> Decimal:
    try:
        days = money.decimal(text)
    except ValueError as error:
        raise InputError(f"--days-per-month: {error}") from None
    if not 1 <= days <= 31:
        raise InputError(f"--days-per-month: {text} is not from 1 to 31")
    return days
