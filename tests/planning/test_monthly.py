from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from builders import SPRING, SUMMER, TODAY, offer, price, sheet

from costcalc.planning.monthly import Month, monthly
from costcalc.planning.volume import Volume
from costcalc.pricing.currency import NoRate, Rate
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.usage import Usage


def to_dollars(base: str) -> Rate | NoRate:
    """One euro is two dollars; there is no rate of anything else."""
    if base == "XAU":
        return NoRate(base, "USD", "there are no rates of gold")
    return Rate(base, "USD", multiply=Decimal(2 if base == "EUR" else 1), source="the test")


MONTH = Month(on=TODAY, currency="USD", rate=to_dollars)


def test_by_default_a_month_is_30000_requests_of_1000_tokens_in_and_out_all_assumed() -> None:
    assert (MONTH.requests, MONTH.assumed) == (Decimal(30_000), ("input", "output", "requests"))
    # 30,000 x (1,000 x 0.10 + 1,000 x 0.30) / 1,000,000
    assert monthly(offer(), MONTH) == Decimal(12)


def test_a_month_of_another_usage_and_volume() -> None:
    month = replace(MONTH, usage=Usage(input=2000, output=500), volume=Volume(Decimal(100), "month"))
    assert monthly(offer(), month) == Decimal("0.035")


def test_a_price_for_each_request_is_in() -> None:
    assert monthly(offer(request="0.001"), MONTH) == Decimal(42)


def test_another_day_has_its_own_prices() -> None:
    of = offer(prices=[price(from_=SUMMER, input="1", output="1"), price(from_=SPRING, input="2", output="2")])
    assert (monthly(of, MONTH), monthly(of, MONTH, SPRING)) == (Decimal(60), Decimal(120))


def test_another_currency_is_converted() -> None:
    assert monthly(offer(provider=sheet(currency="EUR")), MONTH) == Decimal(24)


def test_what_cannot_be_priced_or_converted_says_why() -> None:
    assert monthly(offer(prices=[]), MONTH) == Unpriced("no price is published")
    assert monthly(offer(provider=sheet(currency="XAU")), MONTH) == Unpriced("there are no rates of gold")
