"""Models and offers side by side."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command_line import SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from command_line import Golden, Run

EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20 --fx EUR=1.10"
COMPARE = f"models compare echo-2 echo-1 echo/echo-3 echo:Echo/Echo-3-Max {EVERYTHING}"


def compared(run: Run, command: str) -> dict[str, Any]:
    ended = run(f"{command} --format json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    Draft202012Validator(json.loads(run("schema models-compare").out)).validate(found)
    return found


@pytest.mark.parametrize("width", [80, 200])
def test_a_comparison_as_people_see_it(run: Run, golden: Golden, width: int) -> None:
    golden(f"models-compare.{width}.txt", run(COMPARE, columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_a_comparison_in_every_other_format(run: Run, golden: Golden, suffix: str, name: str) -> None:
    golden(f"models-compare.{suffix}", run(f"{COMPARE} --format {name}").out)


def test_128000_against_42000_and_4096(run: Run) -> None:
    found = compared(run, COMPARE)
    percents = {item["against"]: item["percent"]["context"] for item in found["differences"]}
    assert (percents["echo-1"], percents["echo:Echo/Echo-3-Max"]) == ("204.761", "3025")
    out = run(COMPARE).out
    assert "+204 %" in out
    assert "+3,025 %" in out


def test_a_model_stands_with_its_cheapest_offer_and_an_offer_with_itself(run: Run) -> None:
    found = compared(run, f"models compare echo-3 echo:Echo/Echo-3-Max {EVERYTHING}")
    assert [(side["named_offer"], side["listing"]["offer"]) for side in found["results"]] == [
        (False, "echo/echo-3"),
        (True, "echo:Echo/Echo-3-Max"),
    ]


def test_what_a_list_of_features_leaves_out_is_unknown_and_what_a_model_takes_is_not(run: Run) -> None:
    found = compared(run, f"models compare echo-1 echo-2 {EVERYTHING}")
    can = found["results"][0]["can"]
    assert (can["image"], can["vision"], can["tools"], can["audio"]) == (True, True, None, False)


@pytest.mark.parametrize(
    ("names", "message"),
    [
        ("echo-1", "'echo-1' is one thing: name two models or offers to compare"),
        ("echo-1 Echo/Echo-1", "'echo-1 Echo/Echo-1' is one thing"),
        ("echo-1 ecko-2", "unknown model 'ecko-2': did you mean 'echo-2'"),
        ("echo-1 echo/ecko", "echo has no offer 'ecko' on 2026-11-20: did you mean"),
    ],
)
def test_two_known_things_are_needed(run: Run, names: str, message: str) -> None:
    ended = run(f"models compare {names} {EVERYTHING}")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"costcalc: {message}")
