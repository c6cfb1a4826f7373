from __future__ import annotations

import hashlib
import socket
from base64 import b64encode
from typing import TYPE_CHECKING, NoReturn

import pytest

from costcalc.tokens import tiktoken_cache
from costcalc.tokens.tiktoken_cache import ENCODINGS, cached_encoding

if TYPE_CHECKING:
    from pathlib import Path

ADDRESS = "https://example.invalid/o200k_base.tiktoken"
VOCABULARY = b"".join(b"%s %d\n" % (b64encode(bytes([byte])), byte) for byte in range(256)) + b64encode(b"hi") + b" 256\n"
PLUGIN = f"""
from tiktoken.load import data_gym_to_mergeable_bpe_ranks, load_tiktoken_bpe

def o200k_base():
    ranks = load_tiktoken_bpe({ADDRESS!r}, expected_hash={hashlib.sha256(VOCABULARY).hexdigest()!r})
    return {{"name": "o200k_base", "pat_str": r"\\w+|\\W+", "mergeable_ranks": ranks, "special_tokens": {{}}}}

def cl100k_base():
    return {{"mergeable_ranks": data_gym_to_mergeable_bpe_ranks({ADDRESS!r}, {ADDRESS!r})}}

def o200k_harmony():
    return {{**o200k_base(), "mergeable_ranks": load_tiktoken_bpe({ADDRESS!r})}}

ENCODING_CONSTRUCTORS = {{"o200k_base": o200k_base, "cl100k_base": cl100k_base, "o200k_harmony": o200k_harmony}}
"""


@pytest.fixture(autouse=True)
def _no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_arguments: object, **_options: object) -> NoReturn:
        pytest.fail("the network was touched")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty cache of tiktoken."""
    folder = tmp_path / "cache"
    folder.mkdir()
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(folder))
    monkeypatch.delenv("DATA_GYM_CACHE_DIR", raising=False)
    return folder


@pytest.fixture
def _tiny_plugin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """In place of OpenAI's list of encodings one with a vocabulary of 257 words."""
    (tmp_path / "tiny_encodings.py").write_text(PLUGIN)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(tiktoken_cache, "_PLUGIN", "tiny_encodings")


def put(folder: Path, data: bytes = VOCABULARY) -> Path:
    """Store the vocabulary as tiktoken does: named by the SHA-1 of its address."""
    file = folder / hashlib.sha1(ADDRESS.encode()).hexdigest()  # noqa: S324
    file.write_bytes(data)
    return file


@pytest.mark.usefixtures("_tiny_plugin")
def test_an_encoding_in_the_cache_is_used(cache: Path) -> None:
    put(cache)

    encoding = cached_encoding("o200k_base")

    assert encoding is not None
    assert encoding.encode("hi!") == [256, ord("!")]


@pytest.mark.usefixtures("_tiny_plugin", "cache")
def test_an_encoding_that_is_not_in_the_cache_is_not_downloaded() -> None:
    assert cached_encoding("o200k_base") is None


@pytest.mark.usefixtures("_tiny_plugin")
def test_a_damaged_file_is_neither_used_nor_deleted(cache: Path) -> None:
    file = put(cache, VOCABULARY + b"\n")

    assert cached_encoding("o200k_base") is None
    assert file.exists()


@pytest.mark.usefixtures("_tiny_plugin")
def test_a_file_whose_hash_nobody_states_is_not_used(cache: Path) -> None:
    put(cache)

    assert cached_encoding("o200k_harmony") is None


@pytest.mark.usefixtures("_tiny_plugin")
def test_an_encoding_that_tiktoken_loads_in_another_way_is_not_loaded(cache: Path) -> None:
    put(cache)

    assert cached_encoding("cl100k_base") is None


@pytest.mark.usefixtures("_tiny_plugin")
def test_the_older_variable_counts_where_the_newer_is_not_set(cache: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(cache)
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR")
    monkeypatch.setenv("DATA_GYM_CACHE_DIR", str(cache))

    assert cached_encoding("o200k_base") is not None


@pytest.mark.usefixtures("_tiny_plugin")
def test_the_newer_variable_wins(cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    put(cache)
    monkeypatch.setenv("DATA_GYM_CACHE_DIR", str(tmp_path))

    assert cached_encoding("o200k_base") is not None


@pytest.mark.usefixtures("_tiny_plugin", "cache")
def test_an_empty_variable_turns_the_cache_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", "")

    assert cached_encoding("o200k_base") is None


@pytest.mark.usefixtures("_tiny_plugin", "cache")
def test_without_a_variable_the_cache_is_in_the_folder_for_temporary_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TIKTOKEN_CACHE_DIR")
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    folder = tmp_path / "data-gym-cache"
    folder.mkdir()
    put(folder)

    assert cached_encoding("o200k_base") is not None


def test_a_folder_that_is_not_there_is_an_empty_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TIKTOKEN_CACHE_DIR", str(tmp_path / "nowhere"))

    assert cached_encoding("o200k_base") is None


@pytest.mark.usefixtures("cache")
def test_a_tiktoken_without_the_list_of_encodings_has_none(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tiktoken_cache, "_PLUGIN", "no_such_module")

    assert cached_encoding("o200k_base") is None


@pytest.mark.usefixtures("cache")
@pytest.mark.parametrize("name", [*ENCODINGS, "gpt2", "nonsense"])
def test_tiktokens_own_encodings_are_not_downloaded(name: str) -> None:
    assert cached_encoding(name) is None


@pytest.mark.usefixtures("cache")
def test_tiktokens_own_module_stays_as_it_was() -> None:
    from tiktoken.load import load_tiktoken_bpe
    from tiktoken_ext import openai_public

    cached_encoding("o200k_base")

    assert openai_public.load_tiktoken_bpe is load_tiktoken_bpe


def test_a_real_vocabulary_where_this_machine_has_it() -> None:
    encoding = cached_encoding("o200k_base")
    if encoding is None:
        pytest.skip("o200k_base is not in tiktoken's cache")

    assert encoding.encode_ordinary("hello world") == [24912, 2375]
