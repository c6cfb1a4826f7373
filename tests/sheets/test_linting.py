from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest

from costcalc.errors import InputError
from costcalc.sheets.faults import Fault
from costcalc.sheets.linting import SheetFile, files_of, read_all

if TYPE_CHECKING:
    from pathlib import Path

Read = Callable[..., list[SheetFile]]

GOOD = """\
provider: acme
name: Acme
kind: host
currency: EUR
offers:
  - model: small-2
    id: org/small-2
"""
MODELS = """\
models:
  - {model: small-2, name: Small 2, maker: Maker, tokenizer: tekken-v11, source: a card, checked: 2026-11-20}
"""


@pytest.fixture
def read(tmp_path: Path) -> Read:
    """Return the files of a folder that holds the texts that are given, as they are read."""

    def read(name: str, text: str, *more: tuple[str, str], known: tuple[str, ...] = ("small-2",)) -> list[SheetFile]:
        for file, content in ((name, text), *more):
            (tmp_path / file).write_text(content, encoding="utf-8")
        return read_all(files_of([tmp_path]), known, ["tekken-v11"])

    return read


def found(files: list[SheetFile]) -> list[tuple[int | None, str, str, str, str | None]]:
    return [(one.line, one.place, one.kind, one.message, one.fix) for file in files for one in file.findings]


def test_a_good_sheet_has_no_finding(read: Read) -> None:
    assert found(read("acme.yaml", GOOD)) == []


def test_every_problem_of_a_file_is_found_not_only_the_first(read: Read) -> None:
    text = GOOD.replace("kind: host", "kind: shop").replace("currency: EUR", "curency: EUR")
    assert [(line, place, kind) for line, place, kind, _, _ in found(read("acme.yaml", text))] == [
        (3, "kind", "schema"),
        (1, "currency", "schema"),
        (4, "curency", "schema"),
    ]


def test_a_problem_is_parted_into_what_is_wrong_and_what_to_do(read: Read) -> None:
    rows = '    prices: [{input: "0", output: "1", basis: official, source: list, checked: 2026-11-20}]\n'
    assert found(read("acme.yaml", GOOD + rows)) == [
        (8, "offers[0].prices[0].input", "schema", "0 means free", "say `free: true`, or null for an unknown price")
    ]


def test_what_is_not_yaml_is_a_finding_with_its_line(read: Read) -> None:
    ((line, _, kind, message, _),) = found(read("acme.yaml", GOOD + "name: twice\n"))
    assert (line, kind) == (8, "yaml")
    assert "twice" in message


def test_an_unknown_model_is_found_with_the_nearest_name(read: Read) -> None:
    files = read("acme.yaml", GOOD.replace("model: small-2", "model: smal-2"))
    assert found(files) == [(6, "offers[0].model", "name", "unknown model 'smal-2'", "did you mean 'small-2'?")]


def test_models_of_the_same_folder_are_known(read: Read) -> None:
    assert found(read("acme.yaml", GOOD, ("models.yaml", MODELS), known=())) == []


def test_a_list_of_models_that_is_broken_accuses_no_sheet_of_unknown_names(read: Read) -> None:
    files = read("acme.yaml", GOOD, ("models.yaml", "models: [{model: small-2}]\n"), known=())
    assert {finding.file[-11:] for file in files for finding in file.findings} == {"models.yaml"}


def test_an_unknown_tokenizer_is_found(read: Read) -> None:
    files = read("models.yaml", MODELS.replace("tekken-v11", "tekken-v12"))
    assert [(place, kind) for _, place, kind, _, _ in found(files)] == [("models[0].tokenizer", "name")]


def test_a_sheet_is_named_after_its_provider(read: Read) -> None:
    assert [(line, place, kind) for line, place, kind, _, _ in found(read("acme-2.yaml", GOOD))] == [(1, "provider", "name")]


def test_a_fault_stands_on_the_nearest_line_and_names_its_offer(read: Read) -> None:
    (file,) = read("acme.yaml", GOOD)
    finding = file.finding(Fault(("offers", 0, "prices", 0, "input"), "warning", "outlier", "too dear"))
    assert (finding.line, finding.place, finding.offer) == (6, "offers[0].prices[0].input", "org/small-2")


@pytest.mark.parametrize("place", ["missing.yaml", "missing"])
def test_what_is_not_there_is_bad_input(tmp_path: Path, place: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_all(files_of([tmp_path / place]), (), ())


def test_an_empty_folder_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="holds no"):
        files_of([tmp_path])


def test_the_packaged_sheets_are_meant_where_none_is_named() -> None:
    names = [path.name for path in files_of([])]
    assert names[0] == "models.yaml"
    assert {"mistral.yaml", "ionos.yaml"} <= {*names}
    assert "_template.yaml" not in names


def test_a_file_named_twice_is_read_once(tmp_path: Path) -> None:
    (tmp_path / "acme.yaml").write_text(GOOD, encoding="utf-8")
    assert files_of([tmp_path, tmp_path / "acme.yaml"]) == [tmp_path / "acme.yaml"]
