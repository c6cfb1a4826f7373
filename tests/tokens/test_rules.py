"""What providers bill beyond the published template: one example a rule."""

from __future__ import annotations

import base64
import io
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PIL import Image

from costcalc.errors import UnknownNameError
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.mistral import Grid
from costcalc.tokens.reading import Place
from costcalc.tokens.rules import REFERENCE, Rules, rules_on
from costcalc.tokens.tokenizer import tokenizer

if TYPE_CHECKING:
    from costcalc.tokens.ledger import Ledger

Json = dict[str, Any]

HELLO: Json = {"role": "user", "content": "Hello"}
WEATHER: Json = {
    "type": "function",
    "function": {
        "name": "get_weather",
        "description": "Tells the weather.",
        "parameters": {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]},
    },
}
TIME: Json = {"type": "function", "function": {"name": "get_time", "parameters": {"type": "object", "properties": {}}}}
CALL: Json = {"id": "aaaaaaaaa", "type": "function", "function": {"name": "get_weather", "arguments": '{"city":"Bonn"}'}}
CALLED: Json = {"role": "assistant", "tool_calls": [CALL]}
GRID = Grid(14, 2, 1540)


def ledger(version: str, *messages: Json, rules: Rules | None = None, **more: Any) -> Ledger:
    request = Reader().request({"messages": [*messages], **more}, "request")
    return tokenizer(f"tekken-{version}", GRID).prompt(request, rules or Rules())


def prompt(version: str, *messages: Json, rules: Rules | None = None, **more: Any) -> int:
    return ledger(version, *messages, rules=rules, **more).tokens


def answer(version: str, message: Json, *, rules: Rules | None = None, finish_reason: str = "stop") -> int:
    read = Reader().message({"role": "assistant", **message}, Place("answer"))
    return tokenizer(f"tekken-{version}", GRID).completion(read, rules or Rules(), finish_reason).tokens


def words(text: str) -> int:
    return answer("v11", {"content": text}, finish_reason="length")


def picture(width: int, height: int, form: str = "PNG") -> Json:
    file = io.BytesIO()
    Image.new("RGB", (width, height)).save(file, form, **({"sizes": [(width, height)]} if form == "ICO" else {}))
    url = f"data:image/{form.lower()};base64,{base64.b64encode(file.getvalue()).decode()}"
    return {"type": "image_url", "image_url": {"url": url}}


# The published IONOS response: 29 prompt tokens, 57 of the answer


def test_the_published_question_with_an_icon_is_29_tokens() -> None:
    question = {"role": "user", "content": [{"type": "text", "text": "What's in this image?"}, picture(96, 96, "ICO")]}
    found = ledger("v11", question)
    assert (found.of_kind("control"), found.of_kind("text"), found.of_kind("image")) == (3, 6, 20)
    assert found.tokens == 29


def test_an_answer_of_56_tokens_is_billed_as_57() -> None:
    text = "1234567 " * 7
    assert words(text) == 56
    assert answer("v11", {"content": text}) == 57


# tool_choice


@pytest.mark.parametrize("version", ["v11", "v13", "v15"])
def test_a_named_choice_sends_that_tool_alone_and_opens_its_call(version: str) -> None:
    alone = prompt(version, HELLO, tools=[TIME])
    opening = 2 + words("get_time")  # [TOOL_CALLS]get_time[ARGS]
    named = prompt(version, HELLO, tools=[WEATHER, TIME], tool_choice={"type": "function", "function": {"name": "get_time"}})
    assert named == alone + opening


def test_a_named_choice_opens_a_list_in_v7() -> None:
    opening = 1 + words('[{"name": "get_time"')  # [TOOL_CALLS]
    choice = {"type": "function", "function": {"name": "get_time"}}
    assert prompt("v7", HELLO, tools=[WEATHER, TIME], tool_choice=choice) == prompt("v7", HELLO, tools=[TIME]) + opening


def test_a_choice_of_a_tool_that_is_not_there_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match=r"tool_choice: the request has no tool 'get_tim': did you mean 'get_time'\?"):
        prompt("v11", HELLO, tools=[WEATHER, TIME], tool_choice={"type": "function", "function": {"name": "get_tim"}})


@pytest.mark.parametrize("choice", ["auto", "any", "required"])
def test_any_other_choice_costs_nothing(choice: str) -> None:
    assert prompt("v11", HELLO, tools=[WEATHER], tool_choice=choice) == prompt("v11", HELLO, tools=[WEATHER])


