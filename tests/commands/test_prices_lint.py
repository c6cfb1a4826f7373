from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from command_line import Run

Folder = Callable[..., Path]

MODELS = """\
models:
  - {model: open-24b, name: Open, maker: Maker, tokenizer: tekken-v11, source: a card, checked: 2026-11-20}
"""
SHEET = """\
provider: {name}
name: A host
kind: host
currency: USD
offers:
  - model: open-24b
    id: org/open-24b
    prices:
      - {{from: 2026-06-01, input: "{input}", output: "0.30", basis: official, source: the price list, checked: 2026-11-01}}
"""


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Return a folder with three invented hosts of one model, at the input rates that are given."""

    def folder(**rates: str) -> Path:
        (tmp_path / "models.yaml").write_text(MODELS, encoding="utf-8")
        for name, rate in ({"one": "0.10", "two": "0.12", "three": "0.15"} | rates).items():
            (tmp_path / f"{name}.yaml").write_text(SHEET.format(name=name, input=rate), encoding="utf-8")
        return tmp_path

    return folder


def test_clean_sheets_pass(run: Run, folder: Folder) -> None:
    done = run("prices lint", folder())
    assert done.code == 0
    assert done.out.startswith("4 files, 3 offers: 0 errors, 0 warnings.\n")


def test_an_error_fails_with_file_line_and_fix(run: Run, folder: Folder) -> None:
    where = folder(two="120")
    done = run("prices lint -f json", where)
    assert done.code == 1
    document = json.loads(done.out)
    assert (document["schema"], document["verdict"], document["errors"]) == ("costcalc/prices-lint/1", "fail", 1)
    assert document["findings"] == [
        {
            "file": str(where / "two.yaml"),
            "line": 9,
            "place": "offers[0].prices[0].input",
            "offer": "org/open-24b",
            "severity": "error",
            "kind": "unit",
            "message": "input 120 is 800 times the median of it and 2 other hosts, 0.15",
            "fix": "look at the unit at the source: per 1,000 for per 1,000,000 tokens makes a factor of 1,000",
        }
    ]


def test_an_unknown_model_is_an_error_and_the_other_offers_are_judged(run: Run, folder: Folder) -> None:
    where = folder(two="120")
    more = "  - {model: lost-7b, id: org/lost-7b, prices: []}\n"
    (where / "two.yaml").write_text((where / "two.yaml").read_text(encoding="utf-8") + more, encoding="utf-8")
    rows = csv.DictReader(io.StringIO(run("prices lint -f csv", where).out))
    assert [(row["kind"], row["place"]) for row in rows] == [("unit", "offers[0].prices[0].input"), ("name", "offers[1].model")]


def test_exit_zero_reports_only(run: Run, folder: Folder) -> None:
    assert run("prices lint --exit-zero", folder(two="120")).code == 0


def test_one_file_is_set_against_the_packaged_hosts(run: Run, tmp_path: Path) -> None:
    path = tmp_path / "acme-2.yaml"
    text = SHEET.format(name="acme-2", input="100").replace("model: open-24b", "model: mistral-small-3.2-24b")
    path.write_text(text, encoding="utf-8")
    done = run("prices lint -f csv", path)
    assert done.code == 1
    (row,) = csv.DictReader(io.StringIO(done.out))
    assert (row["line"], row["severity"], row["kind"]) == ("9", "error", "unit")


def test_every_problem_of_a_broken_sheet_is_listed(run: Run, folder: Folder) -> None:
    where = folder()
    (where / "two.yaml").write_text("provider: two\nname: no\nkinds: host\n", encoding="utf-8")
    done = run("prices lint -f csv", where)
    assert done.code == 1
    assert [row["place"] for row in csv.DictReader(io.StringIO(done.out))] == ["kind", "currency", "kinds"]


@pytest.mark.parametrize(("days", "count"), [(19, 0), (18, 3)])
def test_age_is_a_fault_only_beyond_what_is_asked_for(run: Run, folder: Folder, days: int, count: int) -> None:
    done = run(f"prices lint --as-of 2026-11-20 --max-age {days} -f json", folder())
    assert [finding["kind"] for finding in json.loads(done.out)["findings"]] == ["stale"] * count
    assert done.code == 0


@pytest.mark.parametrize("broken", [False, True])
def test_the_json_is_what_its_schema_says(run: Run, folder: Folder, broken: bool) -> None:
    where = folder(two="120")
    if broken:
        (where / "one.yaml").write_text("provider: one\nprovider: two\n", encoding="utf-8")
    schema = json.loads(run("schema prices-lint").out)
    document = json.loads(run("prices lint --format json", where).out)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


def test_the_packaged_sheets_have_no_error(run: Run) -> None:
    done = run("prices lint --as-of 2026-11-20 -f json")
    document = json.loads(done.out)
    assert (done.code, document["verdict"], document["errors"]) == (0, "pass", 0)
    assert document["compared"] > 100


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        ("missing.yaml", "missing.yaml: cannot be read: no such file or directory"),
        ("--max-age -1", "--max-age: -1 is negative"),
        ("--as-of tomorrow", "--as-of: 'tomorrow' is no date"),
    ],
)
def test_bad_input_is_one_line(run: Run, arguments: str, says: str) -> None:
    done = run(f"prices lint {arguments}")
    assert done.code == 2
    assert done.err.startswith(f"costcalc: {says}")
    assert done.err.count("\n") == 1
