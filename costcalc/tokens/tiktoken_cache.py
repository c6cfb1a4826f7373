"""OpenAI's encodings, exact, but only where tiktoken has already put their files on this machine."""

from __future__ import annotations

import functools
import hashlib
import os
import tempfile
from base64 import b64decode
from importlib.util import find_spec, module_from_spec
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from types import ModuleType

    import tiktoken

ENCODINGS = ("cl100k_base", "o200k_base", "o200k_harmony")
"""The encodings that can be asked for."""

_PLUGIN = "tiktoken_ext.openai_public"


class _NotCachedError(Exception):
    """The file of an encoding is absent from the cache, damaged, or not checkable."""


def cached_encoding(name: str) -> tiktoken.Encoding | None:
    """Return the named encoding if its file is in tiktoken's cache, else None; never touches the network.

    `tiktoken.get_encoding` would download a missing file, and delete and download one with a wrong hash.
    """
    folder = _cache_folder()
    if name not in ENCODINGS or folder is None or not folder.is_dir():
        return None
    return _load(name, folder)


def _cache_folder() -> Path | None:
    """Return where tiktoken keeps its files, as its `load.read_file_cached` decides it; None where caching is off."""
    for variable in ("TIKTOKEN_CACHE_DIR", "DATA_GYM_CACHE_DIR"):
        if variable in os.environ:
            chosen = os.environ[variable]
            return Path(chosen) if chosen else None
    return Path(tempfile.gettempdir()) / "data-gym-cache"


@functools.cache
def _load(name: str, folder: Path) -> tiktoken.Encoding | None:
    import tiktoken  # 20 ms that most runs do not need

    plugin = _private_plugin(folder)
    if plugin is None:
        return None
    try:
        return tiktoken.Encoding(**plugin.ENCODING_CONSTRUCTORS[name]())
    except _NotCachedError:
        return None


def _private_plugin(folder: Path) -> ModuleType | None:
    """Return an own copy of tiktoken's list of encodings (their addresses, hashes and patterns) that only reads `folder`.

    A copy, because the shared module belongs to the rest of the process. None where this tiktoken has no such module.
    """
    spec = find_spec(_PLUGIN)
    if spec is None or spec.loader is None:
        return None
    plugin = module_from_spec(spec)
    spec.loader.exec_module(plugin)
    for loader in [key for key, value in vars(plugin).items() if getattr(value, "__module__", None) == "tiktoken.load"]:
        setattr(plugin, loader, _refuse)
    plugin.load_tiktoken_bpe = functools.partial(_read_ranks, folder)  # type: ignore[attr-defined]
    return plugin


def _refuse(*_arguments: object, **_options: object) -> NoReturn:
    """Stand in for every loader of tiktoken that might download."""
    raise _NotCachedError


def _read_ranks(folder: Path, url: str, expected_hash: str | None = None) -> dict[bytes, int]:
    """Return a vocabulary from the cache, whose files are named by the SHA-1 of their address and checked by SHA-256."""
    try:
        data = (folder / hashlib.sha1(url.encode(), usedforsecurity=False).hexdigest()).read_bytes()
    except OSError:
        raise _NotCachedError from None
    if expected_hash is None or hashlib.sha256(data).hexdigest() != expected_hash:
        raise _NotCachedError
    return {b64decode(token): int(rank) for token, rank in (line.split() for line in data.splitlines() if line)}
