"""Whatever JSON says: a request is counted, or refused in one line; nothing else is raised."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from costcalc.errors import CostcalcError
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.mistral import Grid
from costcalc.tokens.reading import Place
from costcalc.tokens.rules import Rules
from costcalc.tokens.tokenizer import tokenizer

if TYPE_CHECKING:
    from hypothesis.strategies import SearchStrategy

Json = dict[str, Any]

surrogates = st.text(st.characters(), max_size=4) | st.text(st.characters(categories=["Cs"]), min_size=1, max_size=2)
wrong: SearchStrategy[Any] = st.recursive(
    st.sampled_from(
        [
            None,
            True,
            False,
            0,
            -1,
            10**30,
            0.5,
            float("inf"),
            "",
            "auto",
            "http://x/y.png",
            "data:,",
            "file:gone",
            "two\nlines",
            "long" * 99,
        ]
    )
    | surrogates,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["text", "type", "name", "url", "id", "function", "content", "role"]), inner, max_size=3
        )
    ),
    max_leaves=5,
)


def sometimes_wrong(right: SearchStrategy[Any]) -> SearchStrategy[Any]:
    return st.integers(0, 7).flatmap(lambda number: wrong if number == 0 else right)


def record(**fields: SearchStrategy[Any]) -> SearchStrategy[Json]:
    """Return objects with any of these keys, their values now and then of another kind."""
    return st.fixed_dictionaries({}, optional={key: sometimes_wrong(value) for key, value in fields.items()})


texts = st.sampled_from(["Hello", "", '{"a": 1}', "[" * 5000, "9" * 5000, "NaN", "\ud800"])
functions = record(name=texts, description=texts, parameters=record(type=texts, properties=wrong), arguments=texts | wrong)
calls = record(id=texts, type=st.just("function"), function=functions)
image = record(url=st.sampled_from(["data:image/png;base64,AAAA", "https://example.com/a.png", "gone"]))
parts = st.one_of(
    record(type=st.just("text"), text=texts),
    record(type=st.just("image_url"), image_url=image),
    record(type=st.just("thinking"), thinking=texts | st.lists(record(type=st.just("text"), text=texts)), closed=st.booleans()),
    record(type=st.sampled_from(["document_url", "input_audio", "reference", "file"])),
)
blocks = st.one_of(
    record(text=texts),
    record(image=record(format=st.just("png"), source=record(bytes=texts))),
    record(toolUse=record(name=texts, input=wrong, toolUseId=texts)),
    record(toolResult=record(content=st.lists(record(text=texts, json=wrong), max_size=2), toolUseId=texts)),
    record(reasoningContent=record(reasoningText=record(text=texts))),
    record(cachePoint=record(type=texts)),
)
messages = st.fixed_dictionaries(
    {
        "role": sometimes_wrong(st.sampled_from(["system", "user", "assistant", "tool", "developer"])),
        "content": sometimes_wrong(texts | st.lists(sometimes_wrong(parts), max_size=3)),
    },
    optional={
        "tool_calls": sometimes_wrong(st.lists(sometimes_wrong(calls), max_size=2)),
        "tool_call_id": sometimes_wrong(texts),
        "name": sometimes_wrong(texts),
        "prefix": sometimes_wrong(st.booleans()),
        "reasoning_content": sometimes_wrong(texts),
    },
)
chats = record(
    messages=st.lists(sometimes_wrong(messages), max_size=4),
    tools=st.lists(sometimes_wrong(record(type=st.just("function"), function=functions)), max_size=2),
    tool_choice=st.sampled_from(["auto", "none"]) | record(function=functions),
    response_format=record(type=st.sampled_from(["text", "json_object", "json_schema"])),
    reasoning_effort=texts,
    model=texts,
    max_tokens=st.integers(),
    n=st.integers(),
    safe_prompt=st.booleans(),
)
converses = record(
    messages=st.lists(
        sometimes_wrong(
            st.fixed_dictionaries({"role": st.just("user"), "content": sometimes_wrong(st.lists(blocks, max_size=3))})
        ),
        min_size=1,
        max_size=3,
    ),
    system=st.lists(record(text=texts), max_size=2),
    toolConfig=record(
        tools=st.lists(record(toolSpec=record(name=texts, description=texts, inputSchema=record(json=wrong))), max_size=2),
        toolChoice=record(tool=record(name=texts), any=wrong, auto=wrong),
    ),
    inferenceConfig=record(maxTokens=st.integers()),
    outputConfig=record(textFormat=record(type=texts)),
)


def refusal(error: CostcalcError) -> str:
    """Return what a refusal says, which is one line of a length that a person reads."""
    said = str(error)
    assert 0 < len(said) < 300
    assert said.isprintable()
    return said


@pytest.mark.parametrize("name", ["spm-v1", "spm-v3", "tekken-v7", "tekken-v11", "tekken-v15"])
@settings(deadline=None, max_examples=300, suppress_health_check=list(HealthCheck))
@given(data=wrong | chats | converses)
def test_a_request_is_counted_or_refused(name: str, data: Any) -> None:
    try:
        request = Reader().request(data, "request")
        ledger = tokenizer(name, Grid(14, 2, 1540)).prompt(request, Rules())
    except CostcalcError as error:
        refusal(error)
    else:
        assert ledger.tokens > 0


@pytest.mark.parametrize("name", ["spm-v3", "tekken-v7", "tekken-v11", "tekken-v15"])
@settings(deadline=None, max_examples=150, suppress_health_check=list(HealthCheck))
@given(data=wrong | messages)
def test_an_answer_is_counted_or_refused(name: str, data: Any) -> None:
    try:
        ledger = tokenizer(name).completion(Reader().message(data, Place("answer")), Rules(), "stop")
    except CostcalcError as error:
        refusal(error)
    else:
        assert ledger.tokens > 0
