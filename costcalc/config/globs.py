"""The files that a glob names, the same on every system and every version of Python, and nothing missed in silence."""

from __future__ import annotations

import os
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

_SPECIAL = frozenset("*?[")


@dataclass(frozen=True, slots=True)
class Missed:
    """A glob that does not name what it should, and why."""

    glob: str
    reason: str


@dataclass(frozen=True, slots=True)
class Files:
    """The files that globs name, and what they miss; with anything missed, the files are not all that was meant."""

    paths: tuple[Path, ...]
    """Relative to the folder of the configuration, sorted, each once."""
    missed: tuple[Missed, ...] = ()


def expand(globs: Iterable[str], folder: Path) -> Files:
    """Return the files that globs name from a folder; one that names none, or what cannot be read, is missed.

    `*`, `?` and `[abc]` stand for characters of one name, `**` for any number of folders; hidden names must be spelt out.
    """
    found: set[str] = set()
    missed: list[Missed] = []
    repository = Path(os.path.realpath(repository_of(folder)))
    for glob in globs:
        try:
            named = list(_below(folder, (), _steps(glob)))
        except OSError as error:
            missed.append(Missed(glob, f"{error.filename}: cannot be read: {(error.strerror or str(error)).lower()}"))
            continue
        missed += [Missed(glob, reason) for reason in _faults(glob, folder, named, repository)]
        found.update("/".join(names) for names in named)
    return Files(tuple(Path(name) for name in sorted(found)), tuple(missed))


def repository_of(folder: Path) -> Path:
    """Return the nearest folder at or above one that holds a git repository, else the folder itself."""
    return next((each for each in (folder, *folder.parents) if os.path.lexists(each / ".git")), folder)


def fault(path: str, folder: Path) -> str | None:
    """Return what keeps a path or glob from being one inside the repository of a folder, or None."""
    if "\\" in path:
        return f"'{path}' holds \\: write / between folders"
    if path.startswith(("/", "~")) or path[1:2] == ":":
        return f"'{path}' is not relative: write the way from the configuration's folder"
    steps = _steps(path)
    up = next((index for index, step in enumerate(steps) if step != ".."), len(steps))
    if ".." in steps[up:]:
        return f"'{path}' goes back by ..: write the way without"
    if up > len(folder.relative_to(repository_of(folder)).parts):
        return f"'{path}' leaves the repository: name what lies inside it"
    return None


def plain(path: str) -> str:
    """Return a path without what changes nothing, `prompts/a` for `./prompts//a/`."""
    return "/".join(_steps(path))


def _steps(path: str) -> list[str]:
    steps = [step for step in path.split("/") if step not in {"", "."}]
    return [step for step, before in zip(steps, ["", *steps], strict=False) if not step == before == "**"]


def _below(folder: Path, names: tuple[str, ...], steps: Sequence[str]) -> Iterator[tuple[str, ...]]:
    """Yield the way to all that the steps lead to and is no folder; `**` follows no link, which may lead in a circle."""
    if not steps:
        return
    step, *rest = steps
    if step == "**":
        yield from _below(folder, names, rest or ["*"])
        for name in _named(folder, "*"):
            path = folder / name
            if path.is_dir() and not path.is_symlink():
                yield from _below(path, (*names, name), steps)
        return
    for name in _named(folder, step):
        path = folder / name
        if not path.is_dir():
            yield from [] if rest else [(*names, name)]
        else:
            yield from _below(path, (*names, name), rest)


def _named(folder: Path, step: str) -> list[str]:
    """Return the names in a folder that a step stands for."""
    if not _SPECIAL.intersection(step):
        return [step] if os.path.lexists(folder / step) else []
    # A name such as [id].md may stand for itself.
    return [name for name in sorted(os.listdir(folder)) if name == step or _fits(name, step)]  # noqa: PTH208


def _fits(name: str, step: str) -> bool:
    return fnmatchcase(name, step) and (not name.startswith(".") or step.startswith("."))


def _faults(glob: str, folder: Path, named: Sequence[tuple[str, ...]], repository: Path) -> Iterator[str]:
    if not named:
        is_folder = (folder / glob).is_dir()
        yield f"is a folder: write {glob.rstrip('/')}/*" if is_folder else "matches no file: correct it, or remove it"
    for names in named:
        path = folder.joinpath(*names)
        if not path.is_file():
            yield f"{'/'.join(names)} is no file that can be read"
        elif not Path(os.path.realpath(path)).is_relative_to(repository):
            yield f"{'/'.join(names)} is a link that leaves the repository"
