"""The JSON Schema of costcalc.yaml and of a workload file, for editors."""

from __future__ import annotations

from typing import Any

from costcalc.config.checks import LIMITS
from costcalc.config.class_checks import KINDS
from costcalc.config.schema import Config
from costcalc.config.workload_schema import WorkloadFile
from costcalc.sheets import conformity

_NUMBER = r"^-?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][-+]?[0-9]+)?$"


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema: as strict as loading where a schema can be, so with no null and one limit a budget."""
    schema = _of_what_is_said(Config)
    schema["$defs"]["Budget"]["oneOf"] = [{"required": [key]} for key in LIMITS]
    return schema


def workload_schema() -> dict[str, Any]:
    """Return the JSON Schema of a workload file: as strict as loading where a schema can be, so with one kind a class."""
    schema = _of_what_is_said(WorkloadFile)
    schema["$defs"]["MixClass"]["oneOf"] = [{"required": [key]} for key in KINDS]
    schema["$defs"]["HistoryPolicy"] |= {"minProperties": 1, "maxProperties": 1}
    schema["$defs"]["WorkloadBudget"]["minProperties"] = 1
    _as_numbers(schema)
    return schema


def _as_numbers(value: Any) -> None:  # noqa: ANN401
    """Let a text that may stand for a number read like one; by itself pydantic lets an editor take any text."""
    if isinstance(value, dict):
        kinds = {kind.get("type"): kind for kind in value.get("anyOf", ()) if "pattern" not in kind}
        if {"number", "string"} <= kinds.keys():
            kinds["string"]["pattern"] = _NUMBER
        value = list(value.values())
    if isinstance(value, list):
        for item in value:
            _as_numbers(item)


def _of_what_is_said(kind: type[Any]) -> dict[str, Any]:
    schema = conformity.json_schema(kind)
    for definition in (schema, *schema["$defs"].values()):
        definition["properties"] = {name: _stated(value) for name, value in definition["properties"].items()}
    return schema


def _stated(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that is said, where the dataclass takes None for one that is not."""
    kinds = [kind for kind in value.get("anyOf", ()) if kind != {"type": "null"}]
    kept = {key: item for key, item in value.items() if key != "anyOf" and (key, item) != ("default", None)}
    return kept | ({"anyOf": kinds} if len(kinds) > 1 else kinds[0] if kinds else {})
