"""`costcalc init`: a commented costcalc.yaml to start from."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from costcalc.commands import options
from costcalc.commands.files import cannot_write
from costcalc.commands.output import show
from costcalc.config.loading import NAMES
from costcalc.errors import InputError
from costcalc.packaged import data_folder


def init(
    file: Annotated[Path, typer.Argument(metavar="[FILE]", help="Where to write it; - is standard output.")] = Path(NAMES[0]),
    *,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Write a commented costcalc.yaml with prompts and budgets to start from; a file that is there is never overwritten."""
    text = (data_folder() / NAMES[0]).read_text(encoding="utf-8")
    if str(file) == "-":
        show(text)
        return
    _refuse_a_second(file)
    _write(file, text)
    show(f"Wrote {file}. Name your prompts and budgets in it, then run `costcalc check`.\n")


def _refuse_a_second(file: Path) -> None:
    """One configuration would hide another that lies beside it."""
    for there in (file, *(file.parent / name for name in NAMES if file.name in NAMES)):
        if os.path.lexists(there):
            raise InputError(f"{there}: is there already: edit it, or remove it first")


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8", newline="\n") as new:
            new.write(text)
    except OSError as error:
        raise cannot_write(str(file), error) from error
