"""The published schemas: what is printed satisfies them, and they say what each field means."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any, get_args

import pytest
from command_line import ACME, Run
from jsonschema import Draft202012Validator

from costcalc.tokens.ledger import Counting, PartKind

if TYPE_CHECKING:
    from collections.abc import Iterator


def schema(run: Run, name: str) -> dict[str, Any]:
    ended = run("schema", name)
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    Draft202012Validator.check_schema(found)
    return found


@pytest.mark.parametrize(
    "command",
    [
        "estimate support.md",
        "estimate support.md --currency EUR --explain --image screenshot.png",
        "estimate support.md --fx EUR=1.10 --requests 1.5/day",
        "estimate --input-tokens 10",
        "estimate requests.jsonl chat.json --basis page --exit-zero",
        "estimate support.md --as-of 2025-01-01",
        "count support.md --explain",
        "count requests.jsonl chat.json --provider bolt",
        "count support.md --as completion",
    ],
)
def test_what_is_printed_satisfies_its_schema(run: Run, command: str) -> None:
    ended = run(f"{command} {ACME} --format json") if "--as-of" not in command else run(f"{command} --format json")
    document = json.loads(ended.out)
    Draft202012Validator(schema(run, command.partition(" ")[0])).validate(document)


def test_live_sheets_satisfy_it_too(run: Run) -> None:
    document = json.loads(run("estimate support.md --model 'mistral-*' --as-of 2026-11-20 --format json").out)
    Draft202012Validator(schema(run, "estimate")).validate(document)


def test_money_is_text_in_plain_decimals(run: Run) -> None:
    document = json.loads(run(f"estimate support.md {ACME} --format json").out)
    found = list(money_in(document["results"]))
    assert len(found) > 10
    for text in found:
        assert format(Decimal(text), "f") == text


def money_in(value: Any) -> Iterator[str]:
    """Yield every amount and rate in a document."""
    if isinstance(value, list):
        for item in value:
            yield from money_in(item)
    elif isinstance(value, dict):
        for key, item in value.items():
            if key in {"cost", "rate", "per_request"} and item is not None:
                yield item
            yield from money_in(item)


@pytest.mark.parametrize("name", ["estimate", "count"])
def test_a_schema_knows_every_kind_of_ledger_part_and_every_label(run: Run, name: str) -> None:
    text = json.dumps(schema(run, name))
    assert all(f'"{word}"' in text for word in (*get_args(PartKind), *get_args(Counting)))


@pytest.mark.parametrize("name", ["sheet", "models"])
def test_the_schemas_of_sheets_describe_their_keys(run: Run, name: str) -> None:
    found = schema(run, name)
    described = ["description" in field for kind in found["$defs"].values() for field in kind.get("properties", {}).values()]
    assert described
    assert all(described)


def test_without_a_name_they_are_listed(run: Run) -> None:
    listed = run("schema").out.split()
    assert listed[:2] == ["sheet", "models"]
    assert {"count", "estimate"} <= {*listed}


def test_an_unknown_name_gets_the_nearest(run: Run) -> None:
    ended = run("schema estimat")
    assert (ended.code, ended.out, ended.err) == (2, "", "costcalc: unknown schema 'estimat': did you mean 'estimate'?\n")
