from __future__ import annotations

import random

import pytest

from costcalc.tokens.tekken.ranks import UNKNOWN, Ranks, compile_ranks, is_intact

TOKENS = [*(bytes([byte]) for byte in range(256)), b"the", b" the", "né".encode(), b"\0\0"]
COMPILED = compile_ranks(TOKENS, "of here", "pattern \ud800")


def test_every_token_has_its_rank() -> None:
    ranks = Ranks(COMPILED)
    assert [ranks[token] for token in TOKENS] == list(range(len(TOKENS)))


@pytest.mark.parametrize("other", [b"", b"th", b"the ", b"\0\0\0", "né".encode()[:2]])
def test_what_is_no_token_has_no_rank(other: bytes) -> None:
    assert Ranks(COMPILED)[other] == UNKNOWN


def test_random_byte_strings_have_the_rank_of_a_dict() -> None:
    source = random.Random(7)  # noqa: S311 - the same strings each time
    tokens = list(dict.fromkeys(source.randbytes(source.randint(1, 3)) for _ in range(30_000)))
    expected = {token: rank for rank, token in enumerate(tokens[:20_000])}
    ranks = Ranks(compile_ranks(tokens[:20_000]))
    assert [ranks[token] for token in tokens] == [expected.get(token, UNKNOWN) for token in tokens]
    assert ranks.all_tokens() == expected


def test_the_label_comes_back() -> None:
    assert Ranks(COMPILED).label == ("of here", "pattern \ud800")


def test_is_intact_as_compiled() -> None:
    assert is_intact(COMPILED)


@pytest.mark.parametrize("size", [0, 1, 11, 23, 24, 1000, len(COMPILED) - 1])
def test_is_not_intact_when_cut_off(size: int) -> None:
    assert not is_intact(COMPILED[:size])


@pytest.mark.parametrize("place", range(0, len(COMPILED), 97))
def test_is_not_intact_with_one_bit_turned(place: int) -> None:
    damaged = bytearray(COMPILED)
    damaged[place] ^= 4
    assert not is_intact(bytes(damaged))


def test_is_not_intact_with_something_appended() -> None:
    assert not is_intact(COMPILED + b"\0")
