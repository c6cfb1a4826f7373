"""Read what a source publishes: a JSON file, the wheel of a package, an installed package, or an address that the user names."""

from __future__ import annotations

import hashlib
import json
import zipfile
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from importlib import import_module, metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

from costcalc.errors import InputError

if TYPE_CHECKING:
    from urllib.request import OpenerDirector

    from costcalc.sheets.imports.sources import Source

MOST_BYTES = 200_000_000
"""Far more than any catalogue of prices has."""
_TIMEOUT_SECONDS = 60
_REPRODUCIBLE = date(2020, 2, 2)
"""The day that reproducible builds write instead of the real one; older ones are as false."""


@dataclass(frozen=True, slots=True)
class Raw:
    """Data as published, every number a Decimal, and what they came in."""

    data: Any
    label: str
    """How a row names its source: `litellm 1.106.2`."""
    place: str
    """Where it was read, for errors."""
    built: date | None = None
    """The day of the package or of the answer; None where nothing says it."""
    written: date | None = None
    """The day on which the file was written here: it said so by then."""


def read_file(source: Source, path: Path) -> Raw:
    """Return the data in a JSON file, or in a wheel of the source's package.

    Raises:
        InputError: the file cannot be read, or holds no such data.
    """
    if path.suffix == ".whl":
        return _read_wheel(source, path)
    try:
        data = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    said = _version_beside(source, path) or f"{path.name} sha256:{hashlib.sha256(data).hexdigest()[:12]}"
    return Raw(loads(data, str(path)), f"{source.name} {said}", str(path), written=_written(path))


def _version_beside(source: Source, path: Path) -> str | None:
    """Return the version of the package whose file this is where it is installed, in whatever environment; None elsewhere."""
    whole = path.resolve()
    if source.data is None or not whole.as_posix().endswith(f"/{source.data}"):
        return None
    folder = whole.parents[source.data.count("/")]
    found = [entry.name for entry in folder.glob(f"{source.package}-*.dist-info")]
    return found[0].removesuffix(".dist-info").partition("-")[2] if len(found) == 1 else None


def read_installed(source: Source) -> Raw:
    """Return the data of the source's package where it is installed.

    Raises:
        InputError: the source has no package, or it is not installed.
    """
    if source.package is None:
        raise InputError(f"{source.name}: name the FILE to import, or --from URL")
    try:
        found = metadata.distribution(source.package)
    except metadata.PackageNotFoundError:
        raise InputError(f"{source.package} is not installed: name a FILE, or run `pip install {source.package}`") from None
    label = f"{source.name} {found.version}"
    if source.data is not None:
        path = Path(str(found.locate_file(source.data)))
        return Raw(read_file(source, path).data, label, str(path), written=_written(path))
    return Raw(_package_data(), label, f"the package {source.package} {found.version}")


def _written(path: Path) -> date:
    return datetime.fromtimestamp(path.stat().st_mtime).date()  # noqa: DTZ006 - a day where the user is, as today is


def _package_data() -> list[dict[str, Any]]:
    """Return the data of genai-prices as its `data.json` has them."""
    from costcalc.sheets.imports.genai_prices_units import plain

    return plain(import_module("genai_prices.data").providers)


def _read_wheel(source: Source, path: Path) -> Raw:
    if source.data is None:
        raise InputError(f"{path}: {source.name} is not read from a wheel: install it, or name its JSON file")
    try:
        with zipfile.ZipFile(path) as wheel:
            entry = wheel.getinfo(source.data)
            built, data = date(*entry.date_time[:3]), wheel.read(entry)
    except KeyError:
        raise InputError(f"{path}: is no wheel of {source.package}: {source.data} is not in it") from None
    except (OSError, zipfile.BadZipFile) as error:
        raise InputError(f"{path}: cannot be read as a wheel: {error}") from error
    version = path.name.split("-")[1] if path.name.count("-") >= 2 else path.name
    return Raw(loads(data, str(path)), f"{source.name} {version}", str(path), built if built > _REPRODUCIBLE else None)


def fetch(source: Source, url: str, today: date) -> Raw:
    """Return the data at an https address: the one place that touches the network, called where the user names it.

    Raises:
        InputError: the address is not https, leads elsewhere, or does not answer with JSON.
    """
    from urllib.error import URLError
    from urllib.parse import urlsplit

    if urlsplit(url).scheme != "https" or not urlsplit(url).hostname:
        raise InputError(f"{url}: give an address that begins with https://")
    try:
        data = _download(url)
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", None) or error
        raise InputError(f"{url}: cannot be fetched: {reason}") from error
    if len(data) > MOST_BYTES:
        raise InputError(f"{url}: answers with more than {MOST_BYTES:,} bytes: this is no catalogue of prices")
    return Raw(loads(data, url), f"{source.name} {url}", url, today)


def opener() -> OpenerDirector:
    """Return what opens https addresses and nothing else, redirections included."""
    from urllib import request

    made = request.OpenerDirector()
    for handler in (
        request.ProxyHandler,
        request.HTTPSHandler,
        request.HTTPRedirectHandler,
        request.HTTPDefaultErrorHandler,
        request.HTTPErrorProcessor,
        request.UnknownHandler,
    ):
        made.add_handler(handler())
    return made


def _download(url: str) -> bytes:
    from urllib.request import Request

    asked = Request(url, headers={"User-Agent": "costcalc", "Accept": "application/json"})  # noqa: S310 - https, checked
    with opener().open(asked, timeout=_TIMEOUT_SECONDS) as answer:
        data: bytes = answer.read(MOST_BYTES + 1)
    return data


def loads(data: bytes, place: str) -> Any:  # noqa: ANN401
    """Return what a JSON text says, its numbers exactly.

    Raises:
        InputError: it is not JSON, or not UTF-8.
    """

    def refuse(word: str) -> NoReturn:
        raise InputError(f"{place}: {word} is no number that a price can be")

    try:
        return json.loads(data.decode("utf-8-sig"), parse_float=Decimal, parse_constant=refuse)
    except UnicodeDecodeError as error:
        raise InputError(f"{place}: not UTF-8 at byte {error.start}") from error
    except json.JSONDecodeError as error:
        raise InputError(f"{place}:{error.lineno}:{error.colno}: not JSON: {error.msg}") from error
    except RecursionError:
        raise InputError(f"{place}: nested too deep to be a catalogue of prices") from None
