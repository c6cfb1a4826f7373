"""PNG and APNG: the IHDR chunk, which must come first (https://www.w3.org/TR/png-3/#11IHDR)."""

from __future__ import annotations

from binascii import crc32

from costcalc.tokens.images.header import Header, Size

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def size(header: Header, start: int = 0) -> Size:
    """Return the size in the PNG that begins at byte `start`; InputError where the chunk is not IHDR or its checksum is wrong."""
    offset = start + len(SIGNATURE)
    length, chunk, checksum = header.unpack(">I17sI", offset)
    if length != 13 or not chunk.startswith(b"IHDR"):
        raise header.error(offset, "a PNG begins with an IHDR chunk of 13 bytes, this one does not")
    if crc32(chunk) != checksum:
        raise header.error(offset + 21, "the checksum of the PNG header does not match: the file is damaged")
    return Size(int.from_bytes(chunk[4:8], "big"), int.from_bytes(chunk[8:12], "big"))
