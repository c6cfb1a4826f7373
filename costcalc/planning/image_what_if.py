"""What an image would be at the next cheaper grid: one cell less each way, where its tokens fall."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.tokens import image_grid
from costcalc.tokens.images import Size

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.sheets.model_list import ImageGrid
    from costcalc.tokens.request import Image


@dataclass(frozen=True, slots=True, kw_only=True)
class SmallerImage:
    """An image as it is, and resized to the next cheaper grid."""

    size: Size
    smaller: Size
    before: int
    """Tokens of one such image."""
    after: int
    images: int = 1
    """How many of this size there are."""

    @property
    def saved(self) -> int:
        """Tokens that resizing saves in all images of this size."""
        return self.images * (self.before - self.after)


def smaller_image(size: Size, grid: ImageGrid) -> SmallerImage | None:
    """Return the next cheaper size of an image, None where it is a single cell and cannot be less.

    Each side becomes the pixels of one cell less than it has after the scaling to `max_side`; a side of one cell stays. So
    1280x720 becomes 1260x700, 1,222 tokens 1,150. What resizing does to the answer is for the user to try.
    """
    figures = {"patch": grid.patch, "merge": grid.merge, "max_side": grid.max_side}
    columns, rows = image_grid.grid(size, **figures)
    if columns == rows == 1:
        return None
    cell = grid.patch * grid.merge
    smaller = Size(_one_cell_less(columns, size[0], cell), _one_cell_less(rows, size[1], cell))
    return SmallerImage(
        size=size,
        smaller=smaller,
        before=image_grid.tokens(size, **figures),
        after=image_grid.tokens(smaller, **figures),
    )


def _one_cell_less(cells: int, side: int, cell: int) -> int:
    return (cells - 1) * cell if cells > 1 else min(side, cell)


def smaller_images(images: Iterable[Image], grid: ImageGrid | None) -> tuple[SmallerImage, ...]:
    """Return the next cheaper size of each different image, as often as it occurs.

    One whose size is unknown has none, and where a model lays no grid over images, none has.
    """
    if grid is None:
        return ()
    sizes = Counter(image.size for image in images if image.size is not None)
    found = ((smaller_image(size, grid), times) for size, times in sizes.items())
    return tuple(replace(smaller, images=times) for smaller, times in found if smaller is not None)
