"""The pieces are tiktoken's: proved on every short string of character classes, and on every character."""

from __future__ import annotations

import runpy
from itertools import product
from pathlib import Path

import pytest
import tiktoken
from hypothesis import given
from hypothesis import strategies as st

from costcalc.tokens.tekken.character_classes import ASCII, RUNS
from costcalc.tokens.tekken.pieces import PATTERN, class_table, split, well_formed

ASK_TIKTOKEN = runpy.run_path(str(Path(__file__).parents[2] / "tools" / "write_character_classes.py"))
ONE_OF_EACH_CLASS = "Aaª\u03001 \t\n/!"  # the order of the letters in Ulomnswr/x


class PieceOracle:
    """Tells tiktoken's pieces by a vocabulary of which every piece is one token, as long as it is among the expected."""

    def __init__(self, expected: set[str]) -> None:
        every_byte = [bytes([byte]) for byte in range(256)]
        self._tokens = list(dict.fromkeys([*every_byte, *(piece.encode() for piece in expected)]))
        ranks = {token: rank for rank, token in enumerate(self._tokens)}
        self._encoding = tiktoken.Encoding("oracle", pat_str=PATTERN, mergeable_ranks=ranks, special_tokens={})

    def pieces(self, text: str) -> list[bytes]:
        return [self._tokens[token] for token in self._encoding.encode_ordinary(text)]


def encoded(pieces: list[str]) -> list[bytes]:
    return [piece.encode() for piece in pieces]


def test_the_class_of_every_character_is_what_tiktoken_says() -> None:
    letters = ASK_TIKTOKEN["class_letters"]()
    assert ASK_TIKTOKEN["runs"](letters) == RUNS
    assert "".join(letters) == class_table()
    assert class_table()[:128] == ASCII


def test_one_of_each_class_is_that() -> None:
    assert ONE_OF_EACH_CLASS.translate(class_table()) == "Ulomnswr/x"


def test_every_string_of_up_to_five_classes_splits_as_in_tiktoken() -> None:
    strings = ["".join(string) for size in range(1, 6) for string in product(ONE_OF_EACH_CLASS, repeat=size)]
    oracle = PieceOracle(set(strings))
    assert [text for text in strings if encoded(split(text)) != oracle.pieces(text)] == []


@pytest.mark.parametrize("context", ["{}a", "A{}\n", " {}/", "\n{}1{}"])
def test_every_character_splits_in_context_as_in_tiktoken(context: str) -> None:
    differing = []
    for plane in range(0, 0x110000, 0x10000):
        characters = [chr(code) for code in range(plane, plane + 0x10000) if not 0xD800 <= code < 0xE000]
        text = "".join(context.replace("{}", character) for character in characters)
        pieces = split(text)
        if encoded(pieces) != PieceOracle(set(pieces)).pieces(text):
            differing.append(plane)
    assert differing == []


@given(st.text(ONE_OF_EACH_CLASS, max_size=40) | st.text())
def test_joined_pieces_are_the_text(text: str) -> None:
    assert "".join(split(text)) == text


@given(st.text(ONE_OF_EACH_CLASS, max_size=40))
def test_longer_strings_of_classes_split_as_in_tiktoken(text: str) -> None:
    every_part = {text[start:end] for end in range(len(text) + 1) for start in range(end)}
    assert encoded(split(text)) == PieceOracle(every_part).pieces(text)


@pytest.mark.parametrize(
    ("text", "pieces"),
    [
        ("", []),
        ("Hello world", ["Hello", " world"]),
        ("HTTPServer2", ["HTTPServer", "2"]),
        ("it's 1,234", ["it", "'s", " ", "1", ",", "2", "3", "4"]),
        ("a   b", ["a", "  ", " b"]),
        ("if x:\n\n    y", ["if", " x", ":\n\n", "   ", " y"]),
        ("path/to", ["path", "/to"]),
        ("// \r\n", ["//", " \r\n"]),
        ("日本語", ["日本語"]),
    ],
)
def test_pieces_of(text: str, pieces: list[str]) -> None:
    assert split(text) == pieces


@pytest.mark.parametrize(
    ("text", "repaired"),
    [("fine 🙂", "fine 🙂"), ("\ud83d\ude42", "🙂"), ("a\ud800b", "a\ufffdb"), ("\udc00\ud800", "\ufffd\ufffd")],
)
def test_surrogates_are_joined_or_replaced(text: str, repaired: str) -> None:
    assert well_formed(text) == repaired
