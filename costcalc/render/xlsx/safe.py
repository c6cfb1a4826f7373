"""Text that a spreadsheet shows and never runs, and names that it takes."""

from __future__ import annotations

import re
from itertools import count
from typing import TYPE_CHECKING

from costcalc.render.cells import printable

if TYPE_CHECKING:
    from collections.abc import Collection

_NO_XML = re.compile("[\ufffe\uffff]")  # printable text is free of whatever else XML 1.0 forbids
_LONGEST_TEXT = 32_767
_LONGEST_SHEET_NAME = 31
_NOT_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]+")
_RESERVED = {"history", ""}
"""Excel keeps the first for itself."""
_CUT = "…"


def safe(text: str) -> str:
    """Return text on one line that XML can hold, cut where a cell would not take all of it."""
    return cut(_NO_XML.sub("\ufffd", printable(text)), _LONGEST_TEXT)


def cut(text: str, most: int) -> str:
    """Return a text of at most so many UTF-16 units, which is how Excel counts."""
    units = text.encode("utf-16-le")
    if len(units) <= 2 * most:
        return text
    return units[: 2 * (most - 1)].decode("utf-16-le", "ignore").rstrip() + _CUT


def sheet_name(title: str, taken: Collection[str]) -> str:
    """Return a title as the name of a sheet: short, without the signs that are forbidden, unlike the names that are taken."""
    name = _NOT_IN_SHEET_NAMES.sub("-", safe(title).strip().rstrip(":")).strip(" '-")
    seen = {other.casefold() for other in taken} | _RESERVED
    for number in count(1):
        mark = f" ({number})" if number > 1 else ""
        tried = cut(name, _LONGEST_SHEET_NAME - len(mark)).strip(" '") + mark
        if tried.strip().casefold() not in seen:
            return tried
        name = name or "Sheet"
    raise AssertionError("numbers do not end")


def defined_name(text: str, taken: Collection[str]) -> str:
    """Return a text as the name of a range: letters, digits and underscores, unlike the names that are taken.

    What begins with a word of more than three letters and an underscore is never taken for the address of a cell.
    """
    name = re.sub(r"[^A-Za-z0-9]+", "_", text).strip("_")[:200]
    seen = {other.casefold() for other in taken}
    return next(tried for number in count(1) if (tried := name if number == 1 else f"{name}_{number}").casefold() not in seen)
