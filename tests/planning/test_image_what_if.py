"""The next cheaper size of an image."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.planning.image_what_if import SmallerImage, smaller_image, smaller_images
from costcalc.sheets.model_list import ImageGrid
from costcalc.tokens import image_grid
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image

SMALL_3 = ImageGrid(patch=14, merge=2, max_side=1540)
PIXTRAL = ImageGrid(patch=16, merge=1, max_side=1024)
SIDES = st.integers(1, 5000)


@pytest.mark.parametrize(
    ("size", "smaller", "before", "after"),
    [
        ((1280, 720), (1260, 700), 1222, 1150),  # the project's own example
        ((1260, 700), (1232, 672), 1150, 1080),
        ((1540, 1540), (1512, 1512), 3080, 2970),
        ((3000, 2000), (1512, 1008), 2072, 1980),  # scaled to 1540x1027 first
        ((29, 29), (28, 28), 6, 2),
        ((280, 20), (252, 20), 11, 10),  # a side of one cell stays as it is
        ((20, 280), (20, 252), 20, 18),
    ],
)
def test_each_side_is_one_cell_less(size: tuple[int, int], smaller: tuple[int, int], before: int, after: int) -> None:
    found = smaller_image(Size(*size), SMALL_3)

    assert found == SmallerImage(size=Size(*size), smaller=Size(*smaller), before=before, after=after)


def test_another_model_has_another_grid() -> None:
    found = smaller_image(Size(1280, 720), PIXTRAL)

    assert found == SmallerImage(size=Size(1280, 720), smaller=Size(1008, 560), before=2340, after=2240)


@pytest.mark.parametrize("size", [(1, 1), (28, 28), (28, 1)])
def test_a_single_cell_cannot_be_less(size: tuple[int, int]) -> None:
    assert smaller_image(Size(*size), SMALL_3) is None


@given(width=SIDES, height=SIDES, grid=st.sampled_from([SMALL_3, PIXTRAL]))
def test_it_is_the_largest_image_that_is_cheaper_both_ways(width: int, height: int, grid: ImageGrid) -> None:
    found = smaller_image(Size(width, height), grid)
    figures = {"patch": grid.patch, "merge": grid.merge, "max_side": grid.max_side}
    columns, rows = image_grid.grid((width, height), **figures)

    if found is None:
        assert columns == rows == 1
        return
    assert found.after < found.before
    assert image_grid.grid(found.smaller, **figures) == (max(columns - 1, 1), max(rows - 1, 1))
    for across, down in ((columns > 1, False), (False, rows > 1)):
        if across or down:
            wider = (found.smaller.width + across, found.smaller.height + down)
            assert image_grid.grid(wider, **figures) != image_grid.grid(found.smaller, **figures)


def test_images_of_one_size_are_told_together_and_unknown_ones_not() -> None:
    images = [Image("a", Size(1280, 720)), Image("b", None), Image("c", Size(28, 28)), Image("d", Size(1280, 720))]

    (found,) = smaller_images(images, SMALL_3)

    assert (found.size, found.images, found.saved) == (Size(1280, 720), 2, 144)


def test_without_a_grid_nothing_is_known_of_smaller_ones() -> None:
    assert smaller_images([Image("a", Size(1280, 720))], None) == ()
