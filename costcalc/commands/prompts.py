"""What the options about prompts come to: the requests, the models that are meant, the tokenizer."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.errors import InputError, NothingMatchedError, UnknownNameError
from costcalc.logs.prompts import Source, read_additions, read_prompts, read_sizes
from costcalc.nearest import nearest
from costcalc.planning.selection import select
from costcalc.tokens.tokenizer import tokenizer

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from costcalc.logs.prompts import InputFormat
    from costcalc.planning.selection import Selection
    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.model_list import Model

DEFAULT_MODEL = "mistral-small-3.2-24b"


@dataclass(frozen=True, slots=True, kw_only=True)
class PromptOptions:
    """The options that say what is asked."""

    prompts: Sequence[str]
    system: str | None = None
    images: Sequence[str] = ()
    tools: str | None = None
    image_sizes: Sequence[str] = ()
    input_format: str | None = None

    @property
    def adds(self) -> bool:
        """Whether something is added to each prompt."""
        return self.system is not None or bool(self.images) or self.tools is not None

    def read(self) -> list[Source]:
        """Return every request, in order; what is added makes one by itself where no prompt is named.

        Raises:
            InputError: one cannot be read, or there is none.
        """
        input_format, sizes = input_format_of(self.input_format), read_sizes(self.image_sizes)
        added = read_additions(system=self.system, images=self.images, tools=self.tools)
        if not self.prompts and self.adds:
            return [Source("options", added.alone())]
        return list(read_prompts(self.named(), input_format=input_format, sizes=sizes, added=added))

    def named(self) -> Sequence[str]:
        """Return the files that are named.

        Raises:
            InputError: there is none.
        """
        if not self.prompts:
            raise InputError("nothing to count: name a prompt file, or - for standard input")
        return self.prompts


def asked_models(source: Source, asked: Sequence[str], book: Book, on: date) -> Sequence[str]:
    """Return the names of the models meant for a request: those asked for, else its own, else the default.

    Raises:
        UnknownNameError: no sheet knows the request's own model; names the request and the nearest.
    """
    if asked or source.request.model is None:
        return asked or (DEFAULT_MODEL,)
    try:
        book.models_like(source.request.model, on)
    except UnknownNameError as error:
        raise UnknownNameError(f"{source.name}: {error}") from None
    return [source.request.model]


def offers_for(source: str, selection: Selection, *, book: Book, on: date, tokenizer: str | None) -> list[Offer]:
    """Return the offers that a source is asked of, counted by another tokenizer where one is given.

    Raises:
        NothingMatchedError: no offer matches.
    """
    offers = select(book, selection, on)
    if not offers:
        raise NothingMatchedError(f"{source}: no offer of {', '.join(selection.models)} matches the filters: loosen them")
    return [counted_by(offer, tokenizer) for offer in offers]


def known_tokenizer(name: str | None) -> str | None:
    """Return the tokenizer that `--tokenizer` names.

    Raises:
        UnknownNameError: there is none of that name; names the nearest.
        InputError: the file is missing or no `tekken.json`.
    """
    if name is not None:
        tokenizer(name)
    return name


def with_tokenizer(model: Model, name: str | None) -> Model:
    """Return the model counted by another tokenizer, where one is given."""
    return model if name is None else replace(model, tokenizer=name)


def counted_by(offer: Offer, name: str | None) -> Offer:
    """Return the offer with its requests counted by another tokenizer, where one is given."""
    return offer if name is None else replace(offer, model=with_tokenizer(offer.model, name), counted_as=None)


def input_format_of(text: str | None) -> InputFormat | None:
    """Return the input format that an option names.

    Raises:
        InputError: it is unknown.
    """
    match text:
        case None | "text" | "json" | "jsonl":
            return text
        case _:
            raise InputError(f"--input-format: unknown format '{text}'{nearest(text, ('text', 'json', 'jsonl'))}")
