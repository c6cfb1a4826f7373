from __future__ import annotations

from datetime import time
from decimal import Decimal
from typing import Any

import pytest
from builders import price

from costcalc.pricing.coherence import incoherent
from costcalc.sheets.price_rows import Service, Tier, Uplift, Window


def found(**stated: Any) -> list[tuple[tuple[str | int, ...], str, str]]:
    row = price(**{"input": "0.10", "output": "0.40", **stated})
    return [(fault.place, fault.severity, fault.kind) for fault in incoherent(row)]


def test_usual_discounts_tiers_and_services_are_coherent() -> None:
    services = (
        Service(name="batch", multiplier=Decimal("0.5")),
        Service(name="flex", input=Decimal("0.05"), output=Decimal("0.20")),
        Service(name="priority", input=Decimal("0.25"), output=Decimal("1.00")),
        Service(name="fast", multiplier=Decimal(6)),
    )
    tiers = (Tier(above=200_000, input=Decimal("0.20"), output=Decimal("0.60")),)
    windows = (Window(start=time(16, 30), end=time(0, 30), time_zone="UTC", input=Decimal("0.05")),)
    uplifts = (Uplift(region="eu", multiplier=Decimal("1.1")),)
    assert found(cached_input="0.10", cache_write="0.20", services=services, tiers=tiers, windows=windows, uplifts=uplifts) == []


def test_cached_input_dearer_than_input_is_an_error() -> None:
    assert found(cached_input="0.11") == [(("cached_input",), "error", "cache")]


def test_the_noise_of_binary_floats_is_not_a_dearer_rate() -> None:
    assert found(input="0.15000999999999998", cached_input="0.15001") == []


def test_a_cached_share_above_one_is_an_error() -> None:
    assert found(cached_share=Decimal(10)) == [(("cached_share",), "error", "cache")]


@pytest.mark.parametrize("meter", ["cache_write", "cache_write_1h"])
def test_a_cache_write_of_many_times_the_input_is_doubted(meter: str) -> None:
    assert found(**{meter: "0.90"}) == [((meter,), "warning", "cache")]


@pytest.mark.parametrize(("rate", "count"), [("0.40", 0), ("0.41", 1), ("5.00", 1)])
def test_priority_is_at_most_four_times_its_base(rate: str, count: int) -> None:
    assert len(found(services=(Service(name="priority", input=Decimal(rate)),))) == count


def test_priority_at_fifty_times_its_base_is_an_error_at_its_place() -> None:
    flex, priority = Service(name="flex", input=Decimal("0.05")), Service(name="priority", input=Decimal("5.00"))
    assert found(services=(flex, priority)) == [(("services", 1, "input"), "error", "service")]


@pytest.mark.parametrize("name", ["batch", "flex"])
def test_a_service_sold_for_being_cheaper_is_not_dearer(name: str) -> None:
    assert found(services=(Service(name=name, multiplier=Decimal("1.5")),)) == [
        (("services", 0, "multiplier"), "warning", "service")
    ]
    assert found(services=(Service(name=name, multiplier=Decimal(1)),)) == []


def test_another_service_is_within_twenty_times_its_base() -> None:
    assert found(services=(Service(name="fast", input=Decimal("2.10")),)) == [(("services", 0, "input"), "warning", "service")]


def test_a_tier_in_another_unit_is_doubted() -> None:
    tiers = (Tier(above=200_000, input=Decimal("0.0002")),)
    assert found(tiers=tiers) == [(("tiers", 0, "input"), "warning", "tier")]
    assert found(services=(Service(name="fast", tiers=tiers),)) == [(("services", 0, "tiers", 0, "input"), "warning", "tier")]


def test_a_window_and_an_uplift_in_another_unit_are_doubted() -> None:
    windows = (Window(start=time(1), end=time(2), time_zone="UTC", output=Decimal(40)),)
    assert found(windows=windows) == [(("windows", 0, "output"), "warning", "tier")]
    assert found(uplifts=(Uplift(region="eu", multiplier=Decimal(110)),)) == [(("uplifts", 0, "multiplier"), "warning", "uplift")]
