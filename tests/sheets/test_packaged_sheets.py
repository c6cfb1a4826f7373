from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from builders import TODAY, packaged_book

from costcalc.packaged import data_folder
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.schema import Sheet
from costcalc.sheets.validation import problems_and
from costcalc.sheets.yaml_file import read
from costcalc.tokens.tokenizer import tokenizer_names

if TYPE_CHECKING:
    from pathlib import Path

    from costcalc.sheets.model_list import Model

FILES = sorted((data_folder() / "providers").glob("*.yaml"))
SHEETS = [path for path in FILES if not path.stem.startswith("_")]
MODELS = packaged_book().models

each_sheet = pytest.mark.parametrize("path", SHEETS, ids=lambda path: path.stem)
each_model = pytest.mark.parametrize("model", MODELS.values(), ids=lambda model: model.model)


def sheet_in(path: Path) -> Sheet:
    sheet, problems = problems_and(Sheet, read(path))
    assert problems == []
    assert sheet is not None
    return sheet


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_it_fits_the_schema_and_contradicts_itself_nowhere(path: Path) -> None:
    sheet_in(path)


@each_sheet
def test_the_file_is_named_after_the_provider(path: Path) -> None:
    assert sheet_in(path).provider == path.stem


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_model_and_successor_of_an_alias_is_listed(path: Path) -> None:
    sheet = sheet_in(path)

    assert {offer.model for offer in sheet.offers} | {alias.model for alias in sheet.aliases} <= MODELS.keys()


@each_sheet
def test_every_number_says_who_says_so_and_when(path: Path) -> None:
    for offer in sheet_in(path).offers:
        for row in (*offer.prices, *offer.claims):
            assert row.source.strip(), offer.id
            assert row.basis == "page" or row.checked is not None, offer.id
            assert row.checked is None or row.checked <= TODAY, offer.id


@each_sheet
def test_what_is_free_is_said_to_be(path: Path) -> None:
    for offer in sheet_in(path).offers:
        for row in offer.prices:
            assert row.free == (row.input == 0 or row.output == 0), offer.id


@each_sheet
def test_every_offer_is_found_under_its_name_and_ids_today(path: Path) -> None:
    for offer in packaged_book().offers(providers=[path.stem]):
        assert packaged_book().offer(offer.name, TODAY) == offer


@each_model
def test_every_tokenizer_is_known(model: Model) -> None:
    assert model.tokenizer in tokenizer_names()


@each_model
def test_a_model_that_takes_images_says_how_it_counts_them(model: Model) -> None:
    assert ("image" in model.inputs) == (model.image is not None or model.image_formula is not None)


def test_the_list_of_models_fits_the_schema() -> None:
    assert problems_and(ModelList, read(data_folder() / "models.yaml"))[1] == []


def test_the_template_shows_every_key_of_an_offer_and_a_sheet() -> None:
    (template,) = (path for path in FILES if path.stem == "_template")
    text = template.read_text(encoding="utf-8")

    for kind in (Sheet, type(sheet_in(template).offers[0])):
        missing = [name for name in kind.__slots__ if f"{name.rstrip('_')}:" not in text]
        assert missing == []
