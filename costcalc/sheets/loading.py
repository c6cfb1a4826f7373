"""Load the book: packaged sheets, the user's own over them, and a compiled form of both in the cache."""

from __future__ import annotations

import hashlib
import os
import pickle
import sys
from dataclasses import fields, replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from costcalc import cache
from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.packaged import data_folder
from costcalc.sheets.book import Book, bind
from costcalc.sheets.model_list import Model, ModelList
from costcalc.sheets.price_rows import Claim, Price
from costcalc.sheets.schema import OfferSheet, Sheet
from costcalc.version import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.sheets.yaml_file import Document

MODELS = "models"
"""The file that lists models; every other file is the sheet of the provider that it is named after."""
_SUFFIXES = frozenset({".yaml", ".yml"})
_DIGEST_SIZE = 32

Kind = TypeVar("Kind", Sheet, ModelList)
Row = TypeVar("Row", Price, Claim)


def load_book(*sheet_dirs: str | Path, keep: bool = True) -> Book:
    """Return the book of the packaged sheets and the user's own, later folders over earlier ones.

    An offer of the user's replaces the packaged one of that id or model whole. The compiled form in the cache is sealed
    with the content of every file, so that it is never older than they are; `keep=False` writes none, for folders that go.

    Raises:
        InputError: a folder or file is missing or wrong; names the file, the place and the fix.
    """
    own = [Path(folder) for folder in sheet_dirs]
    packaged = data_folder()
    files = [[packaged / f"{MODELS}.yaml", *_files_in(packaged / "providers")], *map(_own_files, own)]
    name = f"book-{_digest(*(os.fsencode(folder.absolute()) for folder in (packaged, *own))).hex()[:16]}"
    contents = _contents(files)
    if (known := _compiled(name, contents)) is not None:
        return known
    book = _compile(files)
    if keep:
        payload = pickle.dumps(book, protocol=5)
        cache.write(name, _digest(contents, payload) + payload)
    return book


def _compiled(name: str, contents: bytes) -> Book | None:
    data = cache.read(name)
    if data is None or _digest(contents, data[_DIGEST_SIZE:]) != data[:_DIGEST_SIZE]:
        return None
    try:
        book = pickle.loads(memoryview(data)[_DIGEST_SIZE:])  # noqa: S301 - written by `load_book` into the user's own cache
    except Exception:  # noqa: BLE001 - whatever is wrong with it, it is compiled anew
        return None
    return book if isinstance(book, Book) else None


def _contents(files: Iterable[list[Path]]) -> bytes:
    """Return the digest of all that a book is made of: what the files say, and the code that reads them."""
    code = ((file.name, file.stat().st_mtime_ns) for file in sorted(Path(__file__).parent.glob("*.py")))
    parts = [f"{__version__} {sys.version_info} {[*code]}".encode()]
    for path in (path for listed in files for path in listed):
        parts += [os.fsencode(path.absolute()), _bytes(path)]
    return _digest(*parts)


def _digest(*parts: bytes) -> bytes:
    """Return the SHA-256 of the parts and of where each ends."""
    digest = hashlib.sha256()
    for part in parts:
        digest.update(b"%d:" % len(part))
        digest.update(part)
    return digest.digest()


def _files_in(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.suffix in _SUFFIXES and path.name[0] not in "._")


def _own_files(folder: Path) -> list[Path]:
    try:
        files = _files_in(folder)
    except OSError as error:
        fix = "give --sheets a folder with one YAML file a provider"
        raise InputError(f"{folder}: cannot be read as a folder of sheets: {error.strerror}: {fix}") from error
    if not files:
        raise InputError(f"{folder}: holds no *.yaml sheet: copy data/providers/_template.yaml into it")
    return files


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


def _compile(files: Iterable[list[Path]]) -> Book:
    models: dict[str, Model] = {}
    sheets: dict[str, Sheet] = {}
    for listed in files:
        for path in listed:
            if path.stem == MODELS:
                models.update((model.model, _placed(model, path)) for model in _load(ModelList, path)[0].models)
        for path in listed:
            if path.stem != MODELS:
                sheet = _sheet(path, models)
                known = sheets.get(sheet.provider)
                sheets[sheet.provider] = sheet if known is None else overlay(known, sheet)
    return bind(sheets.values(), models.values())


def _load(kind: type[Kind], path: Path) -> tuple[Kind, Document]:
    from costcalc.sheets import validation, yaml_file

    document = yaml_file.read(path)
    return validation.load(kind, document), document


def _sheet(path: Path, models: dict[str, Model]) -> Sheet:
    sheet, document = _load(Sheet, path)
    if sheet.provider != path.stem:
        place = document.at(("provider",))
        raise InputError(f"{place}: '{sheet.provider}' stands in a file named {path.name}: give both the same name")
    _check_names(sheet, document, models)
    return _with_currencies(sheet)


def _check_names(sheet: Sheet, document: Document, models: dict[str, Model]) -> None:
    places = [(("offers", index, "model"), offer.model) for index, offer in enumerate(sheet.offers)]
    places += [(("aliases", index, "model"), alias.model) for index, alias in enumerate(sheet.aliases)]
    for place, name in places:
        if name not in models:
            fix = nearest(name, models) or f": describe it in a {MODELS}.yaml beside your sheets"
            raise InputError(f"{document.at(place)}: unknown model '{name}'{fix}")


def _placed(model: Model, path: Path) -> Model:
    """Return the model with a tokenizer given by path made relative to its own file."""
    return replace(model, tokenizer=str(path.parent / model.tokenizer)) if model.tokenizer.endswith(".json") else model


def _with_currencies(sheet: Sheet) -> Sheet:
    """Return the sheet with each price and claim naming its currency, so that it can stand in another sheet."""

    def priced(rows: Sequence[Row]) -> tuple[Row, ...]:
        return tuple(row if row.currency else replace(row, currency=sheet.currency) for row in rows)

    offers = (replace(offer, prices=priced(offer.prices), claims=priced(offer.claims)) for offer in sheet.offers)
    return replace(sheet, offers=tuple(offers))


def overlay(base: Sheet, own: Sheet) -> Sheet:
    """Return the base with every field that the own sheet states, and the own offers in place of those they replace."""
    replaced = _replaced(base.offers, own.offers)
    kept = tuple(offer for offer in base.offers if offer.id not in replaced)
    moved = {alias.name for alias in own.aliases}
    aliases = (*own.aliases, *(alias for alias in base.aliases if alias.name not in moved))
    stated = {
        field.name: getattr(own, field.name)
        for field in fields(Sheet)
        if field.name not in {"offers", "aliases"} and getattr(own, field.name) not in (None, ())
    }
    return replace(base, **stated, offers=(*own.offers, *kept), aliases=aliases)


def _replaced(base: Sequence[OfferSheet], own: Iterable[OfferSheet]) -> set[str]:
    """Return the ids of the base that the own offers replace: those that share an id, else those of the same model."""
    gone: set[str] = set()
    for offer in own:
        ids = {offer.id, *offer.names}
        same_id = {known.id for known in base if not ids.isdisjoint({known.id, *known.names})}
        gone |= same_id or {known.id for known in base if known.model == offer.model}
    return gone