@pytest.mark.parametrize(("day", "dropped"), [(date(2026, 6, 7), False), (date(2026, 6, 8), True)])
def test_choosing_none_drops_the_tools_from_2026_06_08(day: date, dropped: bool) -> None:
    none = prompt("v11", HELLO, tools=[WEATHER], tool_choice="none", rules=rules_on(day))
    assert none == prompt("v11", HELLO, tools=[] if dropped else [WEATHER])


# Tools


def test_strict_is_not_counted() -> None:
    strict = {**WEATHER, "function": {**WEATHER["function"], "strict": True}}
    assert prompt("v11", HELLO, tools=[strict]) == prompt("v11", HELLO, tools=[WEATHER])


def test_a_missing_description_is_an_empty_one() -> None:
    described = {**TIME, "function": {**TIME["function"], "description": ""}}
    assert prompt("v11", HELLO, tools=[TIME]) == prompt("v11", HELLO, tools=[described])


def test_the_keys_of_a_schema_count_in_the_order_sent() -> None:
    parts = ledger("v11", HELLO, tools=[WEATHER]).parts
    text = (
        '[{"type": "function", "function": {"name": "get_weather", "description": "Tells the weather.", "parameters": '
        '{"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}}}]'
    )
    assert [part.tokens for part in parts if part.kind == "tools"] == [words(text)]


def test_the_arguments_of_a_call_are_written_anew_with_spaces() -> None:
    parts = ledger("v11", HELLO, CALLED).parts
    assert [part.tokens for part in parts if part.detail == "arguments of get_weather"] == [words('{"city": "Bonn"}')]


@pytest.mark.parametrize(("version", "counted"), [("v11", True), ("v13", False), ("v15", False)])
def test_ids_of_calls_count_in_v11_alone(version: str, counted: bool) -> None:
    def with_id(identity: str) -> int:
        call = {"id": identity, "function": {"name": "get_time", "arguments": "{}"}}
        result = {"role": "tool", "tool_call_id": identity, "content": "noon"}
        return prompt(version, HELLO, {"role": "assistant", "content": "", "tool_calls": [call]}, result)

    more = 2 * (words("call_1234567890") - words("a"))
    assert with_id("call_1234567890") - with_id("a") == (more if counted else 0)


@pytest.mark.parametrize("version", ["v11", "v15"])
def test_images_count_in_tool_results(version: str) -> None:
    def result(content: Any) -> Json:
        return {"role": "tool", "tool_call_id": "aaaaaaaaa", "content": content}

    text = {"type": "text", "text": "a chart"}
    shown = prompt(version, HELLO, CALLED, result([text, picture(96, 96)]))
    assert shown == prompt(version, HELLO, CALLED, result([text])) + 20


# Settings of v15


def test_v15_writes_its_settings_though_the_request_has_none() -> None:
    assert prompt("v15", HELLO) == prompt("v13", HELLO) + 12


@pytest.mark.parametrize(
    ("effort", "tokens"),
    [("none", 12), ("low", 12), ("medium", 12), ("high", 12), ("max", 12), ("minimal", 13), ("xhigh", 13)],
)
def test_an_effort_is_written_into_the_settings(effort: str, tokens: int) -> None:
    assert prompt("v15", HELLO, reasoning_effort=effort) == prompt("v13", HELLO) + tokens


@pytest.mark.parametrize("kind", ["json_object", "json_schema"])
def test_a_json_answer_leaves_the_settings_out(kind: str) -> None:
    assert prompt("v15", HELLO, response_format={"type": kind}, reasoning_effort="high") == prompt("v13", HELLO)


def test_an_effort_costs_nothing_before_v15() -> None:
    assert prompt("v13", HELLO, reasoning_effort="high") == prompt("v13", HELLO)


@pytest.mark.parametrize("version", ["v7", "v11", "v13"])
def test_a_json_schema_costs_no_prompt_tokens(version: str) -> None:
    schema = {"type": "json_schema", "json_schema": {"name": "city", "schema": WEATHER["function"]["parameters"]}}
    assert prompt(version, HELLO, response_format=schema) == prompt(version, HELLO)


# Messages


