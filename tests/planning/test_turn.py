"""How many turns fit: every one of them stays in the history."""

from __future__ import annotations

from datetime import date

import pytest
from builders import TODAY, model
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.planning.counting import count_model, count_model_completion
from costcalc.planning.turn import Turn, framing, parse_turn, turns_after, turns_from
from costcalc.tokens.request import Message, Request, Text

SENTENCE = " A turn of a real conversation has a few words like these, and 3 numbers: 14, 15 and 92."
USER, ASSISTANT = Message("user", (Text("Go on." + 2 * SENTENCE),)), Message("assistant", (Text("Well." + 5 * SENTENCE),))
SYSTEM = Message("system", (Text("You answer questions." + 3 * SENTENCE),))


@pytest.mark.parametrize("tokenizer", ["tekken-v3", "tekken-v7", "tekken-v11", "tekken-v13", "tekken-v15", "qwen-3"])
@pytest.mark.parametrize("window", [999, 1000, 1001, 1500, 4096])
def test_a_real_conversation_takes_as_many_turns_and_not_one_more(tokenizer: str, window: int) -> None:
    of = model(tokenizer=tokenizer)
    turn = Turn(text_of(USER, of), count_model_completion(ASSISTANT, of, TODAY, "stop").tokens)
    empty = count_model(Request((SYSTEM, Message("user"))), of, TODAY).tokens

    turns = turns_from(window - empty, turn, framing(of, TODAY))

    assert turns > 1
    assert sent_in_turn(turns, of) + turn.assistant <= window < sent_in_turn(turns + 1, of) + turn.assistant


def text_of(message: Message, of: object) -> int:
    return count_model(Request((message,)), of, TODAY).of_kind("text")  # type: ignore[arg-type]


def sent_in_turn(number: int, of: object) -> int:
    """Return the prompt tokens of the request that sends a turn, with all turns before it."""
    request = Request((SYSTEM, *(number - 1) * (USER, ASSISTANT), USER))
    return count_model(request, of, TODAY).tokens  # type: ignore[arg-type]


def test_the_turns_of_the_published_example_without_control_tokens() -> None:
    # S = 1000, u = a = 100: the 23rd turn sends 1000 + 22 * 200 + 100 tokens and gets 100.
    assert turns_from(5_600 - 1_000, Turn(100, 100), 0) == 23
    assert turns_from(5_599 - 1_000, Turn(100, 100), 0) == 22


def test_no_turn_fits_where_there_is_no_room() -> None:
    assert turns_from(199, Turn(100, 100), 2) == 0
    assert turns_from(200, Turn(100, 100), 2) == 1
    assert turns_after(201, Turn(100, 100), 2) == 0
    assert turns_after(-1, Turn(100, 100), 2) == 0


@given(room=st.integers(0, 10**6), user=st.integers(1, 5000), answer=st.integers(1, 5000), added=st.integers(0, 10))
def test_the_first_turn_is_the_one_that_a_request_has_sent(room: int, user: int, answer: int, added: int) -> None:
    turn = Turn(user, answer)
    left = room - user - answer

    assert turns_from(room, turn, added) == (1 + turns_after(left, turn, added) if left >= 0 else 0)


def test_before_the_end_token_was_billed_it_is_one_more_in_the_history() -> None:
    assert (framing(model(), TODAY), framing(model(), date(2025, 1, 1))) == (2, 3)


def test_a_turn_reads_as_it_is_written() -> None:
    assert parse_turn(" 100 + 200 ") == Turn(100, 200)
    assert str(Turn(100, 200)) == "100+200"


@pytest.mark.parametrize("text", ["", "100", "100+", "+100", "0+100", "100+0", "-1+2", "1.5+2", "a+b", "1+2+3"])
def test_anything_else_is_no_turn(text: str) -> None:
    with pytest.raises(InputError, match=r"--turn: '.*' is no turn: write tokens of a message and of its answer"):
        parse_turn(text)
