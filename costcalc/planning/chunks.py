"""How a text is cut into chunks that each fit a request: how many, how long, and how much of it is sent twice."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_FLOOR, Decimal

from costcalc import money
from costcalc.errors import InputError

_FORM = re.compile(r"(?P<tokens>\d{1,12})|(?P<percent>\d{1,2}(?:\.\d{1,6})?)\s*%", re.ASCII)


@dataclass(frozen=True, slots=True)
class Overlap:
    """What a chunk repeats of the one before it: so many tokens, or a share of the text in a chunk."""

    tokens: int | None = None
    share: Decimal | None = None

    def of(self, size: int) -> int:
        """Return the tokens that chunks of a size overlap by; a share is rounded down."""
        if self.share is not None:
            return int(money.times(self.share, size).to_integral_value(ROUND_FLOOR))
        return self.tokens or 0

    def __str__(self) -> str:
        """Return it as `--overlap` takes it."""
        return f"{self.tokens}" if self.share is None else f"{money.plain(money.times(self.share, 100))}%"


DEFAULT_OVERLAP = Overlap(share=Decimal("0.1"))
"""Where nobody says; always stated as assumed."""


def parse_overlap(text: str) -> Overlap:
    """Return the overlap that a text states.

    Raises:
        InputError: it is neither a number of tokens nor a percentage below 100.
    """
    match = _FORM.fullmatch(text.strip())
    if match is None:
        raise InputError(f"--overlap: '{text}' is no overlap: write tokens, 200, or a share of a chunk below 100 %, 10%")
    if match["tokens"]:
        return Overlap(tokens=int(match["tokens"]))
    return Overlap(share=money.decimal(match["percent"]) / 100)


@dataclass(frozen=True, slots=True, kw_only=True)
class Chunks:
    """A text cut by tokens: each chunk filled to the last one, each but the first beginning with the end of the one before."""

    count: int
    size: int
    """Tokens of text in each chunk but the last."""
    last: int
    """Tokens of text in the last one."""
    overlap: int
    """Tokens that each chunk but the first has in common with the one before."""

    @property
    def text(self) -> int:
        """Tokens of text in all chunks, what is sent twice counted twice."""
        return (self.count - 1) * self.size + self.last


def chunks(text: int, room: int, overlap: Overlap) -> Chunks | str:
    """Return the fewest chunks for a text of so many tokens, each with room for so many (one at least), or why there are none.

    A chunk of `c` tokens that overlaps by `o` goes on by `c - o`, so that `n` of them cover `n(c - o) + o` tokens.
    """
    if text <= room:
        return Chunks(count=1, size=text, last=text, overlap=0)
    shared = overlap.of(room)
    if shared >= room:
        return f"an overlap of {shared:,} tokens leaves chunks of {room:,} nothing to go on by: make it less"
    count = -(-(text - shared) // (room - shared))
    return Chunks(count=count, size=room, last=text - (count - 1) * (room - shared), overlap=shared)
