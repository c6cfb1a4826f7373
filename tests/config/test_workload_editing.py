"""The JSON Schema of a workload file is as strict as loading, where a schema can be, and never stricter."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from costcalc.config.editing import workload_schema
from costcalc.sheets.yaml_file import read

DATA = Path(__file__).parents[2] / "data"
ONE: dict[str, Any] = {"name": "a", "mix": [{"name": "b", "input": 1, "output": 1}]}


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(workload_schema())
    return Draft202012Validator(workload_schema())


def as_an_editor_reads_it(data: Any) -> Any:
    def plain(value: object) -> object:
        return float(value) if isinstance(value, Decimal) else value.isoformat() if isinstance(value, date) else value

    return json.loads(json.dumps(data, default=plain))


@pytest.mark.parametrize("path", ["workload.yaml", "examples/workload.yaml"])
def test_what_comes_with_costcalc_satisfies_it(validator: Draft202012Validator, path: str) -> None:
    validator.validate(as_an_editor_reads_it(read(DATA / path).data))


def test_every_key_is_described() -> None:
    schema = workload_schema()

    for definition in (schema, *schema["$defs"].values()):
        assert all(key.get("description") for key in definition["properties"].values())


@pytest.mark.parametrize(
    "more",
    [
        {"volume": {"arrivals": "20000/day", "growth": -0.05, "variation": "15%"}},
        {"volume": {"growth": {"low": "-2%", "base": 0, "high": 0.05}, "weekdays": [1, 1, 1, 1, 1, 0.3, 0]}},
        {"mix": [{"name": "b", "input": "1200.5", "output": {"mean": 5, "p50": 4, "p95": 9}, "cached_share": 0.6}]},
        {"mix": [{"name": "b", "conversation": {"turns": 5, "user": 5, "assistant": 5, "history": {"window": 4}}}]},
        {"days_per_month": 30.4375, "fx": {"EUR": 1.12}},
        {"scenarios": {"low": {"volume": None, "mix.b.output": 5}}},
    ],
)
def test_what_loads_satisfies_it(validator: Draft202012Validator, more: dict[str, Any]) -> None:
    validator.validate(ONE | more)


@pytest.mark.parametrize(
    "more",
    [
        {"mnths": 12},
        {"months": 0},
        {"months": None},
        {"volume": {"growth": 5}},
        {"volume": {"growth": "five"}},
        {"volume": {"growth": "-100%"}},
        {"volume": {"variation": "many"}},
        {"volume": {"peak_factor": 0.5}},
        {"mix": [{"name": "b"}]},
        {"mix": [{"name": "b", "input": 1, "output": 1, "sample": "x.csv"}]},
        {"mix": [{"name": "b", "input": "many", "output": 1}]},
        {"mix": [{"name": "b", "input": -1, "output": 1}]},
        {"mix": [{"name": "b", "input": {"low": 1, "base": 2}, "output": 1}]},
        {"mix": [{"name": "b", "input": 1, "output": 1, "batch_share": 30}]},
        {"mix": [{"name": "b", "agent": {"steps": 1, "task": 1, "call": 1, "result": 1, "history": {}}}]},
        {"budget": {}},
        {"budget": {"monthly": 500}},
    ],
)
def test_what_would_not_load_fails_it(validator: Draft202012Validator, more: dict[str, Any]) -> None:
    assert not validator.is_valid(ONE | more)
