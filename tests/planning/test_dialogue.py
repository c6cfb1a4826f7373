from __future__ import annotations

import pytest
from conversations import agent_calls, conversation_calls
from hypothesis import given
from hypothesis import strategies as st

from costcalc.planning.dialogue import Steps, Turns, overflow_turn
from costcalc.planning.workload import History, Memory, Summarised, Window

TURNS = Turns(count=1, system=1000, user=100, assistant=100)
TOKENS = st.integers(0, 100)
HISTORIES: st.SearchStrategy[History] = st.one_of(
    st.just("full"),
    st.builds(Window, turns=st.integers(0, 5)),
    st.builds(Memory, tokens=TOKENS),
)


@pytest.mark.parametrize(("context", "turn"), [(1199, 1), (1200, 2), (5600, 24), (5599, 23), (128_000, 636)])
def test_a_conversation_overflows_at_the_first_turn_whose_prompt_and_answer_do_not_fit(context: int, turn: int) -> None:
    assert overflow_turn(TURNS, context) == turn


def test_a_window_may_never_overflow() -> None:
    assert overflow_turn(TURNS, 1599, Window(turns=2)) == 3
    assert overflow_turn(TURNS, 1600, Window(turns=2)) is None


def test_an_agent_overflows_too() -> None:
    steps = Steps(count=1, shared=20_000, task=10_000, call=900, result=2048)

    assert overflow_turn(steps, 30_899) == 1
    assert overflow_turn(steps, 128_000) == 34


def test_nothing_is_said_beyond_the_turns_that_were_looked_at() -> None:
    assert overflow_turn(TURNS, 1400, most=2) is None
    assert overflow_turn(TURNS, 1400, most=3) == 3


def test_a_summary_may_put_it_off() -> None:
    # Two exchanges and the user's message are at most 3 x 200 + 100 tokens behind the system prompt and the summary.
    assert overflow_turn(TURNS, 1899) == 5
    assert overflow_turn(TURNS, 1899, Summarised(every=2, tokens=50)) is None
    assert overflow_turn(TURNS, 1849, Summarised(every=2, tokens=50)) == 6


@given(st.tuples(TOKENS, TOKENS, TOKENS, TOKENS), HISTORIES, st.integers(0, 1500))
def test_the_turn_is_the_first_of_the_calls_that_is_too_long(
    lengths: tuple[int, int, int, int], history: History, context: int
) -> None:
    shared, task, call, result = lengths
    turns = Turns(count=20, system=shared, user=task, assistant=call)
    steps = Steps(count=20, shared=shared, task=task, call=call, result=result)

    for flow, calls in ((turns, conversation_calls(turns, history)), (steps, agent_calls(steps, history))):
        too_long = [number for number, used in enumerate(calls, start=1) if used.input + used.output > context]
        assert overflow_turn(flow, context, history, most=20) == (too_long[0] if too_long else None)
