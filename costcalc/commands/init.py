"""`costcalc init`: a commented costcalc.yaml or workload to start from."""

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

CONFIG, WORKLOAD = NAMES[0], "workload.yaml"
_NEXT = {
    CONFIG: "Name your prompts and budgets in it, then run `costcalc check`.",
    WORKLOAD: "Say what arrives in it, then run `costcalc forecast {file}`.",
}
_KINDS = {"config": CONFIG, "workload": WORKLOAD}


def init(
    kind: Annotated[
        str | None, typer.Argument(metavar="[config|workload]", help="What to write; without it, a configuration.")
    ] = None,
    file: Annotated[Path | None, typer.Argument(metavar="[FILE]", help="Where to write it; - is standard output.")] = None,
    *,
    debug: options.DebugOption = False,  # noqa: ARG001 - remembered by its callback
) -> None:
    """Write a commented costcalc.yaml or workload.yaml to start from; a file that is there is never overwritten."""
    template, target = _asked(kind, file)
    text = (data_folder() / template).read_text(encoding="utf-8")
    if str(target) == "-":
        show(text)
        return
    _refuse_a_second(target)
    _write(target, text)
    show(f"Wrote {target}. {_NEXT[template].format(file=target)}\n")


def _asked(kind: str | None, file: Path | None) -> tuple[str, Path]:
    """Return the template that is meant, and where it goes; a first word that is no kind is the file."""
    if kind is None or kind in _KINDS:
        template = _KINDS[kind or "config"]
        return template, file or Path(template)
    if file is not None:
        raise InputError(f"unknown kind '{kind}': write config or workload, then the file")
    return CONFIG, Path(kind)


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
