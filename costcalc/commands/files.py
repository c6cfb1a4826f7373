"""Write files that are whole or not touched."""

from __future__ import annotations

import os
import tempfile
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable


def write_files(contents: Iterable[tuple[str, str | bytes]]) -> None:
    """Write each text as UTF-8, or bytes as they are, to the file of that name, once all are ready beside their targets.

    Raises:
        InputError: one cannot be written; no file is changed then.
    """
    with ExitStack() as stack:
        targets = [(name, _target(name), encoded(content, "utf-8")) for name, content in contents]
        ready = [(name, target, _staged(name, target, data, stack)) for name, target, data in targets]
        for name, target, staged in ready:
            _put(name, target, staged)


def encoded(content: str | bytes, encoding: str) -> bytes:
    """Return text in an encoding, what that lacks as escapes; bytes as they are."""
    return content if isinstance(content, bytes) else content.encode(encoding, "backslashreplace")


def _target(name: str) -> Path:
    """Return the file behind a name: what a link points to, so that the link stays one."""
    target = Path(os.path.realpath(name))
    if target.is_dir():
        raise InputError(f"{name}: cannot be written: is a folder")
    return target


def _staged(name: str, target: Path, data: bytes, stack: ExitStack) -> Path | bytes:
    """Return a finished file beside the target, or the bytes themselves for a device or a pipe, which are not replaced."""
    if target.exists() and not target.is_file():
        return data
    try:
        handle, partial = tempfile.mkstemp(dir=target.parent, prefix=".costcalc-")
        stack.callback(Path(partial).unlink, missing_ok=True)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        Path(partial).chmod(_mode(target))
    except OSError as error:
        raise cannot_write(name, error) from error
    return Path(partial)


def _put(name: str, target: Path, staged: Path | bytes) -> None:
    try:
        if isinstance(staged, Path):
            staged.replace(target)
        else:
            target.write_bytes(staged)
    except OSError as error:
        raise cannot_write(name, error) from error


def _mode(target: Path) -> int:
    """Return the permissions that a plain write would leave: the old file's, else what the umask allows."""
    if target.exists():
        return target.stat().st_mode & 0o777
    mask = os.umask(0)
    os.umask(mask)
    return 0o666 & ~mask


def cannot_write(name: str, error: OSError) -> InputError:
    """Return the error that says why something cannot be written."""
    return InputError(f"{name}: cannot be written: {(error.strerror or str(error)).lower()}")
