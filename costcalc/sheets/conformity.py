"""Hold a YAML document to a schema of dataclasses, and say what is wrong in words that name the fix."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, is_dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, TypeVar, get_args, get_type_hints

from costcalc.errors import InputError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from decimal import Decimal

    from pydantic import TypeAdapter
    from pydantic_core import ErrorDetails

    from costcalc.sheets.yaml_file import Document, Place

    Problem = tuple[Place, str]

Kind = TypeVar("Kind")

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
    "dict_type": "holds keys and values: write `key: value` lines, or {key: value}",
    "dataclass_type": "holds keys and values: write `key: value` lines, or {key: value}",
}
_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {}
_NOT_OF_THE_VALUE = frozenset({"missing", "missing_keyword_only_argument", "string_too_short"})
_KIND = "\0"
"""What the validator's name of a kind begins with; no key of a YAML file can."""


@dataclass(frozen=True, slots=True)
class Form:
    """In the annotation of a value: the form that it has, and what is said of any other."""

    says: str
    """What it is and how to write it, `is a share: write 10%`."""
    pattern: str | None = None
    """A regular expression for the whole of a text, the same to Python, Rust and JSON Schema; None: more than one can say."""
    low: int | Decimal | None = None
    """The least that a number may be."""
    high: int | Decimal | None = None
    """The most that a number may be."""

    def __get_pydantic_core_schema__(self, source: Any, handler: Callable[[Any], Any]) -> Any:  # noqa: ANN401
        """Return the schema of the value with the pattern and the bounds in it."""
        pattern = f"^(?:{self.pattern})$" if self.pattern else None
        limits = {"pattern": pattern, "ge": self.low, "le": self.high}
        return handler(source) | {name: limit for name, limit in limits.items() if limit is not None}


@dataclass(frozen=True, slots=True)
class Kinds:
    """In the annotation of a value that may be of several kinds: it is judged by the one that it is nearest to.

    That is the one with most keys in common, so that a slip in one kind is not told as what all the others lack.
    """

    def __get_pydantic_core_schema__(self, source: Any, handler: Any) -> Any:  # noqa: ANN401
        """Return the schema of the value, which knows its kind before it looks for faults."""
        from pydantic_core import core_schema

        mappings = {kind.__name__: kind for kind in get_args(source) if isinstance(kind, type) and is_dataclass(kind)}
        keys = {name: {field.name.rstrip("_") for field in fields(kind)} for name, kind in mappings.items()}

        def kind_of(given: Any) -> str:  # noqa: ANN401
            if not isinstance(given, dict):
                return _KIND
            return _KIND + max(keys, key=lambda name: len(keys[name] & given.keys()))

        others = reduce(or_, (kind for kind in get_args(source) if kind not in mappings.values()))
        schemas = {_KIND: handler.generate_schema(others)}
        schemas |= {_KIND + name: handler.generate_schema(kind) for name, kind in mappings.items()}
        return core_schema.tagged_union_schema(schemas, discriminator=kind_of)


def problems_and(
    kind: type[Kind], document: Document, problems: Callable[[Kind], Iterable[Problem]]
) -> tuple[Kind | None, list[str]]:
    """Return the value that a document states, or None, and every problem found, each one line with file, place and fix.

    `problems` yields what no schema can say of a value that fits it.
    """
    from pydantic import ValidationError

    try:
        # As JSON, because there a list is a tuple and text a decimal even under `strict`, which takes no `true` for a 1.
        value = adapter(kind).validate_json(json.dumps(document.data, default=str), strict=True)
    except ValidationError as error:
        # A value of two possible kinds fails once for each.
        return None, list(dict.fromkeys(_line(kind, document, detail) for detail in error.errors(include_url=False)))
    return value, [f"{document.at(place)}: {message}" for place, message in problems(value)]


def load(kind: type[Kind], document: Document, problems: Callable[[Kind], Iterable[Problem]]) -> Kind:
    """Return the value that a document states.

    Raises:
        InputError: it does not fit the schema; the first problem and the number of the others.
    """
    result = problems_and(kind, document, problems)
    value, found = result
    if found or value is None:
        more = f" (and {len(found) - 1} more)" if len(found) > 1 else ""
        raise InputError(found[0] + more)
    return value


def json_schema(kind: type[Any]) -> dict[str, Any]:
    """Return the JSON Schema of a kind of document, for editors."""
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **adapter(kind).json_schema(by_alias=True)}


def adapter(kind: type[Any]) -> TypeAdapter[Any]:
    """Return the validator of a kind, which takes a while to make."""
    from pydantic import TypeAdapter

    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def _line(kind: type[Any], document: Document, detail: ErrorDetails) -> str:
    way = detail["loc"]
    place = tuple(step for step in way if not _names_a_kind(step))
    if detail["type"] == "unexpected_keyword_argument":
        return f"{document.at(place)}: unknown key{nearest(str(way[-1]), _keys(kind, way[:-1]))}"
    form = None if detail["type"] in _NOT_OF_THE_VALUE else _form(_hint(kind, way))
    if form is not None:  # the validator adds a step for each kind that a value can be of
        place = next(place[:end] for end in range(len(place), -1, -1) if place[:end] in document.lines)
    message = (form and form.says) or _WORDS.get(detail["type"]) or detail["msg"].replace("Input should be", "is", 1)
    given = detail["input"]
    shown = f", not {given!r}" if place in document.lines and isinstance(given, (str, int, float)) else ""
    return f"{document.at(place)}: {message}{shown}"


def _keys(kind: type[Any], way: Place) -> list[str]:
    inside = dataclasses_in(_hint(kind, way)) or [kind]
    return [field.name.rstrip("_") for field in fields(inside[0])]


def _hint(kind: type[Any], way: Place) -> Any:  # noqa: ANN401
    """Return the annotation of the value at the end of a way; that of the last key that the schema knows."""
    hint: Any = kind
    for step in way:
        inside = dataclasses_in(hint)
        if _names_a_kind(step):
            hint = next((each for each in inside if each.__name__ == str(step)[1:]), hint)
        elif isinstance(step, str) and inside:
            hints = get_type_hints(inside[0], include_extras=True)
            hint = hints.get(step, hints.get(f"{step}_", hint))
    return hint


def _names_a_kind(step: str | int) -> bool:
    return isinstance(step, str) and step.startswith(_KIND)


def dataclasses_in(hint: Any) -> list[Any]:  # noqa: ANN401
    """Return the dataclasses that a value of an annotation may be, or may hold items of."""
    if isinstance(hint, type) and is_dataclass(hint):
        return [hint]
    return [found for argument in get_args(hint) for found in dataclasses_in(argument)]


def _form(hint: Any) -> Form | None:  # noqa: ANN401
    if isinstance(hint, Form):
        return hint
    return next((form for argument in get_args(hint) if (form := _form(argument))), None)
