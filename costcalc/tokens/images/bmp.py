"""BMP: the bitmap header, in every length that Windows and OS/2 2 wrote (and as it stands inside icons)."""

from __future__ import annotations

from costcalc.tokens.images.header import Header, Size

_CORE = 12
_INFO = (40, 52, 56, 64, 108, 124)  # Windows 3, its v2 and v3 extensions, OS/2 2, Windows v4 and v5


def size(header: Header) -> Size:
    """Return the size in the bitmap header behind the file header."""
    return bitmap_size(header, 14)


def bitmap_size(header: Header, offset: int) -> Size:
    """Return the size in the bitmap header at `offset`; a negative height only says that rows run from the top."""
    (length,) = header.unpack("<I", offset)
    if length != _CORE and length not in _INFO:
        raise header.error(offset, f"a bitmap header has 12 or 40 to 124 bytes, not {length}")
    header.at(offset, length)
    width, height = header.unpack("<HH" if length == _CORE else "<ii", offset + 4)
    if width < 0:
        raise header.error(offset + 4, f"the bitmap's width is {width}")
    return Size(width, abs(height))
