"""The lengths of a conversation or an agent run, and how long its prompt is at each turn under each way to keep the history."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar, assert_never

from costcalc.planning.workload import Memory, Summarised, Window

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from costcalc.planning.workload import History

Count = TypeVar("Count", int, "NDArray[np.int64]")
"""One whole number, or an array with one for each of many conversations."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turns(Generic[Count]):
    """A conversation: so many turns of a user and an assistant, each as long as the others, in tokens."""

    count: Count
    system: int = 0
    user: Count
    assistant: Count
    image_tokens: int = 0
    """Tokens of all images of the first turn, besides its text."""
    images: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Steps(Generic[Count]):
    """An agent run: so many steps, each of which calls a tool whose result the next one reads, in tokens."""

    count: Count
    shared: int = 0
    task: Count
    call: Count
    result: Count


def dropped(history: History, earlier: Count) -> tuple[Count, Count]:
    """Return how many of so many earlier exchanges a prompt leaves out, and the tokens that stand in their place.

    A summary is made anew whenever twice `every` exchanges have come together, of the older half of them and of the summary
    before it: at least `every` are always sent as they were.
    """
    none = earlier * 0
    match history:
        case "full":
            return none, none
        case Window(turns=turns):
            return (earlier - turns) * (earlier > turns), none
        case Summarised(every=every, tokens=tokens):
            summaries = (earlier // every - 1) * (earlier >= 2 * every)
            return summaries * every, (summaries > 0) * (none + tokens)
        case Memory(tokens=tokens):
            return earlier, none + tokens
        case _:
            assert_never(history)


def prompt_of_turn(turns: Turns[Count], turn: Count, history: History) -> Count:
    """Return the prompt tokens of a turn; the first is 1."""
    left_out, instead = dropped(history, turn - 1)
    again = (turn - 1 - left_out) * (turns.user + turns.assistant)
    images = (left_out < 1) * turns.image_tokens
    return turns.system + instead + again + images + turns.user


def prompt_of_step(steps: Steps[Count], step: Count, history: History) -> Count:
    """Return the prompt tokens of a step; the first is 1.

    The task is always sent, and so are the latest call and its result, which are no history yet.
    """
    begun = (step > 1) * (step * 0 + 1)
    left_out, instead = dropped(history, step - 1 - begun)
    return steps.shared + steps.task + instead + (step - 1 - left_out) * (steps.call + steps.result)


def overflow_turn(flow: Turns[int] | Steps[int], context: int, history: History = "full", most: int = 10_000) -> int | None:
    """Return the first turn or step whose prompt and answer together are longer than a context window.

    None: none of the first `most`, however many the conversation itself has.
    """
    for turn in range(1, most + 1):
        if isinstance(flow, Turns):
            tokens = prompt_of_turn(flow, turn, history) + flow.assistant
        else:
            tokens = prompt_of_step(flow, turn, history) + flow.call
        if tokens > context:
            return turn
    return None
