"""The process behind `costcalc` and `python -m costcalc`."""

from __future__ import annotations

import gc
import os
import sys
from contextlib import suppress
from pathlib import Path


def main() -> None:
    """Run the command line, then end at once.

    A short run makes no garbage worth collecting, and there is nothing to tear down: both together are a seventh of its time.
    """
    gc.set_threshold(100_000, 50, 50)
    _open_closed_streams()
    from costcalc.cli import app

    try:
        app(prog_name="costcalc")
    except SystemExit as stop:
        with suppress(OSError):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(stop.code if isinstance(stop.code, int) else 0)


def _open_closed_streams() -> None:
    """Give a stream that the caller closed (`costcalc ... >&-`) an end: Python leaves None in its place."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, Path(os.devnull).open(mode, encoding="utf-8"))  # noqa: SIM115 - open as long as the process


if __name__ == "__main__":
    main()
