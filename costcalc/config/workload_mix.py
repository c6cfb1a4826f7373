"""What a workload file may say of one kind of what arrives: a request, a conversation, a run of an agent."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any, ClassVar, Literal

from costcalc.config.beliefs import Length, Share, ShareBelief, Tokens  # noqa: TC001 - pydantic reads the annotations
from costcalc.config.schema import STRICT
from costcalc.sheets.conformity import Form, Kinds

Turns = Annotated[int, Form("is a whole number of turns from 1: write 4", low=1, high=100_000)]
_IMAGES = "is a list of images beside prompt, such as [1280x720], or their number beside input"
_HISTORY = "is full, {window: 4}, {summary: {every: 6, tokens: 300}} or {memory: {tokens: 1200}}"


@dataclass(frozen=True, slots=True, kw_only=True)
class SummaryPolicy:
    """Older turns are replaced by a summary, which a request of its own makes."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    every: Turns
    """Turns between summaries; so many are kept as they were."""
    tokens: Tokens
    """Length of the summary."""
    instructions: Tokens = 0
    """Tokens of the prompt that asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MemoryPolicy:
    """Earlier turns are replaced by what an external memory gives back."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    tokens: Tokens
    """What it gives back for a turn."""
    extraction_input: Tokens = 0
    """Prompt tokens of the request that extracts what to keep after a turn, besides the turn itself."""
    extraction_output: Tokens = 0
    """Its answer; both 0: no model extracts."""


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryPolicy:
    """What of the earlier turns is sent again; one of the three."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    window: Turns | None = None
    """Only so many of the last turns."""
    summary: SummaryPolicy | None = None
    """A summary, and the turns since."""
    memory: MemoryPolicy | None = None
    """What an external memory gives back."""


History = Annotated[Annotated[Literal["full"], Form(_HISTORY)] | HistoryPolicy, Kinds()]


@dataclass(frozen=True, slots=True, kw_only=True)
class CachePolicy:
    """The provider keeps what was sent, and a prompt that begins alike reads it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    shared: Tokens = 0
    """Tokens at the beginning that others have written already."""
    answers: Literal["kept", "sent again"] = "sent again"
    """Whether an answer is in the cache once it is made, or is written when the next turn sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationTerms:
    """An arrival is a whole conversation: each turn sends the history again."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    turns: Length
    """Turns of a conversation: a number, {low, base, high}, {mean, p50, p95} or {quantiles}."""
    user: Length
    """Tokens that the user writes in a turn."""
    assistant: Length
    """Tokens of an answer."""
    system: Annotated[int, Form("is a number of tokens or a file: write 1000 or prompts/system.md", low=0)] | str = 0
    """What stands in front of every turn: its tokens, or its file, which is counted at each offer."""
    images: tuple[str, ...] = ()
    """Images of the first turn, sent again with it: files, data URLs, or sizes such as 1280x720."""
    history: History = "full"
    """What of the earlier turns is sent again."""
    cache: CachePolicy | None = None
    """How prompts are read from the provider's cache; none: not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class AgentTerms:
    """An arrival is a whole run of an agent: each step sends everything before it, with the result of the last tool."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    steps: Length
    """Steps of a run: a number, {low, base, high}, {mean, p50, p95} or {quantiles}."""
    task: Length
    """Tokens that the run begins with."""
    call: Length
    """Tokens of a step's answer: thinking, and the call of a tool."""
    result: Length
    """Tokens that a tool gives back."""
    shared: Tokens = 0
    """Tokens of instructions and tools, the same in every run."""
    history: History = "full"
    """What of the earlier steps is sent again."""
    cache: CachePolicy | None = None
    """How prompts are read from the provider's cache; none: not at all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryTerms:
    """Requests that fail are sent again."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    failing: Annotated[Share | ShareBelief, Kinds()]
    """Share of requests that fail, each time anew: `5%`, or {low, base, high}."""
    most: Annotated[int, Form("is a whole number of retries from 0: write 3", low=0, high=1000)] = 3
    """Retries of one request."""
    billed: Literal["all", "input", "nothing"] = "all"
    """What the provider bills of a request that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MixClass:
    """One kind of what arrives: one of prompt, input, sample, conversation and agent."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    name: str
    """What reports call it, and scenarios and `--set`: `mix.chat.output`."""
    share: Share | None = None
    """Share of all arrivals, `70%` or 0.7; the shares add up to 100%. None: the only class."""
    prompt: str | None = None
    """File of a prompt, counted at each offer; JSONL of requests is a sample of them."""
    system: str | None = None
    """File of a system prompt that is put in front of the prompt."""
    images: Annotated[int, Form(_IMAGES, low=0, high=10_000)] | tuple[str, ...] = ()
    """Beside `prompt`, images added to it: files, data URLs, or sizes such as 1280x720. Beside `input`, how many are in it."""
    tools: str | None = None
    """JSON file of tools that are added to the prompt."""
    input: Length | None = None
    """Tokens of a prompt: a number, {low, base, high}, {mean, p50, p95} or {quantiles}."""
    sample: str | None = None
    """File of usages that were seen, CSV or JSONL, with the lengths of prompts and answers."""
    conversation: ConversationTerms | None = None
    """An arrival is a conversation."""
    agent: AgentTerms | None = None
    """An arrival is a run of an agent."""
    output: Length | None = None
    """Tokens of an answer, beside `prompt` and `input`: a number, {low, base, high}, {mean, p50, p95} or {quantiles}."""
    cached_share: Annotated[Share | ShareBelief, Kinds()] | None = None
    """Share of each prompt that is read from the provider's cache: `60%`, 0.6 or {low, base, high}."""
    batch_share: Annotated[Share | ShareBelief, Kinds()] = Decimal(0)
    """Share that is sent at batch prices, where the offer has them: `30%`, 0.3 or {low, base, high}."""
    retries: RetryTerms | None = None
    """How many fail and are sent again; none: none fails."""
