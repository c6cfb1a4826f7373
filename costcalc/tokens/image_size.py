"""The size of an image that is named any way a user or a request names one: a file, a URL, or just its size."""

from __future__ import annotations

import os.path
import re
from pathlib import Path

from costcalc.errors import InputError
from costcalc.tokens.data_url import open_data_url, shorten
from costcalc.tokens.images import Size, read_size

_LIKE_A_SIZE = r"\s*([+-]?\d*)\s*[xX\u00d7]\s*([+-]?\d*)\s*"


def parse_size(text: str) -> Size:
    """Return the size written as WIDTHxHEIGHT in pixels, such as 1280x720; InputError for anything else, and for zero."""
    written = re.fullmatch(_LIKE_A_SIZE, text, re.ASCII)
    try:
        size = Size(int(written[1]), int(written[2])) if written else None
    except ValueError:
        size = None
    if size is None:
        raise InputError(f"{shorten(text)!r} is not an image size: write WIDTHxHEIGHT in pixels, such as 1280x720")
    if size.width < 1 or size.height < 1:
        raise InputError(f"{shorten(text)!r} is not an image size: each side is at least 1 pixel")
    return size


def image_size(reference: str | Path) -> Size | None:
    """Return the size of an image file, `file://` URL, `data:` URL or WIDTHxHEIGHT; None for an http URL: it is not fetched.

    Raises InputError for a file that is missing or no image, and for a size or data URL that cannot be read.
    """
    if isinstance(reference, Path):
        return _file_size(reference)
    if reference.startswith("data:"):
        return read_size(open_data_url(reference), name=shorten(reference))
    if reference.lower().startswith(("http://", "https://")):
        return None
    if reference.startswith("file://"):
        return _file_size(_local(reference))
    if re.fullmatch(_LIKE_A_SIZE, reference, re.ASCII) and not _exists(reference):
        return parse_size(reference)
    return _file_size(Path(reference))


def _local(url: str) -> Path:
    """Return the path in a file URL, percent-encoded or, as mistral-common takes it, not."""
    from urllib.parse import unquote

    path = url.removeprefix("file://")
    return Path(path if _exists(path) else unquote(path))


def _exists(path: str) -> bool:
    return os.path.exists(path)  # noqa: PTH110 - Path.exists raises where a name is too long


def _file_size(path: Path) -> Size:
    try:
        file = path.open("rb")
    except (OSError, ValueError) as error:  # ValueError: a name that no file can have
        problem = getattr(error, "strerror", None) or error
        raise InputError(
            f"{shorten(str(path))}: {problem}; an image is a file, a data: URL or a size such as 1280x720"
        ) from error
    with file:
        return read_size(file, name=str(path))
