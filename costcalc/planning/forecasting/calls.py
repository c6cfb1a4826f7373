"""The requests that arrivals of a class make at an offer, as arrays: one entry a request."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from costcalc.planning.counting import PromptCounter
from costcalc.planning.distribution import paired, points
from costcalc.planning.workload import Agent, Belief, Conversation, RequestSample, Sample, Single
from costcalc.tokens.request import Request

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from numpy.typing import NDArray

    from costcalc.planning.workload import Content, Length
    from costcalc.sheets.book import Offer

    Ints = NDArray[np.int64]

KEPT = 64
"""What no offer changes is made once: most classes are the same at every offer, at each end of a belief and in each scenario."""
_COUNTED = 65_536
POINTS = 2000
"""Equally likely requests that stand for a distribution."""
_PAIRING = 1
"""The seed that pairs lengths: the same lengths are the same requests in every forecast."""
MOST_BLOCKS = 200
"""Blocks that a sample without times is parted into."""
_LEAST_BLOCKS = 10
_SPANS = (604_800, 86_400, 3_600, 1_800, 600, 300, 120, 60, 30, 10, 1)
"""Seconds that a block may last: the longest that leaves enough of them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Calls:
    """Requests in the order of their arrivals."""

    arrival: Ints
    """The arrival that makes it, from 0."""
    input: Ints
    cached: Ints
    written: Ints
    output: Ints
    image: Ints
    block: Ints
    """Of each arrival: what is resampled together, since neighbours resemble each other."""
    blocks: int
    block_seconds: float | None = None
    """How long a block lasted; None: it is a run of arrivals."""
    seen: bool = False
    """Whether these were observed, so that others could have been."""
    counting: str = "assumed"
    told_cached: bool = False
    """Whether `cached` is what was seen or follows from the structure, rather than nothing known."""

    @property
    def arrivals(self) -> int:
        """How many there are."""
        return len(self.block)


def calls_at(content: Content, offer: Offer, on: date) -> Calls:
    """Return the requests of a class at an offer; what is a prompt is counted as it does.

    Raises:
        InputError: the model cannot take a prompt.
    """
    match content:
        case Single():
            return _single(content, offer, on)
        case Sample():
            return _sample(content)
        case RequestSample():
            return _requests(content, offer, on)
        case Conversation() | Agent():
            from costcalc.planning.forecasting.turns import turns_at

            return turns_at(content, offer, on)


@lru_cache(maxsize=_COUNTED)
def counter(request: Request, on: date) -> PromptCounter:
    """Return what counts a request for every offer, each tokenizer once, at all ends of beliefs and in all scenarios."""
    return PromptCounter(request, on)


def _single(content: Single, offer: Offer, on: date) -> Calls:
    counting, images = "assumed", content.images
    if isinstance(content.input, Request):
        ledger = counter(content.input, on).at(offer)
        lengths, counting, images = one(ledger.tokens), ledger.counting, len(content.input.images)
    else:
        lengths = lengths_of(content.input)
    read, written = together(lengths, lengths_of(content.output))
    found = of_single(read, written, np.full(len(read), images, dtype=np.int64), counting=counting)
    return of_one_block(found, content.input, content.output)


@lru_cache(maxsize=KEPT)
def _sample(content: Sample) -> Calls:
    count = len(content.input)
    image = np.asarray(content.image, dtype=np.int64) if content.image else np.zeros(count, dtype=np.int64)
    block, seconds = blocks_of(count, content.seconds)
    nothing = np.zeros(count, dtype=np.int64)
    return Calls(
        arrival=np.arange(count, dtype=np.int64),
        input=np.asarray(content.input, dtype=np.int64),
        cached=np.asarray(content.cached_input, dtype=np.int64) if content.cached_input else nothing,
        written=nothing,
        output=np.asarray(content.output, dtype=np.int64),
        image=image,
        block=block,
        blocks=int(block.max()) + 1,
        block_seconds=seconds,
        seen=True,
        told_cached=bool(content.cached_input),
    )


def _requests(content: RequestSample, offer: Offer, on: date) -> Calls:
    ledgers = [counter(request, on).at(offer) for request in content.requests]
    count = len(ledgers)
    if isinstance(content.output, tuple):
        written = np.asarray(content.output, dtype=np.int64)
    elif _is_one(content.output):
        written = np.full(count, lengths_of(content.output)[0], dtype=np.int64)
    else:  # each request with many answers
        _, written = paired(one(0), points(content.output, count * -(-POINTS // count)), seed=_PAIRING)
    labels = {ledger.counting for ledger in ledgers}
    counting = next(label for label in ("estimated", "reference", "verified") if label in labels)
    read = np.asarray([ledger.tokens for ledger in ledgers], dtype=np.int64)
    images = np.asarray([len(request.images) for request in content.requests], dtype=np.int64)
    found = of_single(np.resize(read, len(written)), written, np.resize(images, len(written)), counting=counting)
    block, _ = blocks_of(count, ())
    return replace(found, block=np.resize(block, len(written)), blocks=int(block.max()) + 1, seen=count > 1)


def of_single(read: Ints, written: Ints, image: Ints, *, counting: str) -> Calls:
    """Return arrivals that make one request each."""
    count = len(read)
    block, _ = blocks_of(count, ())
    nothing = np.zeros(count, dtype=np.int64)
    arrival = np.arange(count, dtype=np.int64)
    return Calls(
        arrival=arrival,
        input=read,
        cached=nothing,
        written=nothing,
        output=written,
        image=image,
        block=block,
        blocks=int(block.max()) + 1,
        counting=counting,
    )


def of_one_block(calls: Calls, *lengths: Length | Request) -> Calls:
    """Return calls as one block where all their lengths are known: those that stand for a fraction are no variation."""
    if any(not isinstance(length, Belief | Request) for length in lengths):
        return calls
    return replace(calls, block=np.zeros_like(calls.block), blocks=1)


def one(number: int) -> Ints:
    """Return an array of one number."""
    return np.asarray([number], dtype=np.int64)


def _is_one(length: Length) -> bool:
    return isinstance(length, Belief) and length.base == int(length.base)


@lru_cache(maxsize=KEPT)
def lengths_of(length: Length, least: int = 0) -> Ints:
    """Return equally likely lengths; one where there is no other. A known 4.5 is the mean of 4 and 5."""
    found = points(length, 1 if _is_one(length) else POINTS, least)
    found.flags.writeable = False
    return found


def together(*lengths: Ints) -> tuple[Ints, ...]:
    """Return independent lengths side by side, each as often as the longest of them, in an order of its own."""
    most = max(len(each) for each in lengths)
    return paired(*(np.resize(each, most) for each in lengths), seed=_PAIRING)


def blocks_of(count: int, seconds: Sequence[float]) -> tuple[Ints, float | None]:
    """Return the block of each arrival and how long a block lasts: by time where it is known, else by runs of neighbours."""
    if seconds and seconds[-1] > seconds[0]:
        times = np.asarray(seconds) - seconds[0]
        whole = float(times[-1])
        span = next((length for length in _SPANS if whole / length >= _LEAST_BLOCKS), whole / _LEAST_BLOCKS)
        # A last block that is cut short would be a quiet one that never was.
        last = max(int(whole // span) - (0 if whole % span > span / 2 else 1), 0)
        return np.minimum((times // span).astype(np.int64), last), float(span)
    blocks = min(count, MOST_BLOCKS)
    return np.arange(count, dtype=np.int64) * blocks // count, None
