"""What the options of `costcalc fit` say is to fit: files, each or together, or sizes that are stated instead."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.commands import options
from costcalc.errors import InputError
from costcalc.logs.prompts import read_additions
from costcalc.planning.asked import Asked
from costcalc.reports.notes import numbered
from costcalc.tokens.request import Message, Request, Text, from_text

if TYPE_CHECKING:
    from costcalc.commands.prompts import PromptOptions
    from costcalc.logs.prompts import Source
    from costcalc.planning.measures import Measures

_BETWEEN = "\n\n"
"""What stands between two files in one request, as Mistral's templates put it between two messages."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StatedSize:
    """A text's size in words, pages and lines of code; None where an option is not given."""

    words: int | None = None
    pages: int | None = None
    lines: int | None = None

    def text(self, measures: Measures) -> tuple[str, int] | None:
        """Return its name, `37,000 words (49,334 tokens)`, and its tokens; None where no size is stated.

        Raises:
            InputError: a size is negative.
        """
        sizes = {"words": self.words, "pages": self.pages, "lines": self.lines}
        stated = {name: size for name, size in sizes.items() if options.tokens(size, f"--{name}", name) is not None}
        if not stated:
            return None
        tokens = measures.tokens(**{name: size or 0 for name, size in stated.items()})
        words = " and ".join(numbered(size or 0, name.removesuffix("s")) for name, size in stated.items())
        return f"{words} ({numbered(tokens, 'token')})", tokens


def things_to_fit(asked: PromptOptions, text: tuple[str, int] | None, input_tokens: int | None, *, together: bool) -> list[Asked]:
    """Return each thing that is to fit: files, what options add to nothing, a stated size, or an empty request.

    Raises:
        InputError: a file cannot be read, or options exclude each other.
    """
    if text is not None and (asked.prompts or input_tokens is not None):
        raise InputError("--words, --pages and --lines stand in place of files and of --input-tokens: keep one")
    if together and not asked.prompts:
        raise InputError("--together: names no files to put together")
    if not asked.prompts and not asked.adds:
        name, tokens = text or (numbered(input_tokens, "token") if input_tokens else "an empty request", 0)
        return [Asked(source=name, text_tokens=tokens, input_tokens=input_tokens)]
    if text is not None:
        (beside,) = asked.read()
        return [Asked(source=text[0], request=beside.request, text_tokens=text[1])]
    requests = [(_together(asked))] if together else [(source.name, source.request) for source in asked.read()]
    return [Asked(source=name, request=request, input_tokens=input_tokens) for name, request in requests]


def at_least_one(number: int, option: str) -> int:
    """Return the number that an option gives.

    Raises:
        InputError: it is below one.
    """
    if number < 1:
        raise InputError(f"{option}: {number} is below 1")
    return number


def _together(asked: PromptOptions) -> tuple[str, Request]:
    """Return all files as one text in one request, with what is added to it once."""
    files = replace(asked, system=None, images=(), tools=None).read()
    text = from_text(_BETWEEN.join(_text(source) for source in files))
    added = read_additions(system=asked.system, images=asked.images, tools=asked.tools)
    return f"{numbered(len(files), 'file')} together", added.to(text)


def _text(source: Source) -> str:
    parts = source.request.messages[0].parts if source.request.messages else ()
    if source.request != Request((Message("user", parts),)) or not all(isinstance(part, Text) for part in parts):
        raise InputError(f"{source.name}: is a chat request, and --together takes texts alone")
    return _BETWEEN.join(part.text for part in parts if isinstance(part, Text))
