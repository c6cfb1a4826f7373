from __future__ import annotations

from pathlib import Path

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.tokens.tekken import bulk
from costcalc.tokens.tekken.bulk import Bulk, OtherPattern, chunks, is_mostly_white
from costcalc.tokens.tekken.merging import PieceCounts
from costcalc.tokens.tekken.pieces import PATTERN, class_table, split
from costcalc.tokens.tekken.ranks import Ranks, compile_ranks

EVERY_BYTE = [bytes([byte]) for byte in range(256)]
WORDS = [
    b" a",
    b"a ",
    b"!\n",
    b"\n\n",
    b"  ",
    b"    ",
    b" " * 16,
    b"\t\t",
    b" \t",
    "\u3000\u3000".encode(),
    b"aa",
    b"1\n",
    b" aa",
]
TOKENS = {token: rank for rank, token in enumerate([*EVERY_BYTE, *WORDS])}
BULK = Bulk(TOKENS)
REFERENCE = tiktoken.Encoding("reference", pat_str=PATTERN, mergeable_ranks=TOKENS, special_tokens={})
MILLION = 1_000_000


def counted_by_pieces(text: str) -> int:
    return sum(map(PieceCounts(Ranks(compile_ranks(list(TOKENS)))).__getitem__, split(text)))


@given(st.text("aA1 \t\n\r/!é\u3000", max_size=60) | st.text())
def test_counts_as_tiktoken_with_the_pattern_as_it_stands(text: str) -> None:
    assert BULK.count(text) == len(REFERENCE.encode_ordinary(text))


@given(st.text("aA1 \t\n\r/!é\u3000\x1c\x85\u180e", max_size=60), st.integers(0, 20))
def test_chunks_add_up(text: str, size: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(bulk, "_CHUNK", size)
        parts = list(chunks(text))
        assert BULK.count(text) == len(REFERENCE.encode_ordinary(text))
    assert "".join(parts) == text
    assert [piece for part in parts for piece in split(part)] == split(text)


def test_a_text_of_megabytes_is_taken_in_chunks() -> None:
    text = "some words here, " * 200_000
    parts = list(chunks(text))
    assert len(parts) > 2
    assert all(len(part) < 1.1 * 2**20 for part in parts)
    assert BULK.count(text) == len(REFERENCE.encode_ordinary(text))


@pytest.mark.parametrize(
    "text",
    [
        " " * (MILLION + 1),
        " \t" * (MILLION // 2),
        "\u3000" * 1_200_000,
        "\x85" * MILLION,
        "\n" + " " * MILLION,
        "some words\n" * 5 + " " * MILLION + "!",
        ("word " * 300_000 + " " * MILLION + "tail\n") * 2,
    ],
    ids=["spaces", "spaces and tabs", "ideographic", "next line", "after a line end", "before a mark", "inside text"],
)
def test_white_space_by_the_million_is_counted_without_a_panic(text: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert BULK.count(text) == counted_by_pieces(text)
    assert capfd.readouterr().err == ""


@pytest.mark.parametrize("text", ["a" * MILLION, "\n" * MILLION, "A" * MILLION, "/" * MILLION, "\u0301" * MILLION, " " * 999_998])
def test_other_runs_of_a_million_are_counted_too(text: str) -> None:
    assert BULK.count(text) == len(REFERENCE.encode_ordinary(text))


def test_a_lone_surrogate_beside_white_space_by_the_million() -> None:
    spaces = " " * MILLION
    assert BULK.count("\ud800" + spaces) == counted_by_pieces("\ufffd" + spaces)


def test_every_white_space_of_the_pattern_is_white_to_python() -> None:
    white = [character for character, letter in zip(map(chr, range(0x110000)), class_table(), strict=True) if letter in "swr"]
    assert "".join(white).isspace()


@given(st.integers(0, 900_000), st.integers(799_999, 1_100_000), st.integers(0, 900_000))
def test_no_long_run_of_white_space_is_overlooked(before: int, run: int, after: int) -> None:
    assert is_mostly_white("a" * before + " " * run + "a" * after)


@given(st.integers(0, 900_000), st.integers(0, 399_999), st.integers(0, 900_000))
def test_a_short_run_of_white_space_is_nothing_special(before: int, run: int, after: int) -> None:
    assert not is_mostly_white("a" * before + " " * run + "a" * after)


def test_another_pattern_splits_in_its_own_way() -> None:
    assert OtherPattern(TOKENS, r"[\s\S]", Path("own.json")).count("aaaa") == 4
    assert OtherPattern(TOKENS, r"[\s\S]+", Path("own.json")).count("aaaa") == 2


def test_another_pattern_that_is_none_is_refused() -> None:
    with pytest.raises(InputError, match=r"^own\.json: tiktoken cannot use its pattern \(.*\); correct it$"):
        OtherPattern(TOKENS, "(", Path("own.json"))


def test_another_pattern_that_panics_is_an_error_of_its_file() -> None:
    counter = OtherPattern(TOKENS, r"\s+(?!\S)|\s+", Path("own.json"))
    with pytest.raises(InputError, match=r"^own\.json: its pattern fails on this text"):
        counter.count(" " * MILLION)


def test_an_interrupt_is_no_panic(monkeypatch: pytest.MonkeyPatch) -> None:
    class Interrupted:
        def encode_ordinary(self, text: str) -> list[int]:
            raise KeyboardInterrupt(text)

    counter = OtherPattern(TOKENS, ".", Path("own.json"))
    monkeypatch.setattr(counter, "_encoding", Interrupted())
    with pytest.raises(KeyboardInterrupt):
        counter.count("a")
