"""Count large texts with tiktoken, which takes a tenth of a second to load and then counts many megabytes a second."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.tokens.tekken.pieces import PATTERN, split, well_formed

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tiktoken import Encoding

# The same pattern with all but its look-ahead in one group: tiktoken's regex engine runs that 1.2 times as fast.
_LOOK_AHEAD = r"|\s+(?!\S)|\s+"
_REGROUPED = f"(?:{PATTERN.removesuffix(_LOOK_AHEAD)}){_LOOK_AHEAD}"
_ONE_PIECE = r"[\s\S]+"

_CHUNK = 1 << 20
# No piece goes on from something else to a space, and the only look-ahead is after white space: what stands on one side of
# such a cut says nothing about the other. (`\S` leaves out a few characters more than tiktoken's: fewer cuts, all safe.)
_CUT = re.compile(r"\S(?=[ \t\u3000])")
# tiktoken's regex engine keeps a state for each character of white space in a row, and panics at its millionth. A run so
# long holds a whole aligned block of this length.
_BLOCK = 400_000


class Bulk:
    """Counts the tokens of a text of any size."""

    def __init__(self, tokens: dict[bytes, int]) -> None:
        self._tokens = tokens

    def count(self, text: str) -> int:
        """Return the number of tokens; a text of many megabytes is taken in chunks, which bounds the memory."""
        return sum(map(self._count_chunk, chunks(text)))

    def _count_chunk(self, text: str) -> int:
        if is_mostly_white(text):
            return sum(len(self._one_piece.encode_ordinary(piece)) for piece in split(well_formed(text)))
        return len(self._tekken.encode_ordinary(text))

    @cached_property
    def _tekken(self) -> Encoding:
        return _encoding(_REGROUPED, self._tokens)

    @cached_property
    def _one_piece(self) -> Encoding:
        return _encoding(_ONE_PIECE, self._tokens)


class OtherPattern:
    """Counts the tokens of a text by the pattern of a vocabulary that is not split as Tekken is."""

    def __init__(self, tokens: dict[bytes, int], pattern: str, place: Path) -> None:
        self._place = place
        try:
            self._encoding = _encoding(pattern, tokens)
        except ValueError as error:
            raise InputError(f"{place}: tiktoken cannot use its pattern ({error}); correct it") from error

    def count(self, text: str) -> int:
        """Return the number of tokens; InputError where the pattern is too much for tiktoken on this text."""
        try:
            return len(self._encoding.encode_ordinary(text))
        except BaseException as error:
            # A panic in tiktoken is no Exception, and its class cannot be imported.
            if type(error).__name__ != "PanicException":
                raise
            raise InputError(f"{self._place}: its pattern fails on this text ({error}); shorten the white space") from error


def chunks(text: str) -> Iterator[str]:
    """Yield parts of a text whose token counts add up to the count of the whole."""
    start = 0
    while len(text) - start > _CHUNK and (cut := _CUT.search(text, start + _CHUNK)):
        yield text[start : cut.end()]
        start = cut.end()
    yield text[start:]


def is_mostly_white(text: str) -> bool:
    """Return whether there may be a million characters of white space in a row; never false where there are."""
    return any(text[start : start + _BLOCK].isspace() for start in range(0, len(text) - _BLOCK + 1, _BLOCK))


def _encoding(pattern: str, tokens: dict[bytes, int]) -> Encoding:
    import tiktoken

    return tiktoken.Encoding("tekken", pat_str=pattern, mergeable_ranks=tokens, special_tokens={})
