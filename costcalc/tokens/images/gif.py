"""GIF: the logical screen, widened where the first frame reaches beyond it (GIF89a specification, sections 18 and 20)."""

from __future__ import annotations

from costcalc.tokens.images.header import Header, Size

_BLOCK_START = rb"[,!;]"


def size(header: Header) -> Size:
    """Return the size of the first frame's canvas, which Pillow widens to hold a frame that is larger than the screen."""
    width, height, flags = header.unpack("<HHB", 6)
    palette = 3 << (flags & 7) + 1 if flags & 0x80 else 0
    offset = 13 + palette
    while (kind := header.at(offset, 1)) != b",":
        if kind == b"!":
            offset = _after_extension(header, offset)
        elif kind == b";":
            raise header.error(offset, "the GIF ends without an image")
        else:
            offset = header.find(_BLOCK_START, offset)  # strays between blocks are skipped, as the GIF87a specification asks
    left, top, frame_width, frame_height = header.unpack("<4H", offset + 1)
    return Size(max(width, left + frame_width), max(height, top + frame_height))


def _after_extension(header: Header, offset: int) -> int:
    """Return the offset after an extension: its introducer and label, then sub-blocks up to an empty one."""
    offset += 2
    while length := header.at(offset, 1)[0]:
        offset += 1 + length
    return offset + 1
