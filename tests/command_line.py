"""What tests of the command line share: how a command ended, and the options for the tests' own catalogue."""

from __future__ import annotations

import os
import shlex
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from costcalc.render.report import Report

SHEETS = Path(__file__).parent / "data" / "sheets"
ACME = f"--sheets {shlex.quote(str(SHEETS))} --model acme-small-1 --as-of 2026-11-20"
"""An invented model at invented providers on a fixed day, so that no live price changes a result."""


Run = Callable[..., "Ended"]
Process = Callable[..., subprocess.CompletedProcess[bytes]]
Golden = Callable[[str, str], None]
ReportOf = Callable[[str], "Report"]
Results = Callable[..., list[dict[str, Any]]]


@dataclass(frozen=True)
class Ended:
    """How a command ended, and what it wrote where."""

    code: int
    out: str
    err: str


def plain_environment() -> dict[str, str]:
    """Return the environment without what changes how a screen looks."""
    return {key: value for key, value in os.environ.items() if key not in {"COLUMNS", "NO_COLOR", "FORCE_COLOR"}}
