"""What no schema can say of one class of a workload: it is of one kind, and says what belongs to that kind alone."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.config.workload_mix import HistoryPolicy, MixClass
    from costcalc.sheets.conformity import Problem

KINDS: dict[str, tuple[str, ...]] = {
    "prompt": ("system", "images", "tools", "output"),
    "input": ("images", "output"),
    "sample": (),
    "conversation": (),
    "agent": (),
}
"""Each kind of what arrives, by the key that makes it one, with the keys that may stand beside it."""
_PARTS = ("system", "images", "tools", "output")


def class_problems(each: MixClass) -> Iterator[Problem]:
    """Yield each place where a class contradicts itself, with what to do about it."""
    kinds = [key for key in KINDS if getattr(each, key) is not None]
    if not kinds:
        yield (), f"does not say what arrives: add one of {', '.join(KINDS)}"
    elif len(kinds) > 1:
        yield (kinds[1],), f"stands beside {kinds[0]}: a class is of one kind, so make it a class of its own"
    else:
        yield from _of_kind(each, kinds[0])
    for key in ("conversation", "agent"):
        terms = getattr(each, key)
        if terms is None:
            continue
        if isinstance(terms.history, str) is False and (found := _policy(terms.history)):
            yield (key, "history"), found
        if terms.cache is not None and each.cached_share is not None:
            yield ("cached_share",), f"has no effect beside the cache of the {key}, which shows it: keep one of the two"


def _of_kind(each: MixClass, kind: str) -> Iterator[Problem]:
    allowed = KINDS[kind]
    for key in _PARTS:
        if _said(getattr(each, key)) and key not in allowed:
            yield (key,), _elsewhere(kind, key)
    if "output" in allowed and each.output is None:
        yield ("output",), f"is required beside {kind}: say how long an answer is"
    if kind == "prompt" and isinstance(each.images, int) and each.images:
        yield ("images",), "is a list beside prompt, whose images are counted: write files, or sizes such as [1280x720]"
    if kind == "input" and isinstance(each.images, tuple) and each.images:
        yield ("images",), f"is a number beside input, which holds their tokens already: write {len(each.images)}"


def _said(value: Any) -> bool:  # noqa: ANN401
    return value is not None and value not in ((), 0)


def _elsewhere(kind: str, key: str) -> str:
    match kind, key:
        case "sample", "output":
            return "has no effect beside sample, which brings the lengths of answers: leave it out"
        case "conversation", "system" | "images":
            return f"belongs into the conversation: write conversation.{key}"
        case "conversation", "output":
            return "has no effect beside conversation: write conversation.assistant"
        case "agent", "output":
            return "has no effect beside agent: write agent.call"
        case "agent", "system" | "tools":
            return "has no effect beside agent: write its tokens into agent.shared"
        case _:
            return f"has no effect beside {kind}: leave it out"


def _policy(policy: HistoryPolicy) -> str | None:
    stated = [key for key in ("window", "summary", "memory") if getattr(policy, key) is not None]
    if not stated:
        return "says nothing: write full, or one of window, summary, memory"
    return f"says {' and '.join(stated)}: keep one" if len(stated) > 1 else None
