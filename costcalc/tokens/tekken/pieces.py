"""Split text into the pieces that the Tekken pattern makes, with the standard library alone."""

from __future__ import annotations

import re
from functools import cache

from costcalc.tokens.tekken.character_classes import ASCII, RUNS

PATTERN = (
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+|"
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*|"
    r"\p{N}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+"
)
"""The pattern of the Tekken vocabularies, as their files give it."""

# `re` knows no \p{...}, and Python's own Unicode version moves with the interpreter. So the pattern runs over one letter
# for each character, its class: U upper or title case, l lower case, o other letter, m mark, n number, s space, w other
# white space, r line end, / itself, x everything else.
_PIECE = re.compile(
    "[mswx/]?[Uom]*[lom]+|"
    "[mswx/]?[Uom]+[lom]*|"
    "n|s?[mx/]+[r/]*|[swr]*r+|[swr]+(?![^swr])|[swr]+"
)  # fmt: skip


@cache
def class_table() -> str:
    """Return the class letter of every code point, at its own index."""
    return "".join(letter * int(times or 1) for letter, times in re.findall(r"(\D)(\d*)", RUNS))


def split(text: str) -> list[str]:
    """Return the pieces of a text, in order; joined they are the text, and no token spans two of them."""
    pieces = []
    start = 0
    for classes in _PIECE.findall(text.translate(ASCII if text.isascii() else class_table())):
        end = start + len(classes)
        pieces.append(text[start:end])
        start = end
    return pieces


def well_formed(text: str) -> str:
    """Return the text with surrogate pairs joined and lone surrogates replaced by U+FFFD, which is what tiktoken counts."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return text
