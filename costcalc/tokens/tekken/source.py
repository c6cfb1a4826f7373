"""Read a `tekken.json` file: the tokens in the order of their ranks, and the pattern that splits text."""

from __future__ import annotations

import json
from base64 import b64decode
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

from costcalc.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

Field = TypeVar("Field", dict[str, Any], list[Any], int, str)


@dataclass(frozen=True, slots=True)
class Source:
    """What a `tekken.json` says about text: special tokens are not among its tokens."""

    tokens: list[bytes]
    pattern: str
    digest: str
    """SHA-256 of the file, in hexadecimal."""


def read(path: Path) -> Source:
    """Return the vocabulary in a file, cut to its default size as mistral-common cuts it; InputError where there is none."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read ({error.strerror}); give the path of a tekken.json file") from error
    try:
        fields = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise InputError(f"{path}: not JSON ({error}); give the path of a tekken.json file") from error
    try:
        config = _field(fields, "config", dict)
        pattern = _field(config, "pattern", str)
        size = _field(config, "default_vocab_size", int) - _field(config, "default_num_special_tokens", int)
        tokens = _tokens(_field(fields, "vocab", list), size)
    except ValueError as error:
        raise InputError(f"{path}: not a tekken.json file ({error}); give the path of one") from error
    return Source(tokens, pattern, sha256(content).hexdigest())


def _field(fields: object, name: str, kind: type[Field]) -> Field:
    value = fields.get(name) if isinstance(fields, dict) else None
    if not isinstance(value, kind):
        raise ValueError(f"it has no {name!r} of type {kind.__name__}")  # noqa: TRY004 - the file is wrong, not the call
    return value


def _tokens(vocab: list[Any], size: int) -> list[bytes]:
    """Return the first `size` tokens; ValueError unless they are what byte-pair encoding needs: all bytes, no duplicates."""
    if not 256 <= size <= len(vocab):
        raise ValueError(f"a vocabulary of {size} out of {len(vocab)} tokens; from 256 up to all of them would do")
    tokens = []
    for rank, entry in enumerate(vocab[:size]):
        if _field(entry, "rank", int) != rank:
            raise ValueError(f"token {rank} is listed with rank {entry['rank']}")
        tokens.append(b64decode(_field(entry, "token_bytes", str)))
    if tokens[:256] != [bytes([byte]) for byte in range(256)]:
        raise ValueError("its first 256 tokens are not the 256 bytes in order")
    if len(set(tokens)) < size:
        raise ValueError("it lists a token twice")
    return tokens
