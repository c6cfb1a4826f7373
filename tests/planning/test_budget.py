"""Budgets over what prompts cost: pass, fail or unknown, and never a pass by accident."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from costcalc.planning.budget import judge, overall
from costcalc.planning.budget_terms import BudgetTerms, ExemptionTerms
from costcalc.planning.item import Item
from costcalc.planning.limits import LimitCheck
from costcalc.planning.verdict import BudgetVerdict, Surroundings, worst
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.usage import Usage

TODAY = date(2026, 11, 20)
SEEN = TODAY - timedelta(days=30)


def item(source: str = "prompts/a.md", **stated: Any) -> Item:
    """A prompt of 1,000 tokens at 0.0004 USD a request and 12 USD a month."""
    about: dict[str, Any] = {
        "offer": "host/small",
        "usage": Usage(input=1000, output=400),
        "counting": "reference",
        "per_request": Decimal("0.0004"),
        "requests": Decimal(30_000),
        "monthly": Decimal(12),
        "limits": (LimitCheck("context", 2000, 1400),),
        "price_checked": SEEN,
    }
    return Item(name="support", source=source, **about | stated)


UNPRICED = item("prompts/b.md", status="unpriced", reason="no price is published", per_request=None, monthly=None)
TOO_LONG = item("prompts/c.md", status="exceeds", reason="context window: 3,000 of 2,000, 1,000 too many")
RETIRED = item("prompts/d.md", status="retired", reason="retired on 2026-07-31")


def terms(kind: str, amount: str | None = None, **stated: Any) -> BudgetTerms:
    money = {"amount": Decimal(amount), "currency": "USD"} if amount is not None else {}
    return BudgetTerms(**{"name": kind, "kind": kind, **money, **stated})


def said(budget: BudgetTerms, *items: Item, **around: Any) -> BudgetVerdict:
    return judge([budget], items, surroundings(**around))[0]


def surroundings(**stated: Any) -> Surroundings:
    def convert(amount: Decimal, code: str) -> Decimal | Unpriced:
        return amount if code == "USD" else Unpriced(f"no rate of {code}")

    return Surroundings(**{"on": TODAY, "currency": "USD", "convert": convert, **stated})


@pytest.mark.parametrize(("limit", "verdict"), [("0.00041", "pass"), ("0.0004", "pass"), ("0.00039", "fail")])
def test_a_request_may_cost_as_much_as_its_limit_and_no_more(limit: str, verdict: str) -> None:
    assert said(terms("per_request", limit), item()).verdict == verdict


def test_the_dearest_prompt_decides_and_is_named() -> None:
    judged = said(terms("per_request", "0.001"), item(), item("prompts/dear.md", per_request=Decimal("0.002")))
    assert (judged.verdict, judged.worst.source, judged.worst.actual) == ("fail", "prompts/dear.md", "0.002 USD")


@pytest.mark.parametrize(("limit", "verdict"), [("24", "pass"), ("23.99", "fail")])
def test_a_month_is_the_sum_of_all_prompts(limit: str, verdict: str) -> None:
    assert said(terms("monthly", limit), item(), item("prompts/b.md")).verdict == verdict


def test_an_unknown_price_makes_a_month_unknown_unless_the_others_already_cost_too_much() -> None:
    assert said(terms("monthly", "100"), item(), UNPRICED).verdict == "unknown"
    assert said(terms("monthly", "11"), item(), UNPRICED).verdict == "fail"


@pytest.mark.parametrize("kind", ["per_request", "monthly", "price_age", "retirement"])
@pytest.mark.parametrize(("stopped", "verdict"), [(UNPRICED, "unknown"), (RETIRED, "unknown"), (TOO_LONG, "fail")])
def test_a_prompt_that_cannot_be_priced_or_served_never_passes(kind: str, stopped: Item, verdict: str) -> None:
    budget = terms(kind, "1000000" if kind in {"per_request", "monthly"} else None, days=10_000 if kind == "price_age" else 0)
    assert said(budget, item(), stopped).verdict == verdict


@pytest.mark.parametrize(("most", "verdict"), [(1000, "pass"), (999, "fail")])
def test_tokens_of_a_request(most: int, verdict: str) -> None:
    assert said(BudgetTerms(name="t", kind="tokens", amount=Decimal(most)), item()).verdict == verdict


@pytest.mark.parametrize(("least", "verdict"), [("30", "pass"), ("30.1", "fail")])
def test_headroom_is_the_share_of_the_window_that_stays_free(least: str, verdict: str) -> None:
    assert said(terms("headroom", percent=Decimal(least)), item()).verdict == verdict


def test_headroom_below_a_limit_that_nobody_published_is_unknown() -> None:
    assert said(terms("headroom", percent=Decimal(1)), item(limits=(LimitCheck("context", None, 1400),))).verdict == "unknown"


@pytest.mark.parametrize(("days", "verdict"), [(30, "pass"), (29, "unknown")])
def test_a_price_seen_longer_ago_than_asked_for_is_unknown(days: int, verdict: str) -> None:
    assert said(terms("price_age", days=days), item()).verdict == verdict


def test_a_price_that_nobody_says_when_it_was_seen_is_unknown() -> None:
    assert said(terms("price_age", days=10_000), item(price_checked=None)).verdict == "unknown"


@pytest.mark.parametrize(("in_days", "verdict"), [(61, "pass"), (60, "fail")])
def test_a_retirement_within_the_days(in_days: int, verdict: str) -> None:
    assert said(terms("retirement", days=60), item(retires=TODAY + timedelta(days=in_days))).verdict == verdict


def test_an_estimated_count_decides_nothing_where_exact_was_asked_for() -> None:
    assert said(terms("counting"), item()).verdict == "pass"
    assert said(terms("counting"), item(counting="estimated")).verdict == "unknown"
    assert said(terms("counting"), item(counting=None)).verdict == "unknown"


BASE = (item(monthly=Decimal(10), requests=Decimal(25_000)),)


@pytest.mark.parametrize(("percent", "verdict"), [("20", "pass"), ("19.9", "fail")])
def test_an_increase_in_percent(percent: str, verdict: str) -> None:
    assert said(terms("increase", percent=Decimal(percent)), item(), base=BASE).verdict == verdict


@pytest.mark.parametrize(("amount", "verdict"), [("2", "pass"), ("1.99", "fail")])
def test_an_increase_in_money(amount: str, verdict: str) -> None:
    assert said(terms("increase", amount), item(), base=BASE).verdict == verdict


def test_an_increase_without_a_baseline_is_unknown() -> None:
    assert said(terms("increase", percent=Decimal(1000)), item()).verdict == "unknown"


def test_from_nothing_any_cost_is_more_than_any_percentage() -> None:
    assert said(terms("increase", percent=Decimal(1000)), item(), base=()).verdict == "fail"


def test_a_saving_passes_and_a_new_unpriced_prompt_is_no_saving() -> None:
    budget = terms("increase", percent=Decimal(0))
    assert said(budget, item(monthly=Decimal(5)), base=BASE).verdict == "pass"
    assert said(budget, UNPRICED, base=(item("prompts/b.md", monthly=Decimal(50)),)).verdict == "unknown"


def test_the_longest_scope_wins_among_budgets_of_a_kind() -> None:
    wide = terms("per_request", "0.0001", name="all")
    narrow = terms("per_request", "0.001", name="some", scope="prompts/long")
    found = judge([wide, narrow], [item("prompts/long/a.md")], surroundings())
    assert [budget.verdict for budget in found] == ["unknown", "pass", "pass"]
    assert "no prompt is in its scope" in found[0].worst.reason


def test_an_exemption_holds_through_its_last_day() -> None:
    off = ExemptionTerms(source="prompts/a.md", reason="legacy", until=TODAY, line=9)
    budget = terms("per_request", "0.0001", exempt=(off,))
    assert said(budget, item(), item("prompts/ok.md", per_request=Decimal("0.0001"))).verdict == "pass"
    assert said(replace(budget, exempt=(replace(off, until=TODAY - timedelta(days=1)),)), item()).verdict == "fail"


def test_a_file_that_could_not_be_read_never_passes() -> None:
    judged = said(terms("monthly", "1000"), item(), problems=(("prompts/x.md", "is empty"),))
    assert (judged.verdict, judged.worst.source) == ("unknown", "prompts/x.md")


def test_an_amount_in_a_currency_without_a_rate_is_unknown() -> None:
    assert said(replace(terms("monthly", "1000"), currency="XAF"), item()).verdict == "unknown"


def test_fail_is_worse_than_unknown_and_nothing_is_unknown() -> None:
    assert [worst(["pass", "unknown", "fail"]), worst(["pass", "unknown"]), worst([])] == ["fail", "unknown", "unknown"]


def test_a_budget_that_warns_changes_no_verdict() -> None:
    found = judge([terms("monthly", "1", level="warn"), terms("per_request", "1")], [item()], surroundings())
    assert [budget.verdict for budget in found] == ["fail", "pass", "pass"]
    assert overall(found) == "pass"


def test_one_prompt_that_grows_does_not_hide_among_many() -> None:
    many = [item(f"prompts/{number}.md") for number in range(10)]
    grown = item("prompts/3.md", monthly=Decimal("15.6"), requests=Decimal(39_000))
    budget = terms("increase", percent=Decimal(10))
    judged = said(budget, *many[:3], grown, *many[4:], base=many)
    assert [(each.source, each.reason) for each in judged.judged if each.verdict == "fail"] == [
        ("prompts/3.md", "+3.60 USD a month (+30 %): volume +3.60")
    ]
    assert judged.judged[-1].reason == "+3.60 USD a month (+3 %): volume +3.60, most of it prompts/3.md"


def test_a_new_prompt_counts_in_the_sum_alone() -> None:
    old, new = item("prompts/old.md", monthly=Decimal(1200)), item("prompts/new.md")
    assert said(terms("increase", percent=Decimal(10)), old, new, base=(old,)).verdict == "pass"


def test_a_prompt_that_no_budget_is_on_must_be_served_nevertheless() -> None:
    found = judge([terms("tokens", amount=Decimal(5000))], [item(), RETIRED], surroundings())
    assert [budget.verdict for budget in found] == ["pass", "unknown"]
    assert overall(found) == "unknown"


def test_files_by_name_are_judged_alone_and_sums_over_all() -> None:
    around = surroundings(only=frozenset({"prompts/a.md"}))
    dear = item("prompts/dear.md", per_request=Decimal(1), monthly=Decimal(5000))
    found = judge([terms("per_request", "0.001"), terms("monthly", "100")], [item(), dear], around)
    assert [budget.verdict for budget in found] == ["pass", "fail", "pass"]


def test_an_exemption_that_ran_out_is_named() -> None:
    off = ExemptionTerms(source="prompts/*.md", reason="legacy", until=TODAY - timedelta(days=1), line=9)
    judged = said(terms("per_request", "0.0001", exempt=(off,)), item())
    assert judged.worst.reason == "0.0004 USD a request at host/small; its exemption ended on 2026-11-19"
