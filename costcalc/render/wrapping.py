"""Text as wide as a terminal shows it: wide characters take two columns, and what does not fit is wrapped, never cut."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

# After a space, after a slash, and after a hyphen within a word: in offers and paths, but not in a date or in front of an option.
_BREAK = re.compile(r"(?<=[ /])(?=[^ /])|(?<=\w-)(?=[^\W\d])")


def width(text: str) -> int:
    """Return the columns that a text takes."""
    if text.isascii():
        return len(text)
    from wcwidth import wcwidth

    return sum(max(0, wcwidth(character)) for character in text)


def longest(text: str) -> int:
    """Return the width below which a word would have to be cut."""
    return max(width(word.rstrip()) for word in _BREAK.split(text))


def wrapped(text: str, room: int) -> list[str]:
    """Return the lines of a text, each at most `room` columns wide (2 or more)."""
    if width(text) <= room:
        return [text]
    lines = [""]
    for piece in _pieces(text, room):
        if lines[-1] and width((lines[-1] + piece).rstrip()) > room:
            lines.append("")
        lines[-1] += piece
    return [line.rstrip() for line in lines]


def _pieces(text: str, room: int) -> Iterator[str]:
    """Yield what may stand on a line by itself: a word, or as much of a long one as fits."""
    for word in _BREAK.split(text):
        if width(word.rstrip()) <= room:
            yield word
        else:
            yield from _cut(word, room)


def _cut(word: str, room: int) -> Iterator[str]:
    part, taken = "", 0
    for character in word:
        taken += width(character)
        if taken > room:
            yield part
            part, taken = "", width(character)
        part += character
    yield part
