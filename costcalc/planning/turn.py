"""How many turns a conversation can go on for before it fills the context window: every turn stays in the history."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.planning.counting import tokenizer_of
from costcalc.tokens.request import Message, Request, Text
from costcalc.tokens.rules import rules_on

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.model_list import Model

_FORM = re.compile(r"(?P<user>\d{1,9})\s*\+\s*(?P<assistant>\d{1,9})", re.ASCII)
_WORD = (Text("a"),)


@dataclass(frozen=True, slots=True)
class Turn:
    """Tokens of a user's message, and of its answer as billed, end-of-sequence token in."""

    user: int
    assistant: int

    def __str__(self) -> str:
        """Return it as `--turn` takes it."""
        return f"{self.user}+{self.assistant}"


DEFAULT_TURN = Turn(100, 200)
"""Where nobody says; always stated as assumed."""


def parse_turn(text: str) -> Turn:
    """Return the turn that a text states.

    Raises:
        InputError: not of the form USER+ASSISTANT, or nothing in it.
    """
    match = _FORM.fullmatch(text.strip())
    turn = Turn(int(match["user"]), int(match["assistant"])) if match else None
    if turn is None or not (turn.user and turn.assistant):
        raise InputError(f"--turn: '{text}' is no turn: write tokens of a message and of its answer, such as 100+200")
    return turn


def turns_after(room: int, turn: Turn, framing: int) -> int:
    """Return how many turns can follow a request that leaves so much room beside itself and its answer.

    The request that sends turn k holds the k - 1 turns before it, and keeps room for its own answer.
    """
    return max(room, 0) // (turn.user + turn.assistant + framing)


def turns_from(room: int, turn: Turn, framing: int) -> int:
    """Return how many turns fit from the first on, where the room is beside a request whose user message is yet empty."""
    after_the_first = room - turn.user - turn.assistant
    return 0 if after_the_first < 0 else 1 + turns_after(after_the_first, turn, framing)


def framing(model: Model, on: date) -> int:
    """Return the control tokens that a turn adds to a history, besides its message and its answer as billed."""
    counter, rules = tokenizer_of(model), rules_on(on)
    user, assistant = Message("user", _WORD), Message("assistant", _WORD)
    longer = counter.prompt(Request((user, assistant, user)), rules).tokens - counter.prompt(Request((user,)), rules).tokens
    answer = counter.completion(assistant, rules, "stop")
    return longer - answer.tokens - answer.of_kind("text")
