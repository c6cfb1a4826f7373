"""`costcalc prices import`."""

from __future__ import annotations

import csv
import io
import json
import os
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Golden, Run

CHAT = {"mode": "chat", "litellm_provider": "acme", "input_cost_per_token": 1e-6, "output_cost_per_token": 4e-6}
ENTRIES = {
    "acme/big-1": CHAT | {"cache_read_input_token_cost": 1e-7, "source": "https://acme.example/pricing"},
    "acme/gift-1": CHAT | {"input_cost_per_token": 0, "output_cost_per_token": 0},
    "acme/odd-1": CHAT | {"output_cost_per_token": "dear"},
    "bolt/big-1": CHAT | {"litellm_provider": "bolt"},
    "bolt/ear-1": CHAT | {"mode": "audio_transcription"},
}


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("costcalc.clock.today", lambda: date(2026, 11, 20))


@pytest.fixture
def file(tmp_path: Path) -> Path:
    """A small file of LiteLLM's form."""
    path = tmp_path / "litellm.json"
    path.write_text(json.dumps(ENTRIES), encoding="utf-8")
    return path


@pytest.fixture
def into(tmp_path: Path) -> Path:
    """A folder that is not there yet."""
    return tmp_path / "own" / "sheets"


def test_an_import_writes_sheets_that_load(run: Run, file: Path, into: Path) -> None:
    ended = run("prices import litellm --checked 2026-11-18", file, "--into", into)
    assert (ended.code, ended.err) == (0, "")
    assert sorted(path.name for path in into.iterdir()) == ["acme.yaml", "bolt.yaml", "models.yaml"]
    book = load_book(into)
    row = book.offer("acme/big-1", date(2026, 11, 20)).sheet.prices[0]
    assert [str(rate) for rate in (row.input, row.cached_input, row.output)] == ["1.00", "0.10", "4.00"]
    assert row.source.endswith("(https://acme.example/pricing)")
    assert (row.checked, row.from_, row.basis) == (date(2026, 11, 18), None, "community")


def test_what_was_imported_can_be_priced(run: Run, file: Path, into: Path) -> None:
    run("prices import litellm --checked 2026-11-18", file, "--into", into)
    ended = run("estimate --model big-1 --input-tokens 1000 --output-tokens 100 --format json --sheets", into)
    assert [result["per_request"] for result in json.loads(ended.out)["results"]] == ["0.0014", "0.0014"]


def test_the_sheet_is_as_a_person_would_write_it(run: Run, golden: Golden, file: Path, into: Path) -> None:
    run("prices import litellm --checked 2026-11-18", file, "--into", into)
    texts = [f"== {path.name}\n{path.read_text(encoding='utf-8')}" for path in sorted(into.iterdir())]
    golden("prices-import-sheets.txt", "".join(texts))


@pytest.mark.parametrize(("form", "suffix"), [("table", "txt"), ("json", "json"), ("csv", "csv"), ("markdown", "md")])
def test_the_report(run: Run, golden: Golden, monkeypatch: pytest.MonkeyPatch, file: Path, *, form: str, suffix: str) -> None:
    monkeypatch.chdir(file.parent)
    ended = run(f"prices import litellm --checked 2026-11-18 --format {form} litellm.json --into own", columns=None)
    golden(f"prices-import.{suffix}", ended.out)


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return run


def test_problems_are_listed_with_their_reasons_and_leave_exit_0(run: Run, file: Path, into: Path) -> None:
    ended = run("prices import litellm --checked 2026-11-18 --format json", file, "--into", into)
    document = json.loads(ended.out)
    Draft202012Validator(json.loads(run("schema prices-import").out)).validate(document)
    assert ended.code == 0
    assert document["problems"] == [{"record": "acme/odd-1", "reason": "output_cost_per_token is no number: 'dear'"}]
    assert document["left_out"] == [{"record": "bolt/ear-1", "reason": "mode audio_transcription"}]
    assert document["providers"] == [
        {"provider": "acme", "offers": 2, "priced": 1},
        {"provider": "bolt", "offers": 1, "priced": 1},
    ]


