"""Write the class of every character, which tiktoken is asked for, into the package.

Run `python tests/tools/write_character_classes.py` when a new tiktoken follows a new Unicode version.
"""

from __future__ import annotations

import textwrap
from itertools import groupby
from pathlib import Path

import tiktoken

MODULE = Path(__file__).parents[2] / "costcalc" / "tokens" / "tekken" / "character_classes.py"
CLASSES = {
    "U": r"[\p{Lu}\p{Lt}]",
    "l": r"\p{Ll}",
    "o": r"[\p{Lm}\p{Lo}]",
    "m": r"\p{M}",
    "n": r"\p{N}",
    "s": " ",
    "w": r"[^\S\r\n ]",
    "r": r"[\r\n]",
    "/": "/",
}
EVERY_CHARACTER = "".join(map(chr, [*range(0xD800), *range(0xE000, 0x110000)]))
TEMPLATE = '''"""The class of every character in tiktoken's Unicode version; written by tests/tools/write_character_classes.py."""

ASCII = (
{ascii}
)
"""The class of each ASCII character.

U upper or title case, l lower case, o other letter, m mark, n number, s space, w other white space, r line end, / itself,
x everything else.
"""

RUNS = (
{lines}
)
"""The class of every character from U+0000 to U+10FFFF: a letter, and how often it comes in a row where more than once."""
'''


def members(pattern: str) -> str:
    """Return the characters that a pattern matches: tiktoken leaves out text that its pattern does not match."""
    every_byte = {bytes([byte]): byte for byte in range(256)}
    encoding = tiktoken.Encoding("bytes", pat_str=pattern, mergeable_ranks=every_byte, special_tokens={})
    return encoding.decode(encoding.encode_ordinary(EVERY_CHARACTER))


def class_letters() -> list[str]:
    """Return the class letter of each code point."""
    letters = ["x"] * 0x110000
    for letter, pattern in CLASSES.items():
        for character in members(pattern):
            letters[ord(character)] = letter
    return letters


def runs(letters: list[str]) -> str:
    """Return the letters with their repetitions counted."""
    counted = [(letter, sum(1 for _ in group)) for letter, group in groupby(letters)]
    return "".join(letter if times == 1 else f"{letter}{times}" for letter, times in counted)


def literal(text: str, width: int) -> str:
    """Return the lines of a string literal."""
    return "\n".join(f'    "{line}"' for line in textwrap.wrap(text, width))


if __name__ == "__main__":
    letters = class_letters()
    MODULE.write_text(TEMPLATE.format(ascii=literal("".join(letters[:128]), 64), lines=literal(runs(letters), 120)))
