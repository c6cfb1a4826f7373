"""The formats: a name, the suffixes of files that are it, and the module that renders it."""

from __future__ import annotations

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
}
"""Each name is a module of this room with `render(report, look) -> str`."""


def render(name: str, report: Report, look: Look) -> str:
    """Return a report in a format.

    Raises:
        InputError: there is no such format.
    """
    if name not in RENDERERS:
        raise InputError(f"--format: unknown format '{name}'{nearest(name, RENDERERS)}")
    text: str = import_module(f"costcalc.render.{name}").render(report, look)
    return text


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
    raise InputError(f"--output {file_name}: the suffix names no format: known are {known}; or give --format")
