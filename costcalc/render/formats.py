"""The formats: a name, the suffixes of files that are it, whether it is text, and the module that renders it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

    from costcalc.render.report import Look, Report


@dataclass(frozen=True, slots=True)
class Format:
    """What is known of a format before its module is loaded."""

    suffixes: tuple[str, ...] = ()
    """Of files that are it; one without is asked for by its name."""
    binary: bool = False
    """Whether it is no text, so that a terminal cannot show it."""


RENDERERS: dict[str, Format] = {
    "table": Format((".txt",)),
    "json": Format((".json",)),
    "csv": Format((".csv",)),
    "markdown": Format((".md", ".markdown")),
    "xlsx": Format((".xlsx",), binary=True),
    "html": Format((".html", ".htm")),
    "junit": Format((".xml",)),
    "github": Format(),
    "comment": Format(),
}
"""Each name is a module of this room with `render(report, look) -> str | bytes`: bytes where the format fixes them."""
_NAMED = re.compile(r"([A-Za-z]{2,}):(.+)", re.DOTALL)


def render(name: str, report: Report, look: Look) -> str | bytes:
    """Return a report in a format of `RENDERERS`: text, or bytes that are written as they are."""
    rendered: str | bytes = import_module(f"costcalc.render.{name}").render(report, look)
    return rendered


def check_format(name: str) -> None:
    """Refuse a name that no format has.

    Raises:
        InputError: it names the formats that are near.
    """
    if name not in RENDERERS:
        raise InputError(f"--format: unknown format '{name}'{nearest(name, RENDERERS)}")


def check_dialect(name: str, formats: Collection[str]) -> None:
    """Refuse a CSV dialect that there is not, or that none of the formats asked for would be written in.

    Raises:
        InputError: it names the dialects, or what to ask for.
    """
    from costcalc.render.csv import DIALECTS

    if name not in DIALECTS:
        raise InputError(f"--csv-dialect: unknown dialect '{name}'{nearest(name, DIALECTS)}")
    if "csv" not in formats:
        raise InputError(f"--csv-dialect {name}: nothing is written as CSV: add --format csv, or -o FILE.csv")


def parted(output: str) -> tuple[str | None, str]:
    """Return the format and the file of `FORMAT:FILE`, or no format and the file of `FILE`.

    A single letter in front of a colon is a drive of Windows; a colon behind anything but letters belongs to the file's name.

    Raises:
        InputError: what stands in front looks like a format, and there is none of that name.
    """
    named = _NAMED.fullmatch(output)
    if named is None:
        return None, output
    if named[1] not in RENDERERS:
        raise InputError(
            f"--output {output}: unknown format '{named[1]}'{nearest(named[1], RENDERERS)}; a file of that name is ./{output}"
        )
    return named[1], named[2]


def format_of(file_name: str) -> str:
    """Return the format that a file's suffix names.

    Raises:
        InputError: none does.
    """
    suffix = PurePath(file_name).suffix.lower()
    for name, kind in RENDERERS.items():
        if suffix in kind.suffixes:
            return name
    known = ", ".join(suffix for kind in RENDERERS.values() for suffix in kind.suffixes)
    raise InputError(f"--output {file_name}: the suffix names no format: known are {known}; or write FORMAT:{file_name}")
