"""Which format a file is in, by its first bytes, and the size of the image in it."""

from __future__ import annotations

from importlib import import_module
from typing import BinaryIO

from costcalc.errors import InputError
from costcalc.tokens.images.header import Header, Size

ACCEPTED = "PNG, JPEG, WebP, GIF, BMP, TIFF, ICO or AVIF"

# The byte at which each signature stands, the signature, and the module whose `size` reads the rest: imported when one is met.
_READERS = (
    (0, b"\x89PNG\r\n\x1a\n", "png"),
    (0, b"\xff\xd8\xff", "jpeg"),
    (0, b"RIFF", "webp"),
    (0, b"GIF87a", "gif"),
    (0, b"GIF89a", "gif"),
    (0, b"BM", "bmp"),
    (0, b"II*\0", "tiff"),
    (0, b"MM\0*", "tiff"),
    (0, b"II+\0", "tiff"),
    (0, b"MM\0+", "tiff"),
    (0, b"\0\0\1\0", "ico"),
    (4, b"ftyp", "avif"),
)

# What people send instead, so that the error can say so.
_OTHERS = (
    (0, b"%PDF", "a PDF document"),
    (0, b"<svg", "an SVG drawing"),
    (0, b"<?xml", "an XML text, perhaps an SVG drawing"),
    (0, b"\0\0\2\0", "a Windows cursor"),
    (4, b"jP  ", "a JPEG 2000 image"),
    (0, b"\xff\x4f\xff\x51", "a JPEG 2000 image"),
    (0, b"8BPS", "a Photoshop document"),
    (0, b"PK\3\4", "a ZIP archive or an Office document"),
)


def read_size(stream: BinaryIO, *, name: str) -> Size:
    """Return the size of the image in a seekable file, read from its header alone.

    It is the size that Pillow opens the image with: the first frame of an animation, the largest picture of an icon, no EXIF
    orientation (but a TIFF's own). Only the bytes of the header are read, and nothing is known about the pixels behind it.
    `name` is what errors call the file. Raises InputError for another format, and for a header that is broken or cut short.
    """
    header = Header(stream, name)
    start = header.up_to(0, 16)
    module = _look_up(_READERS, start)
    if module is None:
        found = _look_up(_OTHERS, start) or _describe(start)
        raise InputError(f"{name}: {found}, not an image in a format that is accepted: {ACCEPTED}")
    size: Size = import_module(f"costcalc.tokens.images.{module}").size(header)
    if 0 in size:
        raise InputError(f"{name}: its header says {size.width}x{size.height} pixels")
    return size


def _look_up(table: tuple[tuple[int, bytes, str], ...], start: bytes) -> str | None:
    return next((what for at, signature, what in table if start.startswith(signature, at)), None)


def _describe(start: bytes) -> str:
    if not start:
        return "an empty file"
    if start.isascii() and start.decode("ascii").strip().isprintable():
        return f"text beginning with {start.decode('ascii')!r}"
    if len(start) < 16:
        return f"a file of {len(start)} bytes"
    return f"a file beginning with {start!r}"
