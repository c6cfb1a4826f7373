"""Tools, calls and the choice of a tool in a chat request."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import InputError
from costcalc.tokens.chat_tools import tool, tool_call, tool_choice
from costcalc.tokens.reading import Place
from costcalc.tokens.request import NamedChoice, Tool, ToolCall

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Place("a.json") / "here"


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        ({"function": {"name": "now"}}, Tool("now", "", {})),
        ({"type": "function", "function": {"name": "now", "description": None, "parameters": None}}, Tool("now", "", {})),
        (
            {"function": {"parameters": {"type": "object", "$defs": {}}, "description": "Tells the time.", "name": "now"}},
            Tool("now", "Tells the time.", {"type": "object", "$defs": {}}),
        ),
    ],
)
def test_a_tool(stated: Any, expected: Tool) -> None:
    assert tool(stated, HERE) == expected


def test_the_keys_of_a_schema_keep_their_order() -> None:
    stated = {"function": {"name": "now", "parameters": {"required": [], "properties": {}, "type": "object"}}}
    assert list(tool(stated, HERE).parameters) == ["required", "properties", "type"]


@pytest.mark.parametrize("identity", [None, "", "null"])
def test_a_call_without_an_id(identity: str | None) -> None:
    assert tool_call({"id": identity, "function": {"name": "now", "arguments": "{}"}}, HERE) == ToolCall("now", "{}", None)


@pytest.mark.parametrize(
    ("arguments", "text"),
    [('{"a":1}', '{"a":1}'), ({"a": "ä"}, '{"a": "ä"}'), (None, ""), ("", ""), ("no JSON", "no JSON")],
)
def test_arguments_are_kept_as_written_and_an_object_is_written(arguments: Any, text: str) -> None:
    assert tool_call({"function": {"name": "now", "arguments": arguments}}, HERE).arguments == text


@pytest.mark.parametrize(
    ("stated", "expected"),
    [
        (None, "auto"),
        ("auto", "auto"),
        ("none", "none"),
        ("any", "any"),
        ("required", "any"),
        ({"type": "function", "function": {"name": "now"}}, NamedChoice("now")),
    ],
)
def test_a_choice(stated: Any, expected: Any) -> None:
    assert tool_choice(stated, HERE) == expected


@pytest.mark.parametrize(
    ("read", "stated", "said"),
    [
        (tool, "now", "should be an object, not 'now'"),
        (tool, {"type": "web_search"}, "here.type: unknown tool type 'web_search': only 'function' tools are counted"),
        (tool, {"type": "function"}, "here: has no 'function': add it"),
        (tool, {"function": {}}, "here.function: has no 'name': add it"),
        (tool, {"function": {"name": 5}}, "here.function.name: should be text, not 5"),
        (tool, {"function": {"name": "now", "description": 5}}, "here.function.description: should be text, not 5"),
        (tool, {"function": {"name": "now", "parameters": True}}, "here.function.parameters: should be an object, not True"),
        (tool_call, None, "here: should be an object, not null"),
        (tool_call, {"type": "custom", "custom": {}}, "here: has no 'function': add it"),
        (tool_call, {"function": {"arguments": "{}"}}, "here.function: has no 'name': add it"),
        (
            tool_call,
            {"function": {"name": "a", "arguments": []}},
            "here.function.arguments: should be text or an object, not a list",
        ),
        (tool_call, {"id": 7, "function": {"name": "now"}}, "here.id: should be text, not 7"),
        (tool_choice, "nnoe", "here: unknown tool_choice 'nnoe': did you mean 'none'?"),
        (tool_choice, False, "here: should be text, not False"),
        (tool_choice, {"type": "allowed_tools"}, "here: has no 'function': add it"),
        (tool_choice, {"function": {}}, "here.function: has no 'name': add it"),
    ],
)
def test_what_is_none_is_named_with_its_place(read: Callable[[Any, Place], Any], stated: Any, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(stated, HERE)
    assert str(refused.value).endswith(said)


def test_arguments_nested_beyond_reason_are_refused() -> None:
    deep: dict[str, Any] = {}
    for _ in range(100_000):
        deep = {"a": deep}
    with pytest.raises(InputError, match="nested too deeply"):
        tool_call({"function": {"name": "now", "arguments": deep}}, HERE)
