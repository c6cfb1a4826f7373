"""The user's cache folder: what can be rebuilt at any time, and is only ever an optimisation."""

from __future__ import annotations

import os
import sys
import tempfile
from contextlib import suppress
from pathlib import Path


def folder() -> Path:
    """Return the folder for derived files: `$COSTCALC_CACHE_DIR`, else the platform's cache folder for costcalc."""
    if chosen := os.environ.get("COSTCALC_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        base = os.environ.get("LOCALAPPDATA") or str(Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = str(Path.home() / "Library" / "Caches")
    else:
        base = os.environ.get("XDG_CACHE_HOME") or str(Path.home() / ".cache")
    return Path(base) / "costcalc"


def read(name: str) -> bytes | None:
    """Return the cached file of that name, or None where there is none that can be read."""
    try:
        return (folder() / name).read_bytes()
    except OSError:
        return None


def write(name: str, data: bytes) -> bool:
    """Store a file so that a reader sees all of it or none; return False where the cache cannot be written."""
    target = folder() / name
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    except OSError:
        return False
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(partial).replace(target)
    except OSError:
        with suppress(OSError):
            Path(partial).unlink()
        return False
    return True
