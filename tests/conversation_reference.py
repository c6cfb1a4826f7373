"""The calls of one conversation or agent run, simulated from what its prompts are made of: slow, and plain to check by eye."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from costcalc.planning.workload import Memory, Summarised, Window
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from costcalc.planning.dialogue import Steps, Turns
    from costcalc.planning.workload import History, PrefixCache


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of a prompt; two with the same name are the same text."""

    name: tuple[str, int]
    tokens: int
    images: int = 0


@dataclass(slots=True)
class _Node:
    after: dict[Segment, _Node] = field(default_factory=dict)


@dataclass(slots=True)
class Prefixes:
    """The prompts that a cache holds, each findable by how it begins."""

    _root: _Node = field(default_factory=_Node)

    def read(self, prompt: Sequence[Segment]) -> int:
        """Return the tokens at the beginning of a prompt that some kept prompt begins with as well."""
        node, tokens = self._root, 0
        for segment in prompt:
            if segment not in node.after:
                break
            node, tokens = node.after[segment], tokens + segment.tokens
        return tokens

    def keep(self, prompt: Sequence[Segment]) -> None:
        """Keep a prompt."""
        node = self._root
        for segment in prompt:
            node = node.after.setdefault(segment, _Node())


_Segments = tuple[Segment, ...]


def conversation_calls(turns: Turns[int], history: History = "full", cache: PrefixCache | None = None) -> tuple[Usage, ...]:
    """Return the usage of each call of a conversation, those that make summaries or extract memories among them.

    A prompt is the system prompt, what stands in place of older turns, the turns that are sent again, and the user's message.
    With a cache, `cached_input` is what the beginning of an earlier prompt has in common with this one, and `cache_write` is
    the rest of the prompt.
    """
    return tuple(_calls((Segment(("system", 0), turns.system),), _of_conversation(turns), history, cache))


def agent_calls(steps: Steps[int], history: History = "full", cache: PrefixCache | None = None) -> tuple[Usage, ...]:
    """Return the usage of each call of an agent run, those that make summaries or extract memories among them.

    A prompt is the shared instructions, the task, what stands in place of older steps, and each step that is sent again with the
    result of its tool; the latest call and its result are always sent. An exchange is a call with its result.
    """
    head = Segment(("shared", 0), steps.shared), Segment(("task", 0), steps.task)
    return tuple(_calls(head, _of_agent(steps), history, cache))


@dataclass(frozen=True, slots=True)
class _Turn:
    newest: _Segments
    """What the prompt ends with: no history yet."""
    answer: Segment
    said: _Segments
    """What a memory is extracted from."""
    past: _Segments
    """What becomes history when the turn is over."""


def _of_conversation(turns: Turns[int]) -> Iterator[_Turn]:
    for turn in range(1, turns.count + 1):
        asked: _Segments = (Segment(("user", turn), turns.user),)
        if turn == 1:
            asked = (Segment(("images", 0), turns.image_tokens, turns.images), *asked)
        answer = Segment(("assistant", turn), turns.assistant)
        yield _Turn(newest=asked, answer=answer, said=(*asked, answer), past=(*asked, answer))


def _of_agent(steps: Steps[int]) -> Iterator[_Turn]:
    heard, newest = Segment(("task", 0), steps.task), _Segments()
    for step in range(1, steps.count + 1):
        call = Segment(("call", step), steps.call)
        yield _Turn(newest=newest, answer=call, said=(heard, call), past=newest)
        heard = Segment(("result", step), steps.result)
        newest = (call, heard)


def _calls(head: _Segments, turns: Iterable[_Turn], history: History, cache: PrefixCache | None) -> Iterator[Usage]:
    cached = _Cached(cache)
    kept: list[_Segments] = []
    instead = _Segments()
    for number, turn in enumerate(turns, start=1):
        match history:
            case Window(turns=most):
                kept = kept[-most:] if most else []
            case Memory(tokens=tokens):
                kept, instead = [], (Segment(("memory", number), tokens),)
            case Summarised(every=every, instructions=instructions) if len(kept) == 2 * every:
                prompt = (Segment(("instructions", 0), instructions), *instead, *_flat(kept[:every]))
                instead = (Segment(("summary", number), history.tokens),)
                yield cached.call(prompt, instead[0])
                kept = kept[every:]
            case _:
                pass
        yield cached.call((*head, *instead, *_flat(kept), *turn.newest), turn.answer)
        if isinstance(history, Memory) and (history.extraction_input or history.extraction_output):
            prompt = (Segment(("instructions", 0), history.extraction_input), *turn.said)
            yield cached.call(prompt, Segment(("extract", number), history.extraction_output))
        kept += [turn.past] if turn.past else []


def _flat(exchanges: Sequence[_Segments]) -> _Segments:
    return tuple(segment for exchange in exchanges for segment in exchange)


@dataclass(slots=True)
class _Cached:
    """Calls, each of which reads what earlier ones left in the cache."""

    cache: PrefixCache | None
    prompts: Prefixes = field(default_factory=Prefixes)
    first: bool = True

    def call(self, prompt: _Segments, answer: Segment) -> Usage:
        tokens = sum(segment.tokens for segment in prompt)
        images = sum(segment.images for segment in prompt)
        if self.cache is None:
            return Usage(input=tokens, output=answer.tokens, image=images)
        read = min(self.cache.shared, tokens) if self.first else self.prompts.read(prompt)
        self.first = False
        self.prompts.keep((*prompt, answer) if self.cache.answers == "kept" else prompt)
        return Usage(input=tokens, cached_input=read, cache_write=tokens - read, output=answer.tokens, image=images)
