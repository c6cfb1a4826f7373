from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.tokens.image_grid import grid, maximum, tokens

SMALL_3 = {"patch": 14, "merge": 2, "max_side": 1540}
PIXTRAL = {"patch": 16, "merge": 1, "max_side": 1024}


@pytest.fixture(scope="module", params=[SMALL_3, PIXTRAL], ids=["small-3", "pixtral"])
def reference(request: pytest.FixtureRequest) -> tuple[dict[str, int], Any]:
    from mistral_common.tokens.tokenizers.image import ImageConfig, ImageEncoder, SpecialImageIDs

    figures = request.param
    config = ImageConfig(
        image_patch_size=figures["patch"], max_image_size=figures["max_side"], spatial_merge_size=figures["merge"]
    )
    return figures, ImageEncoder(config, SpecialImageIDs(img=0, img_break=1, img_end=2))


@pytest.mark.parametrize(
    ("size", "cells", "total"),
    [
        ((1280, 720), (46, 26), 1222),
        ((96, 96), (4, 4), 20),  # the icon of the published IONOS response
        ((2000, 3000), (37, 55), 2090),  # the Eiffel tower of Mistral's documentation, scaled to 1027x1540
        ((1, 1), (1, 1), 2),
        ((28, 28), (1, 1), 2),
        ((29, 28), (2, 1), 3),
        ((28, 29), (1, 2), 4),
        ((1540, 1540), (55, 55), 3080),
        ((1541, 1541), (55, 55), 3080),
        ((100_000, 1), (55, 1), 56),  # the short side stays at 1 pixel
        ((1, 100_000), (1, 55), 110),
    ],
)
def test_the_grid_of_mistral_small_3(size: tuple[int, int], cells: tuple[int, int], total: int) -> None:
    assert grid(size, **SMALL_3) == cells
    assert tokens(size, **SMALL_3) == total


def test_a_turned_image_costs_differently_because_each_row_has_an_end() -> None:
    assert tokens((600, 300), **SMALL_3) == 253
    assert tokens((300, 600), **SMALL_3) == 264


@given(width=st.integers(1, 200_000), height=st.integers(1, 200_000))
@example(width=1, height=1_000_000_000)
@example(width=3080, height=1541)  # half of 1541 lies between two pixels
@example(width=3080, height=1539)
def test_the_grid_is_the_one_of_mistral_common(reference: tuple[dict[str, int], Any], width: int, height: int) -> None:
    figures, encoder = reference
    assert grid((width, height), **figures) == encoder._image_to_num_tokens(SimpleNamespace(size=(width, height)))


@given(long=st.integers(1, 10_000_000), short=st.integers(1, 60), tall=st.booleans())
def test_the_grid_of_a_strip_is_the_one_of_mistral_common(
    reference: tuple[dict[str, int], Any], long: int, short: int, *, tall: bool
) -> None:
    figures, encoder = reference
    size = (short, long) if tall else (long, short)
    assert grid(size, **figures) == encoder._image_to_num_tokens(SimpleNamespace(size=size))


@pytest.mark.parametrize(("figures", "most"), [(SMALL_3, 3080), (PIXTRAL, 4160)])
def test_the_most_that_an_image_can_have(figures: dict[str, int], most: int) -> None:
    assert maximum(**figures) == most


@pytest.mark.parametrize(("patch", "merge", "max_side"), [(2, 2, 11), (2, 2, 12), (3, 1, 12), (5, 1, 7), (1, 1, 9)])
def test_no_image_has_more_than_the_maximum(patch: int, merge: int, max_side: int) -> None:
    figures = {"patch": patch, "merge": merge, "max_side": max_side}
    sides = range(1, 4 * max_side)
    assert maximum(**figures) == max(tokens((width, height), **figures) for width in sides for height in sides)


def test_no_image_of_mistral_small_3_has_more_than_the_maximum() -> None:
    sides = [*range(1, 1540, 28), 1512, 1513, 1539, 1540, 1541, 1600, 3080, 10_000]
    assert maximum(**SMALL_3) == max(tokens((width, height), **SMALL_3) for width in sides for height in sides)


@pytest.mark.parametrize("size", [(0, 10), (10, 0), (-1, 10)])
def test_an_image_without_pixels_is_an_error_and_not_free(size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match="has no tokens"):
        tokens(size, **SMALL_3)
