"""Write a report to where it was asked for: the screen, files, or both."""

from __future__ import annotations

import os
import shutil
import sys
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from costcalc.commands.files import cannot_write, encoded, write_files
from costcalc.errors import InputError
from costcalc.render.formats import RENDERERS, check_dialect, check_format, format_of, parted, render
from costcalc.render.report import Look

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.render.report import Report

SCREEN = "-"


@dataclass(frozen=True, slots=True)
class Output:
    """Where and how a report is shown."""

    format: str | None
    """None: by each file's suffix, a table on the screen."""
    files: tuple[str, ...]
    """Each may name its own format in front, `junit:report.xml`."""
    quiet: bool
    no_color: bool
    csv_dialect: str | None = None
    """None: as RFC 4180 says."""

    @classmethod
    def of(
        cls,
        format_name: str | None,
        files: Sequence[str] | None,
        *,
        quiet: bool,
        no_color: bool,
        csv_dialect: str | None = None,
    ) -> Output:
        """Return the output that options ask for: the screen where no file is named."""
        return cls(format_name, tuple(files or (SCREEN,)), quiet, no_color, csv_dialect)

    def places(self) -> list[tuple[str, str]]:
        """Return the format and the file of each place, before anything is written.

        Raises:
            InputError: there is no such format or dialect, or a place cannot take it.
        """
        found = [placed(file, self.format) for file in self.files]
        if self.csv_dialect is not None:
            check_dialect(self.csv_dialect, [name for name, _ in found])
        return found

    def write(self, report: Report) -> None:
        """Render the report for each place, then write the files, then the screen.

        Raises:
            InputError: a format is unknown or a place cannot be written.
        """
        if self.quiet:
            report = replace(report, heading="", notes=())
        contents = [(file, render(name, report, self._look(file))) for name, file in self.places()]
        write_files((file, content) for file, content in contents if file != SCREEN)
        for file, content in contents:
            if file == SCREEN:
                show(content)

    def _look(self, file: str) -> Look:
        look = Look() if self.csv_dialect is None else Look(csv_dialect=self.csv_dialect)
        if file != SCREEN:
            return look
        columns = os.environ.get("COLUMNS", "")
        screen = sys.stdout.isatty()
        width = int(columns) if columns.isdecimal() and int(columns) else shutil.get_terminal_size().columns if screen else None
        plain = (sys.stdout.encoding or "").lower().replace("-", "") != "utf8"
        return replace(look, width=width, colour=self._colour(screen=screen), ascii=plain)

    def _colour(self, *, screen: bool) -> bool:
        if self.no_color or os.environ.get("NO_COLOR"):
            return False
        return bool(os.environ.get("FORCE_COLOR")) or (screen and os.environ.get("TERM") != "dumb")


def placed(output: str, format_name: str | None) -> tuple[str, str]:
    """Return the format and the file of an `--output`: as it says, else of `--format`, else by suffix, a table on the screen.

    Raises:
        InputError: there is no such format, or it is no text and would go to a terminal.
    """
    named, file = parted(output)
    name = named or format_name or ("table" if file == SCREEN else format_of(file))
    check_format(name)
    if file == SCREEN and RENDERERS[name].binary and sys.stdout.isatty():
        raise InputError(f"{name} is no text that a terminal could show: write a file, -o {name}:FILE, or pipe it")
    return name, file


def show(content: str | bytes) -> None:
    """Write text to standard output, what its encoding lacks as escapes; bytes as they are.

    Raises:
        BrokenPipeError: whoever read it has enough.
        InputError: it cannot be written, the disk being full for example.
    """
    encoding = sys.stdout.encoding or "utf-8"
    try:
        if isinstance(content, bytes):
            sys.stdout.flush()
            sys.stdout.buffer.write(content)
        else:
            sys.stdout.write(encoded(content, encoding).decode(encoding))
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as error:
        abandon_screen()
        raise cannot_write("standard output", error) from error


def abandon_screen() -> None:
    """Throw away what is left in the buffer of standard output, which would raise again at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
