"""Wrapping: as wide as a terminal shows it, nothing lost."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.render.wrapping import longest, width, wrapped


@pytest.mark.parametrize(
    ("text", "columns"),
    [("", 0), ("plain", 5), ("Größe", 5), ("日本", 4), ("ﾊﾝｶｸ", 4), ("e\u0301", 1), ("🙂", 2), ("a\u200bb", 2)],
)
def test_width_is_what_a_terminal_shows(text: str, columns: int) -> None:
    assert width(text) == columns


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("", 10, [""]),
        ("fits", 4, ["fits"]),
        ("two words", 5, ["two", "words"]),
        ("openrouter/mistral-small-3.2-24b", 20, ["openrouter/mistral-", "small-3.2-24b"]),
        ("retired on 2026-07-31", 14, ["retired on", "2026-07-31"]),
        ("not checked; --format json", 16, ["not checked;", "--format json"]),
        ("abcdefghij", 4, ["abcd", "efgh", "ij"]),
        ("日本語の名前", 5, ["日本", "語の", "名前"]),
    ],
)
def test_lines_break_between_words_and_within_long_names(text: str, room: int, lines: list[str]) -> None:
    assert wrapped(text, room) == lines


def test_the_longest_word_is_what_must_not_be_narrower() -> None:
    assert longest("openrouter/mistral-small-3.2-24b") == len("small-3.2-24b")


@given(st.text(alphabet="ab -/日é\u0301"), st.integers(2, 30))
def test_no_sign_is_lost_and_no_line_too_wide(text: str, room: int) -> None:
    lines = wrapped(text, room)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(width(line) <= room for line in lines if line.strip())
