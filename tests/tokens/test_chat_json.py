"""Chat requests in OpenAI's and Mistral's JSON."""

from __future__ import annotations

import base64
import io
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Picture

from costcalc.errors import InputError
from costcalc.tokens.chat_json import PART_TYPES, Reader
from costcalc.tokens.images import Size
from costcalc.tokens.reading import Place
from costcalc.tokens.request import Image, Message, NamedChoice, Request, Text, Thinking, Tool, ToolCall

if TYPE_CHECKING:
    from pathlib import Path

HELLO = {"role": "user", "content": "Hello"}
URL = "https://example.com/chart.png"


def read(data: Any, **sizes: Size) -> Request:
    return Reader(sizes).request(data, "chat.json")


def message(**stated: Any) -> Message:
    return Reader().message(stated, Place("chat.json"))


def png(width: int, height: int) -> bytes:
    file = io.BytesIO()
    Picture.new("1", (width, height)).save(file, "PNG")
    return file.getvalue()


def test_openais_request() -> None:
    schema = {"type": "object", "properties": {"city": {"type": "string"}}}
    asked = read(
        {
            "model": "mistral-small-latest",
            "messages": [
                {"role": "developer", "content": "Be brief."},
                {"role": "user", "content": [{"type": "text", "text": "Is it raining?"}]},
                {
                    "role": "assistant",
                    "content": None,
                    "tool_calls": [
                        {"id": "call_1", "type": "function", "function": {"name": "weather", "arguments": '{"city":"Bonn"}'}}
                    ],
                },
                {"role": "tool", "tool_call_id": "call_1", "content": "yes"},
            ],
            "tools": [{"type": "function", "function": {"name": "weather", "parameters": schema, "strict": True}}],
            "tool_choice": {"type": "function", "function": {"name": "weather"}},
            "response_format": {"type": "json_schema", "json_schema": {"name": "a", "schema": {}}},
            "max_completion_tokens": 500,
            "n": 2,
            "temperature": 0.7,
        }
    )
    assert asked == Request(
        messages=(
            Message("system", (Text("Be brief."),)),
            Message("user", (Text("Is it raining?"),)),
            Message("assistant", (), (ToolCall("weather", '{"city":"Bonn"}', "call_1"),)),
            Message("tool", (Text("yes"),), tool_call_id="call_1"),
        ),
        tools=(Tool("weather", "", schema),),
        tool_choice=NamedChoice("weather"),
        response_format="json_schema",
        model="mistral-small-latest",
        max_tokens=500,
        choices=2,
    )


def test_mistrals_request() -> None:
    thought = {
        "type": "thinking",
        "thinking": [{"type": "text", "text": "Hm."}, {"type": "text", "text": "Yes."}],
        "closed": False,
    }
    asked = read(
        {
            "messages": [
                {
                    "role": "user",
                    "content": [{"type": "image_url", "image_url": "data:image/png;base64," + b64(png(30, 20))}, "What?"],
                },
                {"role": "assistant", "content": [thought, {"type": "text", "text": "It"}], "prefix": True},
            ],
            "reasoning_effort": "high",
            "tool_choice": "any",
            "max_tokens": 0,
            "safe_prompt": True,
        }
    )
    user, assistant = asked.messages
    assert user.parts[0] == Image("data:image/png;base64,iVBORw0KGgoAAAANSU...", Size(30, 20))
    assert user.parts[1] == Text("What?")
    assert assistant == Message("assistant", (Thinking("Hm.\nYes.", closed=False), Text("It")), prefix=True)
    assert (asked.reasoning_effort, asked.tool_choice, asked.max_tokens, asked.choices) == ("high", "any", 0, 1)
    assert len(asked.uncounted) == 1


def b64(data: bytes) -> str:
    return base64.b64encode(data).decode()


def test_null_is_as_good_as_nothing() -> None:
    keys = ("tools", "tool_choice", "response_format", "reasoning_effort", "model", "max_tokens", "n", "system", "functions")
    assert read({"messages": [HELLO], **dict.fromkeys(keys)}) == read({"messages": [HELLO]})


@pytest.mark.parametrize("key", ["reasoning_content", "reasoning"])
def test_reasoning_beside_the_content_is_a_thought(key: str) -> None:
    assert message(role="assistant", content="Yes.", **{key: "Hm."}).parts == (Thinking("Hm."), Text("Yes."))
    assert message(role="user", content="Yes?", **{key: "Hm."}).parts == (Text("Yes?"),)


def test_an_assistant_may_say_nothing_but_call() -> None:
    call = {"function": {"name": "now", "arguments": {}}}
    assert message(role="assistant", tool_calls=[call]).tool_calls == (ToolCall("now", "{}"),)
    assert message(role="assistant", content="").parts == ()


# Images


def test_an_image_by_url_has_the_size_that_is_given_for_it_or_none() -> None:
    part = {"type": "image_url", "image_url": {"url": URL, "detail": "high"}}
    asked = {"messages": [{"role": "user", "content": [part]}]}
    assert Reader({URL: Size(400, 300)}).request(asked, "chat.json").images == (Image(URL, Size(400, 300)),)
    assert read(asked).images == (Image(URL, None),)


def test_a_file_url_without_slashes_is_beside_the_request(tmp_path: Path) -> None:
    (tmp_path / "chart.png").write_bytes(png(40, 30))
    for url in ("file:chart.png", (tmp_path / "chart.png").as_uri()):
        assert Reader({}, tmp_path).image(url, Place("chat.json")).size == Size(40, 30)


