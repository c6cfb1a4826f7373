"""Files are written whole, all of them or none."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from costcalc.commands.files import write_files
from costcalc.errors import InputError


def test_every_text_goes_to_its_file(tmp_path: Path) -> None:
    write_files([(str(tmp_path / "a"), "one"), (str(tmp_path / "b"), "two\n")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"a": b"one", "b": b"two\n"}


def test_one_that_cannot_be_written_leaves_the_others_as_they_were(tmp_path: Path) -> None:
    (tmp_path / "a").write_text("before")
    with pytest.raises(InputError, match="nowhere/b: cannot be written: no such file or directory"):
        write_files([(str(tmp_path / "a"), "after"), (str(tmp_path / "nowhere" / "b"), "two")])
    assert {path.name: path.read_text() for path in tmp_path.iterdir()} == {"a": "before"}


def test_a_replacement_that_fails_leaves_no_half_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(InputError, match="a: cannot be written: permission denied"):
        write_files([(str(tmp_path / "a"), "text")])
    assert [*tmp_path.iterdir()] == []


def test_a_device_is_written_to() -> None:
    write_files([(os.devnull, "text")])
    assert not Path(os.devnull).is_file()


def test_a_text_that_no_encoding_has_is_written_as_its_escape(tmp_path: Path) -> None:
    write_files([(str(tmp_path / "a"), "\udcff")])
    assert (tmp_path / "a").read_bytes() == rb"\udcff"