@pytest.mark.parametrize(("version", "between"), [("v11", "\n\n"), ("v13", "\n\n"), ("v15", "")])
def test_text_chunks_of_a_message_are_joined(version: str, between: str) -> None:
    chunks = [{"type": "text", "text": "One half"}, {"type": "text", "text": "another half"}]
    whole = {"role": "user", "content": f"One half{between}another half"}
    assert prompt(version, {"role": "user", "content": chunks}) == prompt(version, whole)


def test_each_system_message_is_a_block_of_its_own() -> None:
    blocks = prompt("v11", {"role": "system", "content": "Be brief."}, {"role": "system", "content": "Be kind."}, HELLO)
    assert blocks == prompt("v11", HELLO) + (2 + words("Be brief.")) + (2 + words("Be kind."))


def test_chunks_of_a_thought_are_joined_by_line_ends() -> None:
    chunks = [{"type": "text", "text": "First this."}, {"type": "text", "text": "Then that."}]
    thought = {"role": "assistant", "content": [{"type": "thinking", "thinking": chunks}]}
    assert ledger("v13", HELLO, thought, HELLO).of_kind("thinking") == words("First this.\nThen that.")


def test_several_answers_share_one_prompt() -> None:
    assert prompt("v11", HELLO, n=3) == prompt("v11", HELLO)


# Answers


def test_an_answer_cut_off_has_no_end_token() -> None:
    assert answer("v11", {"content": "Hello"}, finish_reason="length") == answer("v11", {"content": "Hello"}) - 1


def test_a_thought_cut_off_has_no_closing_token() -> None:
    thought = {"content": [{"type": "thinking", "thinking": [{"type": "text", "text": "Let me see"}]}]}
    whole = 1 + words("Let me see") + 1 + 1  # [THINK]..[/THINK] and the end token
    assert answer("v13", thought) == whole
    assert answer("v13", thought, finish_reason="length") == whole - 2


def test_a_thought_with_calls_behind_it_is_closed_though_the_answer_is_cut_off() -> None:
    thought = {"content": [{"type": "thinking", "thinking": "Let me see"}], "tool_calls": CALLED["tool_calls"]}
    cut = answer("v13", thought, finish_reason="length")
    assert cut == 2 + words("Let me see") + answer("v13", CALLED, finish_reason="length")


@pytest.mark.parametrize(("day", "billed"), [(date(2025, 4, 17), 0), (date(2025, 4, 18), 1)])
def test_the_end_token_is_billed_from_2025_04_18(day: date, billed: int) -> None:
    assert answer("v7", {"content": "Hello"}, rules=rules_on(day)) == words("Hello") + billed


def test_calls_are_billed_as_written_without_their_ids() -> None:
    call = 2 + words("get_weather") + words('{"city":"Bonn"}')  # [TOOL_CALLS]name[ARGS]
    assert answer("v11", CALLED, finish_reason="tool_calls") == call + 1


def test_calls_are_billed_as_a_list_without_ids_in_v7() -> None:
    listed = 1 + words('[{"name": "get_weather", "arguments": {"city": "Bonn"}}]')
    assert answer("v7", CALLED, finish_reason="tool_calls") == listed + 1


def test_the_opening_of_a_forced_call_is_billed_in_the_prompt_and_again_in_the_answer() -> None:
    choice = {"type": "function", "function": {"name": "get_weather"}}
    opening = 2 + words("get_weather")
    assert prompt("v11", HELLO, tools=[WEATHER], tool_choice=choice) - prompt("v11", HELLO, tools=[WEATHER]) == opening
    assert answer("v11", CALLED) == opening + words('{"city":"Bonn"}') + 1


# What no rule covers


def test_the_reference_knows_none_of_the_providers_habits() -> None:
    choice = {"type": "function", "function": {"name": "nothing"}}
    assert prompt("v11", HELLO, tools=[WEATHER, TIME], tool_choice=choice, rules=REFERENCE) == prompt(
        "v11", HELLO, tools=[WEATHER, TIME]
    )


@pytest.mark.parametrize("setting", [{"safe_prompt": True}, {"prompt_mode": "reasoning"}])
def test_a_prompt_that_the_provider_adds_by_itself_makes_the_count_an_estimate(setting: Json) -> None:
    found = ledger("v13", HELLO, **setting)
    assert found.counting == "estimated"
    assert "puts a system prompt of its own in front" in found.notes[0]
    assert ledger("v13", HELLO, **dict.fromkeys(setting)).counting == "reference"
