"""What a provider's prefix cache saves: which part of a prompt it has seen already, and how often it must to pay."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import localcontext
from typing import TYPE_CHECKING

from costcalc import money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal


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


def break_even_reads(uncached: Decimal, write: Decimal, read: Decimal) -> Decimal | None:
    """Return how often a cached prefix must be read for the cache to cost no more than sending it anew: (w - i) / (i - r).

    The three are rates of the same number of tokens. 0 where writing costs no more than sending; None where reading is not
    cheaper than sending, so that no number of reads is enough.
    """
    if read >= uncached:
        return None
    with localcontext(money.EXACT):
        return money.tidy(max(write - uncached, uncached * 0) / (uncached - read))
