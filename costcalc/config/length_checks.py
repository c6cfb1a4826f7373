"""What no schema can say of the beliefs and lengths of a workload: their order, and means that cannot be."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.config.beliefs import GrowthBelief, LengthQuantiles, LengthSummary, NumberBelief, ShareBelief, VolumeBelief
from costcalc.config.numbers import belief, exact
from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.sheets.conformity import Problem
    from costcalc.sheets.yaml_file import Place

_PERCENTILE = re.compile(r"p([0-9]{1,2}(?:\.[0-9]{1,6})?|100)", re.ASCII)
_BELIEFS = (ShareBelief, GrowthBelief, NumberBelief, VolumeBelief)
_MOST_TURNS = 100_000


def length_problems(place: Place, value: Any) -> Iterator[Problem]:  # noqa: ANN401
    """Yield each belief and length anywhere in a value that cannot be, with what to do about it."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from length_problems((*place, index), item)
    if not is_dataclass(value):
        return
    for field in fields(value):
        yield from length_problems((*place, field.name.rstrip("_")), getattr(value, field.name))
    if isinstance(value, _BELIEFS):
        found = _order(value)
    elif isinstance(value, LengthSummary):
        found = _summary(value)
    elif isinstance(value, LengthQuantiles):
        found = _table(value)
    else:
        found = _turns(value)
    for inner, message in found:
        yield (*place, *inner), message


def percentile(key: str) -> Decimal | None:
    """Return the share that a key such as `p95` or `p99.5` stands for; None for another key."""
    found = _PERCENTILE.fullmatch(key)
    return Decimal(found[1]) / 100 if found else None


def _order(value: Any) -> Iterator[Problem]:  # noqa: ANN401
    volume = isinstance(value, VolumeBelief)
    try:
        numbers = {key: exact(getattr(value, key), volume=volume) for key in ("low", "base", "high")}
    except InputError:  # no volume; said where volumes are checked
        return
    for lower, higher in (("low", "base"), ("base", "high")):
        if numbers[lower] > numbers[higher]:
            yield (higher,), f"is below {lower}, {getattr(value, lower)}: write low, base and high in that order"


def _summary(value: LengthSummary) -> Iterator[Problem]:
    if value.p95 < value.p50:
        yield ("p95",), f"is below p50, {value.p50}: 1 of 20 is above p95, half are above p50"
        return
    # 45 % lie from p50 to p95, 5 % above, and no length is below 0.
    least = (45 * value.p50 + 5 * value.p95) / 100
    yield from _mean(value, least, None)


def _table(value: LengthQuantiles) -> Iterator[Problem]:
    keys = {key: percentile(key) for key in value.quantiles}
    for key, share in keys.items():
        if share is None:
            yield ("quantiles", key), "is no percentile: write p0, p50, p99.5 or p100"
    for key, what in (("p0", "the shortest"), ("p100", "the longest")):
        if key not in keys:
            yield ("quantiles", key), f"is required: add {what} that was seen"
    points = sorted((share, key) for key, share in keys.items() if share is not None)
    for (share, key), (next_share, higher) in pairwise(points):
        if share == next_share:
            yield ("quantiles", higher), f"is {key} again: keep one"
        elif value.quantiles[higher] < value.quantiles[key]:
            yield ("quantiles", higher), f"is below {key}, {value.quantiles[key]}: lengths rise with their percentile"
    lengths = [value.quantiles[key] for _, key in points]
    steps = [after[0] - before[0] for before, after in pairwise(points)]
    if {"p0", "p100"} <= keys.keys() and lengths == sorted(lengths):
        least = sum((step * length for step, length in zip(steps, lengths, strict=False)), Decimal(0))
        most = sum((step * length for step, length in zip(steps, lengths[1:], strict=True)), Decimal(0))
        yield from _mean(value, least, most)


def _mean(value: LengthSummary | LengthQuantiles, least: Decimal, most: Decimal | None) -> Iterator[Problem]:
    if value.mean is None:
        return
    mean = belief(value.mean)
    if mean.low < least:
        yield ("mean",), f"{money.plain(mean.low)} cannot be: the percentiles leave at least {money.plain(least)}"
    elif most is not None and mean.high > most:
        yield ("mean",), f"{money.plain(mean.high)} cannot be: the percentiles leave at most {money.plain(most)}"


def _turns(value: Any) -> Iterator[Problem]:  # noqa: ANN401
    for key in ("turns", "steps"):
        length = getattr(value, key, None)
        if isinstance(length, (Decimal, NumberBelief)):
            known = belief(length)
            if known.low < 1:
                yield (key,), f"{money.plain(known.low)} is no number of {key}: write at least 1"
            elif known.high > _MOST_TURNS:
                yield (key,), f"{money.plain(known.high)} are more {key} than {_MOST_TURNS:,}"
