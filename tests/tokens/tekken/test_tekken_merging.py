"""Merging is byte-pair encoding as tiktoken does it, whose own method changes for pieces of 500 bytes."""

from __future__ import annotations

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from costcalc.tokens.tekken.merging import PieceCounts, count_merged
from costcalc.tokens.tekken.ranks import Ranks, compile_ranks

EVERY_BYTE = [bytes([byte]) for byte in range(256)]
# Lower ranks among the longer ones, and tokens that no merge reaches: what a vocabulary learnt from text seldom has.
TOKENS = [*EVERY_BYTE, b"abc", b"bc", b"ab", b"aa", b"cab", b"aaaa", b"abab", b"ba", b"bcabcabc", b"cc", b"ccc", "é".encode()]
RANKS = Ranks(compile_ranks(TOKENS))
ONE_PIECE = tiktoken.Encoding(
    "one piece", pat_str=r"[\s\S]+", mergeable_ranks={token: rank for rank, token in enumerate(TOKENS)}, special_tokens={}
)


def merged_by_definition(piece: bytes) -> int:
    """Merge the pair of lowest rank, of equals the leftmost, until no pair is a token."""
    if piece in TOKENS:
        return 1
    parts = [bytes([byte]) for byte in piece]
    while True:
        pairs = [(TOKENS.index(parts[i] + parts[i + 1]), i) for i in range(len(parts) - 1) if parts[i] + parts[i + 1] in TOKENS]
        if not pairs:
            return len(parts)
        _, place = min(pairs)
        parts[place : place + 2] = [parts[place] + parts[place + 1]]


@given(st.text("abcdé", min_size=1, max_size=30))
def test_merges_by_definition(piece: str) -> None:
    assert count_merged(piece.encode(), RANKS) == merged_by_definition(piece.encode())


@given(st.text("abcd", min_size=1, max_size=7), st.integers(480, 520))
def test_merges_as_tiktoken_on_both_sides_of_its_500_bytes(pattern: str, size: int) -> None:
    piece = (pattern * size)[:size]
    assert count_merged(piece.encode(), RANKS) == len(ONE_PIECE.encode_ordinary(piece))


@pytest.mark.parametrize("size", [1, 2, 3, 499, 500, 501, 50_000])
@pytest.mark.parametrize("unit", ["a", "ab", "abc", "cab", "é", "x"])
def test_merges_repetitions_as_tiktoken(unit: str, size: int) -> None:
    assert count_merged((unit * size).encode(), RANKS) == len(ONE_PIECE.encode_ordinary(unit * size))


def test_a_piece_that_is_a_token_is_one_though_no_merges_lead_to_it() -> None:
    assert count_merged(b"bcabcabc", RANKS) == 1


def test_piece_counts_remember_what_they_counted() -> None:
    counts = PieceCounts(RANKS)
    assert counts["abab"] == 1
    assert dict(counts) == {"abab": 1}
