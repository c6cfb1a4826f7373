"""How many tokens an image is: the grid that a vision model lays over it, and the markers that end its rows."""

from __future__ import annotations

from costcalc.errors import InputError


def grid(size: tuple[int, int], *, patch: int, merge: int, max_side: int) -> tuple[int, int]:
    """Return the columns and rows of the grid over an image of that width and height in pixels.

    An image with a side above `max_side` is scaled down first, both sides by the larger ratio; then each cell covers `merge`
    patches of `patch` pixels both ways. As in mistral-common 1.13.1, `ImageEncoder._image_to_num_tokens`, in floating point
    and with `round`, so that the figure is the same where a side falls on a half. Raises InputError for a side below 1.
    """
    width, height = size
    if width < 1 or height < 1:
        raise InputError(f"an image of {width}x{height} pixels has no tokens: each side is at least 1")
    ratio = max(height / max_side, width / max_side)
    if ratio > 1:
        width = max(round(width / ratio), 1)
        height = max(round(height / ratio), 1)
    cell = patch * merge
    return (width - 1) // cell + 1, (height - 1) // cell + 1


def tokens(size: tuple[int, int], *, patch: int, merge: int, max_side: int) -> int:
    """Return the tokens of an image of that width and height in pixels: one a cell, and one that ends each row."""
    columns, rows = grid(size, patch=patch, merge=merge, max_side=max_side)
    return (columns + 1) * rows


def maximum(*, patch: int, merge: int, max_side: int) -> int:
    """Return the most tokens that one image of any size can have: those of a square at the longest side."""
    return tokens((max_side, max_side), patch=patch, merge=merge, max_side=max_side)
