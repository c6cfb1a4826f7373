"""What one arrival of a class costs at an offer under one price: exactly, and block by block for the trials."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import ROUND_FLOOR, Decimal, localcontext
from typing import TYPE_CHECKING

import numpy as np

from costcalc import money
from costcalc.planning.forecasting.hours import moments
from costcalc.planning.forecasting.sides import ANSWER
from costcalc.planning.item import MeterRate
from costcalc.planning.retries import retry_factor
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.quote import Quote, quote_row
from costcalc.pricing.rates import AT_ITS_DEAREST, STANDARD, Conditions
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from numpy.typing import NDArray

    from costcalc.planning.forecasting.calls import Calls, Ints
    from costcalc.planning.workload import ArrivalClass, Retries, Traffic
    from costcalc.pricing.evidence import Evidence

    Floats = NDArray[np.float64]

_ONE = Decimal(1)
_NO_HOURS = {
    AT_ITS_DEAREST: "the price depends on the time of day: taken at its dearest (say when requests arrive: volume.hours)"
}
"""Notes of a single request, as they are said of months."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitCost:
    """The cost of arrivals of one class, in the currency of the row that prices them."""

    per_arrival: Decimal
    """The mean, exactly (to 60 digits where a mean has no end)."""
    blocks: Floats
    """Cost of the arrivals of each block."""
    arrivals: Floats
    """How many arrivals each block has."""
    quantities: Mapping[str, Decimal]
    """Billed of one arrival on average, by meter: retries in, parts taken out of their whole."""
    rates: Mapping[str, MeterRate]
    """By meter, on average over tiers, services and hours."""
    currency: str
    deviation: float
    """Standard deviation of the cost of one arrival over its mean."""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """Requests that are priced alike, and the share of them that is."""

    weight: Decimal
    quote: Quote
    chosen: Ints
    """The requests."""


def unit_cost(kind: ArrivalClass, calls: Calls, evidence: Evidence, traffic: Traffic) -> UnitCost | Unpriced:
    """Return what an arrival costs by a row of a sheet, or why that is unknown."""
    calls, notes = _cached(kind, calls, evidence)
    parts: list[_Part] = []
    for chosen in _alike(calls, evidence):
        usage, length = _usage(calls, chosen), int(calls.input[chosen].max(initial=0))
        for weight, conditions in _conditions(kind, evidence, traffic):
            quoted = quote_row(usage, evidence, prompt_tokens=length, conditions=conditions)
            if isinstance(quoted, Unpriced):
                return quoted
            parts.append(_Part(weight, quoted, chosen))
    if kind.batch_share.base and not _has_batch(evidence):
        notes = (*notes, "no batch price is published: all at the standard one")
    return _summed(kind, calls, parts, evidence.currency, notes)


def _summed(kind: ArrivalClass, calls: Calls, parts: Sequence[_Part], currency: str, notes: tuple[str, ...]) -> UnitCost:
    quantities: dict[str, Decimal] = {}
    costs: dict[str, Decimal] = {}
    each = np.zeros(len(calls.arrival))
    with localcontext(money.EXACT):
        for part in parts:
            for line in part.quote.lines:
                factor = part.weight * _again(kind.retries, line.meter)
                quantities[line.meter] = quantities.get(line.meter, Decimal(0)) + line.quantity * factor
                costs[line.meter] = costs.get(line.meter, Decimal(0)) + line.cost * factor
                each[part.chosen] += _quantity(calls, part, line.meter) * float(line.rate * factor) / line.per
        rates = {
            meter: MeterRate(costs[meter] * 1_000_000 / quantity, 1_000_000) for meter, quantity in quantities.items() if quantity
        }
        rates |= _single_rates(parts)
        mean = sum(costs.values(), Decimal(0)) / calls.arrivals
        by_meter = {meter: quantity / calls.arrivals for meter, quantity in quantities.items()}
    by_arrival = np.bincount(calls.arrival, weights=each, minlength=calls.arrivals)
    average = by_arrival.mean()
    return UnitCost(
        per_arrival=money.tidy(mean),
        blocks=np.bincount(calls.block, weights=by_arrival, minlength=calls.blocks).astype(np.float64),
        arrivals=np.bincount(calls.block, minlength=calls.blocks).astype(np.float64),
        quantities=by_meter,
        rates=rates,
        currency=currency,
        deviation=float(by_arrival.std() / average) if average else 0.0,
        notes=tuple(dict.fromkeys((*notes, *(_NO_HOURS.get(note, note) for part in parts for note in part.quote.notes)))),
    )


