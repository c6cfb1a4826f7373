"""The calls of many conversations or agent runs at once, as arrays; a forecast draws thousands."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from costcalc.planning.dialogue import Steps, Turns, dropped, prompt_of_step, prompt_of_turn
from costcalc.planning.workload import Memory, Summarised

if TYPE_CHECKING:
    from costcalc.planning.workload import History, PrefixCache

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """One entry for each call, those of an arrival together and in order."""

    arrival: Ints
    """Which conversation or run the call belongs to, from 0."""
    input: Ints
    cached_input: Ints
    cache_write: Ints
    output: Ints
    image: Ints


def conversations(turns: Turns[Ints], history: History = "full", cache: PrefixCache | None = None) -> Calls:
    """Return the calls of many conversations, those that make summaries or extract memories among them.

    A prompt is the system prompt, what stands in place of older turns, the turns that are sent again, and the user's message.
    With a cache, `cached_input` is what the beginning of an earlier prompt has in common with this one, and `cache_write` is
    the rest of the prompt.
    """
    arrival, turn = _numbered(turns.count)
    flat = replace(turns, count=turns.count[arrival], user=turns.user[arrival], assistant=turns.assistant[arrival])
    left_out, _ = dropped(history, turn - 1)
    prompts = _Prompts(
        arrival=arrival,
        turn=turn,
        earlier=turn - 1,
        head=np.full_like(turn, turns.system),
        exchange=flat.user + flat.assistant,
        tokens=prompt_of_turn(flat, turn, history),
        answer=flat.assistant,
        said=flat.user + flat.assistant + (turn == 1) * turns.image_tokens,
        image_tokens=(left_out == 0) * turns.image_tokens,
        image=(left_out == 0) * turns.images,
    )
    return _calls(prompts, history, cache)


def agents(steps: Steps[Ints], history: History = "full", cache: PrefixCache | None = None) -> Calls:
    """Return the calls of many agent runs, those that make summaries or extract memories among them.

    A prompt is the shared instructions, the task, what stands in place of older steps, and each step that is sent again with the
    result of its tool; the latest call and its result are always sent. An exchange is a call with its result.
    """
    arrival, step = _numbered(steps.count)
    task, call, result = steps.task[arrival], steps.call[arrival], steps.result[arrival]
    flat = replace(steps, count=steps.count[arrival], task=task, call=call, result=result)
    nothing = np.zeros_like(step)
    prompts = _Prompts(
        arrival=arrival,
        turn=step,
        earlier=np.maximum(step - 2, 0),
        head=steps.shared + task,
        exchange=call + result,
        tokens=prompt_of_step(flat, step, history),
        answer=call,
        said=np.where(step == 1, task, result) + call,
        image_tokens=nothing,
        image=nothing,
    )
    return _calls(prompts, history, cache)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Prompts:
    """One entry for each turn of each arrival."""

    arrival: Ints
    turn: Ints
    earlier: Ints
    """Exchanges that are history by then."""
    head: Ints
    """Tokens that every prompt of the arrival begins with."""
    exchange: Ints
    """Tokens of one exchange."""
    tokens: Ints
    answer: Ints
    said: Ints
    """Tokens that a memory is extracted from."""
    image_tokens: Ints
    image: Ints


def _numbered(counts: Ints) -> tuple[Ints, Ints]:
    """Return for each turn of each arrival which arrival it is of, from 0, and which turn, from 1."""
    arrival = np.repeat(np.arange(len(counts), dtype=np.int64), counts)
    before = np.cumsum(counts) - counts
    return arrival, np.arange(1, len(arrival) + 1, dtype=np.int64) - before[arrival]


def _calls(prompts: _Prompts, history: History, cache: PrefixCache | None) -> Calls:
    calls = _cached(
        cache,
        arrival=prompts.arrival,
        tokens=prompts.tokens,
        read=_read(prompts, history, cache),
        output=prompts.answer,
        image=prompts.image,
    )
    place = np.arange(len(prompts.turn), dtype=np.int64)
    match history:
        case Summarised():
            at, summaries = _summaries(prompts, history, cache)
            return _merged(calls, 2 * place, summaries, 2 * at - 1)
        case Memory() if history.extraction_input or history.extraction_output:
            return _merged(calls, 2 * place, _extractions(prompts, history, cache), 2 * place + 1)
        case _:
            return calls


def _cached(cache: PrefixCache | None, *, arrival: Ints, tokens: Ints, read: Ints, output: Ints, image: Ints) -> Calls:
    """Return calls that read so many tokens from the cache and write the rest, or neither where there is none."""
    read = read if cache else np.zeros_like(tokens)
    written = tokens - read if cache else np.zeros_like(tokens)
    return Calls(arrival=arrival, input=tokens, cached_input=read, cache_write=written, output=output, image=image)


def _read(prompts: _Prompts, history: History, cache: PrefixCache | None) -> Ints:
    """Return the tokens that each prompt has in common with the one before it.

    All of that one where the history only grew; the head where its beginning moved, was summarised or came from a memory.
    """
    if cache is None:
        return np.zeros_like(prompts.tokens)
    left_out, _ = dropped(history, prompts.earlier)
    grew = (left_out == np.roll(left_out, 1)) & (not isinstance(history, Memory))
    sent = prompts.tokens + (prompts.answer if cache.answers == "kept" else 0)
    begun = np.where(grew, np.roll(sent, 1), prompts.head)
    return np.where(prompts.turn == 1, np.minimum(cache.shared, prompts.tokens), begun)


def _summaries(prompts: _Prompts, history: Summarised, cache: PrefixCache | None) -> tuple[Ints, Calls]:
    """Return the places of the prompts that a summary is made for, and the calls that make it."""
    due = (prompts.earlier >= 2 * history.every) & (prompts.earlier % history.every == 0)
    at = np.flatnonzero(due)
    again = prompts.earlier[at] > 2 * history.every
    # The first summary takes in the first exchange, which the prompt of the turn before still held with its images.
    image_tokens, image = (np.where(again, 0, of[at - 1]) for of in (prompts.image_tokens, prompts.image))
    tokens = history.instructions + again * history.tokens + history.every * prompts.exchange[at] + image_tokens
    output = np.full_like(tokens, history.tokens)
    read = again * history.instructions
    return at, _cached(cache, arrival=prompts.arrival[at], tokens=tokens, read=read, output=output, image=image)


def _extractions(prompts: _Prompts, history: Memory, cache: PrefixCache | None) -> Calls:
    tokens = history.extraction_input + prompts.said
    output = np.full_like(tokens, history.extraction_output)
    read = (prompts.turn > 1) * history.extraction_input
    return _cached(cache, arrival=prompts.arrival, tokens=tokens, read=read, output=output, image=prompts.image)


def _merged(some: Calls, their_places: Ints, others: Calls, other_places: Ints) -> Calls:
    order = np.argsort(np.concatenate([their_places, other_places]), kind="stable")
    pairs = {field.name: (getattr(some, field.name), getattr(others, field.name)) for field in fields(Calls)}
    return Calls(**{name: np.concatenate(pair)[order] for name, pair in pairs.items()})
