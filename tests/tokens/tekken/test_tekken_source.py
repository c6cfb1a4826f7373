from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import InputError
from costcalc.tokens.tekken import source

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WriteVocabulary = Callable[..., Path]


def test_reads_tokens_pattern_and_digest(write_vocabulary: WriteVocabulary) -> None:
    path = write_vocabulary("ab", "cd", pattern=".")
    found = source.read(path)
    assert found.tokens[255:] == [b"\xff", b"ab", b"cd"]
    assert found.pattern == "."
    assert found.digest == hashlib.sha256(path.read_bytes()).hexdigest()


def test_leaves_out_the_tokens_beyond_the_default_size(write_vocabulary: WriteVocabulary) -> None:
    path = write_vocabulary("ab", "cd", "ef", default_vocab_size=258, default_num_special_tokens=1)
    assert source.read(path).tokens[256:] == [b"ab"]


def assert_refused(path: Path, reason: str) -> None:
    with pytest.raises(InputError, match=re.escape(reason)) as refusal:
        source.read(path)
    message = str(refusal.value)
    assert message.startswith(f"{path}: ")
    assert message.endswith(("give the path of a tekken.json file", "give the path of one"))
    assert "\n" not in message


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "not JSON"),
        (b"{", "not JSON"),
        (b"\x80\x81\x82\x83", "not JSON"),
        (b"[" * 100_000, "not JSON"),
        (b"[]", "no 'config' of type dict"),
        (b'{"config": {}}', "no 'pattern' of type str"),
        (b'{"config": {"pattern": "."}}', "no 'default_vocab_size' of type int"),
        (b'{"config": {"pattern": ".", "default_vocab_size": 256}}', "no 'default_num_special_tokens' of type int"),
        (b'{"config": {"pattern": ".", "default_vocab_size": 256, "default_num_special_tokens": 0}}', "no 'vocab' of type list"),
    ],
)
def test_refuses_what_is_no_vocabulary(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "tekken.json"
    path.write_bytes(content)
    assert_refused(path, reason)


def test_refuses_a_missing_file(tmp_path: Path) -> None:
    assert_refused(tmp_path / "missing.json", "No such file")


def test_refuses_a_folder(tmp_path: Path) -> None:
    assert_refused(tmp_path, "cannot be read")


@pytest.mark.parametrize(
    ("config", "reason"),
    [
        ({"pattern": None}, "no 'pattern'"),
        ({"default_vocab_size": "300"}, "no 'default_vocab_size' of type int"),
        ({"default_vocab_size": 1000}, "a vocabulary of 990 out of 257 tokens"),
        ({"default_vocab_size": 20}, "a vocabulary of 10 out of 257 tokens"),
    ],
)
def test_refuses_a_config_that_does_not_fit(write_vocabulary: WriteVocabulary, config: dict[str, Any], reason: str) -> None:
    assert_refused(write_vocabulary("ab", **config), reason)


def test_refuses_a_token_listed_twice(write_vocabulary: WriteVocabulary) -> None:
    assert_refused(write_vocabulary("ab", "ab"), "lists a token twice")


@pytest.mark.parametrize(
    ("entry", "reason"),
    [
        ("ab", "no 'rank' of type int"),
        ({"rank": 7, "token_bytes": "YWI="}, "token 256 is listed with rank 7"),
        ({"rank": 256}, "no 'token_bytes' of type str"),
        ({"rank": 256, "token_bytes": "YWI"}, "padding"),
        ({"rank": 256, "token_bytes": "é"}, "ASCII"),
    ],
)
def test_refuses_a_token_that_is_none(write_vocabulary: WriteVocabulary, entry: object, reason: str) -> None:
    path = write_vocabulary("ab")
    fields = json.loads(path.read_bytes())
    fields["vocab"][256] = entry
    path.write_text(json.dumps(fields))
    assert_refused(path, reason)


def test_refuses_tokens_that_do_not_begin_with_the_bytes(write_vocabulary: WriteVocabulary) -> None:
    path = write_vocabulary("ab")
    fields = json.loads(path.read_bytes())
    fields["vocab"][65] = {"rank": 65, "token_bytes": "YWJj"}
    path.write_text(json.dumps(fields))
    assert_refused(path, "not the 256 bytes")
