"""A workload as values: what arrives, how often, how long it is, and what is known of its future prices."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from costcalc.sheets.price_rows import Price
    from costcalc.tokens.request import Request

_NONE = Decimal(0)


@dataclass(frozen=True, slots=True)
class Belief:
    """A number that nobody knows for sure: P10, P50 and P90 of what it may be; three times the same where it is known."""

    low: Decimal
    base: Decimal
    high: Decimal

    @property
    def certain(self) -> bool:
        """Whether it is one number."""
        return self.low == self.high


def sure(number: Decimal | int) -> Belief:
    """Return a number as one that is known."""
    exact = Decimal(number)
    return Belief(exact, exact, exact)


NOTHING = sure(0)


@dataclass(frozen=True, slots=True)
class Summary:
    """How lengths are distributed among requests, as three figures of them."""

    mean: Belief
    p50: Decimal
    p95: Decimal
    of: int | None = None
    """How many requests the figures were taken from; None: as many as leaves the mean certain."""


@dataclass(frozen=True, slots=True)
class Quantiles:
    """How lengths are distributed among requests, as a table."""

    points: tuple[tuple[Decimal, Decimal], ...]
    """Share of requests (0 to 1) and the length that it is below, in order; 0 is the shortest and 1 the longest."""
    mean: Belief | None = None
    of: int | None = None


Length = Belief | Summary | Quantiles
"""How long something is in tokens, or how many turns it has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Single:
    """An arrival is one request of these lengths."""

    input: Length | Request
    """A request is counted at each offer with the tokenizer of its model."""
    output: Length
    images: int = 0
    """Images of the request, where its input is a number."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """An arrival is one request like those that were seen: one entry each in every tuple."""

    input: tuple[int, ...]
    output: tuple[int, ...]
    cached_input: tuple[int, ...] = ()
    """Empty: none was told."""
    image: tuple[int, ...] = ()
    seconds: tuple[float, ...] = ()
    """When each was seen, since the epoch, in order; empty: nobody says."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestSample:
    """An arrival is one of these requests; each is counted at each offer."""

    requests: tuple[Request, ...]
    output: Length | tuple[int, ...]
    """A tuple: the length of each one's answer."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """Only the last turns are sent again."""

    turns: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Summarised:
    """Older turns are replaced by a summary, which a request of its own makes anew every so many turns."""

    every: int
    """Turns between summaries; so many are kept as they were."""
    tokens: int
    """Length of the summary."""
    instructions: int = 0
    """Tokens of the prompt that asks for it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Memory:
    """Earlier turns are replaced by what an external memory gives back; after each turn a request extracts what to keep."""

    tokens: int
    """What it gives back for a turn."""
    extraction_input: int = 0
    """Prompt tokens of the request that extracts, besides the turn itself."""
    extraction_output: int = 0
    """Its answer; 0 with no prompt tokens: nothing is extracted by a model."""


History = Literal["full"] | Window | Summarised | Memory


@dataclass(frozen=True, slots=True, kw_only=True)
class PrefixCache:
    """The provider keeps what was sent, and a prompt that begins alike reads it."""

    shared: int = 0
    """Tokens at the beginning that other conversations have written already."""
    answers: Literal["kept", "sent again"] = "sent again"
    """Whether an answer is in the cache once it is made, or is written when the next turn sends it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Conversation:
    """An arrival is a whole conversation: each turn sends the history again."""

    turns: Length
    system: int | Request = 0
    """Tokens in front of every turn; a request is counted at each offer."""
    user: Length
    assistant: Length
    images: tuple[tuple[int, int], ...] = ()
    """Width and height of each image of the first turn; they are sent again with it."""
    history: History = "full"
    cache: PrefixCache | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Agent:
    """An arrival is a whole run of an agent: each step sends everything before it, with the result of the last tool."""

    steps: Length
    shared: int = 0
    """Instructions and tools, the same in every run."""
    task: Length
    """What the run begins with."""
    call: Length
    """Tokens of a step's answer: thinking, and the call of a tool."""
    result: Length
    """Tokens that a tool gives back."""
    history: History = "full"
    cache: PrefixCache | None = None


Content = Single | Sample | RequestSample | Conversation | Agent


@dataclass(frozen=True, slots=True, kw_only=True)
class Retries:
    """Requests that fail are sent again."""

    failing: Belief
    """Share of requests that fail, each time anew."""
    most: int = 3
    """Retries of one request."""
    billed: Literal["all", "input", "nothing"] = "all"
    """What the provider bills of a request that failed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ArrivalClass:
    """One kind of what arrives."""

    name: str
    share: Decimal
    """Of all arrivals; the shares of a workload's classes add up to one."""
    content: Content
    cached_share: Belief | None = None
    """Share of each prompt that is read from the provider's cache, where the content says nothing of it."""
    batch_share: Belief = NOTHING
    """Share that is sent at batch prices, where the offer has them."""
    retries: Retries | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Traffic:
    """How much arrives, and when."""

    arrivals: Belief
    """In a day or a month, at the start."""
    per: Literal["day", "month"]
    assumed: bool = False
    growth: Belief = NOTHING
    """A month, compound, as a share: the k-th month after the first has (1 + growth) ** k times as much."""
    weekdays: tuple[Decimal, ...] = ()
    """Relative weight of Monday to Sunday; empty: all the same."""
    weekend_seen: bool = False
    """Whether nobody stated these weights: the history shows how quiet weekends are."""
    hours: tuple[Decimal, ...] = ()
    """Relative weight of the 24 hours of a day, UTC; empty: nothing is known of them."""
    peak_factor: Decimal | None = None
    """The busiest hour over the mean one, where no hours are given."""
    variation: Decimal = _NONE
    """Standard deviation of a day's arrivals as a share of what is expected of that day."""
    history: tuple[tuple[date, int], ...] = ()
    """Arrivals of days that were seen, in order, none missing; level and variation are then estimated from them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownPrice:
    """A price that is known to come: a row put on top of an offer's prices."""

    offer: str
    price: Price


@dataclass(frozen=True, slots=True, kw_only=True)
class Retirement:
    """An offer that is known to end."""

    offer: str
    on: date
    """The first day on which it is no longer served."""
    source: str | None = None
    """Who says so."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What may be spent, in the currency of the forecast."""

    monthly: Decimal | None = None
    total: Decimal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Workload:
    """Traffic of classes over months."""

    name: str
    start: date
    months: int
    days_per_month: Decimal | None = None
    """None: those of the calendar."""
    traffic: Traffic
    classes: tuple[ArrivalClass, ...]
    prices: tuple[KnownPrice, ...] = ()
    retirements: tuple[Retirement, ...] = ()
    budget: Limits = field(default_factory=Limits)
    places: Mapping[str, Belief] = field(default_factory=dict)
    """The path in the workload file of each number that is not known for sure, `volume.growth`."""
