"""Answers from files: text, a message, a whole response."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import InputError
from costcalc.logs.answers import Answer, read_answers
from costcalc.tokens.request import Message, Text, ToolCall

if TYPE_CHECKING:
    from pathlib import Path

YES, NO = Message("assistant", (Text("Yes."),)), Message("assistant", (Text("No."),))
CALL = {"id": "a", "function": {"name": "now", "arguments": "{}"}}


def file(path: Path, content: Any) -> str:
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return str(path)


def test_a_text_is_an_answer_as_it_stands(tmp_path: Path) -> None:
    path = file(tmp_path / "answer.md", "Yes.")
    assert read_answers(path, None) == [Answer(path, YES)]


@pytest.mark.parametrize("content", [{"content": "Yes."}, {"role": "assistant", "content": [{"type": "text", "text": "Yes."}]}])
def test_a_message(tmp_path: Path, content: Any) -> None:
    path = file(tmp_path / "answer.json", content)
    assert read_answers(path, None) == [Answer(path, YES)]


def test_a_response_says_why_it_ended(tmp_path: Path) -> None:
    choice = {"finish_reason": "tool_calls", "message": {"role": "assistant", "content": None, "tool_calls": [CALL]}}
    path = file(tmp_path / "answer.json", {"id": "b", "choices": [choice], "usage": {}})
    assert read_answers(path, None) == [Answer(path, Message("assistant", (), (ToolCall("now", "{}", "a"),)), "tool_calls")]


def test_each_choice_of_a_response_is_an_answer(tmp_path: Path) -> None:
    choices = [
        {"finish_reason": "stop", "message": {"content": "Yes."}},
        {"finish_reason": "length", "message": {"content": "No."}},
    ]
    path = file(tmp_path / "answer.json", {"choices": choices})
    assert read_answers(path, None) == [Answer(f"{path}:choices[0]", YES, "stop"), Answer(f"{path}:choices[1]", NO, "length")]


def test_a_response_of_converse(tmp_path: Path) -> None:
    message = {"role": "assistant", "content": [{"text": "Yes."}]}
    path = file(tmp_path / "answer.json", {"output": {"message": message}, "stopReason": "end_turn", "usage": {}})
    assert read_answers(path, None) == [Answer(path, YES, "end_turn")]


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("answer.json", "[]", "should be an object, not a list"),
        ("answer.json", "{}", "has neither 'content' nor 'tool_calls': add one"),
        ("answer.json", '{"messages": []}', "has neither 'content' nor 'tool_calls': add one"),
        (
            "answer.json",
            '{"role": "user", "content": "Hi"}',
            "role: 'user' gives no answers: only the assistant's message is counted as output",
        ),
        ("answer.json", '{"choices": []}', "choices: is empty: there is no answer"),
        ("answer.json", '{"choices": {}}', "choices: should be a list, not an object"),
        ("answer.json", '{"choices": [5]}', "choices[0]: should be an object, not 5"),
        ("answer.json", '{"choices": [{"message": null}]}', "choices[0]: has no 'message': add it"),
        (
            "answer.json",
            '{"choices": [{"message": {"content": 5}}]}',
            "choices[0].message.content: should be text or a list of parts, not 5",
        ),
        (
            "answer.json",
            '{"choices": [{"message": {"content": ""}, "finish_reason": 5}]}',
            "choices[0].finish_reason: should be text, not 5",
        ),
        ("answer.json", '{"output": {}}', "output.message: should be an object, not null"),
        ("answer.json", "{", "is not JSON: line 1, column 2: Expecting property name enclosed in double quotes"),
        ("answer.jsonl", "{}", "answers are not read from JSONL: give each a file of its own"),
        ("answer.md", "", "is empty: there is nothing to count"),
    ],
)
def test_what_is_no_answer_is_named_with_file_and_place(tmp_path: Path, name: str, content: str, said: str) -> None:
    path = file(tmp_path / name, content)
    with pytest.raises(InputError) as refused:
        read_answers(path, None)
    assert str(refused.value) == f"{path}: {said}"
