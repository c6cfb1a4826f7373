"""Read sheets to judge them: every file, good or not, with all that its schema and the other files have against it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.packaged import data_folder
from costcalc.sheets.faults import Fault, Finding
from costcalc.sheets.loading import MODELS
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.schema import Sheet
from costcalc.sheets.yaml_file import spell

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from costcalc.sheets.model_list import Model
    from costcalc.sheets.yaml_file import Document, Place

SUFFIXES = (".yaml", ".yml")
_PROBLEM = re.compile(r"(?::(?P<line>\d+))?(?::\d+)?: (?P<rest>.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file as far as it could be read, and what is wrong with it by itself and beside the others."""

    path: Path
    document: Document | None
    value: Sheet | ModelList | None
    """None where it does not fit the schema."""
    findings: tuple[Finding, ...] = field(default=())

    def finding(self, fault: Fault) -> Finding:
        """Return a fault of a value of this file with the line on which it stands."""
        lines = self.document.lines if self.document else {}
        way = fault.place
        while way and way not in lines:
            way = way[:-1]
        where = (str(self.path), lines.get(way), spell(fault.place), self._offer(fault.place))
        return Finding(*where, fault.severity, fault.kind, fault.message, fault.fix)

    def _offer(self, place: Place) -> str | None:
        if isinstance(self.value, Sheet) and place[:1] == ("offers",) and len(place) > 1 and isinstance(place[1], int):
            return self.value.offers[place[1]].id
        return None


def files_of(places: Sequence[Path]) -> list[Path]:
    """Return the files that folders and file names stand for, the packaged ones where none is given.

    Raises:
        InputError: a folder or file is not there, or a folder holds no sheet.
    """
    if not places:
        folder, here = data_folder(), Path.cwd()
        found = [folder / f"{MODELS}.yaml", *_in_folder(folder / "providers")]
        return [path.relative_to(here) if path.is_relative_to(here) else path for path in found]
    return list(dict.fromkeys(path for place in places for path in (_in_folder(place) if place.is_dir() else [place])))


def read_all(paths: Iterable[Path], known: Collection[str], tokenizers: Collection[str]) -> list[SheetFile]:
    """Return the files with every finding of their own, and of names that neither they nor the known models explain.

    Raises:
        InputError: a file cannot be read at all.
    """
    files = [_read(path) for path in paths]
    models = {*known, *(model.model for file in files for model in models_of(file))}
    sure = all(file.value is not None for file in files if file.path.stem == MODELS)
    return [replace(file, findings=(*file.findings, *_beside(file, models if sure else None, tokenizers))) for file in files]


def models_of(file: SheetFile) -> tuple[Model, ...]:
    """Return the models that a file lists; none where it is a provider's."""
    return file.value.models if isinstance(file.value, ModelList) else ()


def _in_folder(folder: Path) -> list[Path]:
    found = sorted(path for path in folder.iterdir() if path.suffix in SUFFIXES and path.name[0] not in "._")
    if not found:
        raise InputError(f"{folder}: holds no *.yaml sheet: name a folder of sheets, or a sheet")
    return found


def _read(path: Path) -> SheetFile:
    from costcalc.sheets import validation, yaml_file

    try:
        path.open("rb").close()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {(error.strerror or str(error)).lower()}") from error
    try:
        document = yaml_file.read(path)
    except InputError as error:
        return SheetFile(path, None, None, (_finding(path, str(error), "yaml"),))
    value: Sheet | ModelList | None
    if path.stem == MODELS:
        value, problems = validation.problems_and(ModelList, document)
    else:
        value, problems = validation.problems_and(Sheet, document)
    return SheetFile(path, document, value, tuple(_finding(path, problem, "schema") for problem in problems))


def _finding(path: Path, problem: str, kind: str) -> Finding:
    """Return what a line such as `file:12: offers[0].id: is required: add it` says."""
    found = _PROBLEM.fullmatch(problem.removeprefix(str(path)))
    line, rest = (found["line"], found["rest"]) if found else (None, problem)
    place, _, words = rest.partition(": ") if kind == "schema" else ("", "", rest)
    message, _, fix = words.partition(": ")
    return Finding(str(path), int(line) if line else None, place, None, "error", kind, message, fix or None)


def _beside(file: SheetFile, models: Collection[str] | None, tokenizers: Collection[str]) -> Iterator[Finding]:
    """Yield what a file has wrong beside the others: its name, models and tokenizers that do not exist."""
    if isinstance(file.value, ModelList):
        for index, model in enumerate(file.value.models):
            if model.tokenizer not in tokenizers and not model.tokenizer.endswith(".json"):
                yield file.finding(_unknown(("models", index, "tokenizer"), "tokenizer", model.tokenizer, tokenizers))
    elif isinstance(file.value, Sheet):
        if file.value.provider != file.path.stem:
            message = f"'{file.value.provider}' stands in a file named {file.path.name}"
            yield file.finding(Fault(("provider",), "error", "name", message, "give both the same name"))
        named = [(("offers", index, "model"), offer.model) for index, offer in enumerate(file.value.offers)]
        named += [(("aliases", index, "model"), alias.model) for index, alias in enumerate(file.value.aliases)]
        for place, name in named:
            if models is not None and name not in models:
                yield file.finding(_unknown(place, "model", name, models))


def _unknown(place: Place, what: str, name: str, known: Collection[str]) -> Fault:
    hint = nearest(name, known).removeprefix(": ")
    return Fault(place, "error", "name", f"unknown {what} '{name}'", hint or f"add it to {MODELS}.yaml first")
