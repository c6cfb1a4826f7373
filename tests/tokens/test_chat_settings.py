"""The settings of a chat request that bear on its tokens."""

from __future__ import annotations

from typing import Any

import pytest

from costcalc.errors import InputError
from costcalc.tokens.chat_settings import choices, max_tokens, response_format, uncounted
from costcalc.tokens.reading import Place

HERE = Place("a.json")


@pytest.mark.parametrize(
    ("stated", "kind"),
    [
        ({}, "text"),
        ({"response_format": None}, "text"),
        ({"response_format": {"type": "text"}}, "text"),
        ({"response_format": {"type": "json_object"}}, "json_object"),
        ({"response_format": {"type": "json_schema", "json_schema": {}}}, "json_schema"),
    ],
)
def test_the_kind_of_answer(stated: dict[str, Any], kind: str) -> None:
    assert response_format(stated, HERE) == kind


@pytest.mark.parametrize(
    ("stated", "most"),
    [
        ({}, None),
        ({"max_tokens": 0}, 0),
        ({"max_tokens": 7}, 7),
        ({"max_completion_tokens": 9, "max_tokens": 7}, 9),
        ({"max_completion_tokens": None, "max_tokens": 7}, 7),
        ({"max_tokens": 10**30}, 10**30),
    ],
)
def test_the_longest_answer(stated: dict[str, Any], most: int | None) -> None:
    assert max_tokens(stated, HERE) == most


@pytest.mark.parametrize(("stated", "number"), [({}, 1), ({"n": None}, 1), ({"n": 3}, 3)])
def test_the_number_of_answers(stated: dict[str, Any], number: int) -> None:
    assert choices(stated, HERE) == number


def test_what_the_provider_adds_by_itself() -> None:
    assert list(uncounted({"safe_prompt": False, "prompt_mode": None}, HERE)) == []
    both = list(uncounted({"safe_prompt": True, "prompt_mode": "reasoning"}, HERE))
    assert [note.partition(":")[0] for note in both] == ["safe_prompt", "prompt_mode"]


@pytest.mark.parametrize(
    ("read", "stated", "said"),
    [
        (max_tokens, {"max_tokens": -1}, "a.json: max_tokens: -1 is negative"),
        (max_tokens, {"max_completion_tokens": -5}, "a.json: max_completion_tokens: -5 is negative"),
        (max_tokens, {"max_tokens": True}, "a.json: max_tokens: should be a whole number, not True"),
        (max_tokens, {"max_tokens": 1e3}, "a.json: max_tokens: should be a whole number, not 1000.0"),
        (max_tokens, {"max_tokens": "100"}, "a.json: max_tokens: should be a whole number, not '100'"),
        (choices, {"n": 0}, "a.json: n: 0 is no number of answers: there is at least one"),
        (choices, {"n": -2}, "a.json: n: -2 is no number of answers: there is at least one"),
        (choices, {"n": False}, "a.json: n: should be a whole number, not False"),
        (response_format, {"response_format": "json"}, "a.json: response_format: should be an object, not 'json'"),
        (response_format, {"response_format": {}}, "a.json: response_format: has no 'type': add it"),
        (
            response_format,
            {"response_format": {"type": "json"}},
            "a.json: response_format.type: unknown type 'json': known are json_object, json_schema, text",
        ),
        (
            lambda record, place: [*uncounted(record, place)],
            {"safe_prompt": 1},
            "a.json: safe_prompt: should be true or false, not 1",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(read: Any, stated: dict[str, Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        read(stated, HERE)
    assert str(refused.value) == said