def _single_rates(parts: Sequence[_Part]) -> dict[str, MeterRate]:
    """Return the rates that are the same for all requests as the sheet states them."""
    stated: dict[str, set[MeterRate]] = {}
    for part in parts:
        for line in part.quote.lines:
            stated.setdefault(line.meter, set()).add(MeterRate(line.rate, line.per))
    return {meter: next(iter(rates)) for meter, rates in stated.items() if len(rates) == 1}


def _quantity(calls: Calls, part: _Part, meter: str) -> Floats:
    """Return what each of the requests is billed of a meter."""
    match meter:
        case "input":
            found = (calls.input - calls.cached - calls.written)[part.chosen]
        case "request":
            found = np.ones(int(part.chosen.size), dtype=np.int64)
        case _:
            columns = {"cached_input": calls.cached, "cache_write": calls.written, "output": calls.output, "image": calls.image}
            found = columns[meter][part.chosen]
    return found.astype(np.float64)


def _again(retries: Retries | None, meter: str) -> Decimal:
    """Return how often a meter of one request is billed, those that failed in."""
    if retries is None or retries.billed == "nothing" or (retries.billed == "input" and meter in ANSWER):
        return _ONE
    return retry_factor(retries.failing.base, retries.most)


def _usage(calls: Calls, chosen: Ints) -> Usage:
    return Usage(
        input=int(calls.input[chosen].sum()),
        cached_input=int(calls.cached[chosen].sum()),
        cache_write=int(calls.written[chosen].sum()),
        output=int(calls.output[chosen].sum()),
        image=int(calls.image[chosen].sum()),
        request=int(chosen.size),
    )


def _alike(calls: Calls, evidence: Evidence) -> Iterator[Ints]:
    """Yield the requests that reach the same tiers of a row."""
    services = getattr(evidence.row, "services", ())
    tiers = [*getattr(evidence.row, "tiers", ()), *(tier for service in services for tier in service.tiers)]
    reached = np.zeros(len(calls.arrival), dtype=np.int64)
    for above in {(tier.above, tier.inclusive) for tier in tiers}:
        length, inclusive = above
        reached += (calls.input >= length) if inclusive else (calls.input > length)
    for level in np.unique(reached):
        yield np.flatnonzero(reached == level)


def _cached(kind: ArrivalClass, calls: Calls, evidence: Evidence) -> tuple[Calls, tuple[str, ...]]:
    """Return the requests with what is read from this provider's cache: a prompt that is too short for it is not cached."""
    if kind.cached_share is not None and not calls.told_cached:
        calls = replace(calls, cached=shares_of(calls.input, kind.cached_share.base))
    least = getattr(evidence.row, "cache_minimum", None)
    short = calls.input < (least or 0)
    if not (short & ((calls.cached > 0) | (calls.written > 0))).any():
        return calls, ()
    calls = replace(calls, cached=np.where(short, 0, calls.cached), written=np.where(short, 0, calls.written))
    return calls, (f"a prompt below {least:,} tokens is not cached",)


def shares_of(lengths: Ints, share: Decimal) -> Ints:
    """Return a share of each length in whole tokens, rounded down, exactly."""
    numerator, denominator = share.as_integer_ratio()
    if numerator.bit_length() + int(lengths.max(initial=0)).bit_length() < 63:
        return lengths * numerator // denominator
    exact = [int(money.times(share, int(length)).to_integral_value(ROUND_FLOOR)) for length in lengths]
    return np.asarray(exact, dtype=np.int64)


def _conditions(kind: ArrivalClass, evidence: Evidence, traffic: Traffic) -> Iterator[tuple[Decimal, Conditions]]:
    """Yield under what conditions requests are sent, and the share of them: hours of the day, batch or not."""
    batch = kind.batch_share.base if _has_batch(evidence) else Decimal(0)
    for share, at in moments(evidence, traffic):
        if batch < 1:
            yield share * (1 - batch), STANDARD if at is None else Conditions(at=at)
        if batch:
            yield share * batch, Conditions(service="batch", at=at)


def _has_batch(evidence: Evidence) -> bool:
    return any(service.name == "batch" for service in getattr(evidence.row, "services", ()))
