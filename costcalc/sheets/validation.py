"""Check a YAML document against the schema, and say what is wrong in words that name the fix."""

from __future__ import annotations

import json
from dataclasses import fields, is_dataclass
from functools import cache
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.sheets import checks
from costcalc.sheets.schema import ModelList, Rates, Sheet

if TYPE_CHECKING:
    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from costcalc.sheets.yaml_file import Document, Place

Kind = TypeVar("Kind", Sheet, ModelList)

_WORDS = {
    "missing": "is required: add it",
    "missing_keyword_only_argument": "is required: add it",
    "string_type": "is text: put it in quotes",
    "string_too_short": "is empty: leave the key out, or say something",
    "decimal_type": 'is a number such as "0.10", or null where it is unknown',
    "decimal_parsing": 'is a number such as "0.10", or null where it is unknown',
    "finite_number": 'is a number such as "0.10", or null where it is unknown',
    "int_type": "is a whole number without quotes, such as 128000",
    "bool_type": "is true or false, without quotes",
    "date_type": "is a day: write YYYY-MM-DD",
    "date_parsing": "is a day: write YYYY-MM-DD",
    "date_from_datetime_inexact": "is a day: write YYYY-MM-DD",
    "time_type": "is a time of day: write 16:30",
    "time_parsing": "is a time of day: write 16:30",
    "tuple_type": "is a list: write [one, two], or a line beginning with - for each",
    "dataclass_type": "holds keys and values: write `key: value` lines, or {key: value}",
}


def problems_and(kind: type[Kind], document: Document) -> tuple[Kind | None, list[str]]:
    """Return the value that a document states, or None, and every problem found, each one line with file, place and fix."""
    from pydantic import ValidationError

    try:
        # As JSON, because there a list is a tuple and text a decimal even under `strict`, which takes no `true` for a 1.
        value = _adapters()[kind.__name__].validate_json(json.dumps(document.data, default=str), strict=True)
    except ValidationError as error:
        return None, [_line(kind, document, detail) for detail in error.errors(include_url=False)]
    return value, [f"{document.at(place)}: {message}" for place, message in checks.problems(value)]


def load(kind: type[Kind], document: Document) -> Kind:
    """Return the value that a document states.

    Raises:
        InputError: it does not fit the schema; the first problem and the number of the others.
    """
    value, problems = problems_and(kind, document)
    if problems or value is None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        raise InputError(problems[0] + more)
    return value


def json_schema(kind: type[Sheet | ModelList]) -> dict[str, Any]:
    """Return the JSON Schema of a sheet or of the model list, for editors."""
    schema = _adapters()[kind.__name__].json_schema(by_alias=True)
    # pydantic reads no docstring of an inherited attribute.
    inherited = _adapters()[Rates.__name__].json_schema()["properties"]
    for definition in schema["$defs"].values():
        for name in inherited.keys() & definition["properties"].keys():
            definition["properties"][name].setdefault("description", inherited[name]["description"])
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **schema}


@cache
def _adapters() -> dict[str, TypeAdapter[Any]]:
    from pydantic import TypeAdapter

    return {kind.__name__: TypeAdapter(kind) for kind in (Sheet, ModelList, Rates)}


def _line(kind: type[Any], document: Document, detail: ErrorDetails) -> str:
    place = detail["loc"]
    if detail["type"] == "unexpected_keyword_argument":
        return f"{document.at(place)}: unknown key{nearest(str(place[-1]), _keys(kind, place[:-1]))}"
    message = _WORDS.get(detail["type"]) or detail["msg"].replace("Input should be", "is", 1)
    given = detail["input"]
    shown = f", not {given!r}" if place in document.lines and isinstance(given, (str, int, float)) else ""
    return f"{document.at(place)}: {message}{shown}"


def _keys(kind: type[Any], way: Place) -> list[str]:
    for step in way:
        if isinstance(step, str):
            hints = get_type_hints(kind)
            kind = next(iter(_dataclasses_in(hints.get(step, hints.get(f"{step}_")))), kind)
    return [field.name.rstrip("_") for field in fields(kind)]


def _dataclasses_in(hint: Any) -> list[Any]:  # noqa: ANN401
    if is_dataclass(hint):
        return [hint]
    return [found for argument in get_args(hint) for found in _dataclasses_in(argument)]
