"""ICO: the largest picture of an icon, in the size that the picture itself states."""

from __future__ import annotations

from costcalc.tokens.images import bmp, png
from costcalc.tokens.images.header import Header, Size


def size(header: Header) -> Size:
    """Return the size of the picture that Pillow opens: the largest area, then the fewest bits a pixel, then the first.

    The directory has one byte a side and only picks the picture: a PNG of 512x512 stands there as 256x256.
    """
    (count,) = header.unpack("<H", 4)
    if not count:
        raise header.error(4, "the icon holds no picture")
    entries = (header.unpack("<4B2H2I", 6 + 16 * index) for index in range(count))
    *_, start = max(entries, key=_rank)
    if header.up_to(start, 8) == png.SIGNATURE:
        return png.size(header, start)
    width, height = bmp.bitmap_size(header, start)
    return Size(width, height // 2)  # the colours, and as many rows again for the mask


def _rank(entry: tuple[int, ...]) -> tuple[int, int]:
    width, height, colours, _reserved, _planes, bits, *_ = entry
    if not bits:
        bits = (colours - 1).bit_length() if colours > 1 else 256
    return (width or 256) * (height or 256), -bits
