"""Images inside a request: base64 that is decoded where it is read, so that a header costs as little as in a file."""

from __future__ import annotations

import io
import re
from binascii import a2b_base64
from typing import TYPE_CHECKING, BinaryIO

from costcalc.errors import InputError

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

_WHITESPACE = " \n\r\t\f"
_BLOCK = 384  # most headers end before; more would be decoded for nothing at each seek


def open_data_url(url: str) -> BinaryIO:
    """Return the bytes of a `data:<type>;base64,<payload>` URL, or of bare base64, as a seekable binary file.

    What is read is decoded, and nothing else is looked at. As mistral-common 1.13.1 does (`utils/data_url.py`), the part before
    the comma ends with `;base64` whatever parameters stand before, the payload is padded, and whitespace in it has no meaning.
    Raises InputError for another form of URL and, when read, for a character that is not base64, which mistral-common
    drops and so decodes to other bytes: the URL-safe alphabet is among them.
    """
    start = 0
    if url.startswith("data:"):
        start = url.find(",") + 1
        if not url[:start].endswith(";base64,") or start == len(url):
            raise InputError(f"{shorten(url)}: not of the form data:<type>;base64,<payload>")
    return io.BufferedReader(_Base64(url, start), _BLOCK)


def shorten(url: str) -> str:
    """Return a name that may be a whole image as an error shows it: at most 40 characters of it, on one line."""
    return " ".join(url[:40].split()) + ("..." if len(url) > 40 else "")


class _Base64(io.RawIOBase):
    """The bytes that a base64 text stands for, from one of its characters to its end."""

    def __init__(self, text: str, start: int) -> None:
        super().__init__()
        self._name = shorten(text)
        self._text = text
        self._start = start
        self._clean = start  # no whitespace before this character
        self._position = 0
        if (len(text) - start) % 4:
            self._drop_whitespace()

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if whence == io.SEEK_CUR:
            offset += self._position
        elif whence == io.SEEK_END:
            offset += self._length()
        self._position = max(offset, 0)
        return self._position

    def readinto(self, buffer: WriteableBuffer, /) -> int:
        view = memoryview(buffer)
        first, skip = divmod(self._position, 3)
        last = -(-(self._position + len(view)) // 3)
        data = self._decode(first, last)[skip : skip + len(view)]
        view[: len(data)] = data
        self._position += len(data)
        return len(data)

    def _decode(self, first: int, last: int) -> bytes:
        quads = self._quads(first, last)
        try:
            data = a2b_base64(quads, strict_mode=True) if quads else b""
        except ValueError:
            raise self._misfit(quads, 4 * first) from None
        if len(data) < len(quads) // 4 * 3 and self._start + 4 * last < len(self._text):
            raise self._misfit(quads, 4 * first)  # padding before the end
        return data

    def _length(self) -> int:
        self._settle(len(self._text))
        tail = self._text[-2:]
        return (len(self._text) - self._start) // 4 * 3 - (len(tail) - len(tail.rstrip("=")))

    def _quads(self, first: int, last: int) -> str:
        """Return groups of four characters, by number."""
        self._settle(4 * last)
        return self._text[self._start + 4 * first : self._start + 4 * last]

    def _settle(self, characters: int) -> None:
        """See to it that the first characters of the payload stand where arithmetic looks for them: no whitespace between."""
        stop = self._start + characters
        if any(self._text.find(space, self._clean, stop) >= 0 for space in _WHITESPACE):
            self._drop_whitespace()
        self._clean = max(self._clean, stop)

    def _drop_whitespace(self) -> None:
        self._text = self._text[self._start :].translate(dict.fromkeys(map(ord, _WHITESPACE)))
        self._start = self._clean = 0
        if len(self._text) % 4:
            raise InputError(f"{self._name}: base64 of {len(self._text)} characters is cut short or not padded with '='")

    def _misfit(self, quads: str, position: int) -> InputError:
        """Return the error that names the first character out of place, counted from 1 without whitespace."""
        found = re.search(r"[^A-Za-z0-9+/]", quads)
        index, character = (found.start(), found[0]) if found else (0, quads[0])
        problem = f"{character!r} is not base64 there"
        if character in "-_":
            problem += ", which has '+' and '/': the URL-safe alphabet is not accepted"
        return InputError(f"{self._name}: character {position + index + 1} of the payload: {problem}")
