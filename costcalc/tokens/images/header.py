"""Reading single fields of a file's header, where every byte that is missing or wrong names the file and its place."""

from __future__ import annotations

import re
import struct
from typing import Any, BinaryIO, NamedTuple

from costcalc.errors import InputError

_FARTHEST = 1 << 40
"""A terabyte: an offset beyond it comes from a broken header, and some streams cannot even seek there."""

_BLOCK = 4096


class Size(NamedTuple):
    """The width and height of an image in pixels, as stored: no EXIF orientation is applied."""

    width: int
    height: int


class Header:
    """A seekable binary file, read field by field at absolute offsets."""

    __slots__ = ("_name", "_stream")

    def __init__(self, stream: BinaryIO, name: str) -> None:
        self._stream = stream
        self._name = name

    def at(self, offset: int, count: int) -> bytes:
        """Return the `count` bytes at `offset`, or raise an InputError naming the first one that is missing."""
        data = self.up_to(offset, count)
        if len(data) < count:
            raise self.error(offset + len(data), "missing: the file ends inside its header")
        return data

    def up_to(self, offset: int, count: int) -> bytes:
        """Return at most `count` bytes at `offset`: fewer where the file ends."""
        if offset > _FARTHEST:
            raise self.error(offset, "missing: no image file is that long")
        try:
            self._stream.seek(offset)
            return self._stream.read(count)
        except OSError as error:
            raise self.error(offset, f"cannot be read: {error.strerror or error}") from error

    def unpack(self, layout: str, offset: int) -> tuple[Any, ...]:
        """Return the fields at `offset`, laid out as the struct module writes it."""
        return struct.unpack(layout, self.at(offset, struct.calcsize(layout)))

    def find(self, pattern: bytes, offset: int) -> int:
        """Return where the first match of a pattern of one or two bytes starts, at `offset` or after."""
        while True:
            block = self.up_to(offset, _BLOCK)
            if found := re.search(pattern, block, re.DOTALL):
                return offset + found.start()
            if len(block) < _BLOCK:
                raise self.error(offset + len(block), "missing: the file ends inside its header")
            offset += _BLOCK - 1  # a match may straddle two blocks

    def error(self, offset: int, problem: str) -> InputError:
        """Return the error that names the file, the byte and what is wrong there."""
        return InputError(f"{self._name}: byte {offset}: {problem}")
