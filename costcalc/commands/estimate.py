"""`costcalc estimate`: the cost per request and per month of a prompt on every offer that fits."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import lookups, options
from costcalc.commands.currency import asked_currency, rates_to
from costcalc.commands.ending import end
from costcalc.commands.output import Output
from costcalc.commands.prompts import PromptOptions, asked_models, known_tokenizer, offers_for
from costcalc.errors import InputError
from costcalc.logs.prompts import Source
from costcalc.planning.billing import Billing, parse_percent, parse_share
from costcalc.planning.estimate import Estimate, Prompt, Terms, estimates
from costcalc.planning.selection import Selection, parse_needs
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.pricing.rates import Conditions
from costcalc.reports.estimate import View, estimate_report
from costcalc.reports.notes import numbered
from costcalc.sheets.loading import load_book
from costcalc.tokens.request import Request

if TYPE_CHECKING:
    from costcalc.sheets.book import Book


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
    days_per_month: options.DaysOption = "30",
    cached_share: Annotated[
        str | None, typer.Option(metavar="SHARE", help="Share of the input read from the provider's cache: 0.8 or 80%.")
    ] = None,
    batch: Annotated[bool, typer.Option("--batch", help="Batch prices, the same as --service-tier batch.")] = False,
    service_tier: Annotated[
        str | None, typer.Option(metavar="NAME", help="A class of service: batch, flex, priority ...")
    ] = None,
    endpoint: Annotated[
        str | None, typer.Option(metavar="NAME", help="A regional endpoint with a price of its own: eu, us.")
    ] = None,
    landed: Annotated[
        bool, typer.Option("--landed", help="Also the month's bill: free quota, rounding, fees and VAT in.")
    ] = False,
    vat: Annotated[str | None, typer.Option(metavar="PERCENT", help="VAT that is added under --landed, such as 19.")] = None,
    currency: lookups.CurrencyOption = "USD",
    fx: lookups.FxOption = None,
    region: lookups.RegionOption = None,
    needs: lookups.NeedsOption = None,
    basis: lookups.BasisOption = None,
    tokenizer: options.TokenizerOption = None,
    explain: options.ExplainOption = False,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfMomentOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    exit_zero: options.ExitZeroOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print the cost per request and per month of a prompt on every offer that fits, cheapest first."""
    on, at = options.moment(as_of)
    wanted = asked_currency(currency)
    terms = Terms(
        on=on,
        currency=wanted,
        rate=rates_to(wanted, fx or (), on),
        output_tokens=options.tokens(output_tokens, "--output-tokens"),
        volume=parse_volume(requests) if requests is not None else DEFAULT_VOLUME,
        days_per_month=options.days(days_per_month),
        basis=lookups.basis(basis),
        billing=Billing(
            conditions=Conditions(service=_service(service_tier, batch=batch), endpoint=endpoint, at=at),
            cached_share=parse_share(cached_share, "--cached-share") if cached_share is not None else None,
            landed=landed,
            vat_percent=_vat(vat, landed=landed),
        ),
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
    counted = known_tokenizer(tokenizer)
    found = [_estimates(source, given, selection, book=book, terms=terms, tokenizer=counted) for source in sources]
    report = estimate_report([item for group in found for item in group], terms, View(explain=explain, sources=len(found)))
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(report)
    end(({item.status for item in group} for group in found), undecided={"unpriced", "retired"}, exit_zero=exit_zero)


def _sources(asked: PromptOptions, given: int | None) -> list[Source]:
    """Return what to estimate; a number of tokens stands for a prompt where there is none."""
    if given is None or asked.prompts or asked.adds:
        return asked.read()
    return [Source(numbered(given, "token"), Request(()))]


def _estimates(
    source: Source, given: int | None, selection: Selection, *, book: Book, terms: Terms, tokenizer: str | None
) -> list[Estimate]:
    """Return the estimates of one prompt at the offers of the models that are meant for it."""
    prompt = Prompt(source.name, source.request if source.request.messages else None, given)
    meant = replace(selection, models=asked_models(source, selection.models, book, terms.on))
    return estimates(prompt, offers_for(prompt.source, meant, book=book, on=terms.on, tokenizer=tokenizer), terms)


def _service(name: str | None, *, batch: bool) -> str | None:
    if batch and name not in {None, "batch"}:
        raise InputError(f"--batch: cannot stand beside --service-tier {name}: keep one")
    return "batch" if batch else name


def _vat(percent: str | None, *, landed: bool) -> Decimal | None:
    if percent is None:
        return None
    if not landed:
        raise InputError("--vat: is added under --landed alone: add it, or leave --vat out")
    return parse_percent(percent, "--vat")
