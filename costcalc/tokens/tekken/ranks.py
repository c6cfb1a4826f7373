"""The compiled form of a vocabulary: it tells the rank of a token without loading all the others."""

from __future__ import annotations

from array import array
from itertools import accumulate, pairwise
from struct import Struct
from typing import TYPE_CHECKING
from zlib import crc32

if TYPE_CHECKING:
    from collections.abc import Sequence

UNKNOWN = 1 << 32
"""The rank of what is no token: sorts after every rank."""

# Format 1: this mark; the CRC-32 of all that follows; how many tokens, slots, and bytes of label; the slots (rank + 1, or
# 0 where empty), each token's at its CRC-32 or in the next free one; where each token begins and the last one ends; the
# label; the tokens. Numbers are in the machine's own byte order: on one of the other order, the CRC-32 does not fit.
_MARK = b"ccranks1"
_CHECK = Struct("=8sI")
_SIZES = Struct("=3I")
_NUMBERS = _CHECK.size + _SIZES.size


def compile_ranks(tokens: Sequence[bytes], *label: str) -> bytes:
    """Return the compiled form of these tokens, given in the order of their ranks, under a label of the caller's."""
    slots = _slots(tokens)
    name = "\0".join(label).encode(errors="surrogatepass")
    start = _NUMBERS + 4 * (len(slots) + len(tokens) + 1) + len(name)
    bounds = array("I", accumulate(map(len, tokens), initial=start))
    sizes = _SIZES.pack(len(tokens), len(slots), len(name))
    rest = b"".join((sizes, slots.tobytes(), bounds.tobytes(), name, *tokens))
    return _CHECK.pack(_MARK, crc32(rest)) + rest


def _slots(tokens: Sequence[bytes]) -> array[int]:
    """Return the slots: a power of two of them, at least twice as many as tokens, so that a free one is soon met."""
    slots = array("I", bytes(4 << (2 * len(tokens) - 1).bit_length()))
    last = len(slots) - 1
    for number, token in enumerate(tokens, start=1):
        slot = crc32(token) & last
        while slots[slot]:
            slot = (slot + 1) & last
        slots[slot] = number
    return slots


def is_intact(compiled: bytes) -> bool:
    """Return whether these bytes are a vocabulary compiled to this format, on such a machine, and undamaged since."""
    if len(compiled) < _NUMBERS:
        return False
    return _CHECK.unpack_from(compiled) == (_MARK, crc32(memoryview(compiled)[_CHECK.size :]))


class Ranks(dict[bytes, int]):
    """The rank of each byte string asked for so far, `UNKNOWN` for what is no token; grows with every new one."""

    __slots__ = ("_bounds", "_compiled", "_last", "_slots", "label")

    def __init__(self, compiled: bytes) -> None:
        super().__init__()
        tokens, slots, name = _SIZES.unpack_from(compiled, _CHECK.size)
        numbers = memoryview(compiled)[_NUMBERS : _NUMBERS + 4 * (slots + tokens + 1)].cast("I")
        self._compiled = compiled
        self._last = slots - 1
        self._slots = numbers[:slots]
        self._bounds = numbers[slots:]
        start = self._bounds[0]
        self.label = tuple(compiled[start - name : start].decode(errors="surrogatepass").split("\0"))

    def __missing__(self, token: bytes) -> int:
        """Look up what is met for the first time."""
        slot = crc32(token) & self._last
        while number := self._slots[slot]:
            if self._compiled[self._bounds[number - 1] : self._bounds[number]] == token:
                break
            slot = (slot + 1) & self._last
        rank = self[token] = number - 1 if number else UNKNOWN
        return rank

    def all_tokens(self) -> dict[bytes, int]:
        """Return every token with its rank, as tiktoken wants them."""
        bounds = enumerate(pairwise(self._bounds.tolist()))
        return {self._compiled[start:end]: rank for rank, (start, end) in bounds}
