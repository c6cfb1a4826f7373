from __future__ import annotations

import json
from base64 import b64encode
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.tokens.tekken.pieces import PATTERN

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EVERY_BYTE = [bytes([byte]) for byte in range(256)]


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of the test's own."""
    folder = tmp_path / "cache"
    monkeypatch.setenv("COSTCALC_CACHE_DIR", str(folder))
    return folder


@pytest.fixture
def write_vocabulary(tmp_path: Path) -> Callable[..., Path]:
    """Write a small `tekken.json`: the 256 bytes, then these tokens; a keyword replaces a field of its config."""

    def write(*tokens: str, name: str = "tekken.json", **config: Any) -> Path:
        listed = [*EVERY_BYTE, *(token.encode() for token in tokens)]
        fields = {
            "config": {
                "pattern": PATTERN,
                "default_vocab_size": len(listed) + 10,
                "default_num_special_tokens": 10,
                **config,
            },
            "vocab": [{"rank": rank, "token_bytes": b64encode(token).decode()} for rank, token in enumerate(listed)],
        }
        path = tmp_path / name
        path.write_text(json.dumps(fields))
        return path

    return write
