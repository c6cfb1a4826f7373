"""Read the tools, the calls and the choice of a tool in OpenAI's or Mistral's JSON."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from costcalc.tokens.json_text import dumps
from costcalc.tokens.reading import get, one_of, required, shown, typed
from costcalc.tokens.request import NamedChoice, Tool, ToolCall

if TYPE_CHECKING:
    from costcalc.tokens.reading import Place


def tool(data: Any, place: Place) -> Tool:  # noqa: ANN401
    """Return the tool that a JSON value states; a missing description is empty, missing parameters are `{}`.

    Raises:
        InputError: it is no function; names the way to the culprit.
    """
    record = typed(data, dict, place)
    kind = record.get("type", "function")
    if kind != "function":
        raise (place / "type").error(f"unknown tool type {shown(kind)}: only 'function' tools are counted")
    function = required(record, "function", dict, place)
    return Tool(
        name=required(function, "name", str, place / "function"),
        description=get(function, "description", str, place / "function") or "",
        parameters=get(function, "parameters", dict, place / "function") or {},
    )


def tool_call(data: Any, place: Place) -> ToolCall:  # noqa: ANN401
    """Return the call that a JSON value states; arguments may be an object or, as the model wrote it, text.

    Raises:
        InputError: it is no call of a function; names the way to the culprit.
    """
    record = typed(data, dict, place)
    function = required(record, "function", dict, place)
    arguments = function.get("arguments")
    if isinstance(arguments, dict):
        arguments = dumps(arguments)
    elif not isinstance(arguments, str | None):
        raise (place / "function" / "arguments").error(f"should be text or an object, not {shown(arguments)}")
    identity = get(record, "id", str, place)
    return ToolCall(
        name=required(function, "name", str, place / "function"),
        arguments=arguments or "",
        id=None if identity in {None, "", "null"} else identity,
    )


def tool_choice(value: Any, place: Place) -> Literal["auto", "none", "any"] | NamedChoice:  # noqa: ANN401
    """Return the choice that a JSON value states; `required` is `any`.

    Raises:
        InputError: it is none; names the nearest.
    """
    if value is None:
        return "auto"
    if isinstance(value, dict):
        return NamedChoice(required(required(value, "function", dict, place), "name", str, place / "function"))
    match one_of(typed(value, str, place), ("auto", "none", "any", "required"), "tool_choice", place):
        case "none":
            return "none"
        case "auto":
            return "auto"
        case _:
            return "any"
