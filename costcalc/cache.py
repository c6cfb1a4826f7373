"""The user's cache folder: what can be rebuilt at any time, and is only ever an optimisation."""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

_NO_PLACE = (OSError, RuntimeError)
"""What says that the cache cannot be used; the second, that a user without an entry and a HOME has no home."""


def folder() -> Path:
    """Return the folder for derived files: `$COSTCALC_CACHE_DIR`, else the platform's cache folder for costcalc.

    Raises:
        RuntimeError: the user has no home folder.
    """
    if chosen := os.environ.get("COSTCALC_CACHE_DIR"):
        return Path(chosen)
    if sys.platform == "win32":
        base = Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local")
    elif sys.platform == "darwin":
        base = Path.home() / "Library" / "Caches"
    else:
        # A relative path is to be ignored, says the XDG Base Directory Specification.
        stated = Path(os.environ.get("XDG_CACHE_HOME", ""))
        base = stated if stated.is_absolute() else Path.home() / ".cache"
    return base / "costcalc"


def read(name: str) -> bytes | None:
    """Return the cached file of that name, or None where there is none that can be read."""
    try:
        return (folder() / name).read_bytes()
    except _NO_PLACE:
        return None


def write(name: str, data: bytes) -> bool:
    """Store a file so that a reader sees all of it or none; return False where the cache cannot be written."""
    import tempfile

    try:
        target = folder() / name
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, partial = tempfile.mkstemp(dir=target.parent, prefix=target.name, suffix=".part")
    except _NO_PLACE:
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
