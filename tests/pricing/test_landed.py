"""From the list price to the bill: free quota, rounding, platform fees, VAT."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import builders
import pytest

from costcalc.pricing.landed import Landed, land
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.usage import Usage
from costcalc.sheets.schema import Fee, FreeQuota, Rounding, Sheet

DAY = date(2026, 11, 20)
SAID: dict[str, Any] = {"source": "a test", "checked": DAY}


def sheet(**stated: Any) -> Sheet:
    return Sheet(provider="acme", name="Acme", kind="host", currency="EUR", **stated)


def bill(provider: Sheet, usage: Usage, requests: str = "1", *, vat: str | None = None) -> Landed:
    row = builders.price(currency="EUR", input="0.15", output="0.35")
    quoted = quote(usage, builders.offer(prices=[row]), DAY, currency="EUR")
    assert isinstance(quoted, Quote)
    return land(quoted, Decimal(requests), provider, days=Decimal(30), vat_percent=Decimal(vat) if vat else None)


def amounts(landed: Landed) -> dict[str, str]:
    return {step.name: f"{step.amount:f}" for step in landed.steps}


def test_scaleways_example_of_300000_tokens_at_0_15_is_billed_0_05():
    rounding = Rounding(tokens=1000, money=Decimal("0.01"), **SAID)
    assert str(bill(sheet(rounding=rounding), Usage(input=300_000)).total) == "0.05"


def test_a_month_is_rounded_once_and_not_each_request():
    rounding = Rounding(tokens=1000, money=Decimal("0.01"), **SAID)
    assert str(bill(sheet(rounding=rounding), Usage(input=300), "1000").total) == "0.05"


def test_tokens_are_rounded_up_to_whole_units_of_each_meter():
    assert str(bill(sheet(rounding=Rounding(tokens=1000, **SAID)), Usage(input=1001)).total) == "0.0003"


def test_a_free_quota_is_spent_on_the_dearest_tokens_first():
    quota = FreeQuota(tokens=1_000_000, period="month", **SAID)
    landed = bill(sheet(free_quota=quota), Usage(input=1_000_000, output=600_000))
    assert amounts(landed) == {"list price": "0.36", "free quota": "-0.27"}
    assert str(landed.total) == "0.09"


def test_a_daily_quota_comes_every_day_of_the_month():
    quota = FreeQuota(tokens=1000, period="day", **SAID)
    assert str(bill(sheet(free_quota=quota), Usage(input=40_000)).total) == "0.0015"


def test_a_quota_that_comes_once_is_named_and_makes_no_month_cheaper():
    quota = FreeQuota(tokens=1000, period="once", **SAID)
    landed = bill(sheet(free_quota=quota), Usage(input=40_000))
    assert amounts(landed) == {"list price": "0.006"}
    assert landed.notes[0] == "1,000 tokens are free once, in the first months: not in the bill of a month"


def test_a_quota_never_makes_a_bill_negative():
    quota = FreeQuota(tokens=10**9, period="month", **SAID)
    assert bill(sheet(free_quota=quota), Usage(input=40_000, output=10)).total == 0


@pytest.mark.parametrize(("requests", "fee"), [("1", "0.80"), ("100", "0.825")])
def test_a_platform_fee_is_a_percentage_with_a_minimum(requests, fee):
    openrouter = Fee(name="credit purchase", percent=Decimal("5.5"), minimum=Decimal("0.80"), **SAID)
    assert amounts(bill(sheet(fees=(openrouter,)), Usage(input=1_000_000), requests))["credit purchase"] == fee


def test_where_nothing_is_to_be_paid_no_least_fee_falls_due():
    openrouter = Fee(name="credit purchase", percent=Decimal("5.5"), minimum=Decimal("0.80"), **SAID)
    quota = FreeQuota(tokens=10**9, period="month", **SAID)
    assert bill(sheet(fees=(openrouter,), free_quota=quota), Usage(input=1000)).total == 0


def test_a_least_fee_in_another_currency_than_the_bill_is_named_and_not_mixed_in():
    openrouter = Fee(name="credit purchase", percent=Decimal("5.5"), minimum=Decimal("0.80"), **SAID)
    landed = bill(Sheet(provider="acme", name="Acme", kind="host", currency="USD", fees=(openrouter,)), Usage(input=1_000_000))
    assert amounts(landed) == {"list price": "0.15", "credit purchase": "0.00825"}
    assert landed.notes[0] == "credit purchase: its least, 0.80 USD, is not in a bill in EUR"


def test_tokens_priced_one_by_one_are_tokens():
    a_token = builders.offer(input="0.00000015", output="0.00000035", per=1)
    quoted = quote(Usage(input=300_000), a_token, DAY, currency="EUR")
    assert isinstance(quoted, Quote)
    rounding = Rounding(tokens=1000, money=Decimal("0.01"), **SAID)
    quota = FreeQuota(tokens=100_000, period="month", **SAID)
    landed = land(quoted, Decimal(1), sheet(rounding=rounding, free_quota=quota), days=Decimal(30), vat_percent=None)
    assert amounts(landed) == {"list price": "0.045", "free quota": "-0.015", "rounding": "0.00"}


def test_vat_is_added_on_top_of_fees_where_prices_exclude_it():
    fee = Fee(name="fee", percent=Decimal(10), **SAID)
    landed = bill(sheet(fees=(fee,), prices_exclude_vat=True), Usage(input=1_000_000), vat="19")
    assert amounts(landed) == {"list price": "0.15", "fee": "0.015", "VAT": "0.03135"}


def test_vat_that_nobody_gave_is_named_and_not_left_out_in_silence():
    assert bill(sheet(prices_exclude_vat=True), Usage(input=1000)).notes == ("VAT is excluded: give --vat to add it",)
    assert bill(sheet(), Usage(input=1000)).notes == ("VAT is not stated by the provider: give --vat to add it",)


def test_prices_with_vat_get_none_added():
    assert list(amounts(bill(sheet(prices_exclude_vat=False), Usage(input=1000), vat="19"))) == ["list price"]
