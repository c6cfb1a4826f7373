"""The rates that hold for one request: the base row, its window, its tier, the cache share, the service, the endpoint."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.evidence import Unpriced

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from decimal import Decimal

    from costcalc.sheets.price_rows import Claim, Price, Rates, Service, Tier, Window

TOKEN_METERS = ("input", "output", "cached_input", "cache_write", "cache_write_1h", "reasoning")
"""Meters whose rates are per so many tokens; the others are per piece."""
METERS = (*TOKEN_METERS, "image", "request")

RateTable = dict[str, "Decimal | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Conditions:
    """What besides its usage decides the rates of a request."""

    service: str | None = None
    """A class of service, `batch` among them; None for the standard one."""
    endpoint: str | None = None
    """A regional endpoint; None for the default one."""
    at: datetime | None = None
    """The moment, with its zone; None where only the day is known."""


STANDARD = Conditions()

AT_ITS_DEAREST = "the price depends on the time of day: taken at its dearest (name a moment: --as-of 2026-11-20T18:00Z)"
"""The note where a row has windows and the moment is unknown."""


@dataclass(frozen=True, slots=True)
class Found:
    """Rates by meter, and what a reader must know of how they came about."""

    rates: RateTable
    notes: tuple[str, ...] = ()


def rates_of(row: Price | Claim, prompt_tokens: int, conditions: Conditions = STANDARD) -> Found | Unpriced:
    """Return the rates of a row for a request with a prompt of so many tokens.

    Where a row has windows and the moment is unknown, each meter is taken at its dearest, and a note says so.
    """
    table, notes = _stated(row), []
    windows = getattr(row, "windows", ())
    if windows:
        table, note = _windowed(table, windows, conditions.at)
        notes.extend(note)
    table = _tiered(table, getattr(row, "tiers", ()), prompt_tokens)
    share = getattr(row, "cached_share", None)
    if table["cached_input"] is None and share is not None and table["input"] is not None:
        table["cached_input"] = money.times(table["input"], share)
    served = _served(table, row, prompt_tokens, conditions)
    if isinstance(served, Unpriced):
        return served
    return Found(served, (*notes, *_short_of(row, prompt_tokens, conditions)))


def _stated(rates: Rates) -> RateTable:
    return {meter: getattr(rates, meter) for meter in METERS}


def _over(table: RateTable, own: Rates) -> RateTable:
    """Return the table with every rate that the own ones name."""
    return table | {meter: rate for meter, rate in _stated(own).items() if rate is not None}


def _tiered(table: RateTable, tiers: Iterable[Tier], prompt_tokens: int) -> RateTable:
    """Return the rates of the highest tier that a prompt reaches; the whole request is priced by it."""
    for tier in sorted(_reached(tiers, prompt_tokens), key=lambda tier: tier.above):
        table = _over(table, tier)
    return table


def _reached(tiers: Iterable[Tier], prompt_tokens: int) -> list[Tier]:
    return [tier for tier in tiers if prompt_tokens > tier.above or (tier.inclusive and prompt_tokens == tier.above)]


def _windowed(table: RateTable, windows: Iterable[Window], at: datetime | None) -> tuple[RateTable, list[str]]:
    if at is not None:
        for window in windows:
            if is_open(window, at):
                return _over(table, window), []
        return table, []
    dearest = dict(table)
    for window in windows:
        for meter, rate in _over(table, window).items():
            known = dearest[meter]
            dearest[meter] = rate if known is None or (rate is not None and rate > known) else known
    return dearest, [AT_ITS_DEAREST]


def is_open(window: Window, at: datetime) -> bool:
    """Return whether a moment lies in a daily window [start, end), in the window's own time zone.

    A window over midnight belongs to the weekday on which it began. The same start and end mean the whole day.
    """
    local = at.astimezone(_zone(window.time_zone))
    clock = local.time().replace(tzinfo=None)
    start, end = window.start.replace(tzinfo=None), window.end.replace(tzinfo=None)
    if start < end:
        inside, began = start <= clock < end, local
    else:
        inside = clock >= start or clock < end
        began = local if clock >= start else local - timedelta(days=1)
    return inside and (window.weekdays is None or began.isoweekday() in window.weekdays)


def _zone(name: str) -> tzinfo:
    if name == "UTC":
        return UTC
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _served(table: RateTable, row: Price | Claim, prompt_tokens: int, conditions: Conditions) -> RateTable | Unpriced:
    """Return the table under a class of service and at a regional endpoint, in that order."""
    service = None
    if conditions.service is not None:
        service = next((known for known in getattr(row, "services", ()) if known.name == conditions.service), None)
        if service is None:
            return Unpriced(f"no price of service '{conditions.service}' is published")
        table = _by_service(table, service, prompt_tokens)
    if conditions.endpoint is None:
        return table
    uplift = next((known for known in getattr(row, "uplifts", ()) if known.region == conditions.endpoint), None)
    if uplift is None:
        return Unpriced(f"no price at the regional endpoint '{conditions.endpoint}' is published")
    if service is not None and not service.regional:
        return Unpriced(f"service '{service.name}' is not offered at a regional endpoint")
    return _times(table, uplift.multiplier)


def _short_of(row: Price | Claim, prompt_tokens: int, conditions: Conditions) -> Iterator[str]:
    """Yield that a class of service has rates of its own and none for a prompt that the standard one prices by a tier."""
    for service in getattr(row, "services", ()):
        own = {meter for meter, rate in _stated(service).items() if rate is not None}
        tiers = _reached(getattr(row, "tiers", ()), prompt_tokens)
        tiered = {meter for tier in tiers for meter, rate in _stated(tier).items() if rate is not None}
        if service.name == conditions.service and own & tiered and not _reached(service.tiers, prompt_tokens):
            yield f"service '{service.name}' states no rates for prompts this long: those for shorter ones are taken"


def _by_service(table: RateTable, service: Service, prompt_tokens: int) -> RateTable:
    if service.multiplier is not None:
        table = _times(table, service.multiplier)
    return _tiered(_over(table, service), service.tiers, prompt_tokens)


def _times(table: RateTable, factor: Decimal) -> RateTable:
    return {meter: None if rate is None else money.times(rate, factor) for meter, rate in table.items()}
