from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from costcalc.config.globs import Files, Missed, expand, fault
from costcalc.config.loading import files_of
from costcalc.config.schema import PromptGroup

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

FILES = (
    "a.md",
    "b.txt",
    "[id].md",
    ".hidden.md",
    "prompts/a.md",
    "prompts/b.md",
    "prompts/deep/c.md",
    "prompts/deep/d/e.json",
    ".git/f.md",
    "ci/costcalc.yaml",
)


@pytest.fixture
def named(repository: Path) -> Callable[..., Files]:
    """Expand globs in a repository of a few files."""
    for name in FILES:
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("text")

    def find(*globs: str, folder: str = ".") -> Files:
        return expand(globs, repository / folder)

    return find


def names(files: Files) -> list[str]:
    return [path.as_posix() for path in files.paths]


@pytest.mark.parametrize(
    ("glob", "found"),
    [
        ("a.md", "a.md"),
        ("./a.md", "a.md"),
        ("*.md", "[id].md a.md"),
        (".*.md", ".hidden.md"),
        ("[id].md", "[id].md"),
        ("prompts/*.md", "prompts/a.md prompts/b.md"),
        ("prompts/[!a].md", "prompts/b.md"),
        ("prompts/?.md", "prompts/a.md prompts/b.md"),
        ("*/*.md", "prompts/a.md prompts/b.md"),
        ("**/*.md", "[id].md a.md prompts/a.md prompts/b.md prompts/deep/c.md"),
        ("prompts/**", "prompts/a.md prompts/b.md prompts/deep/c.md prompts/deep/d/e.json"),
        ("prompts/**/**/*.json", "prompts/deep/d/e.json"),
        ("**/deep/*.md", "prompts/deep/c.md"),
        ("prompts/**/c.md", "prompts/deep/c.md"),
        (".git/*.md", ".git/f.md"),
    ],
)
def test_a_glob_names_files(named: Callable[..., Files], glob: str, found: str) -> None:
    files = named(glob)

    assert names(files) == found.split()
    assert files.missed == ()


def test_files_are_sorted_and_each_stands_once(named: Callable[..., Files]) -> None:
    assert names(named("prompts/b.md", "prompts/*.md", "a.md")) == ["a.md", "prompts/a.md", "prompts/b.md"]


def test_globs_are_read_from_the_folder_of_the_configuration(named: Callable[..., Files]) -> None:
    assert names(named("../prompts/*.md", folder="ci")) == ["../prompts/a.md", "../prompts/b.md"]


@pytest.mark.parametrize(
    ("glob", "reason"),
    [
        ("*.rst", "matches no file: correct it, or remove it"),
        ("promts/*.md", "matches no file: correct it, or remove it"),
        ("a.md/*", "matches no file: correct it, or remove it"),
        ("A.md/**", "matches no file: correct it, or remove it"),
        ("prompts", "is a folder: write prompts/*"),
        ("prompts/", "is a folder: write prompts/*"),
        (".", "is a folder: write ./*"),
    ],
)
def test_a_glob_that_names_no_file_is_missed_beside_those_that_do(named: Callable[..., Files], glob: str, reason: str) -> None:
    assert named("a.md", glob) == Files((Path("a.md"),), (Missed(glob, reason),))


def test_a_group_names_its_files(named: Callable[..., Files], repository: Path) -> None:
    named()

    assert names(files_of(PromptGroup(name="a", files=("a.md",)), repository)) == ["a.md"]


def test_a_link_to_nothing_is_missed(named: Callable[..., Files], repository: Path) -> None:
    (repository / "gone.md").symlink_to("nowhere.md")

    assert named("*.md").missed == (Missed("*.md", "gone.md is no file that can be read"),)


def test_a_link_out_of_the_repository_is_missed(named: Callable[..., Files], repository: Path) -> None:
    (repository.parent / "secret.md").write_text("text")
    (repository / "inside.md").symlink_to("a.md")
    (repository / "outside.md").symlink_to("../secret.md")

    assert named("*side.md").missed == (Missed("*side.md", "outside.md is a link that leaves the repository"),)


def test_a_pipe_is_missed_and_not_read(named: Callable[..., Files], repository: Path) -> None:
    os.mkfifo(repository / "pipe.md")

    assert named("pipe.md").missed == (Missed("pipe.md", "pipe.md is no file that can be read"),)


def test_folders_that_link_in_a_circle_end(named: Callable[..., Files], repository: Path) -> None:
    named()
    (repository / "prompts" / "circle").symlink_to("..")

    assert names(named("**/e.json")) == ["prompts/deep/d/e.json"]


def test_a_folder_that_cannot_be_read_is_missed(named: Callable[..., Files], monkeypatch: pytest.MonkeyPatch) -> None:
    listed = os.listdir

    def refuse(folder: Path) -> Iterable[str]:
        if folder.name == "deep":
            raise PermissionError(13, "Permission denied", "deep")
        return listed(folder)

    named()
    monkeypatch.setattr(os, "listdir", refuse)

    assert named("prompts/**") == Files((), (Missed("prompts/**", "deep: cannot be read: permission denied"),))


def test_a_path_outside_a_repository_stays_below_its_folder(tmp_path: Path) -> None:
    assert fault("a/b.md", tmp_path) is None
    assert fault("../b.md", tmp_path) == "'../b.md' leaves the repository: name what lies inside it"
