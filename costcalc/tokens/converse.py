"""Read a request of Amazon Bedrock's Converse API by writing it as the chat request that it stands for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costcalc.tokens.json_text import dumps
from costcalc.tokens.reading import get, one_of, required, typed

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.tokens.reading import Place

_SETTINGS = frozenset({"toolConfig", "inferenceConfig", "outputConfig", "modelId"})
_BLOCKS = ("text", "image", "toolUse", "toolResult", "reasoningContent", "cachePoint")
_OWN_BLOCKS = frozenset(_BLOCKS) - {"text"}


def is_converse(record: dict[str, Any]) -> bool:
    """Return whether a JSON object is a Converse request: its settings or its parts are named as only Converse does."""
    if record.keys() & _SETTINGS or isinstance(record.get("system"), list):
        return True
    messages = record.get("messages")
    contents = [item.get("content") for item in messages if isinstance(item, dict)] if isinstance(messages, list) else []
    blocks = (block for content in contents if isinstance(content, list) for block in content)
    return any(isinstance(block, dict) and "type" not in block and block.keys() & _OWN_BLOCKS for block in blocks)


def as_chat(record: dict[str, Any], place: Place) -> dict[str, Any]:
    """Return the chat request in OpenAI's form.

    Converse wants a description for each tool; where none is given, Bedrock bills the tool's name in its place
    (3 recorded requests, 2 exact with the rule, none without).

    Raises:
        InputError: it is no Converse request; names the way to the culprit.
    """
    messages = required(record, "messages", list, place)
    listed = [message for index, item in enumerate(messages) for message in _messages(item, place / "messages" / index)]
    config = get(record, "toolConfig", dict, place) or {}
    tools = get(config, "tools", list, place / "toolConfig") or []
    inference = get(record, "inferenceConfig", dict, place) or {}
    return {
        "model": get(record, "modelId", str, place) or record.get("model"),
        "messages": [*_system(record, place), *listed],
        "tools": [*_tools(tools, place / "toolConfig" / "tools")],
        "tool_choice": _choice(config, place / "toolConfig"),
        "response_format": _response_format(record, place),
        "max_tokens": get(inference, "maxTokens", int, place / "inferenceConfig"),
    }


def answer(data: Any, place: Place) -> dict[str, Any]:  # noqa: ANN401
    """Return the assistant's message of a Converse response in OpenAI's form.

    Raises:
        InputError: it is none; names the way to the culprit.
    """
    return [{"role": "assistant", "content": ""}, *_messages(data, place)][-1]


def _system(record: dict[str, Any], place: Place) -> Iterator[dict[str, Any]]:
    for index, item in enumerate(get(record, "system", list, place) or []):
        block = typed(item, dict, place / "system" / index)
        if "cachePoint" not in block:
            yield {"role": "system", "content": required(block, "text", str, place / "system" / index)}


def _messages(data: Any, place: Place) -> list[dict[str, Any]]:  # noqa: ANN401
    """Return one chat message, behind one for each tool result in it."""
    message = typed(data, dict, place)
    parts: list[dict[str, Any]] = []
    calls: list[dict[str, Any]] = []
    results: list[dict[str, Any]] = []
    for index, item in enumerate(required(message, "content", list, place)):
        way = place / "content" / index
        block = typed(item, dict, way)
        match _kind(block, way):
            case "toolUse":
                calls.append(_call(required(block, "toolUse", dict, way), way / "toolUse"))
            case "toolResult":
                results.append(_result(required(block, "toolResult", dict, way), way / "toolResult"))
            case "cachePoint":
                continue
            case _:
                parts.append(_part(block, way))
    rest = [{"role": message.get("role"), "content": parts, "tool_calls": calls}] if parts or calls else []
    return [*results, *rest]


def _kind(block: dict[str, Any], place: Place) -> str:
    return next((kind for kind in _BLOCKS if kind in block), None) or one_of(next(iter(block), ""), _BLOCKS, "part", place)


def _part(block: dict[str, Any], place: Place) -> dict[str, Any]:
    if "image" in block:
        return {"type": "image_url", "image_url": _image(required(block, "image", dict, place), place / "image")}
    if "reasoningContent" in block:
        way = place / "reasoningContent"
        text = required(required(block, "reasoningContent", dict, place), "reasoningText", dict, way)
        return {"type": "thinking", "thinking": required(text, "text", str, way / "reasoningText")}
    return {"type": "text", "text": required(block, "text", str, place)}


def _call(use: dict[str, Any], place: Place) -> dict[str, Any]:
    function = {"name": required(use, "name", str, place), "arguments": use.get("input")}
    return {"id": use.get("toolUseId"), "function": function}


def _result(result: dict[str, Any], place: Place) -> dict[str, Any]:
    parts = []
    for index, item in enumerate(required(result, "content", list, place)):
        block = typed(item, dict, place / "content" / index)
        if "json" in block:
            parts.append({"type": "text", "text": dumps(block["json"])})
        else:
            one_of(next(iter(block), ""), ("text", "json", "image"), "part", place / "content" / index)
            parts.append(_part(block, place / "content" / index))
    return {"role": "tool", "tool_call_id": result.get("toolUseId"), "content": parts}


def _image(image: dict[str, Any], place: Place) -> str:
    source = required(image, "source", dict, place)
    data = required(source, "bytes", str, place / "source")
    return f"data:image/{image.get('format', 'png')};base64,{data}"


def _tools(tools: list[Any], place: Place) -> Iterator[dict[str, Any]]:
    for index, item in enumerate(tools):
        if "cachePoint" in typed(item, dict, place / index):
            continue
        spec = required(item, "toolSpec", dict, place / index)
        way = place / index / "toolSpec"
        name = required(spec, "name", str, way)
        schema = get(spec, "inputSchema", dict, way) or {}
        function = {"name": name, "description": spec.get("description") or name, "parameters": schema.get("json")}
        yield {"function": function}


def _choice(config: dict[str, Any], place: Place) -> Any:  # noqa: ANN401
    choice = get(config, "toolChoice", dict, place) or {}
    if "tool" in choice:
        return {"function": required(choice, "tool", dict, place / "toolChoice")}
    return "any" if "any" in choice else None


def _response_format(record: dict[str, Any], place: Place) -> dict[str, Any] | None:
    output = get(record, "outputConfig", dict, place) or {}
    return get(output, "textFormat", dict, place / "outputConfig")
