"""WebP: lossy, lossless and extended files (RFC 9649, sections 2.5 to 2.7)."""

from __future__ import annotations

from costcalc.tokens.images.header import Header, Size

_FOURTEEN_BITS = 0x3FFF


def size(header: Header) -> Size:
    """Return the canvas of an extended file, else the size of its only frame; InputError for any other RIFF file."""
    kind, chunk = header.unpack("4s4s", 8)
    if kind != b"WEBP":
        raise header.error(8, f"a RIFF file of type {kind!r} is no image")
    match chunk:
        case b"VP8 ":
            return _lossy(header)
        case b"VP8L":
            return _lossless(header)
        case b"VP8X":
            canvas = header.at(24, 6)
            return Size(int.from_bytes(canvas[:3], "little") + 1, int.from_bytes(canvas[3:], "little") + 1)
        case _:
            raise header.error(12, f"a WebP begins with a VP8 chunk, not with {chunk!r}")


def _lossy(header: Header) -> Size:
    tag, start_code, width, height = header.unpack("<B2x3sHH", 20)
    if tag & 1 or start_code != b"\x9d\x01\x2a":
        raise header.error(20, "the VP8 chunk does not begin with a key frame")
    return Size(width & _FOURTEEN_BITS, height & _FOURTEEN_BITS)  # the two bits above are a scaling hint


def _lossless(header: Header) -> Size:
    signature, bits = header.unpack("<BI", 20)
    if signature != 0x2F or bits >> 29:  # the top three bits are a version, always 0
        raise header.error(20, "the VP8L chunk does not begin with its signature")
    return Size((bits & _FOURTEEN_BITS) + 1, (bits >> 14 & _FOURTEEN_BITS) + 1)
