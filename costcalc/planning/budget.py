"""Judge budgets over what prompts cost: pass, fail or unknown, and never a pass by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, assert_never

from costcalc import money
from costcalc.planning.budget_terms import BudgetTerms
from costcalc.planning.increase import judge_increase
from costcalc.planning.verdict import BudgetVerdict, Judged, Surroundings, Verdict, at_most, limit_of, stop, worst
from costcalc.pricing.evidence import Unpriced

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from costcalc.planning.item import Item

_HUNDRED = Decimal(100)
_SERVED = BudgetTerms(name="every prompt", kind="served")
"""Implied beside all others."""


def overall(budgets: Iterable[BudgetVerdict]) -> Verdict:
    """Return the verdict of all budgets that deny; one that only warns changes nothing, and none at all is unknown."""
    return worst(budget.verdict for budget in budgets if budget.terms.level == "deny")


def judge(budgets: Sequence[BudgetTerms], items: Sequence[Item], around: Surroundings) -> list[BudgetVerdict]:
    """Return what each budget says, in their order, then whether every prompt can be served at a known price.

    A prompt is judged by the budgets of a kind whose scope is the longest that it lies in. A prompt that cannot be
    served, priced or read never passes, not even where no budget is on it.
    """
    every = [*budgets, _SERVED]
    return [_judged(terms, every, items, around) for terms in every]


def _judged(terms: BudgetTerms, budgets: Sequence[BudgetTerms], items: Sequence[Item], around: Surroundings) -> BudgetVerdict:
    rivals = [other for other in budgets if other.kind == terms.kind]

    def mine(source: str) -> bool:
        return _owns(terms, rivals, source) and not _exempt(source, terms, around.on)

    missing = [Judged("unknown", None, reason, source) for source, reason in around.problems if mine(source)]
    base = None if around.base is None else [item for item in around.base if mine(item.source)]
    owned = [item for item in items if mine(item.source)]
    found = [*missing, *(_after_exemption(each, terms, around.on) for each in _of_kind(terms, owned, base, around))]
    if not found and owned:
        found = [Judged("pass", None, "none of the named files is in its scope")]
    if not found:
        found = [Judged("unknown", None, "no prompt is in its scope: name one, or remove the budget")]
    return BudgetVerdict(terms, limit_in_words(terms), tuple(found))


def _owns(terms: BudgetTerms, rivals: Sequence[BudgetTerms], source: str) -> bool:
    """Whether a prompt is judged by this budget: of those of a kind, by the ones with the longest scope that it lies in."""
    return terms.in_scope(source) and len(terms.scope) == max(len(each.scope) for each in rivals if each.in_scope(source))


def _exempt(source: str, terms: BudgetTerms, on: date) -> bool:
    return any(each.covers(source) and not each.expired(on) for each in terms.exempt)


def _after_exemption(judged: Judged, terms: BudgetTerms, on: date) -> Judged:
    """Say that an exemption has run out, where it would have let the prompt off."""
    past = next((each for each in terms.exempt if judged.source and each.covers(judged.source) and each.expired(on)), None)
    if past is None or judged.verdict == "pass":
        return judged
    return replace(judged, reason=f"{judged.reason}; its exemption ended on {past.until}")


def _of_kind(terms: BudgetTerms, items: Sequence[Item], base: Sequence[Item] | None, around: Surroundings) -> list[Judged]:
    named = [item for item in items if around.asks_for(item.source)]
    match terms.kind:
        case "monthly":
            return [_monthly(terms, items, around)] if items else []
        case "increase":
            return judge_increase(terms, items, base, around) if items or base else []
        case "per_request":
            return [stop(item) or _per_request(terms, item, around) for item in named]
        case "tokens":
            return [_tokens(terms, item) for item in named]
        case "headroom":
            return [_headroom(terms, item) for item in named]
        case "price_age":
            return [stop(item) or _price_age(terms, item, around.on) for item in named]
        case "retirement":
            return [stop(item) or _retirement(terms, item, around.on) for item in named]
        case "counting":
            return [_counting(item) for item in named]
        case "served":
            stopped = [each for item in named if (each := stop(item))]
            return stopped or [Judged("pass", None, "all of them")] if items else []
        case _:
            assert_never(terms.kind)


def _per_request(terms: BudgetTerms, item: Item, around: Surroundings) -> Judged:
    limit = limit_of(terms, around)
    if isinstance(limit, Unpriced) or item.per_request is None:
        return Judged("unknown", None, limit.reason if isinstance(limit, Unpriced) else "no price", item.source)
    actual = f"{money.plain(item.per_request)} {around.currency}"
    return at_most(item.per_request, limit, actual, f"{actual} a request at {item.offer}", item.source)


def _monthly(terms: BudgetTerms, items: Sequence[Item], around: Surroundings) -> Judged:
    limit = limit_of(terms, around)
    if isinstance(limit, Unpriced):
        return Judged("unknown", None, limit.reason)
    known = money.total([item.monthly for item in items if item.known and item.monthly is not None])
    actual = f"{money.cents(known)} {around.currency}"
    stopped = [judged for item in items if (judged := stop(item))]
    if known > limit or not stopped:
        return at_most(known, limit, actual, f"{actual} a month")
    decides = worst(judged.verdict for judged in stopped)
    first = next(judged for judged in stopped if judged.verdict == decides)
    more = f" and {len(stopped) - 1} more" if len(stopped) > 1 else ""
    return Judged(first.verdict, None, f"{first.source}{more}: {first.reason}; the others cost {actual} a month")


def _tokens(terms: BudgetTerms, item: Item) -> Judged:
    if item.usage is None or terms.amount is None:
        return stop(item) or Judged("unknown", None, "its tokens are unknown", item.source)
    return at_most(Decimal(item.usage.input), terms.amount, str(item.usage.input), f"{item.usage.input:,} tokens", item.source)


def _headroom(terms: BudgetTerms, item: Item) -> Judged:
    context = next((check for check in item.limits if check.limit == "context"), None)
    if context is None or context.max is None or not context.max:
        return Judged("unknown", None, "the context window is not published", item.source)
    free = money.times(Decimal(context.max - context.used), _HUNDRED) / context.max
    verdict: Verdict = "pass" if free >= (terms.percent or 0) else "fail"
    actual = f"{money.display(free)} %" if free > 0 else "none"
    said = f"{context.used:,} of {context.max:,} tokens used, {actual} free"
    return Judged(verdict, actual, said, item.source, -free)


def _price_age(terms: BudgetTerms, item: Item, on: date) -> Judged:
    if item.price_checked is None:
        return Judged("unknown", None, f"{item.offer}: nobody says when its price was last seen", item.source)
    age = (on - item.price_checked).days
    verdict: Verdict = "pass" if age <= (terms.days or 0) else "unknown"
    when = f"{age} days ago, on {item.price_checked}" if age >= 0 else f"on {item.price_checked}, after the day in question"
    said = f"{item.offer}: its price was last seen {when}"
    if verdict != "pass":
        said += ": refresh it, or name another offer"
    return Judged(verdict, f"{max(age, 0)} days", said, item.source, Decimal(age))


def _retirement(terms: BudgetTerms, item: Item, on: date) -> Judged:
    if item.retires is None:
        return Judged("pass", None, f"{item.offer}: no retirement is announced", item.source, Decimal("-Infinity"))
    days = (item.retires - on).days
    verdict: Verdict = "pass" if item.retires > on + timedelta(days=terms.days or 0) else "fail"
    return Judged(verdict, f"{days} days", f"{item.offer} retires on {item.retires}, in {days} days", item.source, Decimal(-days))


def _counting(item: Item) -> Judged:
    if item.counting is None:
        return Judged("unknown", None, "it was not counted", item.source)
    verdict: Verdict = "unknown" if item.counting == "estimated" else "pass"
    return Judged(verdict, item.counting, f"the count is {item.counting}", item.source)


def limit_in_words(terms: BudgetTerms) -> str:
    """Return a budget's limit as a person says it, `at most 500 USD a month`."""
    amount = f"{terms.amount:f} {terms.currency or ''}".strip() if terms.amount is not None else ""
    percent = f"{terms.percent:f} %" if terms.percent is not None else ""
    match terms.kind:
        case "per_request":
            return f"at most {amount} a request"
        case "monthly":
            return f"at most {amount} a month"
        case "tokens":
            return f"at most {terms.amount:,f} input tokens"
        case "increase":
            return f"at most {amount or percent} more a month"
        case "headroom":
            return f"at least {percent} of the context window free"
        case "price_age":
            return f"prices seen within {terms.days} days"
        case "retirement":
            return f"no retirement within {terms.days} days"
        case "counting":
            return "exact counts alone"
        case "served":
            return "fits, at a known price"
        case _:
            assert_never(terms.kind)
