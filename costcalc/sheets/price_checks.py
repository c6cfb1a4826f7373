"""What no schema can say of the structure of a price: tiers, windows, services and uplifts that contradict themselves."""

from __future__ import annotations

from collections import Counter
from dataclasses import fields
from typing import TYPE_CHECKING

from costcalc.sheets.price_rows import Rates

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.sheets.price_rows import Price, Tier
    from costcalc.sheets.yaml_file import Place

    Problem = tuple[Place, str]


def structure(price: Price) -> Iterator[Problem]:
    """Yield each contradiction in the structure of a price, with what to do about it."""
    yield from _tiers(("tiers",), price.tiers)
    yield from _windows(price)
    yield from _services(price)
    yield from _twice(("uplifts",), [uplift.region for uplift in price.uplifts])
    if price.cached_share is not None and price.cached_input is not None:
        yield ("cached_share",), "stands beside cached_input: keep one, the rate where both are published"
    if price.cached_share is not None and price.cached_share > 1:
        yield ("cached_share",), f'{price.cached_share} is no share: write "0.10" for ten percent of the input rate'


def _tiers(place: Place, tiers: Sequence[Tier]) -> Iterator[Problem]:
    yield from _twice(place, [f"{tier.above:,} tokens" for tier in tiers])
    for index, tier in enumerate(tiers):
        if not _named(tier):
            yield (*place, index), "names no rate: say which meters change above it"


def _windows(price: Price) -> Iterator[Problem]:
    from zoneinfo import ZoneInfo

    for index, window in enumerate(price.windows):
        try:
            ZoneInfo(window.time_zone)
        except (OSError, ValueError):
            yield ("windows", index, "time_zone"), f"'{window.time_zone}' is no IANA time zone such as UTC or Europe/Berlin"
        if any(day not in range(1, 8) for day in window.weekdays or ()):
            yield ("windows", index, "weekdays"), "a weekday is 1 for Monday to 7 for Sunday"
        if not _named(window):
            yield ("windows", index), "names no rate: say which meters change in it"


def _services(price: Price) -> Iterator[Problem]:
    yield from _twice(("services",), [service.name for service in price.services])
    for index, service in enumerate(price.services):
        if (service.multiplier is None) == (not _named(service) and not service.tiers):
            yield ("services", index), "has either a multiplier or rates of its own: give one of them"
        for place, message in _tiers(("tiers",), service.tiers):
            yield ("services", index, *place), message


def _named(rates: Rates) -> list[str]:
    return [field.name for field in fields(Rates) if getattr(rates, field.name) is not None]


def _twice(place: Place, names: Sequence[str]) -> Iterator[Problem]:
    for name, times in Counter(names).items():
        if times > 1:
            yield place, f"'{name}' stands {times} times: keep one"
