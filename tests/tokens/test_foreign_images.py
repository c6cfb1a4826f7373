from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.tokens.foreign_images import FORMULAS, image_tokens

SIDES = st.integers(min_value=1, max_value=20_000)


@pytest.mark.parametrize(
    ("formula", "size", "tokens"),
    [
        ("gpt-4o", (1024, 1024), 765),
        ("gpt-4o", (2048, 4096), 1105),
        ("gpt-4.1-mini", (1024, 1024), 1659),  # 1,024 patches x 1.62
        ("gpt-4.1-mini", (1800, 2400), 2353),  # shrunk to 33 x 44 patches
        ("gemini-2.5", (384, 384), 258),
        ("gemini-2.5", (1536, 768), 516),
    ],
)
def test_the_examples_of_the_makers_guides(formula: str, size: tuple[int, int], tokens: int) -> None:
    assert image_tokens(formula, *size) == tokens


@pytest.mark.parametrize(
    ("formula", "size", "tokens"),
    [
        ("gpt-4o", (3008, 2000), 1105),
        ("gpt-4o", (128, 64), 255),
        ("gpt-4o", (2049, 513), 1445),  # 512.75 pixels are 513, two tiles
        ("gpt-4o", (2050, 513), 765),  # 512.5 pixels are 512, one tile
        ("gpt-4o-mini", (128, 64), 8500),
        ("gpt-4.1-nano", (128, 128), 40),
        ("gpt-4.1-nano", (540, 360), 502),
        ("gpt-5-mini", (256, 256), 77),
        ("gpt-5-mini", (1280, 720), 1104),
        ("gpt-5-mini", (2048, 768), 1844),
        ("gpt-5-nano", (128, 128), 24),
        ("claude", (128, 128), 25),
        ("claude", (1024, 1024), 1369),
        ("claude", (1920, 1080), 1560),
        ("claude", (4032, 3024), 1564),
        ("gemini-2.5", (597, 566), 258),
        ("gemini-3", (128, 128), 1089),
        ("gemini-3", (400, 301), 1102),
        ("gemini-3", (597, 566), 1088),
        ("gemini-3", (2048, 512), 1056),
        ("gemini-3", (4032, 3024), 1064),
        ("qwen2.5-vl", (597, 566), 422),
    ],
)
def test_what_was_billed(formula: str, size: tuple[int, int], tokens: int) -> None:
    assert image_tokens(formula, *size) == tokens


def test_two_images_differ_by_what_their_bills_differ() -> None:
    difference = image_tokens("gpt-5-mini", 597, 566) - image_tokens("gpt-5-mini", 400, 301)

    assert difference in (254, 255)  # the Responses and the Chat Completions endpoint


def test_gemma_takes_every_image_at_one_size() -> None:
    assert image_tokens("gemma-3", 10, 10) == image_tokens("gemma-3", 4000, 3000) == 260


@pytest.mark.parametrize(
    ("formula", "size", "tokens"),
    [
        ("qwen3-vl", (1024, 1024), 32 * 32 + 2),
        ("qwen3-vl", (100, 100), 8 * 8 + 2),  # enlarged to the fewest
        ("qwen3-vl", (8000, 8000), 128 * 128 + 2),  # reduced to the most
    ],
)
def test_qwen_keeps_the_number_of_squares_in_bounds(formula: str, size: tuple[int, int], tokens: int) -> None:
    assert image_tokens(formula, *size) == tokens


@pytest.mark.parametrize(
    ("formula", "most"),
    [("gpt-4o", 1445), ("gpt-4.1-mini", 2489), ("gpt-5-nano", 2304), ("claude", 1568), ("gemini-3", 1120), ("gemma-3", 260)],
)
@given(width=SIDES, height=SIDES)
def test_no_image_is_free_or_above_the_most(formula: str, most: int, width: int, height: int) -> None:
    assert 1 <= image_tokens(formula, width, height) <= most


def test_a_strip_of_one_pixel_is_not_free() -> None:
    assert image_tokens("gpt-5-mini", 100_000, 1) == 1844


@pytest.mark.parametrize("formula", FORMULAS)
@given(width=st.integers(1, 4000), height=st.integers(1, 4000))
def test_turning_an_image_by_a_right_angle_changes_nothing(formula: str, width: int, height: int) -> None:
    assert image_tokens(formula, width, height) == image_tokens(formula, height, width)


@pytest.mark.parametrize("formula", FORMULAS)
def test_each_formula_says_where_it_is_from(formula: str) -> None:
    assert FORMULAS[formula].source


def test_an_unknown_formula_names_the_known_ones() -> None:
    with pytest.raises(InputError, match="no image formula 'gpt-3': known are gpt-4o, "):
        image_tokens("gpt-3", 1, 1)


def test_an_image_without_pixels_is_an_error() -> None:
    with pytest.raises(InputError, match="0x5 pixels"):
        image_tokens("claude", 0, 5)
