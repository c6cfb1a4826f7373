"""Requests of Amazon Bedrock's Converse API."""

from __future__ import annotations

import base64
import io
from typing import Any

import pytest
from PIL import Image

from costcalc.errors import InputError
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.converse import answer, is_converse
from costcalc.tokens.reading import Place
from costcalc.tokens.request import Message, NamedChoice, Request, Text, Thinking, Tool, ToolCall

ASKED = {"role": "user", "content": [{"text": "What plays on Radio XYZ?"}]}
SPEC = {"toolSpec": {"name": "top_song", "inputSchema": {"json": {"type": "object"}}}}
PARTS = "known are cachePoint, image, reasoningContent, text, toolResult, toolUse"


def picture(width: int, height: int) -> str:
    file = io.BytesIO()
    Image.new("1", (width, height)).save(file, "GIF")
    return base64.b64encode(file.getvalue()).decode()


def read(data: Any) -> Request:
    return Reader().request(data, "chat.json")


def test_a_request_with_all_that_it_can_hold() -> None:
    asked = read(
        {
            "modelId": "mistral.devstral-2-123b",
            "system": [{"text": "Be brief."}, {"cachePoint": {"type": "default"}}],
            "messages": [
                {
                    "role": "user",
                    "content": [{"text": "What plays?"}, {"image": {"format": "gif", "source": {"bytes": picture(30, 20)}}}],
                },
                {
                    "role": "assistant",
                    "content": [
                        {"reasoningContent": {"reasoningText": {"text": "Hm."}}},
                        {"toolUse": {"toolUseId": "a", "name": "top_song", "input": {"sign": "XYZ"}}},
                    ],
                },
                {
                    "role": "user",
                    "content": [
                        {"toolResult": {"toolUseId": "a", "content": [{"json": {"song": "Ä"}}]}},
                        {"text": "And now?"},
                        {"cachePoint": {"type": "default"}},
                    ],
                },
            ],
            "toolConfig": {"tools": [SPEC, {"cachePoint": {"type": "default"}}], "toolChoice": {"tool": {"name": "top_song"}}},
            "inferenceConfig": {"maxTokens": 300},
            "outputConfig": {"textFormat": {"type": "json_schema", "structure": {}}},
        }
    )
    assert [message.role for message in asked.messages] == ["system", "user", "assistant", "tool", "user"]
    assert asked.images[0].size == (30, 20)
    assert asked.messages[2] == Message("assistant", (Thinking("Hm."),), (ToolCall("top_song", '{"sign": "XYZ"}', "a"),))
    assert asked.messages[3] == Message("tool", (Text('{"song": "Ä"}'),), tool_call_id="a")
    assert asked.messages[4] == Message("user", (Text("And now?"),))
    assert asked.tool_choice == NamedChoice("top_song")
    assert (asked.model, asked.max_tokens, asked.response_format) == ("mistral.devstral-2-123b", 300, "json_schema")


def test_a_tool_without_a_description_has_its_name_for_one() -> None:
    described = {"toolSpec": {**SPEC["toolSpec"], "description": "Tells what plays."}}
    asked = read({"messages": [ASKED], "toolConfig": {"tools": [SPEC, described]}})
    assert asked.tools == (
        Tool("top_song", "top_song", {"type": "object"}),
        Tool("top_song", "Tells what plays.", {"type": "object"}),
    )


@pytest.mark.parametrize(("choice", "expected"), [({"any": {}}, "any"), ({"auto": {}}, "auto"), (None, "auto")])
def test_a_choice(choice: Any, expected: str) -> None:
    assert read({"messages": [ASKED], "toolConfig": {"tools": [SPEC], "toolChoice": choice}}).tool_choice == expected


@pytest.mark.parametrize(
    "data",
    [
        {"messages": [], "toolConfig": {}},
        {"messages": [], "inferenceConfig": None},
        {"messages": [], "system": []},
        {"messages": [{"role": "user", "content": [{"image": {}}]}]},
        {"messages": [{"role": "user", "content": [{"toolResult": {}}]}]},
    ],
)
def test_it_is_known_by_what_only_converse_has(data: dict[str, Any]) -> None:
    assert is_converse(data)


