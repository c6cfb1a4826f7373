from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from typing import TYPE_CHECKING

import pytest
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Golden, Run

Sheets = Callable[..., str]

SHEET = """\
provider: acme-2
name: Acme Two
kind: host
currency: USD
offers:
  - model: {model}
    id: org/small
    context: 128000
    prices:
      - {{from: 2026-06-01, input: "0.075", output: "0.20", basis: official, source: the price list, checked: 2026-11-20}}
    claims:
      - {{from: null, input: "0.07", output: "0.20", context: 131072, basis: page, source: a page, note: shown with two decimals}}
      - {{from: 2026-03-01, until: 2026-05-01, input: "75", output: "200", basis: community, source: a list, checked: 2026-03-01}}
{more}"""
UNEXPLAINED = '      - {from: null, input: "0.11", output: "0.13", basis: community, source: another, checked: 2026-11-20}\n'


@pytest.fixture
def sheets(tmp_path: Path) -> Sheets:
    """Return the options for one sheet of an invented host, with more claims where they are given."""

    def sheets(more: str = "") -> str:
        text = SHEET.format(model="mistral-small-3.2-24b", more=more)
        (tmp_path / "acme-2.yaml").write_text(text, encoding="utf-8")
        return f"--sheets {tmp_path} --provider acme-2 --as-of 2026-11-20"

    return sheets


def test_a_table_says_who_says_what_and_why(run: Run, sheets: Sheets) -> None:
    done = run(f"prices conflicts {sheets()}", columns=200)
    assert done.code == 0
    assert "2 disagreements of sources on 2026-11-20: rounding 2." in done.out
    (line,) = [line for line in done.out.splitlines() if "0.07/0.20" in line]
    assert line.split()[:5] == ["acme-2/mistral-small-3.2-24b", "price", "0.075/0.20", "0.07/0.20", "USD"]
    assert "0.075 shown with 2 decimals from a binary float" in line


@pytest.mark.parametrize("width", [80, 200, None])
def test_the_table_as_people_see_it(run: Run, golden: Golden, sheets: Sheets, width: int | None) -> None:
    golden(f"prices-conflicts.{width or 'piped'}.txt", run(f"prices conflicts --all {sheets(UNEXPLAINED)}", columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_every_other_format(run: Run, golden: Golden, sheets: Sheets, suffix: str, name: str) -> None:
    golden(f"prices-conflicts.{suffix}", run(f"prices conflicts --all {sheets(UNEXPLAINED)} --format {name}").out)


def test_json_has_both_sides_with_figures_dates_and_sources(run: Run, sheets: Sheets) -> None:
    document = json.loads(run(f"prices conflicts {sheets()} --format json").out)
    assert (document["schema"], document["as_of"], document["unexplained"]) == ("costcalc/prices-conflicts/1", "2026-11-20", 0)
    first = document["results"][0]
    assert first["figures"] == [
        {"of": "input", "believed": "0.075", "claimed": "0.07"},
        {"of": "output", "believed": "0.2", "claimed": "0.2"},
    ]
    assert (first["cause"], first["believed"]["source"], first["claimed"]["source"]) == ("rounding", "the price list", "a page")
    assert (first["believed"]["from"], first["claimed"]["from"]) == ("2026-06-01", None)
    assert first["claimed"]["note"] == "shown with two decimals"


def test_a_price_after_retirement_stands_beside_the_day_of_it(run: Run) -> None:
    done = run("prices conflicts -p mistral -m mistral-small-3.2-24b --as-of 2026-11-20", columns=300)
    (line, *_) = [line for line in done.out.splitlines() if "availability" in line]
    assert "retired 2026-07-31" in line
    assert "0.10/0.30" in line
    assert "still priced, 112 days after the retirement on 2026-07-31" in line


def test_csv_has_a_row_a_disagreement(run: Run, sheets: Sheets) -> None:
    rows = list(csv.DictReader(io.StringIO(run(f"prices conflicts {sheets()} --format csv").out)))
    assert [(row["about"], row["cause"], row["source"]) for row in rows] == [
        ("price", "rounding", "a page"),
        ("context", "rounding", "a page"),
    ]


def test_history_is_looked_at_when_asked_for(run: Run, sheets: Sheets) -> None:
    done = run(f"prices conflicts --all {sheets()}", columns=200)
    assert "slip" in done.out
    assert "2026-03-01" in done.out


def test_an_unexplained_disagreement_is_a_failure_only_when_asked_for(run: Run, sheets: Sheets) -> None:
    assert run(f"prices conflicts --fail {sheets()}").code == 0
    assert run(f"prices conflicts {sheets(UNEXPLAINED)}").code == 0
    assert run(f"prices conflicts --fail {sheets(UNEXPLAINED)}").code == 1


def test_models_and_providers_filter(run: Run) -> None:
    both = run("prices conflicts -m mistral-small-3.1-24b -p openrouter -p cloudflare --as-of 2026-11-20 -f csv").out
    assert {line.partition(",")[0] for line in both.splitlines()[1:]} == {
        "openrouter/mistral-small-3.1-24b",
        "cloudflare/mistral-small-3.1-24b",
    }


def test_sources_that_all_agree_say_so(run: Run) -> None:
    done = run("prices conflicts -p groq -m gpt-oss-120b --as-of 2026-11-20")
    assert (done.code, done.out) == (0, "No source disagrees on 2026-11-20.\n")


def test_nothing_that_matches_cannot_be_decided(run: Run) -> None:
    done = run("prices conflicts -p groq -m mistral-small-4")
    assert (done.code, done.err) == (3, "costcalc: no offer matches the filters: loosen them\n")


@pytest.mark.parametrize("asked", ["", "--all", "-p groq -m gpt-oss-120b"])
def test_the_json_is_what_its_schema_says(run: Run, asked: str) -> None:
    schema = json.loads(run("schema prices-conflicts").out)
    document = json.loads(run(f"prices conflicts {asked} --as-of 2026-11-20 --format json").out)
    assert [error.message for error in Draft202012Validator(schema).iter_errors(document)] == []


@pytest.mark.parametrize("arguments", ["-p opnrouter", "-m no-such-model", "--as-of tomorrow"])
def test_bad_input_is_one_line(run: Run, arguments: str) -> None:
    done = run(f"prices conflicts {arguments}")
    assert done.code == 2
    assert done.err.count("\n") == 1
