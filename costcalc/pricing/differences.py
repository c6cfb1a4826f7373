"""How the rates of two rows differ, meter by meter, tier by tier, service by service."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from costcalc import money
from costcalc.pricing.rates import METERS, TOKEN_METERS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costcalc.sheets.price_rows import Claim, Price, Rates

_MILLION = 1_000_000
_SAME = Decimal("1e-9")
"""Rates that differ by no more than this share are one, printed with more or fewer digits."""


class Difference(NamedTuple):
    """A rate before and after, per million tokens or per piece; None where one of them does not state it."""

    what: str
    before: Decimal | None
    after: Decimal | None


def differences(before: Price | Claim, after: Price) -> tuple[Difference, ...]:
    """Return the rates that differ and those that one alone states; nothing where the later only states less."""
    old, new = rates_stated(before), rates_stated(after)
    differing = [Difference(what, old[what], new[what]) for what in new if what in old and _differ(old[what], new[what])]
    added = [Difference(what, None, new[what]) for what in new if what not in old]
    dropped = [Difference(what, old[what], None) for what in old if what not in new]
    return tuple(differing + added + dropped) if differing or not dropped else ()


def _differ(one: Decimal, other: Decimal) -> bool:
    return abs(one - other) > _SAME * max(one, other)


def rates_stated(row: Price | Claim) -> dict[str, Decimal]:
    """Return every rate that a row states, by words such as `batch output above 200000`, per million tokens or per piece."""
    found = dict(_stated(row, row.per))
    share = getattr(row, "cached_share", None)
    if share is not None and "cached_input" not in found and "input" in found:
        found["cached_input"] = money.times(found["input"], share)
    for tier in getattr(row, "tiers", ()):
        found |= _stated(tier, row.per, after=f" above {tier.above}")
    for window in getattr(row, "windows", ()):
        days = f" on weekdays {window.weekdays}" if window.weekdays else ""
        found |= _stated(window, row.per, after=f" {window.start:%H:%M}-{window.end:%H:%M} {window.time_zone}{days}")
    for service in getattr(row, "services", ()):
        found |= _stated(service, row.per, before=f"{service.name} ")
        found |= {f"{service.name} factor": service.multiplier} if service.multiplier is not None else {}
        for tier in service.tiers:
            found |= _stated(tier, row.per, before=f"{service.name} ", after=f" above {tier.above}")
    return found | {f"endpoint {uplift.region} factor": uplift.multiplier for uplift in getattr(row, "uplifts", ())}


def _stated(rates: Rates, per: int, *, before: str = "", after: str = "") -> Mapping[str, Decimal]:
    stated = {meter: rate for meter in METERS if (rate := getattr(rates, meter)) is not None}
    return {
        f"{before}{meter}{after}": money.cost(_MILLION, rate, per) if meter in TOKEN_METERS else rate
        for meter, rate in stated.items()
    }
