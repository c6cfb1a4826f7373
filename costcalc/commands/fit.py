"""`costcalc fit`: what fits in one request on each offer, and in how many chunks what does not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Annotated

import typer

from costcalc import money
from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.ending import end
from costcalc.commands.output import Output
from costcalc.commands.prompts import PromptOptions, asked_models, known_tokenizer, offers_for
from costcalc.commands.sizes import StatedSize, at_least_one, things_to_fit
from costcalc.errors import InputError
from costcalc.logs.prompts import Source
from costcalc.planning.chunks import DEFAULT_OVERLAP, parse_overlap
from costcalc.planning.estimate import Terms
from costcalc.planning.fit import fits
from costcalc.planning.headroom import DEFAULT_IMAGE, Units
from costcalc.planning.measures import TOKENS_A_LINE, TOKENS_A_PAGE, WORDS_A_TOKEN, Measures
from costcalc.planning.passes import Cutting
from costcalc.planning.selection import Selection, parse_needs
from costcalc.planning.turn import DEFAULT_TURN, parse_turn
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.reports.fit import fit_report
from costcalc.sheets.loading import load_book
from costcalc.tokens.image_size import parse_size
from costcalc.tokens.request import Request


def fit(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Prompt files; - is standard input.")] = None,
    *,
    model: options.ModelOption = None,
    provider: options.ProviderOption = None,
    system: options.SystemOption = None,
    image: options.ImageOption = None,
    tools: options.ToolsOption = None,
    image_size: options.ImageSizeOption = None,
    input_format: options.InputFormatOption = None,
    together: Annotated[bool, typer.Option("--together", help="All files as one text in one request, not one each.")] = False,
    words: Annotated[int | None, typer.Option(metavar="N", help="A text of so many words instead of a file.")] = None,
    pages: Annotated[int | None, typer.Option(metavar="N", help="A text of so many pages; adds to --words.")] = None,
    lines: Annotated[int | None, typer.Option(metavar="N", help="Code of so many lines; adds to the others.")] = None,
    input_tokens: Annotated[int | None, typer.Option(metavar="N", help="Take this number instead of counting.")] = None,
    output_tokens: Annotated[
        int | None,
        typer.Option(metavar="N", help="Room kept for the answer; default the request's max_tokens, else 1000."),
    ] = None,
    images_of: Annotated[
        str, typer.Option(metavar="WxH", help="Size of the images that are told to fit.")
    ] = f"{DEFAULT_IMAGE.width}x{DEFAULT_IMAGE.height}",
    turn: Annotated[str, typer.Option(metavar="USER+ANSWER", help="Tokens of each message and answer of a conversation.")] = str(
        DEFAULT_TURN
    ),
    overlap: Annotated[
        str, typer.Option(metavar="N|P%", help="What a chunk repeats of the one before: tokens, or a share of its text.")
    ] = str(DEFAULT_OVERLAP),
    chunk_tokens: Annotated[
        int | None, typer.Option(metavar="N", help="Cut into chunks of at most so much text; default as much as fits.")
    ] = None,
    words_per_token: Annotated[str, typer.Option(metavar="N", help="Words that a token is taken for.")] = str(WORDS_A_TOKEN),
    tokens_per_page: Annotated[int, typer.Option(metavar="N", help="Tokens that a page is taken for.")] = TOKENS_A_PAGE,
    tokens_per_line: Annotated[int, typer.Option(metavar="N", help="Tokens that a line of code is taken for.")] = TOKENS_A_LINE,
    requests: Annotated[
        str | None, typer.Option(metavar="N/day|N/month", help="Volume that smaller images save on; default 1000/day.")
    ] = None,
    days_per_month: options.DaysOption = "30",
    currency: lookups.CurrencyOption = "USD",
    fx: lookups.FxOption = None,
    region: lookups.RegionOption = None,
    needs: lookups.NeedsOption = None,
    basis: lookups.BasisOption = None,
    tokenizer: options.TokenizerOption = None,
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
    """Print what fits in one request on each offer, and in how many chunks what does not; without a file, of an empty request."""
    on, wanted = options.day(as_of), asked_currency(currency)
    terms = Terms(
        on=on,
        currency=wanted,
        rate=rates_to(wanted, fx or (), on),
        output_tokens=options.tokens(output_tokens, "--output-tokens"),
        volume=parse_volume(requests) if requests is not None else DEFAULT_VOLUME,
        days_per_month=options.days(days_per_month),
        basis=lookups.basis(basis),
    )
    units = _units(images_of, turn, words_per_token, tokens_per_page, tokens_per_line)
    most = None if chunk_tokens is None else at_least_one(chunk_tokens, "--chunk-tokens")
    cutting = Cutting(overlap=parse_overlap(overlap), chunk_tokens=most)
    asked = PromptOptions(
        prompts=files or (),
        system=system,
        images=image or (),
        tools=tools,
        image_sizes=image_size or (),
        input_format=input_format,
    )
    stated = StatedSize(words=words, pages=pages, lines=lines)
    things = things_to_fit(asked, stated.text(units.measures), options.tokens(input_tokens, "--input-tokens"), together=together)
    selection = Selection(
        models=model or (), providers=provider or (), region=region, needs=parse_needs(needs), basis=terms.basis
    )
    book, counted_by = load_book(*(sheets or ())), known_tokenizer(tokenizer)
    found = []
    for thing in things:
        source = Source(thing.source, thing.request or Request(()))
        meant = replace(selection, models=asked_models(source, selection.models, book, on))
        offers = offers_for(source.name, meant, book=book, on=on, tokenizer=counted_by)
        found.append(fits(thing, offers, terms, units=units, cutting=cutting))
    everything = [item for group in found for item in group]
    report = fit_report(everything, terms, units=units, cutting=cutting, sources=len(found))
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(report)
    end(({item.status for item in group} for group in found), undecided={"unknown", "retired"}, exit_zero=exit_zero)


def _units(images_of: str, turn: str, words_per_token: str, tokens_per_page: int, tokens_per_line: int) -> Units:
    measures = Measures(
        words_a_token=_ratio(words_per_token),
        tokens_a_page=at_least_one(tokens_per_page, "--tokens-per-page"),
        tokens_a_line=at_least_one(tokens_per_line, "--tokens-per-line"),
    )
    try:
        image = parse_size(images_of)
    except InputError as error:
        raise InputError(f"--images-of: {error}") from None
    return Units(measures=measures, image=image, turn=parse_turn(turn))


def _ratio(text: str) -> Decimal:
    try:
        ratio = money.decimal(text)
    except ValueError as error:
        raise InputError(f"--words-per-token: {error}") from None
    if not Decimal("0.001") <= ratio <= 1000:
        raise InputError(f"--words-per-token: {text} is not from 0.001 to 1000: English has about 0.75")
    return ratio
