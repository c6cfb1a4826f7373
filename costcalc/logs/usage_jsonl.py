"""Read what requests used from JSONL: usages, responses, or the lines of a batch, as providers write them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError
from costcalc.logs.json_lines import json_lines
from costcalc.logs.moments import seconds_of

if TYPE_CHECKING:
    from costcalc.logs.usage_sample import Usages

_INPUT = ("prompt_tokens", "input_tokens", "inputTokens")
_OUTPUT = ("completion_tokens", "output_tokens", "outputTokens")
_DETAILS = ("prompt_tokens_details", "input_tokens_details")
_CACHED = ("prompt_cache_hit_tokens", "cached_tokens", "num_cached_tokens", "cache_read_input_tokens", "cacheReadInputTokens")
_APART = ("cache_read_input_tokens", "cache_creation_input_tokens", "cacheReadInputTokens", "cacheWriteInputTokens")
"""What Anthropic and Bedrock count beside the tokens of the prompt, and others among them."""
TIMES = ("time", "timestamp", "created", "created_at", "start_time")
_WAYS = ((), ("usage",), ("response", "usage"), ("response", "body", "usage"), ("body", "usage"))
"""Where a usage stands in a record."""


def read_jsonl(path: str, usages: Usages) -> None:
    """Add what the lines of a JSONL file say, in their order.

    A prompt whose usage says nothing of the cache has read nothing from it where others of the file have.

    Raises:
        InputError: it cannot be read, or a line holds no usage; names file, line and fix.
    """
    told = False
    for place, record in json_lines(path):
        way, usage = _usage(record, place)
        cached = _cached(usage, place)
        told = told or cached is not None
        usages.input.append(_tokens(usage, _INPUT, place) + sum(_number(usage, key, place) or 0 for key in _APART))
        usages.output.append(_tokens(usage, _OUTPUT, place))
        usages.cached.append(cached or 0)
        _add_time(record, way, usages, place)
        if (fault := usages.fault()) is not None:
            raise InputError(f"{place}: {fault}")
    if not told:
        usages.cached.clear()


def _usage(record: dict[str, Any], place: str) -> tuple[tuple[str, ...], dict[str, Any]]:
    for way in _WAYS:
        found: Any = record
        for key in way:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, dict) and any(key in found for key in _INPUT):
            return way, found
    if "messages" in record or isinstance(record.get("body"), dict):
        raise InputError(f"{place}: holds a request and no usage: name it under prompt, which counts requests")
    raise InputError(f"{place}: holds no usage: a line has prompt_tokens and completion_tokens, under usage or by themselves")


def _tokens(usage: dict[str, Any], names: tuple[str, ...], place: str) -> int:
    for name in names:
        if (found := _number(usage, name, place)) is not None:
            return found
    raise InputError(f"{place}: has no {names[0]}: leave the line out, or write its number")


def _cached(usage: dict[str, Any], place: str) -> int | None:
    """Return how much of the prompt was read from the cache; None where the usage does not say."""
    for details in (usage.get(key) for key in _DETAILS):
        if isinstance(details, dict) and (found := _number(details, "cached_tokens", place)) is not None:
            return found
    return next((found for key in _CACHED if (found := _number(usage, key, place)) is not None), None)


def _number(usage: dict[str, Any], name: str, place: str) -> int | None:
    number = usage.get(name)
    if number is None:
        return None
    if isinstance(number, bool) or not isinstance(number, int):
        raise InputError(f"{place}: {name} is {number!r}: write a whole number from 0")
    return number


def _add_time(record: dict[str, Any], way: tuple[str, ...], usages: Usages, place: str) -> None:
    """Add when a request was sent; either all of a file say so, or none."""
    when = time_of(record, way[:-1])
    before = len(usages.input) - 1
    if before and (when is None) == bool(usages.seconds):
        said = "no time, and those before it do" if when is None else "a time, and those before it none"
        raise InputError(f"{place}: says {said}: give each its time, or none")
    if when is None:
        return
    try:
        usages.seconds.append(seconds_of(when))
    except (ValueError, OverflowError):
        raise InputError(f"{place}: the time is {when!r}: write 2026-11-20T10:00:00Z, or seconds since 1970") from None


def time_of(record: dict[str, Any], way: tuple[str, ...] = ()) -> Any:  # noqa: ANN401
    """Return when a record says that it was, itself or on the way to its usage; None where it does not."""
    here: Any = record
    for key in (None, *way):
        here = here if key is None else here[key]
        if (found := next((here[name] for name in TIMES if here.get(name) is not None), None)) is not None:
            return found
    return None
