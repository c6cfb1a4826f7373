"""What a budget allows, in values: which prompts it is on, how much, and who is let off until when."""

from __future__ import annotations

from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date
    from decimal import Decimal

BudgetKind = Literal["per_request", "monthly", "tokens", "increase", "headroom", "price_age", "retirement", "counting", "served"]
"""`served` is implied: every prompt fits and has a price, whatever the budgets are on."""
Level = Literal["deny", "warn"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ExemptionTerms:
    """Prompts that a budget lets off for a time."""

    source: str
    """A path from the folder of the configuration, or a glob of them, with / between folders."""
    reason: str
    until: date
    """The last day on which it holds."""
    line: int
    """Where it stands in the configuration."""

    def covers(self, source: str) -> bool:
        """Return whether a prompt is meant: `prompts/a.md`, a line of it, or what lies below a folder."""
        return is_within(source, self.source)

    def expired(self, on: date) -> bool:
        """Return whether its time is over."""
        return on > self.until


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetTerms:
    """One limit; what its kind has no use for is None."""

    name: str
    kind: BudgetKind
    level: Level = "deny"
    scope: str = ""
    """Folder or file, from the folder of the configuration; empty: every prompt."""
    amount: Decimal | None = None
    """Money of `per_request`, `monthly` and an absolute `increase`; number of `tokens`."""
    currency: str | None = None
    """ISO 4217 code of an amount of money."""
    percent: Decimal | None = None
    """10 for 10 %: of `headroom` and of a relative `increase`."""
    days: int | None = None
    """Of `price_age` and `retirement`."""
    line: int = 1
    """Where it stands in the configuration."""
    exempt: tuple[ExemptionTerms, ...] = ()
    """In the order of the configuration, expired ones in."""

    def in_scope(self, source: str) -> bool:
        """Return whether a prompt lies at or below its scope."""
        return not self.scope or _lies_in(source, self.scope)


def is_within(source: str, glob: str) -> bool:
    """Return whether a source, `prompts/a.md` or `prompts/a.jsonl:17`, is what a glob names, or lies below it.

    `*`, `?` and `[abc]` stand for characters of one name, `**` for any number of folders. Case counts on every system.
    """
    names, patterns = source.split("/"), glob.split("/")
    return _matches(names, patterns) or _matches([*names[:-1], file_of(names[-1])], patterns)


def _matches(names: Sequence[str], patterns: Sequence[str]) -> bool:
    if not patterns:
        return True
    if patterns[0] == "**":
        return any(_matches(names[skipped:], patterns[1:]) for skipped in range(len(names)))
    return bool(names) and (names[0] == patterns[0] or fnmatchcase(names[0], patterns[0])) and _matches(names[1:], patterns[1:])


def _lies_in(source: str, scope: str) -> bool:
    return source == scope or source.startswith(f"{scope}/") or (file_of(source) == scope)


def file_of(source: str) -> str:
    """Return a source without its line: `requests.jsonl` of `requests.jsonl:17`."""
    file, _, line = source.rpartition(":")
    return file if line.isdecimal() and file else source
