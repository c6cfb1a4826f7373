"""Notes under a report: each said once, and of whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

_NAMED = 3
"""So many are named; more are counted."""


def attributed(said: Iterable[tuple[str, Iterable[str]]]) -> list[str]:
    """Return each different note once, as a sentence, led by the names that it holds for where it does not hold for all."""
    holders: dict[str, dict[str, None]] = {}
    everyone: dict[str, None] = {}
    for name, notes in said:
        everyone[name] = None
        for note in notes:
            holders.setdefault(note, {})[name] = None
    return [sentence(_led(note, [*names], len(everyone))) for note, names in holders.items()]


def _led(note: str, names: list[str], everyone: int) -> str:
    if len(names) == everyone:
        return note
    return f"{', '.join(names)}: {note}" if len(names) <= _NAMED else f"{len(names)} of {everyone}: {note}"


def sentence(note: str) -> str:
    """Return a note with a full stop."""
    return note if note.endswith(".") else f"{note}."


def numbered(count: int, noun: str) -> str:
    """Return `1 token`, `2,048 tokens`."""
    return f"{count:,} {noun}" if count == 1 else f"{count:,} {noun}s"
