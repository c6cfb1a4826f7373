"""Read a CSV file with a header, row by row: the names and separators that exports use."""

from __future__ import annotations

import csv
import re
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from typing import IO, Protocol

    class Lines(Protocol):
        """What the reader of the standard library is."""

        @property
        def line_num(self) -> int:
            """Lines read so far."""

        def __iter__(self) -> Iterator[list[str]]:
            """Return the rows."""


TIMES = ("time", "timestamp", "created", "created_at", "start_time", "request_created_at")
MILLISECONDS = ("ms",)
_SEPARATORS = (",", ";", "\t")


@dataclass(frozen=True, slots=True)
class LogTable:
    """A CSV file that is open: its header, and the rows behind it."""

    path: str
    header: tuple[str, ...]
    lines: Lines

    def error(self, message: str) -> InputError:
        """Return the error of the row that was read last."""
        return InputError(f"{self.path}:{self.lines.line_num + 1}: {message}")

    def columns(self, wanted: Mapping[str, tuple[str, ...]]) -> dict[str, int]:
        """Return the place of each column that is there, by what it means; a name stands for it in any spelling.

        Raises:
            InputError: two columns mean the same.
        """
        found: dict[str, int] = {}
        for meaning, names in wanted.items():
            plain = {_plain(name) for name in names}
            places = [place for place, name in enumerate(self.header) if _plain(name) in plain]
            if len(places) > 1:
                both = " and ".join(self.header[place] for place in places[:2])
                raise InputError(f"{self.path}:1: {both} both say {meaning}: keep one")
            if places:
                found[meaning] = places[0]
        return found


@contextmanager
def opened(path: str) -> Iterator[LogTable]:
    """Open a CSV file for reading; separators are commas, semicolons or tabs, as its header has them.

    Raises:
        InputError: it cannot be read, is empty, not UTF-8 or not CSV; names the line.
    """
    try:
        with _text(path) as file:
            first = file.readline()
            if not first.strip():
                raise InputError(f"{path}: is empty: there is nothing to read")
            separator = max(_SEPARATORS, key=first.count)
            header = tuple(name.strip() for name in next(csv.reader([first], delimiter=separator)))
            lines = csv.reader(file, delimiter=separator, strict=True)
            try:
                yield LogTable(path, header, lines)
            except csv.Error as error:
                raise InputError(f"{path}:{lines.line_num + 1}: is not CSV: {error}") from None
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: is not UTF-8: 0x{error.object[error.start]:02x}: save it as UTF-8") from None
    except IsADirectoryError as error:
        raise InputError(f"{path}: is a folder: name the files in it") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error


def _text(path: str) -> IO[str]:
    try:
        return Path(path).open(encoding="utf-8-sig", newline="")
    except ValueError as error:  # a name that no file can have
        raise InputError(f"{path!r}: cannot be read: {error}") from error


def _plain(name: str) -> str:
    return re.sub(r"[\s_-]", "", name).lower()
