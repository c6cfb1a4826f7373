"""Prompts from files: text, JSON, JSONL, and what the command line adds."""

from __future__ import annotations

import io
import json
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image as Picture

from costcalc.errors import InputError
from costcalc.logs.prompts import Additions, read_additions, read_prompts, read_sizes, read_tools
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text, Tool, from_text

if TYPE_CHECKING:
    from pathlib import Path

HELLO = {"role": "user", "content": "Hello"}
TOOL = {"type": "function", "function": {"name": "now"}}


def read(*paths: Path | str, input_format: Any = None, sizes: Any = None, added: Additions | None = None) -> dict[str, Request]:
    found = read_prompts(list(map(str, paths)), input_format=input_format, sizes=sizes or {}, added=added or Additions())
    return {source.name: source.request for source in found}


def file(path: Path, content: Any) -> Path:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8", newline="")
    return path


# Forms


@pytest.mark.parametrize("name", ["prompt.md", "prompt.txt", "prompt", "prompt.json.md"])
def test_text_is_what_a_user_asks_as_it_stands(tmp_path: Path, name: str) -> None:
    path = file(tmp_path / name, "# Hello\r\n\r\n")
    assert read(path) == {str(path): from_text("# Hello\r\n\r\n")}


@pytest.mark.parametrize("name", ["chat.json", "CHAT.JSON"])
def test_json_is_a_chat_request(tmp_path: Path, name: str) -> None:
    path = file(tmp_path / name, {"messages": [HELLO], "max_tokens": 9})
    assert read(path)[str(path)].max_tokens == 9


@pytest.mark.parametrize(
    "content",
    [
        {"messages": [HELLO]},
        [HELLO],
        {"custom_id": "a", "method": "POST", "url": "/v1/chat/completions", "body": {"messages": [HELLO]}},
    ],
)
def test_a_list_of_messages_and_a_line_of_a_batch_are_requests(tmp_path: Path, content: Any) -> None:
    assert list(read(file(tmp_path / "chat.json", content)).values()) == [from_text("Hello")]


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_jsonl_is_a_request_a_line_named_by_its_number(tmp_path: Path, end: str) -> None:
    line = json.dumps({"messages": [HELLO]})
    path = file(tmp_path / "log.jsonl", end.join([line, "", line, "  ", json.dumps([HELLO])]) + end)
    assert list(read(path)) == [f"{path}:1", f"{path}:3", f"{path}:5"]


def test_a_line_separator_inside_a_text_ends_no_line_of_jsonl(tmp_path: Path) -> None:
    said = "one\u2028two\u2029three\x85four\x0bfive"
    path = file(tmp_path / "log.ndjson", json.dumps([{"role": "user", "content": said}], ensure_ascii=False))
    assert read(path) == {f"{path}:1": from_text(said)}


def test_standard_input_is_text_unless_it_is_said_to_be_more(monkeypatch: pytest.MonkeyPatch) -> None:
    def stdin(text: str) -> None:
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(text.encode())))

    stdin("[]")
    assert read("-") == {"standard input": from_text("[]")}
    stdin(json.dumps([HELLO]))
    assert read("-", input_format="json") == {"standard input": from_text("Hello")}
    stdin(json.dumps([HELLO]) + "\n")
    assert read("-", input_format="jsonl") == {"standard input:1": from_text("Hello")}


def test_a_form_that_is_said_goes_before_the_suffix(tmp_path: Path) -> None:
    path = file(tmp_path / "chat.txt", [HELLO])
    assert read(path, input_format="json") == {str(path): from_text("Hello")}


def test_images_beside_a_request_and_sizes_of_remote_ones(tmp_path: Path) -> None:
    Picture.new("1", (40, 30)).save(tmp_path / "chart.png")
    parts = [{"type": "image_url", "image_url": url} for url in ("file:chart.png", "https://example.com/a.png")]
    path = file(tmp_path / "chat.json", [{"role": "user", "content": parts}])
    request = read(path, sizes={"https://example.com/a.png": Size(9, 8)})[str(path)]
    assert [image.size for image in request.images] == [Size(40, 30), Size(9, 8)]


