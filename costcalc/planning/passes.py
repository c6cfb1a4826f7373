"""A text that does not fit sent in chunks: how many requests that takes, and what sending all of it once costs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.chunks import DEFAULT_OVERLAP, Chunks, Overlap, chunks

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Cutting:
    """How texts are cut."""

    overlap: Overlap = DEFAULT_OVERLAP
    chunk_tokens: int | None = None
    """Most tokens of text in a chunk; None: as many as fit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """A text of so many tokens, and what goes with every chunk of it."""

    tokens: int
    repeated: int
    """Tokens of each request besides its text: system prompt, tools, images, other messages, control tokens."""
    answer: int
    """Tokens of one answer, which each request keeps room for."""
    answers: int = 1
    """Answers to each request, all of them billed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Pass:
    """Every chunk of a text sent once."""

    chunks: Chunks
    repeated: int
    """Tokens of each request besides its text."""
    input: int
    """Prompt tokens of all requests."""
    output: int
    """Tokens of all answers."""
    cost: Decimal | None
    """Of all requests; None where that is unknown."""


def one_pass(text: Text, context: int, cutting: Cutting, cost: Callable[[int], Decimal | None]) -> Pass | str:
    """Return what it takes to send a text through a context window, or why cutting it does not help.

    `cost` says what one request with so many prompt tokens costs; each is priced by its own length.
    """
    if text.tokens < 1:
        return "there is no text to cut"
    room = context - text.answer - text.repeated
    if room < 1:
        taken = f"{text.repeated:,} tokens that each chunk repeats and {text.answer:,} for its answer"
        return f"{taken} leave no room for text in {context:,}"
    cut = chunks(text.tokens, min(room, cutting.chunk_tokens or room), cutting.overlap)
    if isinstance(cut, str):
        return cut
    return Pass(
        chunks=cut,
        repeated=text.repeated,
        input=cut.text + cut.count * text.repeated,
        output=cut.count * text.answer * text.answers,
        cost=_cost(cut, text.repeated, cost),
    )


def _cost(cut: Chunks, repeated: int, cost: Callable[[int], Decimal | None]) -> Decimal | None:
    full, last = cost(repeated + cut.size), cost(repeated + cut.last)
    return None if full is None or last is None else money.total([money.times(full, cut.count - 1), last])
