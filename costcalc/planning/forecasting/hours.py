"""When requests arrive in a week, for prices that depend on the time of day."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.forecasting.months import weekday_weights
from costcalc.pricing.rates import is_open

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.workload import Traffic
    from costcalc.pricing.evidence import Evidence

_SLOTS = 4
"""Parts of an hour: windows begin on quarters."""
_MONDAY = datetime(2026, 11, 2, tzinfo=UTC)
"""A Monday in winter time: a week stands for all, though a window in local time moves by an hour in summer."""


def moments(evidence: Evidence, traffic: Traffic) -> Iterator[tuple[Decimal, datetime | None]]:
    """Yield a moment for each window that is open at some time of the week, and the share of arrivals in it.

    One moment that is None where a row has no windows, or where nothing is known of hours: the dearest is taken then.
    """
    windows = getattr(evidence.row, "windows", ())
    if not windows or not traffic.hours:
        yield Decimal(1), None
        return
    shares: dict[int | None, tuple[Decimal, datetime]] = {}
    days = weekday_weights(traffic.weekdays)
    with localcontext(money.EXACT):
        whole = sum(traffic.hours, Decimal(0)) * sum(days, Decimal(0)) * _SLOTS
        for slot in range(7 * 24 * _SLOTS):
            at = _MONDAY + timedelta(minutes=slot * 60 // _SLOTS)
            weight = traffic.hours[at.hour] * days[at.weekday()] / whole
            opened = next((index for index, window in enumerate(windows) if is_open(window, at)), None)
            known = shares.get(opened)
            shares[opened] = (weight + known[0], known[1]) if known else (weight, at)
    yield from ((share, at) for share, at in shares.values() if share)
