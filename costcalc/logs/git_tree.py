"""Read files of a commit from git's own store, so that neither the work tree nor the index is touched."""

from __future__ import annotations

import os
import posixpath
import subprocess
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from pathlib import Path

_LINK, _FILES = "120000", ("100644", "100755", "120000")
_MOST_LINKS = 8
_ELSEWHERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_PREFIX", "GIT_COMMON_DIR", "GIT_NAMESPACE")
"""What a hook's environment would point git at another repository or index with."""
_LFS = b"version https://git-lfs.github.com/spec/"


class Entry(NamedTuple):
    """A file of a tree: its mode in git, and the name of its content."""

    mode: str
    content: str


@dataclass(frozen=True, slots=True)
class GitTree:
    """The files of one commit, by their path from the top of the repository."""

    folder: Path
    ref: str
    commit: str
    prefix: str
    """Where the folder lies in the repository: empty, or with a slash behind it."""
    entries: dict[str, Entry]

    def read(self, paths: Iterable[str]) -> dict[str, bytes]:
        """Return the bytes of files; a link gives what it points to, and one that points nowhere is left out.

        Raises:
            InputError: a content is not here: a partial clone, or Git LFS.
        """
        wanted = {path: entry for path in paths if (entry := self._followed(path)) is not None}
        contents = _contents(dict.fromkeys(entry.content for entry in wanted.values()), self.folder, self.ref)
        found = {path: contents[entry.content] for path, entry in wanted.items()}
        for path, data in found.items():
            if data.startswith(_LFS):
                raise InputError(f"{self.ref}:{path}: is kept by Git LFS and not in git: compare with a saved estimate instead")
        return found

    def copy(self, into: Path, wanted: Callable[[str], bool]) -> None:
        """Write the files whose path is wanted below another folder."""
        for path, data in self.read(path for path in self.entries if wanted(path)).items():
            target = into / path
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(data)

    def _followed(self, path: str) -> Entry | None:
        entry = self.entries.get(path)
        for _ in range(_MOST_LINKS):
            if entry is None or entry.mode != _LINK:
                return entry
            target = os.fsdecode(_contents([entry.content], self.folder, self.ref)[entry.content])
            path = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
            entry = self.entries.get(path)
        return None


def tree_at(ref: str, folder: Path) -> GitTree:
    """Return the tree of a commit of the repository that a folder lies in.

    Raises:
        InputError: git is missing, the folder is in no repository, or nothing in it has that name; in git's own words.
    """
    prefix = os.fsdecode(_git(folder, ref, "rev-parse", "--show-prefix")).rstrip("\n")
    commit = os.fsdecode(_git(folder, ref, "rev-parse", "--verify", "--end-of-options", f"{ref}^{{commit}}")).strip()
    listed = _git(folder, ref, "ls-tree", "-r", "-z", "--full-tree", commit)
    return GitTree(folder, ref, commit, prefix, dict(_entries(os.fsdecode(listed))))


def _entries(listed: str) -> Iterator[tuple[str, Entry]]:
    for line in listed.split("\0"):
        about, tab, path = line.partition("\t")
        if tab and (mode := about.split(" ")[0]) in _FILES:
            yield path, Entry(mode, about.split(" ")[2])


def _contents(names: Iterable[str], folder: Path, ref: str) -> dict[str, bytes]:
    """Return contents by their names, all from one process."""
    asked = list(names)
    said = _git(folder, ref, "cat-file", "--batch", given="".join(f"{name}\n" for name in asked).encode()) if asked else b""
    found, at = {}, 0
    for name in asked:
        end = said.index(b"\n", at)
        head = said[at:end].split(b" ")
        if head[1:2] != [b"blob"]:
            raise InputError(f"{ref}: git has no content {name}: fetch the whole of it, a partial clone lacks some")
        size = int(head[2])
        found[name] = said[end + 1 : end + 1 + size]
        at = end + size + 2
    return found


def _git(folder: Path, ref: str, *arguments: str, given: bytes = b"") -> bytes:
    kept = {name: value for name, value in os.environ.items() if name not in _ELSEWHERE}
    # Its words in English, no network for what a partial clone lacks, no lock on the index.
    env = kept | {"LC_ALL": "C", "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "GIT_TERMINAL_PROMPT": "0"}
    try:
        done = subprocess.run(  # noqa: S603 - no shell; what the user names stands behind --end-of-options
            ["git", *arguments],  # noqa: S607 - the user's own git
            cwd=folder,
            env=env,
            input=given,
            capture_output=True,
            check=False,
        )
    except OSError as error:
        raise InputError(f"{ref}: is no file, and git cannot be run: {(error.strerror or str(error)).lower()}") from error
    if done.returncode:
        said = os.fsdecode(done.stderr).strip().partition("\n")[0].removeprefix("fatal: ")
        raise InputError(f"{ref}: is no file, and no commit that git knows: {said}: fetch it, or name a saved estimate")
    return done.stdout
