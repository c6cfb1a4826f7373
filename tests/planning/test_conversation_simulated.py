from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from conversation_reference import agent_calls, conversation_calls
from hypothesis import given
from hypothesis import strategies as st

from costcalc.planning.conversation import Calls, Ints, agents, conversations
from costcalc.planning.dialogue import Steps, Turns
from costcalc.planning.workload import History, Memory, PrefixCache, Summarised, Window

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.pricing.usage import Usage

TOKENS = st.integers(0, 300)
HISTORIES: st.SearchStrategy[History] = st.one_of(
    st.just("full"),
    st.builds(Window, turns=st.integers(0, 5)),
    st.builds(Summarised, every=st.integers(1, 4), tokens=TOKENS, instructions=TOKENS),
    st.builds(Memory, tokens=TOKENS, extraction_input=TOKENS, extraction_output=TOKENS),
)
CACHES = st.none() | st.builds(PrefixCache, shared=TOKENS, answers=st.sampled_from(["kept", "sent again"]))
MANY = st.lists(st.tuples(st.integers(0, 14), TOKENS, TOKENS, TOKENS), max_size=5)


def columns(rows: list[tuple[int, ...]]) -> list[Ints]:
    return list(np.array(rows, dtype=np.int64).reshape(-1, 4).T)


def rows(calls: Calls) -> list[tuple[int, ...]]:
    columns = calls.arrival, calls.input, calls.cached_input, calls.cache_write, calls.output, calls.image
    return list(zip(*[column.tolist() for column in columns], strict=True))


def expected(of_each: Iterable[tuple[Usage, ...]]) -> list[tuple[int, ...]]:
    return [
        (arrival, call.input, call.cached_input, call.cache_write, call.output, call.image)
        for arrival, calls in enumerate(of_each)
        for call in calls
    ]


@given(MANY, TOKENS, TOKENS, st.integers(0, 2), HISTORIES, CACHES)
def test_many_conversations_at_once_are_the_same_as_one_by_one(
    many: list[tuple[int, ...]], system: int, image_tokens: int, images: int, history: History, cache: PrefixCache | None
) -> None:
    count, user, assistant, _ = columns(many)
    shown = {"system": system, "image_tokens": image_tokens, "images": images}
    one_by_one = [
        conversation_calls(Turns(count=count, user=user, assistant=assistant, **shown), history, cache)
        for count, user, assistant, _ in many
    ]

    found = conversations(Turns(count=count, user=user, assistant=assistant, **shown), history, cache)

    assert rows(found) == expected(one_by_one)


@given(MANY, TOKENS, HISTORIES, CACHES)
def test_many_agent_runs_at_once_are_the_same_as_one_by_one(
    many: list[tuple[int, ...]], shared: int, history: History, cache: PrefixCache | None
) -> None:
    count, task, call, result = columns(many)
    one_by_one = [
        agent_calls(Steps(count=count, shared=shared, task=task, call=call, result=result), history, cache)
        for count, task, call, result in many
    ]

    found = agents(Steps(count=count, shared=shared, task=task, call=call, result=result), history, cache)

    assert rows(found) == expected(one_by_one)


def test_every_array_holds_whole_numbers_of_64_bits() -> None:
    count, user, assistant, _ = columns([(3, 10, 5, 0)])
    found = conversations(Turns(count=count, user=user, assistant=assistant), Memory(tokens=1, extraction_input=2), PrefixCache())

    arrays = found.arrival, found.input, found.cached_input, found.cache_write, found.output, found.image
    assert {array.dtype for array in arrays} == {np.dtype(np.int64)}
