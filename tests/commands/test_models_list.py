"""Which models there are, who sells them, and where each is cheapest."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from command_line import SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from command_line import Golden, Run

LIST = f"models list --sheets {SHEETS.parent / 'everything'} --maker echo --as-of 2026-11-20 --fx EUR=1.10"


@pytest.mark.parametrize("width", [80, 200])
def test_the_models_as_people_see_them(run: Run, golden: Golden, width: int) -> None:
    golden(f"models-list.{width}.txt", run(LIST, columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_the_models_in_every_other_format(run: Run, golden: Golden, suffix: str, name: str) -> None:
    golden(f"models-list.{suffix}", run(f"{LIST} --format {name}").out)


@pytest.mark.parametrize("options", [LIST, "models list --as-of 2026-11-20 --currency EUR"])
def test_what_is_printed_satisfies_its_schema(run: Run, options: str) -> None:
    document = json.loads(run(f"{options} --format json").out)
    Draft202012Validator(json.loads(run("schema models-list").out)).validate(document)


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("", ["echo-1", "echo-2", "echo-3"]),
        ("--sort context", ["echo-3", "echo-2", "echo-1"]),
        ("--sort price", ["echo-3", "echo-2", "echo-1"]),
        ("--sort offers", ["echo-3", "echo-2", "echo-1"]),
        ("--sort released", ["echo-2", "echo-1", "echo-3"]),
        ("--model echo-latest", ["echo-2"]),
        ("--licence apache", ["echo-2"]),
        ("--needs tools", ["echo-2", "echo-3"]),
        ("--min-context 128000", ["echo-2", "echo-3"]),
    ],
)
def test_models_are_filtered_and_ordered(run: Run, options: str, expected: list[str]) -> None:
    rows = csv.DictReader(io.StringIO(run(f"{LIST} {options} --format csv").out))
    assert [row["model"] for row in rows] == expected


def test_nothing_matched_cannot_be_decided(run: Run) -> None:
    ended = run(f"{LIST} --licence nobody")
    assert (ended.code, ended.err) == (3, "costcalc: no model matches the filters: loosen them\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--sort size", "--sort: unknown choice 'size'"),
        ("--model ecko-2", "unknown model 'ecko-2': did you mean 'echo-2'"),
        ("--min-context=-1", "--min-context: -1 is negative"),
    ],
)
def test_bad_options_are_one_line(run: Run, options: str, message: str) -> None:
    ended = run(f"{LIST} {options}")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"costcalc: {message}")
