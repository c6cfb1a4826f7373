"""TIFF and BigTIFF: three tags of the first directory (TIFF 6.0, section 2; https://www.awaresystems.be/imaging/tiff/bigtiff.html)."""

from __future__ import annotations

import struct
from typing import NamedTuple

from costcalc.tokens.images.header import Header, Size

_WIDTH, _HEIGHT, _ORIENTATION = 256, 257, 274
_ON_ITS_SIDE = (5, 6, 7, 8)
_MOST_TAGS = 0xFFFF


class _Variant(NamedTuple):
    """How one variant of the format is laid out, in the struct module's terms."""

    first: str
    first_at: int
    tags: str
    tag: str
    integers: dict[int, str]


_CLASSIC = _Variant(first="I", first_at=4, tags="H", tag="HHI4s", integers={3: "H", 4: "I"})
_BIG = _Variant(first="Q", first_at=8, tags="Q", tag="HHQ8s", integers={3: "H", 4: "I", 16: "Q"})


def size(header: Header) -> Size:
    """Return the size of the first image, its sides swapped where the orientation tag lays it on its side, as Pillow does."""
    mark = header.at(0, 4)
    order = "<" if mark.startswith(b"II") else ">"
    tags = _first_directory(header, order, _BIG if b"+" in mark else _CLASSIC)
    if _WIDTH not in tags or _HEIGHT not in tags:
        raise header.error(4, "the first TIFF directory states no width and height")
    width, height = tags[_WIDTH], tags[_HEIGHT]
    return Size(height, width) if tags.get(_ORIENTATION) in _ON_ITS_SIDE else Size(width, height)


def _first_directory(header: Header, order: str, variant: _Variant) -> dict[int, int]:
    """Return the tags of the first directory that hold one integer, by number; the first of a number counts."""
    (start,) = header.unpack(order + variant.first, variant.first_at)
    (count,) = header.unpack(order + variant.tags, start)
    if count > _MOST_TAGS:
        raise header.error(start, f"a TIFF directory of {count} tags")
    tag = struct.Struct(order + variant.tag)
    directory = header.at(start + struct.calcsize(order + variant.tags), count * tag.size)
    values: dict[int, int] = {}
    for number, kind, length, value in tag.iter_unpack(directory):
        if length == 1 and kind in variant.integers:
            values.setdefault(number, struct.unpack_from(order + variant.integers[kind], value)[0])
    return values
