"""Open the vocabulary of a `tekken.json` file: compiled, from the user's cache, and compiled anew where that is out of date."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING
from zlib import crc32

from costcalc import cache
from costcalc.errors import InputError
from costcalc.tokens.tekken.ranks import Ranks, compile_ranks, is_intact

if TYPE_CHECKING:
    from pathlib import Path


class Stored:
    """A vocabulary: the ranks of its tokens, the pattern that splits text, and the SHA-256 of the file it comes from."""

    def __init__(self, compiled: bytes) -> None:
        self.ranks = Ranks(compiled)
        self.identity, self.digest, self.pattern = self.ranks.label


def open_vocabulary(path: Path) -> Stored:
    """Return the vocabulary of a file; InputError where the file holds none.

    A compiled form serves for the very file that it was made of: place, size and times of change are those it names.
    """
    identity = _identity(path)
    name = f"{path.stem}-{crc32(os.fsencode(os.path.realpath(path))):08x}.ranks"
    compiled = cache.read(name)
    if compiled and is_intact(compiled):
        stored = Stored(compiled)
        if stored.identity == identity:
            return stored
    compiled = _compile(path, identity)
    if _identity(path) == identity:  # else the file changed while it was read
        cache.write(name, compiled)
    return Stored(compiled)


def _identity(path: Path) -> str:
    try:
        found = path.stat()
    except (OSError, ValueError) as error:
        reason = error.strerror if isinstance(error, OSError) else error
        raise InputError(f"{path}: cannot be read ({reason}); give the path of a tekken.json file") from error
    return ascii((os.path.realpath(path), found.st_size, found.st_mtime_ns, found.st_ctime_ns))


def _compile(path: Path, identity: str) -> bytes:
    from costcalc.tokens.tekken import source

    read = source.read(path)
    return compile_ranks(read.tokens, identity, read.digest, read.pattern)
