"""Files of a commit, read from git's own store."""

from __future__ import annotations

import os
import subprocess
from typing import TYPE_CHECKING

import pytest

from costcalc.errors import InputError
from costcalc.logs.git_tree import tree_at

if TYPE_CHECKING:
    from pathlib import Path


def git(folder: Path, *arguments: str) -> str:
    identity = ["-c", "user.name=tester", "-c", "user.email=tester@example.com", "-c", "commit.gpgsign=false"]
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    done = subprocess.run(["git", *identity, "-C", str(folder), *arguments], check=True, capture_output=True, text=True, env=kept)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A repository with two commits, the first with a prompt, a link to it, and a name that git would quote."""
    folder = tmp_path / "repository"
    (folder / "prompts").mkdir(parents=True)
    git(tmp_path, "init", "-q", "-b", "main", str(folder))
    (folder / "prompts" / "a.md").write_text("first\n", encoding="utf-8")
    (folder / "prompts" / 'gr\u00fc\u00dfe "quoted".md').write_text("other\n", encoding="utf-8")
    (folder / "link.md").symlink_to("prompts/a.md")
    (folder / "broken.md").symlink_to("nowhere.md")
    (folder / "circle.md").symlink_to("circle.md")
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    (folder / "prompts" / "a.md").write_text("second\n", encoding="utf-8")
    git(folder, "commit", "-q", "-a", "-m", "second")
    return folder


def test_a_file_is_read_as_it_was(repository: Path) -> None:
    tree = tree_at("HEAD~1", repository)
    assert tree.read(["prompts/a.md", 'prompts/gr\u00fc\u00dfe "quoted".md', "never.md"]) == {
        "prompts/a.md": b"first\n",
        'prompts/gr\u00fc\u00dfe "quoted".md': b"other\n",
    }


def test_neither_the_work_tree_nor_the_index_is_touched(repository: Path) -> None:
    (repository / "prompts" / "a.md").write_text("not committed\n", encoding="utf-8")
    index = (repository / ".git" / "index").read_bytes()
    assert tree_at("main~1", repository).read(["prompts/a.md"]) == {"prompts/a.md": b"first\n"}
    assert (repository / "prompts" / "a.md").read_text(encoding="utf-8") == "not committed\n"
    assert (repository / ".git" / "index").read_bytes() == index


def test_a_link_gives_what_it_points_to_and_one_to_nowhere_nothing(repository: Path) -> None:
    assert tree_at("HEAD", repository).read(["link.md", "broken.md", "circle.md"]) == {"link.md": b"second\n"}


def test_a_folder_below_the_top_knows_where_it_lies(repository: Path) -> None:
    tree = tree_at("HEAD", repository / "prompts")
    assert tree.prefix == "prompts/"
    assert "prompts/a.md" in tree.entries


def test_a_copy_holds_what_is_wanted(repository: Path, tmp_path: Path) -> None:
    tree_at("HEAD~1", repository).copy(tmp_path / "copy", lambda path: path.endswith("a.md"))
    assert [path.name for path in (tmp_path / "copy").rglob("*.md")] == ["a.md"]


def test_the_environment_of_a_hook_points_nowhere_else(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_DIR", "/nowhere")
    monkeypatch.setenv("GIT_INDEX_FILE", "/nowhere/index")
    assert tree_at("HEAD", repository).read(["prompts/a.md"]) == {"prompts/a.md": b"second\n"}


@pytest.mark.parametrize("ref", ["never", "--help", "HEAD:prompts/a.md", "", "main..HEAD"])
def test_what_is_no_commit_is_refused(repository: Path, ref: str) -> None:
    with pytest.raises(InputError, match=r"is no file, and no commit that git knows: .*: fetch it, or name a saved estimate"):
        tree_at(ref, repository)


def test_a_folder_in_no_repository_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="main: is no file, and no commit that git knows: not a git repository"):
        tree_at("main", tmp_path)


def test_without_git_there_are_saved_estimates_alone(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(InputError, match="main: is no file, and git cannot be run: no such file or directory"):
        tree_at("main", repository)


def test_a_content_that_is_not_here_is_refused(repository: Path) -> None:
    name = git(repository, "rev-parse", "HEAD~1:prompts/a.md")
    (repository / ".git" / "objects" / name[:2] / name[2:]).unlink()
    with pytest.raises(InputError, match=f"HEAD~1: git has no content {name}"):
        tree_at("HEAD~1", repository).read(["prompts/a.md"])


def test_what_git_lfs_keeps_is_refused_and_not_counted(repository: Path) -> None:
    (repository / "big.md").write_text("version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 7\n", encoding="utf-8")
    git(repository, "add", ".")
    git(repository, "commit", "-q", "-m", "big")
    with pytest.raises(InputError, match=r"HEAD:big\.md: is kept by Git LFS"):
        tree_at("HEAD", repository).read(["big.md"])
