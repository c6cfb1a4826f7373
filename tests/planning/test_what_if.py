from __future__ import annotations

from decimal import Decimal

import pytest
from builders import offer, price

from costcalc.money import EXACT
from costcalc.planning.item import MeterRate
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf, cost, meter_rates
from costcalc.pricing.evidence import Evidence
from costcalc.pricing.rates import Conditions

MONTH = Period(name="month", days=Decimal(30))


def one(*mixes: Mix, **rates: str) -> WhatIf:
    """Return ten arrivals of these classes a month, at these rates for 1,000."""
    found = {meter: MeterRate(Decimal(rate), 1000) for meter, rate in rates.items()}
    priced = Priced(offer="host/small-2", status="ok", currency="USD", mixes=mixes, rates=(found,))
    return WhatIf(currency="USD", volume=Decimal(10), per="month", periods=(MONTH,), offers=(priced,))


def cost_of(what_if: WhatIf) -> Decimal | None:
    return cost(what_if, what_if.offers[0], 0)


def mix(**stated: str) -> Mix:
    """Return 1,000 tokens in and none out, changed by what is stated."""
    numbers = {name: Decimal(value) for name, value in stated.items() if name != "name"}
    return Mix(**{"name": stated.get("name", "a"), "input": Decimal(1000), "output": Decimal(0), **numbers})


def test_classes_add_up_by_their_share() -> None:
    assert cost_of(one(mix(share="0.25"), mix(share="0.75", input="2000"), input="1")) == Decimal("17.5")


def test_parts_of_the_prompt_are_not_billed_twice() -> None:
    used = mix(cached_share="0.5", cache_write="100")
    assert cost_of(one(used, input="1", cached_input="0.1", cache_write="2")) == Decimal("6.5")


@pytest.mark.parametrize("meter", ["output", "cache_write", "cached_share"])
def test_tokens_without_a_rate_are_unknown_and_never_nothing(meter: str) -> None:
    assert cost_of(one(mix(**{meter: "1"}), input="1")) is None


def test_images_and_requests_without_a_rate_are_in_that_of_the_tokens() -> None:
    assert cost_of(one(mix(image="3"), input="1")) == 10
    assert cost_of(one(mix(image="3", requests="2"), input="1", image="1000", request="500")) == 50


def test_without_rates_or_quantities_nothing_is_known() -> None:
    assert cost_of(one(mix())) is None
    assert cost_of(one(input="1")) is None


def test_every_meter_of_a_row_has_the_rate_that_it_is_billed_at() -> None:
    row = price(input="1", output="2", image="3", per=1000)
    found = meter_rates(Evidence(row, "USD", None, None), 10)

    assert {meter: (rate.rate, rate.per) for meter, rate in found.items()} == {
        "input": (1, 1000),
        "cached_input": (1, 1000),
        "cache_write": (1, 1000),
        "output": (2, 1000),
        "image": (3, 1),
    }


def test_a_service_that_is_not_sold_has_no_rates() -> None:
    row = offer().sheet.prices[0]
    assert meter_rates(Evidence(row, "USD", None, None), 10, Conditions(service="flex")) == {}


def test_growth_is_compounded_to_the_last_digit() -> None:
    what_if = WhatIf(
        currency="USD",
        volume=Decimal(1000),
        per="day",
        growth=Decimal("0.0123"),
        periods=(Period(name="2028-01", days=Decimal(31), grown=13),),
        offers=(),
    )
    assert what_if.arrivals(what_if.periods[0]) == Decimal(31_000 * 10_123**13).scaleb(-52, EXACT)
