"""The JSON Schema of costcalc.yaml, for editors."""

from __future__ import annotations

from typing import Any

from costcalc.config.checks import LIMITS
from costcalc.config.schema import Config
from costcalc.sheets import conformity


def json_schema() -> dict[str, Any]:
    """Return the JSON Schema: as strict as loading where a schema can be, so with no null and one limit a budget."""
    schema = conformity.json_schema(Config)
    for definition in (schema, *schema["$defs"].values()):
        definition["properties"] = {name: _stated(value) for name, value in definition["properties"].items()}
    schema["$defs"]["Budget"]["oneOf"] = [{"required": [key]} for key in LIMITS]
    return schema


def _stated(value: dict[str, Any]) -> dict[str, Any]:
    """Return the schema of a value that is said, where the dataclass takes None for one that is not."""
    kinds = [kind for kind in value.get("anyOf", ()) if kind != {"type": "null"}]
    kept = {key: item for key, item in value.items() if key != "anyOf" and (key, item) != ("default", None)}
    return kept | ({"anyOf": kinds} if len(kinds) > 1 else kinds[0] if kinds else {})
