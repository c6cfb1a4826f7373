"""What is said of budgets: pass, fail or unknown, with the reason, and what they are judged in."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from costcalc.planning.budget_terms import file_of
from costcalc.pricing.evidence import Unpriced

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

    from costcalc.planning.budget_terms import BudgetTerms
    from costcalc.planning.item import Item

Verdict = Literal["pass", "fail", "unknown"]
_ORDER: tuple[Verdict, ...] = ("pass", "unknown", "fail")


@dataclass(frozen=True, slots=True)
class Judged:
    """What one budget says of one prompt, or of all in its scope (`source` is None)."""

    verdict: Verdict
    actual: str | None
    reason: str
    source: str | None = None
    nearness: Decimal = Decimal(0)
    """Larger is nearer to the limit, or further above it."""


@dataclass(frozen=True, slots=True)
class BudgetVerdict:
    """What a budget says: its limit in words, and what it says of each prompt; the worst decides."""

    terms: BudgetTerms
    limit: str
    judged: tuple[Judged, ...]

    @property
    def verdict(self) -> Verdict:
        """The worst of what it says."""
        return worst(each.verdict for each in self.judged)

    @property
    def worst(self) -> Judged:
        """What decides: of the worst, the first that is nearest to the limit or furthest above it."""
        return max((each for each in self.judged if each.verdict == self.verdict), key=lambda each: each.nearness)


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What budgets are judged in: the day, the currency of the items, what stood before."""

    on: date
    currency: str
    convert: Callable[[Decimal, str], Decimal | Unpriced]
    """An amount of a currency in the items' own, or why that is unknown."""
    base: Sequence[Item] | None = None
    """The items before the change; None: there is no baseline."""
    problems: tuple[tuple[str, str], ...] = ()
    """Prompts that could not be read or found at all: their source, and why."""
    only: frozenset[str] = frozenset()
    """The files that limits on each prompt are judged for, all where empty; a sum is always that of all prompts."""

    def asks_for(self, source: str) -> bool:
        """Return whether limits on each prompt are judged for this one."""
        return not self.only or file_of(source) in self.only or source in self.only


def worst(verdicts: Iterable[Verdict]) -> Verdict:
    """Return the worst of verdicts: fail over unknown over pass; nothing judged is unknown."""
    return max(verdicts, key=_ORDER.index, default="unknown")


def stop(item: Item) -> Judged | None:
    """Return why a prompt cannot be judged by its cost: it does not fit, or its price is unknown or of the past."""
    if item.known:
        return None
    verdict: Verdict = "fail" if item.status == "exceeds" else "unknown"
    return Judged(verdict, None, f"{item.offer or 'no offer'}: {item.reason or item.status}", item.source)


def limit_of(terms: BudgetTerms, around: Surroundings) -> Decimal | Unpriced:
    """Return a budget's amount of money in the items' currency, or why that is unknown."""
    if terms.amount is None or terms.currency is None:
        return Unpriced("the budget names no amount")
    return around.convert(terms.amount, terms.currency)


def at_most(value: Decimal, limit: Decimal, actual: str, said: str, source: str | None = None) -> Judged:
    """Return what is said of a value that may be as high as the limit; `said` is the reason."""
    return Judged("pass" if value <= limit else "fail", actual, said, source, value - limit)
