"""The formats: a name, the suffixes of files that are it, and the module that renders it."""

from __future__ import annotations

import re
from importlib import import_module
from pathlib import PurePath
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from costcalc.render.report import Look, Report

RENDERERS: dict[str, tuple[str, ...]] = {
    "table": (".txt",),
    "json": (".json",),
    "csv": (".csv",),
    "markdown": (".md", ".markdown"),
    "junit": (".xml",),
    "github": (),
    "comment": (),
}
"""Each name is a module of this room with `render(report, look) -> str`; one without suffixes is asked for by its name."""
_NAMED = re.compile(r"([A-Za-z]{2,}):(.+)", re.DOTALL)


def render(name: str, report: Report, look: Look) -> str:
    """Return a report in a format of `RENDERERS`."""
    text: str = import_module(f"costcalc.render.{name}").render(report, look)
    return text


def check_format(name: str) -> None:
    """Refuse a name that no format has.

    Raises:
        InputError: it names the formats that are near.
    """
    if name not in RENDERERS:
        raise InputError(f"--format: unknown format '{name}'{nearest(name, RENDERERS)}")


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
    for name, suffixes in RENDERERS.items():
        if suffix in suffixes:
            return name
    known = ", ".join(suffix for suffixes in RENDERERS.values() for suffix in suffixes)
    raise InputError(f"--output {file_name}: the suffix names no format: known are {known}; or write FORMAT:{file_name}")
