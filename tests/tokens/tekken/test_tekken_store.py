"""The cache only ever saves time: whatever is in it, the vocabulary is that of the file."""

from __future__ import annotations

import os
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.tokens.tekken import source
from costcalc.tokens.tekken.ranks import UNKNOWN, compile_ranks
from costcalc.tokens.tekken.store import open_vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    WriteVocabulary = Callable[..., Path]


@pytest.fixture
def compilations(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The files that have been read to compile them, in order."""
    paths: list[Path] = []
    read = source.read

    def recorded(path: Path) -> source.Source:
        paths.append(path)
        return read(path)

    monkeypatch.setattr(source, "read", recorded)
    return paths


def only_file(folder: Path) -> Path:
    (file,) = folder.iterdir()
    return file


def test_compiles_once(write_vocabulary: WriteVocabulary, compilations: list[Path]) -> None:
    path = write_vocabulary("ab", "cd")
    first, second = open_vocabulary(path), open_vocabulary(path)
    assert compilations == [path]
    assert (first.ranks[b"cd"], second.ranks[b"cd"]) == (257, 257)
    assert (first.digest, first.pattern) == (second.digest, second.pattern)


def test_compiles_anew_when_the_cache_was_emptied(
    write_vocabulary: WriteVocabulary, cache_folder: Path, compilations: list[Path]
) -> None:
    path = write_vocabulary("ab")
    open_vocabulary(path)
    only_file(cache_folder).unlink()
    assert open_vocabulary(path).ranks[b"ab"] == 256
    assert len(compilations) == 2


def test_follows_a_file_that_changed(write_vocabulary: WriteVocabulary, cache_folder: Path) -> None:
    open_vocabulary(write_vocabulary("ab"))
    changed = open_vocabulary(write_vocabulary("abc", "cd"))
    assert (changed.ranks[b"ab"], changed.ranks[b"abc"]) == (UNKNOWN, 256)
    assert only_file(cache_folder).suffix == ".ranks"


def test_follows_a_file_of_the_same_size_and_modification_time(write_vocabulary: WriteVocabulary) -> None:
    path = write_vocabulary("ab")
    before = path.stat()
    open_vocabulary(path)
    replaced = write_vocabulary("cd", name="other.json").replace(path)
    os.utime(replaced, ns=(before.st_atime_ns, before.st_mtime_ns))
    after = replaced.stat()
    assert (after.st_size, after.st_mtime_ns) == (before.st_size, before.st_mtime_ns)
    assert open_vocabulary(path).ranks[b"cd"] == 256


def test_two_files_of_one_name_do_not_meet(write_vocabulary: WriteVocabulary, compilations: list[Path], tmp_path: Path) -> None:
    (tmp_path / "older").mkdir()
    older, newer = write_vocabulary("ab", name="older/tekken.json"), write_vocabulary("cd")
    for _ in range(2):
        assert open_vocabulary(older).ranks[b"ab"] == 256
        assert open_vocabulary(newer).ranks[b"cd"] == 256
    assert compilations == [older, newer]


def test_a_link_is_the_file_it_leads_to(write_vocabulary: WriteVocabulary, compilations: list[Path], tmp_path: Path) -> None:
    path = write_vocabulary("ab")
    (tmp_path / "link").mkdir()
    link = tmp_path / "link" / "tekken.json"
    link.symlink_to(path)
    assert open_vocabulary(path).digest == open_vocabulary(link).digest
    assert compilations == [path]


def damaged(content: bytes, damage: str) -> bytes:
    middle = len(content) // 2
    return {
        "empty": b"",
        "cut off": content[:middle],
        "one bit turned": content[:middle] + bytes([content[middle] ^ 1]) + content[middle + 1 :],
        "zeros": bytes(len(content)),
        "something else": b"not a vocabulary " * 5000,
        "another format": b"ccranks0" + content[8:],
        "another file's": compile_ranks([bytes([byte]) for byte in range(256)], "elsewhere", "digest", "pattern"),
    }[damage]


@pytest.mark.parametrize(
    "damage", ["empty", "cut off", "one bit turned", "zeros", "something else", "another format", "another file's"]
)
def test_compiles_anew_over_what_is_damaged(write_vocabulary: WriteVocabulary, cache_folder: Path, damage: str) -> None:
    path = write_vocabulary("ab", "abc")
    open_vocabulary(path)
    cached = only_file(cache_folder)
    intact = cached.read_bytes()
    cached.write_bytes(damaged(intact, damage))
    assert open_vocabulary(path).ranks[b"abc"] == 257
    assert only_file(cache_folder).read_bytes() == intact


def test_does_without_a_cache_that_cannot_be_written(write_vocabulary: WriteVocabulary, cache_folder: Path) -> None:
    cache_folder.write_text("a file where the folder should be")
    assert open_vocabulary(write_vocabulary("ab")).ranks[b"ab"] == 256


def test_does_not_keep_what_changed_while_it_was_read(
    write_vocabulary: WriteVocabulary, cache_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_vocabulary("ab")
    read = source.read

    def overtaken(path: Path) -> source.Source:
        found = read(path)
        write_vocabulary("cde")
        return found

    monkeypatch.setattr(source, "read", overtaken)
    assert open_vocabulary(path).ranks[b"ab"] == 256
    assert not cache_folder.exists()


def test_threads_may_open_at_once(write_vocabulary: WriteVocabulary, cache_folder: Path) -> None:
    path = write_vocabulary("ab")

    def rank(_: Any) -> int:
        return open_vocabulary(path).ranks[b"ab"]

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(rank, range(40))) == {256}
    assert only_file(cache_folder).suffix == ".ranks"
