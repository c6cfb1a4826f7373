"""JSON inside a prompt."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from costcalc.errors import InputError
from costcalc.tokens.json_text import dumps, parsed


def test_json_has_spaces_keeps_its_order_and_escapes_nothing() -> None:
    assert dumps({"b": [1, 2.0, None], "a": "Ä🙂"}) == '{"b": [1, 2.0, null], "a": "Ä🙂"}'


@pytest.mark.parametrize(
    ("text", "value"),
    [('{"a":1}', {"a": 1}), ('{"a": 1, "a": 2}', {"a": 2}), ("12.50", 12.5), ("no JSON", "no JSON"), ("", ""), ("{", "{")],
)
def test_a_text_that_is_no_json_stands_for_itself(text: str, value: Any) -> None:
    assert parsed(text) == value


def test_a_number_that_json_does_not_have_is_written_as_it_was_read() -> None:
    assert dumps(parsed('{"a":NaN,"b":-Infinity}')) == '{"a": NaN, "b": -Infinity}'


@pytest.mark.parametrize("value", [{1, 2}, Decimal(1), {("a",): 1}])
def test_what_json_cannot_say_is_refused(value: Any) -> None:
    with pytest.raises(InputError, match="it cannot be written as JSON: "):
        dumps(value)


def test_a_value_that_holds_itself_is_refused() -> None:
    value: dict[str, Any] = {}
    value["a"] = value
    with pytest.raises(InputError, match="it cannot be written as JSON: Circular reference"):
        dumps(value)


def test_what_is_nested_beyond_reason_is_refused() -> None:
    with pytest.raises(InputError, match="nested too deeply"):
        parsed("[" * 200_000)
    deep: list[Any] = []
    for _ in range(200_000):
        deep = [deep]
    with pytest.raises(InputError, match="nested too deeply"):
        dumps(deep)


def test_a_number_of_thousands_of_digits_is_refused() -> None:
    with pytest.raises(InputError, match="too many digits"):
        parsed("9" * 5000)
