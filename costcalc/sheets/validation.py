"""Check a YAML document against the schema of sheets and of the model list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, TypeVar

from costcalc.sheets import checks, conformity
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.price_rows import Rates
from costcalc.sheets.schema import Sheet

if TYPE_CHECKING:
    from costcalc.sheets.yaml_file import Document

Kind = TypeVar("Kind", Sheet, ModelList)


def problems_and(kind: type[Kind], document: Document) -> tuple[Kind | None, list[str]]:
    """Return the value that a document states, or None, and every problem found, each one line with file, place and fix."""
    return conformity.problems_and(kind, document, checks.problems)


def load(kind: type[Kind], document: Document) -> Kind:
    """Return the value that a document states.

    Raises:
        InputError: it does not fit the schema; the first problem and the number of the others.
    """
    return conformity.load(kind, document, checks.problems)


def json_schema(kind: type[Sheet | ModelList]) -> dict[str, Any]:
    """Return the JSON Schema of a sheet or of the model list, for editors."""
    schema = conformity.json_schema(kind)
    # pydantic reads no docstring of an inherited attribute.
    inherited = conformity.adapter(Rates).json_schema()["properties"]
    for definition in schema["$defs"].values():
        for name in inherited.keys() & definition["properties"].keys():
            definition["properties"][name].setdefault("description", inherited[name]["description"])
    return schema
