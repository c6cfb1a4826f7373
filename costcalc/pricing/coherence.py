"""What the rates of one row say of each other: a discount that costs more, a priority at fifty times its base."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.pricing.rates import METERS
from costcalc.pricing.slips import times
from costcalc.sheets.faults import Fault

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.sheets.price_rows import Price, Rates, Service

# Bounds from the 2,956 priced chat entries of litellm 1.106.2: priority is 1 to 2.5 times its base, and 50 in one error.
PRIORITY = 4
"""Times its base that a priority service is at most."""
SPREAD = 20
"""Times its base, up or down, that any other service, a tier or a window is at most; the most seen was 12."""
CACHE_WRITE = 4
"""Times the input rate that a write to the cache is at most; the most seen was 2."""
CHEAPER = frozenset({"batch", "flex"})
"""Services that are sold for being cheaper."""
_NOISE = Decimal("1.001")
"""What binary floats may have left of equal rates."""
_SOURCE = "look at the source"


def incoherent(price: Price) -> Iterator[Fault]:
    """Yield what contradicts itself in a row, at a place within the row."""
    yield from _cache(price)
    for index, tier in enumerate(price.tiers):
        yield from _spread(("tiers", index), tier, price, f"above {tier.above:,} tokens")
    for index, window in enumerate(price.windows):
        yield from _spread(("windows", index), window, price, f"from {window.start:%H:%M}")
    for index, service in enumerate(price.services):
        yield from _service(("services", index), service, price)
    for index, uplift in enumerate(price.uplifts):
        if _apart(float(uplift.multiplier)):
            message = f"the uplift of {uplift.region} is {uplift.multiplier:f} times the price"
            yield Fault(("uplifts", index, "multiplier"), "warning", "uplift", message, "write a factor such as 1.1 for 10% more")


def _cache(price: Price) -> Iterator[Fault]:
    if _exceeds(price.cached_input, price.input, _NOISE):
        message = f"cached input {price.cached_input:f} is dearer than input {price.input:f}"
        yield Fault(("cached_input",), "error", "cache", message, f"{_SOURCE}: reading from a cache is never dearer")
    if _exceeds(price.cached_share, 1):
        message = f"cached input is {price.cached_share:f} of input"
        yield Fault(("cached_share",), "error", "cache", message, "write a share of 1, such as 0.10 for 10%")
    for name in ("cache_write", "cache_write_1h"):
        rate = getattr(price, name)
        if _exceeds(rate, price.input, CACHE_WRITE):
            message = f"{name} {rate:f} is {times(float(rate / price.input))} input {price.input:f}"
            yield Fault((name,), "warning", "cache", message, _SOURCE)


def _service(place: tuple[str, int], service: Service, price: Price) -> Iterator[Fault]:
    for name, ratio in _ratios(service, price):
        message = f"{name} of service '{service.name}' is {times(ratio)} its base"
        at = (*place, name)
        if service.name == "priority" and ratio > PRIORITY:
            yield Fault(at, "error", "service", message, f"{_SOURCE}: priority is seen at up to 2.5 times")
        elif service.name in CHEAPER and ratio > 1:
            yield Fault(at, "warning", "service", message, f"{_SOURCE}: {service.name} is sold for being cheaper")
        elif _apart(ratio):
            yield Fault(at, "warning", "service", message, _SOURCE)
    for index, tier in enumerate(service.tiers):
        yield from _spread((*place, "tiers", index), tier, price, f"of service '{service.name}' above {tier.above:,} tokens")


def _ratios(service: Service, price: Price) -> Iterator[tuple[str, float]]:
    """Yield how many times its base a service charges, by the key that says so."""
    if service.multiplier is not None:
        yield "multiplier", float(service.multiplier)
    yield from _times_base(service, price)


def _times_base(own: Rates, base: Rates) -> Iterator[tuple[str, float]]:
    for name in METERS:
        rate, usual = getattr(own, name), getattr(base, name)
        if rate and usual:
            yield name, float(rate / usual)


def _spread(place: tuple[str | int, ...], own: Rates, price: Price, when: str) -> Iterator[Fault]:
    for name, ratio in _times_base(own, price):
        if _apart(ratio):
            yield Fault((*place, name), "warning", "tier", f"{name} {when} is {times(ratio)} its base", _SOURCE)


def _apart(ratio: float) -> bool:
    return not 1 / SPREAD <= ratio <= SPREAD


def _exceeds(rate: Decimal | None, base: Decimal | int | None, factor: Decimal | int = 1) -> bool:
    return rate is not None and base is not None and base > 0 and rate > base * factor
