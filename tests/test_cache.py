from __future__ import annotations

import sys
import tempfile
from pathlib import Path

import pytest

from costcalc import cache


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("COSTCALC_CACHE_DIR", str(tmp_path / "new" / "cache"))
    return tmp_path / "new" / "cache"


def test_what_is_written_is_read_back(folder: Path) -> None:
    assert cache.write("thing", b"one")
    assert cache.write("thing", b"two")

    assert cache.read("thing") == b"two"
    assert [file.name for file in folder.iterdir()] == ["thing"]


def test_what_is_not_there_is_none(folder: Path) -> None:
    assert not folder.exists()
    assert cache.read("thing") is None


def test_a_cache_that_cannot_be_written_is_no_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("COSTCALC_CACHE_DIR", str(tmp_path / "file"))

    assert not cache.write("thing", b"one")
    assert cache.read("thing") is None


def test_a_write_that_fails_leaves_what_was_there_and_no_half_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write("thing", b"one")
    monkeypatch.setattr(Path, "replace", _fail)

    assert not cache.write("thing", b"two")
    assert cache.read("thing") == b"one"
    assert [file.name for file in folder.iterdir()] == ["thing"]


def test_a_user_without_a_home_has_no_cache_and_no_error(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("COSTCALC_CACHE_DIR", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(Path, "home", _no_home)

    assert not cache.write("thing", b"one")
    assert cache.read("thing") is None


def _no_home() -> Path:
    raise RuntimeError("Could not determine home directory.")


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, "HOME/.cache/costcalc"),
        ("linux", {"XDG_CACHE_HOME": "/somewhere"}, "/somewhere/costcalc"),
        ("linux", {"XDG_CACHE_HOME": "relative/is/ignored"}, "HOME/.cache/costcalc"),
        ("darwin", {"XDG_CACHE_HOME": "/somewhere"}, "HOME/Library/Caches/costcalc"),
        ("win32", {}, "HOME/AppData/Local/costcalc"),
        ("win32", {"LOCALAPPDATA": "/local"}, "/local/costcalc"),
        ("linux", {"COSTCALC_CACHE_DIR": "/mine", "XDG_CACHE_HOME": "/somewhere"}, "/mine"),
    ],
)
def test_the_folder_is_where_the_platform_keeps_caches(
    monkeypatch: pytest.MonkeyPatch, platform: str, environment: dict[str, str], expected: str
) -> None:
    for name in ("COSTCALC_CACHE_DIR", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(sys, "platform", platform)
    monkeypatch.setattr(Path, "home", lambda: Path("HOME"))

    assert cache.folder() == Path(expected)


def test_a_read_only_folder_is_read(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    cache.write("thing", b"one")
    monkeypatch.setattr(tempfile, "mkstemp", _fail)

    assert not cache.write("thing", b"two")
    assert cache.read("thing") == b"one"
    assert folder.is_dir()


def _fail(*_: object, **__: object) -> None:
    raise OSError