# What is wrong, and where


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("a.json", "{", "a.json: is not JSON: line 1, column 2: Expecting property name enclosed in double quotes"),
        ("a.json", "[]", "a.json: messages: is empty: a request needs a message"),
        ("a.json", '"Hello"', "a.json: should be an object, not 'Hello'"),
        ("a.json", '{"body": []}', "a.json: has no 'messages': add it"),
        ("a.json", '[{"role": "usr", "content": ""}]', "a.json: messages[0].role: unknown role 'usr': did you mean 'user'?"),
        ("a.jsonl", "[]\n", "a.jsonl:1: messages: is empty: a request needs a message"),
        ("a.jsonl", "\n\n{]\n", "a.jsonl:3: is not JSON: line 1, column 2: Expecting property name enclosed in double quotes"),
        ("a.jsonl", "\n \r\n", "a.jsonl: holds no request, only empty lines"),
        ("a.md", "", "a.md: is empty: there is nothing to count"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_place(tmp_path: Path, name: str, content: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(file(tmp_path / name, content))
    assert str(refused.value) == f"{tmp_path}/{said}"


# Additions


def test_what_is_added_goes_to_every_request(tmp_path: Path) -> None:
    system, tools = file(tmp_path / "system.md", "Be brief."), file(tmp_path / "tools.json", {"tools": [TOOL]})
    added = read_additions(system=str(system), images=["40x30"], tools=str(tools))
    assert added == Additions("Be brief.", (Image("40x30", Size(40, 30)),), (Tool("now"),))
    found = read(file(tmp_path / "log.jsonl", "\n".join([json.dumps([HELLO])] * 2)), added=added)
    user = Message("user", (Text("Hello"), Image("40x30", Size(40, 30))))
    assert list(found.values()) == [Request((Message("system", (Text("Be brief."),)), user), (Tool("now"),))] * 2


def test_nothing_added_is_nothing() -> None:
    assert not read_additions(system=None, images=(), tools=None)
    assert Additions(system="")


def test_additions_alone_are_a_request() -> None:
    picture = Image("40x30", Size(40, 30))
    assert Additions(images=(picture,)).alone() == Request((Message("user", (picture,)),))
    assert Additions(system="Be brief.").alone().messages == (Message("system", (Text("Be brief."),)), Message("user"))


def test_the_name_of_a_long_image_is_cut() -> None:
    image = io.BytesIO()
    Picture.new("1", (40, 30)).save(image, "PNG")
    import base64

    url = "data:image/png;base64," + base64.b64encode(image.getvalue()).decode()
    assert read_additions(system=None, images=[url], tools=None).images == (Image(url[:30] + "...", Size(40, 30)),)


def test_a_remote_image_is_not_fetched() -> None:
    with pytest.raises(InputError, match=r"^--image https://a/b\.png: is not fetched: give its size instead, --image 1280x720$"):
        read_additions(system=None, images=["https://a/b.png"], tools=None)


def test_an_empty_system_file_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"system\.md: is empty"):
        read_additions(system=str(file(tmp_path / "system.md", "")), images=(), tools=None)


@pytest.mark.parametrize("content", [[TOOL, TOOL], {"tools": [TOOL, TOOL]}])
def test_tools_are_a_list_or_an_object_with_one(tmp_path: Path, content: Any) -> None:
    assert read_tools(str(file(tmp_path / "tools.json", content))) == (Tool("now"), Tool("now"))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        ("{}", "tools: should be a list, not null"),
        ("5", "tools: should be a list, not 5"),
        ("[5]", "tools[0]: should be an object, not 5"),
        ("[", "is not JSON: line 1, column 2: Expecting value"),
    ],
)
def test_tools_that_are_none(tmp_path: Path, content: str, said: str) -> None:
    path = file(tmp_path / "tools.json", content)
    with pytest.raises(InputError) as refused:
        read_tools(str(path))
    assert str(refused.value) == f"{path}: {said}"


def test_sizes_are_given_by_url() -> None:
    assert read_sizes(["https://a/b.png?w=1=1280x720", "c=9x8"]) == {"https://a/b.png?w=1": Size(1280, 720), "c": Size(9, 8)}


@pytest.mark.parametrize("text", ["1280x720", "=1280x720", "https://a/b.png"])
def test_a_size_without_a_url_is_an_error(text: str) -> None:
    with pytest.raises(
        InputError, match=rf"^--image-size: '{text}' should be URL=WxH, such as https://example.com/a.png=1280x720$"
    ):
        read_sizes([text])