def test_strict_makes_problems_the_answer_no(run: Run, file: Path, into: Path) -> None:
    ended = run("prices import litellm --checked 2026-11-18 --strict --format csv", file, "--into", into)
    assert ended.code == 1
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    assert [row["kind"] for row in rows] == ["taken", "taken", "problem", "left out"]
    assert (into / "acme.yaml").exists()


def test_files_that_stand_there_are_never_written_over(run: Run, file: Path, into: Path) -> None:
    run("prices import litellm --checked 2026-11-18", file, "--into", into)
    before = {path: path.read_bytes() for path in into.iterdir()}
    ended = run("prices import litellm --checked 2026-11-19", file, "--into", into)
    assert ended.code == 2
    assert "acme.yaml and 1 more: stands there already" in ended.err
    assert {path: path.read_bytes() for path in into.iterdir()} == before


def test_data_that_state_no_day_were_seen_when_their_file_was_written(run: Run, file: Path, into: Path) -> None:
    noon = datetime(2026, 11, 3, 12).timestamp()  # noqa: DTZ001 - a day where the user is
    os.utime(file, (noon, noon))
    ended = run("prices import litellm --format json", file, "--into", into)
    assert (ended.code, json.loads(ended.out)["checked"]) == (0, "2026-11-03")


def test_another_catalogue_can_be_imported_beside_it_and_shares_its_models(run: Run, file: Path, into: Path) -> None:
    run("prices import litellm --checked 2026-11-18", file, "--into", into)
    prices = {"updated_at": "2026-11-01", "prices": [{"id": "Big-1", "vendor": "crux", "name": "Big", "input": 1, "output": 2}]}
    file.write_text(json.dumps(prices), encoding="utf-8")
    ended = run("prices import llm-prices --format json", file, "--into", into)
    assert (ended.code, json.loads(ended.out)["models"], json.loads(ended.out)["checked"]) == (0, 0, "2026-11-01")
    assert len(load_book(into).offers(models=["big-1"])) == 3


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("litelm FILE", "unknown source 'litelm': did you mean 'litellm'?"),
        ("litellm missing.json --checked 2026-11-18", "missing.json: cannot be read"),
        ("litellm FILE --checked yesterday", "--checked: 'yesterday' is no date: write YYYY-MM-DD"),
        ("litellm FILE --checked 2026-11-21", "nobody can have seen it on 2026-11-21, which is yet to come"),
        ("models.dev FILE --checked 2026-11-18", "holds no record of models.dev"),
        ("openrouter", "openrouter: name the FILE to import, or --from URL"),
        ("litellm FILE --from https://example.com", "stands beside the file"),
        ("litellm --from http://example.com", "give an address that begins with https://"),
        ("litellm FILE --checked 2026-11-18 --format xml", "--format: unknown format 'xml'"),
        ("litellm FILE --checked 2026-11-18 -o report.doc", "the suffix names no format"),
    ],
)
def test_bad_input_is_one_line_and_writes_nothing(run: Run, file: Path, into: Path, options: str, message: str) -> None:
    ended = run(f"prices import {options.replace('FILE', file.name)}", "--into", into)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert message in ended.err
    assert not into.exists()


def test_a_folder_that_cannot_be_made_is_one_line(run: Run, file: Path) -> None:
    ended = run("prices import litellm --checked 2026-11-18", file, "--into", file / "below")
    assert (ended.code, ended.err.count("\n")) == (2, 1)
    assert "cannot be written" in ended.err


def test_an_address_is_read_where_it_is_named(run: Run, into: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    model = {"id": "acme/big-1", "name": "Acme: Big 1", "pricing": {"prompt": "0.000001", "completion": "0.000004"}}
    monkeypatch.setattr("costcalc.sheets.imports.reading._download", lambda _: json.dumps({"data": [model]}).encode())
    ended = run("prices import openrouter --from https://openrouter.ai/api/v1/models --format json --into", into)
    document: dict[str, Any] = json.loads(ended.out)
    assert (document["offers"], document["checked"]) == (1, "2026-11-20")
    assert document["source"] == "openrouter https://openrouter.ai/api/v1/models"
    assert load_book(into).offer("openrouter:acme/big-1", date(2026, 11, 20)).sheet.prices[0].basis == "api"
