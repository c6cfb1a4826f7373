"""A configuration to start from: written once, never over another, and right as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from costcalc.config.loading import budgets, find, load

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """The folder that the configuration is written into."""
    return tmp_path


def test_what_is_written_is_found_and_loads(run: Run, folder: Path) -> None:
    path = folder / "costcalc.yaml"
    ended = run("init", path)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Wrote {path}. Name your prompts and budgets in it, then run `costcalc check`.\n"
    assert find(folder) == path
    assert len(budgets(load(path))) == 5


def test_what_is_written_passes_a_first_check(run: Run, folder: Path) -> None:
    run("init", folder / "costcalc.yaml")
    (folder / "prompts").mkdir()
    (folder / "prompts" / "a.md").write_text("You answer questions of customers politely and briefly.\n")

    assert run("check --as-of 2026-11-20", folder / "costcalc.yaml").code == 0


def test_what_is_written_can_be_printed_instead(run: Run, folder: Path) -> None:
    run("init", folder / "costcalc.yaml")

    assert run("init -").out == (folder / "costcalc.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["costcalc.yaml", ".costcalc.yaml"])
def test_a_configuration_that_is_there_stays_as_it_is(run: Run, folder: Path, there: str) -> None:
    (folder / there).write_text("mine")
    ended = run("init", folder / "costcalc.yaml")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"costcalc: {folder / there}: is there already: edit it, or remove it first\n"
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(there, "mine")]


def test_a_link_to_nothing_is_not_written_through(run: Run, folder: Path) -> None:
    (folder / "costcalc.yaml").symlink_to("elsewhere.yaml")

    assert run("init", folder / "costcalc.yaml").code == 2
    assert not (folder / "elsewhere.yaml").exists()


def test_a_folder_that_is_missing_is_named(run: Run, folder: Path) -> None:
    path = folder / "missing" / "costcalc.yaml"

    assert run("init", path).err == f"costcalc: {path}: cannot be written: no such file or directory\n"