@pytest.mark.parametrize(
    "data",
    [
        {"messages": [ASKED]},
        {"messages": "none", "system": "text"},
        {"messages": ["none", {"content": "text"}, {"content": ["text"]}]},
        {"messages": [{"content": [{"type": "image", "image": {}}]}]},
        {},
    ],
)
def test_anything_else_is_a_chat_request(data: dict[str, Any]) -> None:
    assert not is_converse(data)


def test_an_answer() -> None:
    stated = {
        "role": "assistant",
        "content": [{"text": "It is"}, {"toolUse": {"name": "top_song", "input": {}, "toolUseId": "a"}}],
    }
    assert Reader().message(answer(stated, Place("a.json")), Place("a.json")) == Message(
        "assistant", (Text("It is"),), (ToolCall("top_song", "{}", "a"),)
    )


def test_an_answer_of_nothing() -> None:
    assert Reader().message(answer({"role": "assistant", "content": []}, Place("a")), Place("a")) == Message("assistant")


def block(**stated: Any) -> dict[str, Any]:
    return {"messages": [{"role": "user", "content": [stated]}], "inferenceConfig": {}}


def tools(stated: Any) -> dict[str, Any]:
    return {"messages": [ASKED], "toolConfig": stated}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"inferenceConfig": {}}, "has no 'messages': add it"),
        ({"messages": [5], "modelId": "a"}, "messages[0]: should be an object, not 5"),
        ({"messages": [{"role": "user"}], "modelId": "a"}, "messages[0]: has no 'content': add it"),
        ({"messages": [{"role": "user", "content": "Hi"}], "modelId": "a"}, "messages[0].content: should be a list, not 'Hi'"),
        ({"messages": [ASKED], "modelId": 5}, "modelId: should be text, not 5"),
        ({"messages": [ASKED], "system": [{"guardContent": {}}]}, "system[0]: has no 'text': add it"),
        (
            {"messages": [ASKED], "inferenceConfig": {"maxTokens": "9"}},
            "inferenceConfig.maxTokens: should be a whole number, not '9'",
        ),
        (
            block(document={}),
            f"messages[0].content[0]: unknown part 'document': {PARTS}",
        ),
        (
            block(),
            f"messages[0].content[0]: unknown part '': {PARTS}",
        ),
        (block(text=5), "messages[0].content[0].text: should be text, not 5"),
        (block(image={"format": "png"}), "messages[0].content[0].image: has no 'source': add it"),
        (block(image={"source": {"s3Location": {}}}), "messages[0].content[0].image.source: has no 'bytes': add it"),
        (block(toolUse="a"), "messages[0].content[0].toolUse: should be an object, not 'a'"),
        (block(toolUse={"input": {}}), "messages[0].content[0].toolUse: has no 'name': add it"),
        (block(toolResult={}), "messages[0].content[0].toolResult: has no 'content': add it"),
        (
            block(toolResult={"content": [{"document": {}}]}),
            "messages[0].content[0].toolResult.content[0]: unknown part 'document': known are image, json, text",
        ),
        (block(reasoningContent={}), "messages[0].content[0].reasoningContent: has no 'reasoningText': add it"),
        (tools([]), "toolConfig: should be an object, not a list"),
        (tools({"tools": [{}]}), "toolConfig.tools[0]: has no 'toolSpec': add it"),
        (tools({"tools": [{"toolSpec": {}}]}), "toolConfig.tools[0].toolSpec: has no 'name': add it"),
        (tools({"toolChoice": {"tool": "a"}}), "toolConfig.toolChoice.tool: should be an object, not 'a'"),
    ],
)
def test_what_is_wrong_is_named_with_its_place(data: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(data)
    assert str(refused.value) == f"chat.json: {said}"
