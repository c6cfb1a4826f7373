"""Models of other makers: text by their own encoding where the user's cache has it, else scaled; never called exact."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.tokens import estimates
from costcalc.tokens.foreign_images import FORMULAS, image_tokens
from costcalc.tokens.json_text import dumps
from costcalc.tokens.ledger import Ledger, LedgerPart, PartKind
from costcalc.tokens.request import Image, Text, Thinking

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.tokens.request import Message, Request
    from costcalc.tokens.rules import Rules
    from costcalc.tokens.tally import Vocabulary

_LARGEST_SIDE = 4096
"""A remote image of unknown size is taken as a square of this side, larger than any formula's own limit."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A text or an image of a request, and where it stands."""

    place: str
    kind: PartKind
    text: str = ""
    image: Image | None = None


@dataclass(frozen=True, slots=True)
class ForeignTokenizer:
    """Estimates what a request is in the tokens of a model whose template is not public or whose vocabulary is not at hand."""

    name: str
    tekken: Vocabulary
    image_formula: str | None

    def prompt(self, request: Request, _rules: Rules) -> Ledger:
        """Return the estimated ledger of a request's prompt; its notes state method and error.

        Raises:
            InputError: the request has images, and how the model counts them is not known.
        """
        pieces = [piece for index, message in enumerate(request.messages) for piece in _pieces(message, f"messages[{index}]")]
        if request.tools and request.tool_choice != "none":
            listed = [{"name": t.name, "description": t.description, "parameters": t.parameters} for t in request.tools]
            pieces.append(_Piece("tools", "tools", dumps(listed)))
        framing = estimates.chat_overhead(self.name, len(request.messages))
        parts = [LedgerPart("prompt", "control", framing, "control tokens of a request and of each message, as billed elsewhere")]
        return self._ledger(pieces, parts)

    def completion(self, message: Message, _rules: Rules, finish_reason: str) -> Ledger:  # noqa: ARG002 - part of the interface
        """Return the estimated ledger of an answer."""
        return self._ledger(list(_pieces(message, "answer")), [])

    def _ledger(self, pieces: list[_Piece], parts: list[LedgerPart]) -> Ledger:
        notes: dict[str, None] = {}
        counted = self._exactly(pieces)
        for index, piece in enumerate(pieces):
            if piece.image is not None:
                parts.append(self._image(piece, piece.image, notes))
            elif counted is not None:
                parts.append(LedgerPart(piece.place, piece.kind, counted[index], f"by tiktoken's {self.name}"))
            else:
                found = estimates.estimate(self.name, self.tekken.count(piece.text), text=piece.text)
                parts.append(LedgerPart(piece.place, piece.kind, found.tokens, f"+-{found.error_percent}%: {found.method}"))
        notes[self._note(pieces, exact_text=counted is not None)] = None
        return Ledger(tuple(parts), self.name, "estimated", tuple(notes))

    def _exactly(self, pieces: list[_Piece]) -> list[int] | None:
        """Return the tokens of each piece by the tokenizer itself, or None where it is not at hand."""
        from costcalc.tokens.tiktoken_cache import ENCODINGS, cached_encoding

        encoding = cached_encoding(self.name) if self.name in ENCODINGS else None
        return None if encoding is None else [len(encoding.encode_ordinary(piece.text)) for piece in pieces]

    def _note(self, pieces: list[_Piece], *, exact_text: bool) -> str:
        if exact_text:
            return f"{self.name}: text by tiktoken from your cache; control tokens and tools as billed elsewhere, some tokens off"
        text = "\n".join(piece.text for piece in pieces)
        found = estimates.estimate(self.name, self.tekken.count(text), text=text)
        return f"{self.name}: estimated, within {found.error_percent}% nine times in ten: {found.method}"

    def _image(self, piece: _Piece, image: Image, notes: dict[str, None]) -> LedgerPart:
        if self.image_formula is None:
            raise InputError(f"{image.name}: how the model behind {self.name} counts images is not known")
        size = image.size
        if size is None:
            notes[f"{image.name} is not fetched and its size is unknown: counted as {_LARGEST_SIDE}x{_LARGEST_SIDE}"] = None
        width, height = size or (_LARGEST_SIDE, _LARGEST_SIDE)
        detail = f"{image.name}, {width}x{height}, estimated: {FORMULAS[self.image_formula].source}"
        return LedgerPart(piece.place, "image", image_tokens(self.image_formula, width, height), detail)


def _pieces(message: Message, place: str) -> Iterator[_Piece]:
    for part in message.parts:
        match part:
            case Text():
                yield _Piece(place, "tool_result" if message.role == "tool" else "text", part.text)
            case Thinking():
                yield _Piece(place, "thinking", part.text)
            case Image():
                yield _Piece(place, "image", image=part)
    for call in message.tool_calls:
        yield _Piece(place, "tool_call", dumps({"name": call.name, "arguments": call.arguments}))