# What is wrong, and where


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (7, "chat.json: should be an object, not 7"),
        ({}, "chat.json: has no 'messages': add it"),
        ({"messages": {}}, "chat.json: messages: should be a list, not an object"),
        ({"messages": []}, "chat.json: messages: is empty: a request needs a message"),
        ({"messages": ["Hello"]}, "chat.json: messages[0]: should be an object, not 'Hello'"),
        ({"messages": [HELLO, {"content": "Hi"}]}, "chat.json: messages[1]: has no 'role': add it"),
        ({"messages": [{"role": "usr", "content": ""}]}, "chat.json: messages[0].role: unknown role 'usr': did you mean 'user'?"),
        ({"messages": [{"role": "user"}]}, "chat.json: messages[0]: has no 'content': add it"),
        ({"messages": [{"role": "tool", "content": None}]}, "chat.json: messages[0]: has no 'content': add it"),
        ({"messages": [{"role": "assistant"}]}, "chat.json: messages[0]: has neither 'content' nor 'tool_calls': add one"),
        (
            {"messages": [HELLO], "system": "Be brief."},
            "chat.json: system: is no part of a chat request: send it as a message with role 'system'",
        ),
        ({"messages": [HELLO], "functions": []}, "chat.json: functions: the old form is not counted: send them as 'tools'"),
        (
            {"messages": [HELLO], "function_call": "auto"},
            "chat.json: function_call: the old form is not counted: send it as 'tool_choice'",
        ),
        ({"messages": [HELLO], "tools": {}}, "chat.json: tools: should be a list, not an object"),
        ({"messages": [HELLO], "model": 4}, "chat.json: model: should be text, not 4"),
        ({"messages": [HELLO], "reasoning_effort": True}, "chat.json: reasoning_effort: should be text, not True"),
    ],
)
def test_a_request_that_is_none_is_named_with_the_way_to_the_culprit(data: Any, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(data)
    assert str(refused.value) == said


def test_only_the_last_message_can_be_a_beginning() -> None:
    begun = {"role": "assistant", "content": "It", "prefix": True}
    assert read({"messages": [HELLO, begun]}).messages[1].prefix
    with pytest.raises(InputError, match=r"messages\[1\]\.prefix: only the last message can be one that the answer goes on with"):
        read({"messages": [HELLO, begun, HELLO]})


@pytest.mark.parametrize(
    ("stated", "said"),
    [
        ({"content": 5}, "content: should be text or a list of parts, not 5"),
        ({"content": [5]}, "content[0]: should be an object, not 5"),
        ({"content": [{"image": "x"}]}, f"content[0]: has no 'type': known are {', '.join(PART_TYPES)}"),
        ({"content": [{"type": None, "text": "Hi"}]}, f"content[0]: has no 'type': known are {', '.join(PART_TYPES)}"),
        ({"content": [{"type": "txt"}]}, "content[0].type: unknown part type 'txt': did you mean 'text'?"),
        ({"content": [{"type": "text"}]}, "content[0]: has no 'text': add it"),
        ({"content": [{"type": "text", "text": 5}]}, "content[0].text: should be text, not 5"),
        ({"content": [{"type": "image_url"}]}, "content[0]: 'image_url' should be a URL or an object with one, not null"),
        ({"content": [{"type": "image_url", "image_url": {}}]}, "content[0].image_url: has no 'url': add it"),
        (
            {"content": [{"type": "image_url", "image_url": "chart.png"}]},
            "content[0].image_url: 'chart.png' is no URL: known are data:, http:, https: and file:",
        ),
        (
            {"content": [{"type": "thinking", "thinking": None}]},
            "content[0].thinking: should be text or a list of parts, not null",
        ),
        ({"content": [{"type": "thinking", "thinking": [{}]}]}, "content[0].thinking[0]: has no 'text': add it"),
        (
            {"content": [{"type": "thinking", "thinking": "", "closed": "no"}]},
            "content[0].closed: should be true or false, not 'no'",
        ),
        (
            {"content": [{"type": "document_url"}]},
            "content[0]: documents are turned into text by the server: send their text, or give --input-tokens",
        ),
        (
            {"content": [{"type": "file"}]},
            "content[0]: files are turned into text by the server: send their text, or give --input-tokens",
        ),
        (
            {"content": [{"type": "input_audio"}]},
            "content[0]: audio is billed by the second and not priced here: give --input-tokens",
        ),
        ({"content": [{"type": "reference"}]}, "content[0]: references are not counted: send their text"),
        ({"content": "", "tool_calls": {}}, "tool_calls: should be a list, not an object"),
        ({"content": "", "function_call": {}}, "function_call: the old form is not counted: send it as 'tool_calls'"),
        ({"content": "", "prefix": "yes"}, "prefix: should be true or false, not 'yes'"),
        ({"content": "", "tool_call_id": 5}, "tool_call_id: should be text, not 5"),
    ],
)
def test_a_message_that_is_none_is_named_with_the_way_to_the_culprit(stated: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        message(role="assistant", **stated)
    assert str(refused.value) == f"chat.json: {said}"


def test_an_image_that_cannot_be_read_is_named_with_its_place(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"^chat.json: url: .*: No such file or directory"):
        Reader({}, tmp_path).image("file:gone.png", Place("chat.json") / "url")
    with pytest.raises(InputError, match=r"^chat.json: url: data:image/png;base64,AAAA: "):
        Reader().image("data:image/png;base64,AAAA", Place("chat.json") / "url")


def test_a_value_that_is_shown_stays_on_one_short_line() -> None:
    with pytest.raises(InputError) as refused:
        message(role="two\nlines" * 50, content="")
    assert str(refused.value).startswith(r"chat.json: role: unknown role 'two\nlinestwo\nlines")
    assert len(str(refused.value)) < 150
