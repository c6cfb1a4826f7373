"""JPEG: the first frame header, whatever segments of any length stand before it (ITU-T T.81, annex B)."""

from __future__ import annotations

from costcalc.tokens.images.header import Header, Size

# Start of frame: baseline, progressive, lossless ... The gaps are tables (C4, CC) and a reserved extension (C8).
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
# Markers without a length: temporary, restarts, start and end of image, reserved extensions.
_ALONE = frozenset({0x01, 0xC8, *range(0xD0, 0xDA), *range(0xF0, 0xFE)})
_START_OF_SCAN = 0xDA
_MARKER = rb"\xff[^\x00\xff]"


def size(header: Header) -> Size:
    """Return the size in the first frame header; a thumbnail is inside a segment, and segments are stepped over."""
    offset = 2  # after the start of image
    while True:
        lead, marker, length = header.unpack(">BBH", offset)
        if lead != 0xFF or marker in (0x00, 0xFF):
            offset = header.find(_MARKER, offset)  # fill bytes and strays between segments are skipped, as decoders do
        elif marker in _FRAMES:
            _precision, height, width = header.unpack(">BHH", offset + 4)
            return Size(width, height)
        elif marker in _ALONE:
            offset += 2
        elif marker == _START_OF_SCAN or marker < 0xC0 or length < 2:
            raise header.error(offset, f"marker {marker:#04x} of length {length} cannot stand before a JPEG's frame header")
        else:
            offset += 2 + length
