"""The JSON Schema of a configuration is as strict as loading, where a schema can be."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from costcalc.config.editing import json_schema
from costcalc.sheets.yaml_file import read

PROMPTS = [{"name": "a", "files": ["a.md"]}]


@pytest.fixture(scope="module")
def validator() -> Draft202012Validator:
    Draft202012Validator.check_schema(json_schema())
    return Draft202012Validator(json_schema())


def test_what_init_writes_satisfies_it(validator: Draft202012Validator) -> None:
    validator.validate(read(Path(__file__).parents[2] / "data" / "costcalc.yaml").data)


def test_every_key_is_described() -> None:
    schema = json_schema()

    for definition in (schema, *schema["$defs"].values()):
        assert all(key.get("description") for key in definition["properties"].values())


@pytest.mark.parametrize(
    "limit", [{"monthly": "5 USD"}, {"increase": "10%"}, {"increase": "5 EUR"}, {"max_price_age": 90}, {"retires_within": "60d"}]
)
def test_a_budget_of_one_limit_satisfies_it(validator: Draft202012Validator, limit: dict[str, Any]) -> None:
    validator.validate({"prompts": PROMPTS, "budgets": [{"name": "b", **limit}]})


@pytest.mark.parametrize(
    "limit",
    [
        {},
        {"tokens": 1, "counting": "exact"},
        {"monthly": 5},
        {"monthly": "5"},
        {"monthly": None},
        {"montly": "5 USD"},
        {"headroom": "100%"},
    ],
)
def test_a_budget_that_would_not_load_fails_it(validator: Draft202012Validator, limit: dict[str, Any]) -> None:
    assert not validator.is_valid({"prompts": PROMPTS, "budgets": [{"name": "b", **limit}]})
