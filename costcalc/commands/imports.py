"""What the commands share that write into a folder of sheets."""

from __future__ import annotations

from contextlib import suppress
from datetime import date
from typing import TYPE_CHECKING

from costcalc.commands.files import cannot_write, write_files
from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def seen_on(text: str | None) -> date | None:
    """Return the day that `--checked` names.

    Raises:
        InputError: it is no date.
    """
    try:
        return None if text is None else date.fromisoformat(text)
    except ValueError:
        raise InputError(f"--checked: '{text}' is no date: write YYYY-MM-DD") from None


def write_into(folder: Path, texts: Mapping[Path, str]) -> None:
    """Write the files, all of them or none, and make the folder where there is none.

    Raises:
        InputError: a file or the folder cannot be written.
    """
    there = folder.exists()
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise cannot_write(str(folder), error) from error
    try:
        write_files((str(path), text) for path, text in texts.items())
    finally:
        if not there:
            with suppress(OSError):
                folder.rmdir()  # it stays where it holds a file
