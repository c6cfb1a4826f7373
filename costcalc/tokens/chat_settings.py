"""Read the settings of a chat request that bear on its tokens."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from costcalc.tokens.reading import get, one_of, required

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.tokens.reading import Place


def response_format(record: dict[str, Any], place: Place) -> Literal["text", "json_object", "json_schema"]:
    """Return the kind of `response_format`; a schema itself is no part of the prompt (8 of 8 bills)."""
    value = get(record, "response_format", dict, place)
    kind = "text" if value is None else required(value, "type", str, place / "response_format")
    match one_of(kind, ("text", "json_object", "json_schema"), "type", place / "response_format" / "type"):
        case "json_object":
            return "json_object"
        case "json_schema":
            return "json_schema"
        case _:
            return "text"


def max_tokens(record: dict[str, Any], place: Place) -> int | None:
    """Return the most tokens that the answer may have, by either name; None where the request does not say."""
    for key in ("max_completion_tokens", "max_tokens"):
        limit = get(record, key, int, place)
        if limit is not None:
            if limit < 0:
                raise (place / key).error(f"{limit} is negative")
            return limit
    return None


def choices(record: dict[str, Any], place: Place) -> int:
    """Return how many answers are asked for."""
    number = get(record, "n", int, place)
    if number is not None and number < 1:
        raise (place / "n").error(f"{number} is no number of answers: there is at least one")
    return number or 1


def uncounted(record: dict[str, Any], place: Place) -> Iterator[str]:
    """Yield what the provider is asked to add by itself."""
    if get(record, "safe_prompt", bool, place):
        yield "safe_prompt: the provider puts a system prompt of its own in front, which is not counted"
    if get(record, "prompt_mode", str, place) is not None:
        yield "prompt_mode: the provider puts a system prompt of its own in front, which is not counted"
