"""`costcalc count`: the tokens of prompts and answers."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Annotated

import typer

from costcalc.commands import options
from costcalc.commands.output import Output
from costcalc.commands.prompts import (
    DEFAULT_MODEL,
    PromptOptions,
    asked_models,
    counted_by,
    input_format_of,
    known_tokenizer,
    with_tokenizer,
)
from costcalc.errors import InputError, NothingMatchedError, UnknownNameError
from costcalc.logs.answers import read_answers
from costcalc.nearest import nearest
from costcalc.planning import counting, limits
from costcalc.planning.selection import Selection, select
from costcalc.reports.ledger import Counted, count_report
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.model_list import Model
    from costcalc.tokens.ledger import Ledger

KINDS = ("prompt", "completion")


def count(
    files: Annotated[list[str] | None, typer.Argument(metavar="[FILE]...", help="Prompt files; - is standard input.")] = None,
    *,
    model: options.ModelOption = None,
    provider: Annotated[
        list[str] | None, typer.Option("--provider", "-p", metavar="NAME", help="Count as this host bills it; repeatable.")
    ] = None,
    as_: Annotated[
        str, typer.Option("--as", metavar="prompt|completion", help="Count prompts, or answers as billed output.")
    ] = "prompt",
    finish_reason: Annotated[
        str | None,
        typer.Option(metavar="REASON", help="Why an answer ended, `length` for one cut off; default what the response says."),
    ] = None,
    system: options.SystemOption = None,
    image: options.ImageOption = None,
    tools: options.ToolsOption = None,
    image_size: options.ImageSizeOption = None,
    input_format: options.InputFormatOption = None,
    tokenizer: options.TokenizerOption = None,
    explain: options.ExplainOption = False,
    sheets: options.SheetsOption = None,
    as_of: options.AsOfOption = None,
    format_: options.FormatOption = None,
    output: options.OutputOption = None,
    csv_dialect: options.CsvDialectOption = None,
    quiet: options.QuietOption = False,
    no_color: options.NoColorOption = False,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Print the tokens of prompts, or of answers, with the ledger of their parts under --explain."""
    asked = PromptOptions(
        prompts=files or (),
        system=system,
        images=image or (),
        tools=tools,
        image_sizes=image_size or (),
        input_format=input_format,
    )
    if as_ not in KINDS:
        raise InputError(f"--as: unknown kind '{as_}'{nearest(as_, KINDS)}")
    counter = _Counter(load_book(*(sheets or ())), options.day(as_of), model or (), provider or (), known_tokenizer(tokenizer))
    counted = list(counter.prompts(asked) if as_ == "prompt" else counter.answers(asked, finish_reason))
    Output.of(format_, output, quiet=quiet, no_color=no_color, csv_dialect=csv_dialect).write(
        count_report(counted, explain=explain)
    )


class _Counter:
    """Counts each source for each model that is meant, at each provider that is named."""

    def __init__(self, book: Book, on: date, models: Sequence[str], providers: Sequence[str], tokenizer: str | None) -> None:
        book.check_providers(providers)
        self.book, self.on, self.asked, self.providers, self.tokenizer = book, on, models, providers, tokenizer

    def prompts(self, asked: PromptOptions) -> Iterator[Counted]:
        for source in asked.read():
            models = asked_models(source, self.asked, self.book, self.on)
            at_model, at_offer = partial(counting.count_model, source.request), partial(counting.count, source.request)
            yield from self._counted(source.name, models, at_model=at_model, at_offer=at_offer, limit="context")

    def answers(self, asked: PromptOptions, finish_reason: str | None) -> Iterator[Counted]:
        if asked.adds:
            raise InputError("--as completion counts answers alone: leave out --system, --image and --tools")
        for path in asked.named():
            for answer in read_answers(path, input_format_of(asked.input_format)):
                reason = finish_reason or answer.finish_reason or "stop"
                at_model = partial(counting.count_model_completion, answer.message, finish_reason=reason)
                at_offer = partial(counting.count_completion, answer.message, finish_reason=reason)
                models = self.asked or (DEFAULT_MODEL,)
                yield from self._counted(answer.name, models, at_model=at_model, at_offer=at_offer, limit="max_output")

    def _counted(
        self,
        source: str,
        patterns: Sequence[str],
        *,
        at_model: Callable[[Model, date], Ledger],
        at_offer: Callable[[Offer, date], Ledger],
        limit: limits.Name,
    ) -> Iterator[Counted]:
        offers = self._offers(source, patterns) if self.providers else []
        names = [] if self.providers else [name for pattern in patterns for name in self.book.models_like(pattern, self.on)]
        try:
            for offer in offers:
                yield Counted(
                    source, offer.model.model, at_offer(offer, self.on), offer.name, limits.published(offer, self.on)[limit]
                )
            for model in (self.book.models[name] for name in dict.fromkeys(names)):
                ledger = at_model(with_tokenizer(model, self.tokenizer), self.on)
                yield Counted(source, model.model, ledger, room=model.context if limit == "context" else None)
        except (InputError, UnknownNameError) as error:
            raise type(error)(f"{source}: {error}") from error

    def _offers(self, source: str, patterns: Sequence[str]) -> list[Offer]:
        offers = select(self.book, Selection(models=patterns, providers=self.providers), self.on)
        if not offers:
            raise NothingMatchedError(f"{source}: {', '.join(self.providers)} has no offer of {', '.join(patterns)}")
        return [counted_by(offer, self.tokenizer) for offer in offers]
