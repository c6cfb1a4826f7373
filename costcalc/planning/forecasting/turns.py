"""The requests that conversations and agent runs make at an offer."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from costcalc.planning import conversation as many
from costcalc.planning.dialogue import Steps, Turns, overflow_turn
from costcalc.planning.forecasting.calls import KEPT, Calls, blocks_of, counter, lengths_of, of_one_block, together
from costcalc.planning.workload import Agent, Conversation
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from costcalc.planning.dialogue import Count
    from costcalc.planning.workload import Content, Length
    from costcalc.sheets.book import Offer


def turns_at(content: Conversation | Agent, offer: Offer, on: date) -> Calls:
    """Return the requests of conversations or runs with lengths drawn from what they may be; images counted as the offer does.

    Raises:
        InputError: the model cannot take a prompt or an image.
    """
    if isinstance(content, Agent):
        return _runs(content)
    return _conversations(content, _of_system(content, offer, on), _image_tokens(content.images, offer, on))


@lru_cache(maxsize=KEPT)
def _runs(content: Agent) -> Calls:
    others = (lengths_of(each) for each in (content.task, content.call, content.result))
    lengths = together(lengths_of(content.steps, 1), *others)
    calls = _calls(many.agents(_steps(content, lengths), content.history, content.cache), len(lengths[0]))
    return of_one_block(calls, content.steps, content.task, content.call, content.result)


@lru_cache(maxsize=KEPT)
def _conversations(content: Conversation, system: int, image_tokens: int) -> Calls:
    lengths = together(lengths_of(content.turns, 1), lengths_of(content.user), lengths_of(content.assistant))
    turns = _turns(content, system, image_tokens, lengths)
    calls = _calls(many.conversations(turns, content.history, content.cache), len(lengths[0]))
    return of_one_block(calls, content.turns, content.user, content.assistant)


def _calls(made: many.Calls, arrivals: int) -> Calls:
    block, _ = blocks_of(arrivals, ())
    return Calls(
        arrival=made.arrival,
        input=made.input,
        cached=made.cached_input,
        written=made.cache_write,
        output=made.output,
        image=made.image,
        block=block,
        blocks=int(block.max()) + 1,
        told_cached=True,
    )


def overflow(content: Content, offer: Offer, context: int, on: date) -> int | None:
    """Return the first turn or step at which a conversation or run of mean lengths is longer than a context window.

    None where it never is, however long it lasts, and for what is neither.
    """
    match content:
        case Conversation():
            flow: Turns[int] | Steps[int] = _turns(
                content,
                _of_system(content, offer, on),
                _image_tokens(content.images, offer, on),
                (1, _mean(content.user), _mean(content.assistant)),
            )
        case Agent():
            flow = _steps(content, (1, _mean(content.task), _mean(content.call), _mean(content.result)))
        case _:
            return None
    return overflow_turn(flow, context, content.history)


def _mean(length: Length) -> int:
    return round(float(lengths_of(length).mean()))


def _of_system(content: Conversation, offer: Offer, on: date) -> int:
    return content.system if isinstance(content.system, int) else counter(content.system, on).at(offer).tokens


def _turns(content: Conversation, system: int, image_tokens: int, lengths: Sequence[Count]) -> Turns[Count]:
    turns, user, assistant = lengths
    return Turns(
        count=turns,
        system=system,
        user=user,
        assistant=assistant,
        image_tokens=image_tokens,
        images=len(content.images),
    )


def _steps(content: Agent, lengths: Sequence[Count]) -> Steps[Count]:
    steps, task, call, result = lengths
    return Steps(count=steps, shared=content.shared, task=task, call=call, result=result)


def _image_tokens(sizes: Sequence[tuple[int, int]], offer: Offer, on: date) -> int:
    """Return the tokens that images add to a message."""
    if not sizes:
        return 0
    images = tuple(Image(f"{width}x{height}", Size(width, height)) for width, height in sizes)
    seen, unseen = Message("user", (Text("."), *images)), Message("user", (Text("."),))
    return sum(sign * counter(Request((message,)), on).at(offer).tokens for sign, message in ((1, seen), (-1, unseen)))
