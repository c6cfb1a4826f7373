"""Byte-pair encoding of one piece of text: how many tokens remain once every mergeable pair is merged."""

from __future__ import annotations

from heapq import heapify, heappop, heappush
from typing import TYPE_CHECKING

from costcalc.tokens.tekken.ranks import UNKNOWN

if TYPE_CHECKING:
    from costcalc.tokens.tekken.ranks import Ranks

_NO_PAIR = UNKNOWN << 32


class PieceCounts(dict[str, int]):
    """The number of tokens of each piece asked for so far; grows with every new piece."""

    __slots__ = ("_ranks",)

    def __init__(self, ranks: Ranks) -> None:
        super().__init__()
        self._ranks = ranks

    def __missing__(self, piece: str) -> int:
        """Count a piece that is met for the first time."""
        tokens = self[piece] = count_merged(piece.encode(), self._ranks)
        return tokens


def count_merged(piece: bytes, ranks: Ranks) -> int:
    """Return how many tokens a piece becomes: the pair of lowest rank merges first, of equals the leftmost.

    Takes O(n log n). A part is known by the place where it begins. A pair is written `rank << 32 | place of its left
    part`, so that pairs sort as they merge; the queue also holds pairs that a merge has undone, and `pairs` tells which
    one stands at a place now.
    """
    if ranks[piece] != UNKNOWN:
        return 1
    parts = size = len(piece)
    after = list(range(1, size + 1))
    before = list(range(-1, size))
    pairs = [ranks[piece[place : place + 2]] << 32 | place for place in range(size - 1)]
    queue = [pair for pair in pairs if pair < _NO_PAIR]
    pairs.append(_NO_PAIR)
    heapify(queue)
    while queue:
        pair = heappop(queue)
        place = pair & 0xFFFFFFFF
        if pairs[place] != pair:
            continue
        parts -= 1
        merged = after[place]
        end = after[place] = after[merged]
        before[end] = place
        pairs[merged] = pairs[place] = _NO_PAIR
        if end < size:
            pairs[place] = pair = ranks[piece[place : after[end]]] << 32 | place
            if pair < _NO_PAIR:
                heappush(queue, pair)
        if place:
            left = before[place]
            pairs[left] = pair = ranks[piece[left:end]] << 32 | left
            if pair < _NO_PAIR:
                heappush(queue, pair)
    return parts
