"""The card of a model."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from command_line import SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from command_line import Golden, Run

EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20 --fx EUR=1.10"

IN_EUROS = EVERYTHING.replace("--fx EUR=1.10", "--currency EUR")


def card(run: Run, command: str) -> dict[str, Any]:
    ended = run(f"models show {command} --format json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    Draft202012Validator(json.loads(run("schema models-show").out)).validate(found)
    return found


@pytest.mark.parametrize("width", [80, 200])
def test_a_card_as_people_see_it(run: Run, golden: Golden, width: int) -> None:
    golden(f"models-show.{width}.txt", run(f"models show echo-2 {EVERYTHING}", columns=width).out)


@pytest.mark.parametrize(
    ("model", "expected"),
    [
        ("echo-1", ["estimated: Tekken's count scaled by script", "estimated by formula gpt-4o: 1280x720 is 1,105"]),
        ("echo-2", ["its own vocabulary and template", "1280x720 is 1,222, none above 3,080"]),
        ("echo-3", ["estimated: Tekken's count scaled by script", "images not published"]),
    ],
)
def test_a_card_tells_how_text_and_images_are_counted(run: Run, model: str, expected: list[str]) -> None:
    out = " ".join(run(f"models show {model} {EVERYTHING}", columns=None).out.split())
    assert [said for said in expected if said not in out] == []


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_a_card_in_every_other_format(run: Run, golden: Golden, suffix: str, name: str) -> None:
    golden(f"models-show.{suffix}", run(f"models show echo-2 {EVERYTHING} --format {name}").out)


def test_the_usage_is_assumed_unless_it_is_stated(run: Run) -> None:
    assert card(run, f"echo-2 {EVERYTHING}")["assumed"] == ["input", "output", "requests"]
    found = card(run, f"echo-2 {EVERYTHING} --input-tokens 10 --output-tokens 5 --requests 600/month")
    assert (found["assumed"], found["usage"]) == ([], {"input": 10, "output": 5})
    assert found["requests"] == {"count": 600, "period": "month", "a_month": 600}


def test_a_forced_move_costs_the_difference_of_both_prices_at_the_same_usage(run: Run) -> None:
    [move] = card(run, f"echo-1 {IN_EUROS}")["migrations"]
    # 30,000 requests: 1,000 x 0.05 + 1,000 x 0.15 in millions, then 1,000 x 0.10 + 1,000 x 0.30 and 0.0005 a request.
    assert (move["offer"], move["to"], move["monthly"], move["monthly_after"]) == ("echo/echo-1", "echo/echo-2", "6", "27")
    assert move["change_percent"] == "350"


def test_small_3_2_at_mistral_moves_to_small_4(run: Run) -> None:
    found = card(run, "mistral-small-3.2-24b --as-of 2026-11-20")
    [move] = [move for move in found["migrations"] if move["offer"] == "mistral/mistral-small-3.2-24b"]
    assert (move["to"], move["monthly"], move["monthly_after"]) == ("mistral/mistral-small-4", "12", "22.5")
    assert move["change_percent"] == "87.5"


def test_alternatives_cost_less_and_take_as_much(run: Run) -> None:
    found = card(run, "mistral-small-3.2-24b --as-of 2026-11-20")
    cheapest = min(Decimal(offer["monthly"]) for offer in found["offers"] if offer["status"] == "ok")
    assert found["alternatives"]
    for item in found["alternatives"]:
        other = card(run, f"{item['model']} --as-of 2026-11-20")["model"]
        assert Decimal(item["monthly"]) < cheapest
        assert "image" in other["inputs"]


@pytest.mark.parametrize(
    ("name", "model"),
    [("echo-latest", "echo-2"), ("echo/echo-latest", "echo-2"), ("echo-2-instruct", "echo-2"), ("Echo/Echo-1", "echo-1")],
)
def test_a_model_is_found_by_any_of_its_names(run: Run, name: str, model: str) -> None:
    assert card(run, f"{name} {EVERYTHING}")["model"]["model"] == model


def test_an_alias_means_the_model_of_the_day(run: Run) -> None:
    assert card(run, f"echo-latest {EVERYTHING} --as-of 2026-05-01")["model"]["model"] == "echo-1"


def test_many_alternatives_are_counted(run: Run) -> None:
    out = " ".join(run("models show gpt-4o-mini --as-of 2026-11-20").out.split())
    assert "more that cost less are listed by --format json" in out


def test_what_is_not_known_to_cost_or_to_read_has_no_alternatives(run: Run) -> None:
    unpriced = " ".join(run("models show llama-3.1-405b --as-of 2020-01-01").out.split())
    assert "No price is known, so that no alternative can be told to cost less." in unpriced
    blind = " ".join(run("models show llama-3.1-405b --as-of 2026-11-20").out.split())
    assert "The context is unknown, so that no alternative can be told to read as much." in blind


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("'echo-*'", "'echo-*' means 3 models, name one: echo-1, echo-2, echo-3"),
        ("ecko-2", "unknown model 'ecko-2': did you mean 'echo-2'"),
    ],
)
def test_a_name_must_mean_one_model(run: Run, name: str, message: str) -> None:
    ended = run(f"models show {name} {EVERYTHING}")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"costcalc: {message}")
