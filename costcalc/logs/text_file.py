"""Read a file that holds text or JSON, and say what is wrong with one that does not."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any, NoReturn

from costcalc.errors import InputError

STANDARD_INPUT = "-"
_SNIFFED = 8192
"""Bytes in which a NUL shows that a file is no text."""


def name_of(path: str) -> str:
    """Return how messages and results call a file."""
    return "standard input" if path == STANDARD_INPUT else path


def read_text(path: str) -> str:
    """Return the text of a file, `-` for standard input.

    Raises:
        InputError: it cannot be read, is empty, binary or not UTF-8; names the byte.
    """
    return decoded(_bytes(path), name_of(path))


def _bytes(path: str) -> bytes:
    try:
        return sys.stdin.buffer.read() if path == STANDARD_INPUT else Path(path).read_bytes()
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a folder: name the files in it") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    except ValueError as error:  # a name that no file can have
        raise InputError(f"{path!r}: cannot be read: {error}") from error


def decoded(data: bytes, name: str) -> str:
    """Return the text that bytes are, without a byte order mark.

    Raises:
        InputError: they are none, empty, binary or not UTF-8; names the byte.
    """
    nul = data.find(0, 0, _SNIFFED)
    if nul >= 0:
        raise InputError(f"{name}: is binary, with a zero at byte {nul}: give images as --image, text as UTF-8")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        # utf-8-sig counts from behind the mark that it has taken off.
        place = error.start + len(data) - len(error.object)
        raise InputError(f"{name}: is not UTF-8: 0x{data[place]:02x} at byte {place}: save it as UTF-8") from None
    if not text:
        raise InputError(f"{name}: is empty: there is nothing to count")
    return text


def parsed(text: str, name: str) -> Any:  # noqa: ANN401
    """Return the value of a JSON text; a key that stands twice has its last value, as providers read it.

    Raises:
        InputError: it is none; names line and column.
    """
    try:
        return json.loads(text, parse_constant=_no_number)
    except json.JSONDecodeError as error:
        raise InputError(f"{name}: is not JSON: line {error.lineno}, column {error.colno}: {error.msg}") from None
    except RecursionError:
        raise InputError(f"{name}: is not JSON that can be read: nested too deeply") from None
    except ValueError:
        raise InputError(f"{name}: is not JSON that can be read: a number is NaN, infinite or thousands of digits long") from None


def _no_number(constant: str) -> NoReturn:
    """Refuse NaN and Infinity, which Python's reader takes and JSON does not have."""
    raise ValueError(constant)
