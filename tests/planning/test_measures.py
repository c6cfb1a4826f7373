"""Words, pages and lines in tokens and back."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.planning.measures import Measures


@pytest.mark.parametrize(
    ("words", "tokens"), [(1_500, 2_000), (37_000, 49_334), (150_000, 200_000), (375_000, 500_000), (0, 0), (1, 2), (3, 4)]
)
def test_words_of_the_published_page_in_tokens(words: int, tokens: int) -> None:
    assert Measures().tokens(words=words) == tokens


def test_pages_and_lines_of_the_tracker_page_fill_its_window() -> None:
    assert Measures().tokens(pages=256) == Measures().tokens(lines=16_000) == 128_000
    assert (Measures().pages(128_000), Measures().lines(128_000), Measures().words(128_000)) == (256, 16_000, 96_000)
    assert (Measures().pages(127_999), Measures().lines(127_999), Measures().words(127_999)) == (255, 15_999, 95_999)


def test_sizes_add_up() -> None:
    assert Measures().tokens(words=300, pages=2, lines=10) == 400 + 1000 + 80


def test_other_assumptions_can_be_told() -> None:
    german = Measures(words_a_token=Decimal("0.5"), tokens_a_page=700, tokens_a_line=10)

    assert (german.tokens(words=100), german.tokens(pages=1), german.tokens(lines=1)) == (200, 700, 10)


@given(tokens=st.integers(0, 10**9), ratio=st.decimals("0.001", 1000, places=3))
def test_what_fits_fits(tokens: int, ratio: Decimal) -> None:
    measures = Measures(words_a_token=ratio)

    assert measures.tokens(words=measures.words(tokens)) <= tokens
    assert measures.tokens(words=measures.words(tokens) + 1) > tokens
    assert measures.tokens(pages=measures.pages(tokens)) <= tokens < measures.tokens(pages=measures.pages(tokens) + 1)
    assert measures.tokens(lines=measures.lines(tokens)) <= tokens < measures.tokens(lines=measures.lines(tokens) + 1)
