"""What prompts cost before: as a saved estimate says, or as a commit of the repository has them, at its own prices."""

from __future__ import annotations

import posixpath
import re
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from costcalc.commands.configured import items_of
from costcalc.config.checks import is_file
from costcalc.config.loading import load
from costcalc.errors import CostcalcError, InputError
from costcalc.logs.baseline import read_estimate
from costcalc.logs.git_tree import tree_at
from costcalc.logs.prompts import SUFFIXES
from costcalc.logs.text_file import STANDARD_INPUT
from costcalc.planning.item import Item
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from costcalc.commands.configured import Configured
    from costcalc.config.loading import LoadedConfig
    from costcalc.config.schema import Config
    from costcalc.logs.git_tree import GitTree

_IMAGES = (".png", ".jpg", ".jpeg", ".webp", ".gif", ".bmp", ".tif", ".tiff", ".ico", ".avif")
"""What requests may name beside the files of a configuration."""


def is_saved(base: str) -> bool:
    """Return whether a base is a saved estimate and not the name of a commit."""
    return base == STANDARD_INPUT or Path(base).is_file()


def baseline_items(base: str, config: LoadedConfig, sheets: Sequence[Path], on: date) -> list[Item]:
    """Return what prompts cost in a saved estimate, or at a commit of its repository.

    Raises:
        InputError: it is neither; the estimate is in another currency, or one that cannot be read.
    """
    if not is_saved(base):
        return items_at(base, config, sheets, on)
    saved = read_estimate(base)
    if saved.currency != config.currency:
        raise InputError(f"{saved.name}: is in {saved.currency}, and {config.path.name} asks for {config.currency}: use one")
    return list(saved.items)


def items_at(ref: str, config: LoadedConfig, sheets: Sequence[Path], on: date) -> list[Item]:
    """Return the prompts of a commit by its own configuration and its own sheets, in the currency of the present one.

    Packaged prices and those of `sheets`, folders that the command line names, are the same on both sides. Where the commit has
    no configuration yet, the present one says which prompts are meant. A prompt that cannot be read there is an item without a
    price; a glob that matches nothing there stands for no prompt.

    Raises:
        InputError: there is no such commit, or its configuration is wrong.
    """
    tree = tree_at(ref, config.folder)
    # A name in the temporary folder says nothing to a reader.
    with TemporaryDirectory(prefix="costcalc-") as temporary:
        top = Path(temporary).resolve()
        folder = top / tree.prefix
        folder.mkdir(parents=True, exist_ok=True)
        (top / ".git").mkdir()  # what a path may not lead out of
        try:
            found = _at(tree, config, top, sheets, on)
        except CostcalcError as error:
            said = str(error)
            named = said.replace(f"{folder}/", f"{ref}:")
            raise type(error)(named if named != said else f"{ref}: {said}") from None
    unread = [(source, reason) for source, reason in found.problems if _below(source, tree) in tree.entries]
    return [*found.items, *without_price(unread)]


def without_price(problems: Iterable[tuple[str, str]]) -> Iterator[Item]:
    """Yield an item for each prompt that could not be read: its cost is unknown, and never nothing."""
    for source, reason in problems:
        yield Item(name=source, source=source, offer=None, status="unpriced", reason=reason)


def _at(tree: GitTree, config: LoadedConfig, top: Path, sheets: Sequence[Path], on: date) -> Configured:
    name = f"{tree.prefix}{config.path.name}"
    tree.copy(top, lambda path: path == name)
    then: Config = replace(load(top / name), currency=config.currency) if (top / name).exists() else config
    wanted = _wanted(then, tree)
    tree.copy(top, wanted.__contains__)
    root = top / tree.prefix
    own = [_unchanged(root / folder, config.folder / folder) for folder in then.sheets if (root / folder).is_dir()]
    lasting = not any(folder.is_relative_to(top) for folder in own)
    return items_of(then, root, load_book(*own, *sheets, keep=lasting), on)


def _unchanged(then: Path, now: Path) -> Path:
    """Return the present folder of sheets where nothing in it has changed: its compiled form is at hand."""

    def contents(folder: Path) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in folder.glob("*.y*ml")}

    return now if now.is_dir() and contents(now) == contents(then) else then


def _wanted(config: Config, tree: GitTree) -> set[str]:
    """Return its sheets, and the files that its prompts may consist of: what its globs then name lies among them."""
    named: list[str] = []
    for group in config.prompts:
        attached = (group.system, group.tools, *(image for image in group.images if is_file(image)))
        named += [*group.files, *(path for path in attached if path is not None)]
    globs = [_below(path, tree) for path in named]
    found = {path for path in tree.entries if any(_may_fit(path, glob) for glob in globs)}
    if any(path.lower().endswith(tuple(SUFFIXES)) for path in found):
        found |= {path for path in tree.entries if path.lower().endswith(_IMAGES)}
    folders = tuple(f"{_below(folder, tree)}/" for folder in config.sheets)
    return found | {path for path in tree.entries if path.startswith(folders)}


def _below(path: str, tree: GitTree) -> str:
    """Return a path of the configuration as one from the top of the repository."""
    return posixpath.normpath(posixpath.join(tree.prefix, path))


def _may_fit(path: str, glob: str) -> bool:
    start, *rest = re.split(r"[*?\[]", glob)
    end = re.split(r"[*?\]]", glob)[-1]
    return path == glob or bool(rest and path.startswith(start) and path.endswith(end))
