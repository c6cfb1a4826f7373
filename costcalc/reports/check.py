"""The report of a check: what each prompt costs, then what each budget says, the verdict last."""

from __future__ import annotations

import posixpath
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.planning.budget import overall
from costcalc.planning.budget_terms import file_of
from costcalc.planning.difference import difference
from costcalc.planning.increase import in_words
from costcalc.planning.verdict import stop
from costcalc.render.report import Column, Finding, Report, Table
from costcalc.reports.notes import numbered, sentence
from costcalc.reports.rates import plain

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from decimal import Decimal

    from costcalc.planning.difference import Difference
    from costcalc.planning.estimate import Status
    from costcalc.planning.item import Item
    from costcalc.planning.verdict import BudgetVerdict, Surroundings, Verdict

SCHEMA = "costcalc/check/1"
_MEANING: dict[Verdict, str] = {
    "pass": "",
    "fail": " A budget that denies is exceeded.",
    "unknown": " A budget that denies cannot be decided, which is no pass.",
}
_FIX: dict[Status, str] = {
    "ok": "name another offer",
    "exceeds": "shorten it, or name an offer with higher limits",
    "unpriced": "state its price in a sheet of the configuration's `sheets`, or name another offer",
    "retired": "name an offer that is still served",
}
_BUDGETS = (
    Column("budget", "Budget", "name"),
    Column("level", "Level", drop=2),
    Column("scope", "Scope", "name", drop=1),
    Column("verdict", "Verdict", "status"),
    Column("limit", "Limit"),
    Column("actual", "Actual", drop=3),
    Column("source", "Prompt", "name"),
    Column("reason", "Why"),
)


def check_report(
    budgets: Sequence[BudgetVerdict],
    items: Sequence[Item],
    around: Surroundings,
    *,
    config: str,
    minimum: Decimal | None = None,
) -> Report:
    """Return the report of budgets over the prompts of a configuration, which is named from the working folder.

    It is worth a comment where what it is compared with differs by more than the minimum, in its currency.
    """
    change = None if around.base is None else difference(around.base, items)
    verdict, shown = overall(budgets), [item for item in items if around.asks_for(item.source)]
    data = Table("Budgets:", _BUDGETS, tuple(_row(budget) for budget in budgets))
    notes = (*_change(change, around.currency), *_notes(shown, around), f"Verdict: {verdict}.{_MEANING[verdict]}")
    document = {
        "verdict": verdict,
        "as_of": around.on.isoformat(),
        "currency": around.currency,
        "config": config,
        "budgets": [_budget(budget) for budget in budgets],
        "prompts": [_prompt(item) for item in shown],
        "notes": list(notes),
    }
    heading = f"{config}: {numbered(len(shown), 'prompt')}, {around.currency}, prices of {around.on}."
    tables = (_prompts(shown, around.currency), data)
    quiet = change is not None and change.total is not None and change.total.copy_abs() <= (minimum or 0)
    return Report(SCHEMA, document, heading, data, tables, notes, tuple(_findings(budgets, config)), unremarkable=quiet)


def _change(change: Difference | None, currency: str) -> Iterator[str]:
    if change is not None and change.total is not None:
        yield f"The change: {in_words(change.total, change.percent, change.parts, currency)}."


def _notes(items: Sequence[Item], around: Surroundings) -> Iterator[str]:
    """Yield why prompts cannot be served at a known price, and what to do: one line for all of which the same is true."""
    said: dict[str, list[str]] = {}
    for source, reason in around.problems:
        said.setdefault(reason.removeprefix(f"{source}: "), []).append(source)
    for item in items:
        if judged := stop(item):
            said.setdefault(f"{judged.reason}: {_FIX[item.status]}", []).append(item.source)
    for reason, sources in said.items():
        more = f" and {len(sources) - 1} more" if len(sources) > 1 else ""
        yield sentence(f"{sources[0]}{more}: {reason}")
    priced = [(item.price_checked, item.offer) for item in items if item.known and item.price_checked]
    if priced:
        seen, name = min(priced, key=lambda each: each[0])
        age = max((around.on - seen).days, 0)
        yield f"The oldest price is that of {name}, last seen on {seen}, {numbered(age, 'day')} before."


def _prompts(items: Sequence[Item], currency: str) -> Table:
    columns = (
        Column("source", "Prompt", "name"),
        Column("offer", "Offer", "name"),
        Column("status", "Status", "status", drop=2),
        Column("input_tokens", "Input", "count"),
        Column("per_request", f"{currency}/request", "money"),
        Column("monthly", f"{currency}/month", "money"),
        Column("reason", "Why", "text", drop=1),
    )
    rows = tuple(
        (
            item.source,
            item.offer,
            item.status,
            item.usage.input if item.usage else None,
            item.per_request,
            item.monthly,
            item.reason,
        )
        for item in items
    )
    return Table("", columns, rows)


def _row(budget: BudgetVerdict) -> tuple[str | None, ...]:
    decides = budget.worst
    terms = budget.terms
    return (
        terms.name,
        terms.level,
        terms.scope or None,
        budget.verdict,
        budget.limit,
        decides.actual,
        decides.source or "",
        decides.reason,
    )


def _budget(budget: BudgetVerdict) -> dict[str, Any]:
    decides, terms = budget.worst, budget.terms
    return {
        "name": terms.name,
        "kind": terms.kind,
        "level": terms.level,
        "scope": terms.scope or None,
        "limit": budget.limit,
        "actual": decides.actual,
        "verdict": budget.verdict,
        "reason": decides.reason,
        "source": decides.source,
        "line": terms.line,
        "prompts": [
            {"source": each.source, "verdict": each.verdict, "actual": each.actual, "reason": each.reason}
            for each in budget.judged
            if each.source and each.verdict != "pass"
        ],
    }


def _prompt(item: Item) -> dict[str, Any]:
    return {
        "name": item.name,
        "source": item.source,
        "offer": item.offer,
        "status": item.status,
        "reason": item.reason,
        "counting": item.counting,
        "usage": item.usage.stated() if item.usage else {"input": None, "output": None},
        "per_request": plain(item.per_request),
        "monthly": None if item.monthly is None else money.cents(item.monthly),
    }


def _findings(budgets: Sequence[BudgetVerdict], config: str) -> Iterator[Finding]:
    """Yield a line for each prompt that a budget does not pass, else one for the budget, at its line of the configuration."""
    folder = posixpath.dirname(config)
    for budget in budgets:
        for each in [each for each in budget.judged if each.verdict != "pass"] or [budget.worst]:
            named = f"{each.source}: " if each.source else ""
            yield Finding(
                name=budget.terms.name,
                verdict=each.verdict,
                message=f"{named}{each.reason} ({budget.limit})",
                level=budget.terms.level,
                source=posixpath.normpath(posixpath.join(folder, file_of(each.source))) if each.source else config,
                line=None if each.source else budget.terms.line,
            )
