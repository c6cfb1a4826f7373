"""Judge what a change adds to the month: on the sum, and in percent on each prompt too."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.difference import difference
from costcalc.planning.verdict import Judged, at_most, limit_of
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.percent import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from costcalc.planning.attribution import Cause
    from costcalc.planning.budget_terms import BudgetTerms
    from costcalc.planning.difference import Change, Difference
    from costcalc.planning.item import Item
    from costcalc.planning.verdict import Surroundings

_HUNDRED = Decimal(100)


def judge_increase(terms: BudgetTerms, items: Sequence[Item], base: Sequence[Item] | None, around: Surroundings) -> list[Judged]:
    """Judge the sum, and for a limit in percent each prompt too, so that one that grows does not hide among many."""
    if base is None:
        return [Judged("unknown", None, "there is no baseline to compare with: give --base")]
    found = difference(base, items)
    each = [_grown(terms, change, around) for change in found.changes if around.asks_for(change.item.source)]
    return [*(judged for judged in each if judged), _sum(terms, found, around)]


def _grown(terms: BudgetTerms, change: Change, around: Surroundings) -> Judged | None:
    """Judge a prompt that stands on both sides; a new one counts in the sum alone."""
    if change.reason is not None:
        return Judged("unknown", None, f"its change is unknown: {change.reason}", change.item.source)
    if terms.percent is None or change.amount is None or change.base is None or change.head is None:
        return None
    return at_most(
        change.amount,
        money.times(change.base.monthly or Decimal(0), terms.percent / _HUNDRED),
        shown(change.percent) if change.percent is not None else "from nothing",
        in_words(change.amount, change.percent, change.parts, around.currency),
        change.item.source,
    )


def _sum(terms: BudgetTerms, found: Difference, around: Surroundings) -> Judged:
    limit = (
        money.times(found.base or Decimal(0), terms.percent / _HUNDRED) if terms.percent is not None else limit_of(terms, around)
    )
    if isinstance(limit, Unpriced):
        return Judged("unknown", None, limit.reason)
    if found.total is None:
        first = found.of("unknown")[0]
        return Judged("unknown", None, f"the change of {first.item.source} is unknown: {first.reason}")
    most = max(found.changes, key=lambda change: change.amount or Decimal(0), default=None)
    where = f", most of it {most.item.source}" if most and most.amount and len(found.changes) > 1 else ""
    why = in_words(found.total, found.percent, found.parts, around.currency)
    # From nothing, any cost is more than any percentage.
    return at_most(found.total, limit, f"{money.display(found.total)} {around.currency}", f"{why}{where}")


def in_words(amount: Decimal, percent: Decimal | None, parts: Mapping[Cause, Decimal], currency: str) -> str:
    """Return a change with its causes, `+4.20 USD a month (+30 %): tokens +4.20`."""
    causes = ", ".join(f"{cause} {money.signed(part)}" for cause, part in parts.items())
    grown = "" if not amount else f" ({shown(percent)})" if percent is not None else " (from nothing)"
    return f"{money.signed(amount)} {currency} a month{grown}" + (f": {causes}" if causes else "")
