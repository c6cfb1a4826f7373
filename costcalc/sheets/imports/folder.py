"""A folder of the user's sheets: the texts that an import puts into it, and those that rows and offers are added to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.sheets import validation, yaml_file
from costcalc.sheets.imports.appending import offer_index, with_added
from costcalc.sheets.imports.writing import models_text, sheet_text
from costcalc.sheets.loading import MODELS
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.price_rows import Claim, Price
from costcalc.sheets.schema import OfferSheet, Sheet

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.sheets.imports.assembling import Imported
    from costcalc.sheets.model_list import Model

Texts = dict[Path, str]
_SUFFIXES = (".yaml", ".yml")


@dataclass(frozen=True, slots=True)
class Addition:
    """A row for an offer, or a whole offer."""

    sheet: Sheet
    """The provider."""
    offer: OfferSheet
    """The offer as the book has it, without the row."""
    row: Price | Claim | None
    """None: the offer itself is new."""


def holds_sheets(folder: Path) -> bool:
    """Return whether a folder is there and has a sheet or a list of models."""
    return folder.is_dir() and any(path.suffix in _SUFFIXES and path.name[0] not in "._" for path in folder.iterdir())


def import_texts(imported: Imported, folder: Path, heading: str) -> Texts:
    """Return a file for each provider, and the list of models with the new ones.

    Raises:
        InputError: a provider has a sheet already: history is added to, never written anew.
    """
    known = [path for sheet in imported.sheets if (path := _existing(folder, sheet.provider)) is not None]
    if known:
        more = f" and {len(known) - 1} more" if len(known) > 1 else ""
        fix = "give --into a new folder, or add to this one with `costcalc prices refresh`"
        raise InputError(f"{known[0]}{more}: stands there already: {fix}")
    texts = {folder / f"{sheet.provider}.yaml": sheet_text(sheet, heading) for sheet in imported.sheets}
    return _checked(texts | _with_models(folder, imported.models, heading))


def refresh_texts(additions: Sequence[Addition], models: Iterable[Model], folder: Path, heading: str) -> Texts:
    """Return the files of a folder that rows, offers and their models are added to, each whole.

    Raises:
        InputError: a file cannot be read, or has no place for them.
    """
    by_provider: dict[str, list[Addition]] = {}
    for addition in additions:
        by_provider.setdefault(addition.sheet.provider, []).append(addition)
    texts = dict(_refreshed(folder, added, heading) for added in by_provider.values())
    used = {addition.offer.model for addition in additions if addition.row is None}
    return _checked(texts | _with_models(folder, [model for model in models if model.model in used], heading))


def _with_models(folder: Path, new: Sequence[Model], heading: str) -> Texts:
    """Return the list of models with new ones behind those that stand in it; nothing where there are none."""
    if not new:
        return {}
    path = _existing(folder, MODELS)
    if path is None:
        return {folder / f"{MODELS}.yaml": models_text(new, heading)}
    return {path: with_added(_text(path), yaml_file.read(path), items=new)}


def _refreshed(folder: Path, additions: Sequence[Addition], heading: str) -> tuple[Path, str]:
    """Return the file of a provider with what is added to it; an offer that it does not have is put into it whole."""
    sheet = additions[0].sheet
    path = _existing(folder, sheet.provider)
    if path is None:
        top = Sheet(provider=sheet.provider, name=sheet.name, kind=sheet.kind, currency=sheet.currency)
        return folder / f"{sheet.provider}.yaml", sheet_text(replace(top, offers=_whole(additions)), heading)
    document = yaml_file.read(path)
    there = {addition.offer.id for addition in additions if offer_index(document, addition.offer.id) is not None}
    rows = [(item.offer.id, item.row) for item in additions if item.row is not None and item.offer.id in there]
    offers = _whole([item for item in additions if item.offer.id not in there])
    return path, with_added(_text(path), document, rows=rows, items=offers)


def _whole(additions: Iterable[Addition]) -> tuple[OfferSheet, ...]:
    """Return each offer once, with its rows."""
    offers: dict[str, OfferSheet] = {}
    for addition in additions:
        offer, row = offers.get(addition.offer.id, addition.offer), addition.row
        if isinstance(row, Price):
            offer = replace(offer, prices=_newest_first([*offer.prices, row]))
        elif row is not None:
            offer = replace(offer, claims=(row, *offer.claims))
        offers[addition.offer.id] = offer
    return tuple(offers.values())


def _newest_first(rows: Iterable[Price]) -> tuple[Price, ...]:
    return tuple(sorted(rows, key=lambda row: row.from_ or date.min, reverse=True))


def _existing(folder: Path, name: str) -> Path | None:
    return next((path for suffix in _SUFFIXES if (path := folder / f"{name}{suffix}").exists()), None)


def _text(path: Path) -> str:
    """Return a text with the ends that its lines have."""
    return path.read_bytes().decode("utf-8")


def _checked(texts: Texts) -> Texts:
    """Return the texts as they are, once each has been read back as what it is to be."""
    with TemporaryDirectory() as folder:
        for path, text in texts.items():
            copy = Path(folder) / path.name
            copy.write_bytes(text.encode())
            document = replace(yaml_file.read(copy), path=path)
            validation.load(ModelList, document) if path.stem == MODELS else validation.load(Sheet, document)
    return texts
