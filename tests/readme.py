"""What the README's generated blocks call: the real command line, and tables of what the data hold."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from costcalc.errors import Exit
from costcalc.sheets.loading import load_book

ROOT = Path(__file__).parents[1]
SAME_EVERYWHERE = {"COLUMNS": "80", "NO_COLOR": "1", "PYTHONUTF8": "1"}


def show(command: str, *, lines: int | None = None, since: str = "") -> None:
    """Print a command and what it prints, from the line that begins so, and so many lines; what it writes is not kept."""
    run = [sys.executable, "-m", "costcalc", *shlex.split(command)[1:]]
    with TemporaryDirectory() as folder:
        # A command that writes runs where nothing stays; the others run here, so that paths read as a reader has them.
        (Path(folder) / "data").symlink_to(ROOT / "data")
        place = Path(folder) if "--into" in command else ROOT
        done = subprocess.run(run, cwd=place, env={**os.environ, **SAME_EVERYWHERE}, capture_output=True, text=True, check=False)
    text = (done.stdout + done.stderr).rstrip().splitlines()
    start = next(number for number, line in enumerate(text) if line.startswith(since))
    text = ["...", *text[start:]] if start else text
    shown = text if lines is None or len(text) <= lines else [*text[:lines], "..."]
    print("```console", f"$ {command}", *shown, "```", sep="\n")


def show_file(path: str) -> None:
    """Print a file that comes with costcalc, and its name."""
    print("```yaml", f"# {path}", (ROOT / path).read_text(encoding="utf-8").rstrip(), "```", sep="\n")


def providers() -> None:
    """Print the table of packaged providers."""
    book = load_book()
    print("| provider | kind | regions | offers |", "| --- | --- | --- | ---: |", sep="\n")
    for name, sheet in sorted(book.providers.items()):
        offers = sum(entry.provider == name for entry in book.entries)
        print(f"| {name} | {sheet.kind} | {' '.join(sheet.regions) or 'not published'} | {offers} |")


def exit_codes() -> None:
    """Print the table of exit codes."""
    meanings = {
        Exit.DONE: "done, every gate passed",
        Exit.NO: "the answer is no: limit exceeded, over budget",
        Exit.BAD_INPUT: "the input is wrong: an option, a file, a sheet, an unknown model",
        Exit.UNDECIDED: "cannot decide: unknown price, retired model, nothing matched",
        Exit.BUG: "a bug in costcalc",
        Exit.INTERRUPTED: "interrupted",
    }
    print("| code | meaning |", "| ---: | --- |", *(f"| {code.value} | {meanings[code]} |" for code in Exit), sep="\n")
