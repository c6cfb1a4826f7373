"""What no schema can say of a workload file: shares that do not add up, and keys that contradict each other."""

from __future__ import annotations

from dataclasses import fields
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.config import checks
from costcalc.config.beliefs import GrowthBelief
from costcalc.config.class_checks import class_problems
from costcalc.config.length_checks import length_problems
from costcalc.config.numbers import percent, ratio
from costcalc.config.workload_mix import MixClass
from costcalc.errors import InputError
from costcalc.planning.volume import parse_volume
from costcalc.pricing.currency import parse_fx

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from costcalc.config.beliefs import VolumeBelief
    from costcalc.config.workload_schema import ComingPrice, ComingRetirement, TrafficTerms, WorkloadBudget, WorkloadFile
    from costcalc.sheets.conformity import Problem
    from costcalc.sheets.yaml_file import Place

DAYS, HOURS = 7, 24
FIRST_YEAR, LAST_YEAR = 2000, 2199
MOST_GROWN = 10**9


def problems(file: WorkloadFile) -> Iterator[Problem]:
    """Yield each place where a workload contradicts itself, with what to do about it."""
    if file.offers:
        idle = [key for key in ("model", "providers", "region", "needs") if getattr(file, key)]
        yield from (((key,), "has no effect beside offers, which say it already: keep one of the two") for key in idle)
    yield from checks.currency(("currency",), file.currency)
    yield from _fx(file)
    yield from _time(file)
    if file.volume is not None:
        yield from inside(("volume",), _traffic(file.volume))
        yield from inside(("volume",), _reach(file.volume, file.months))
    yield from _mix(file.mix)
    yield from length_problems((), file)
    if file.budget is not None:
        yield from inside(("budget",), _budget(file.budget, file.currency))
    yield from _prices(file.prices)
    yield from _retirements(file.retirements)


def inside(place: Place, found: Iterable[Problem]) -> Iterator[Problem]:
    """Yield problems as those of what stands at a place."""
    for inner, message in found:
        yield (*place, *inner), message


def _fx(file: WorkloadFile) -> Iterator[Problem]:
    for code, rate in (file.fx or {}).items():
        yield from checks.currency(("fx", code), code)
        try:
            parse_fx(f"{code}={rate:f}", file.currency)
        except InputError as error:
            yield ("fx", code), str(error).removeprefix(f"--fx {code}={rate:f}: ")


def _time(file: WorkloadFile) -> Iterator[Problem]:
    if file.start is not None and not FIRST_YEAR <= file.start.year <= LAST_YEAR:
        yield ("start",), f"{file.start} is not from {FIRST_YEAR} to {LAST_YEAR}"


def _reach(traffic: TrafficTerms, months: int) -> Iterator[Problem]:
    """Growth that is meant by the year, or for ever, soon makes more requests than there are."""
    fastest = traffic.growth.high if isinstance(traffic.growth, GrowthBelief) else traffic.growth
    factor = (1 + ratio(fastest)) ** (months - 1)
    if factor > MOST_GROWN:
        yield ("growth",), f"grows a month more than {MOST_GROWN:,}-fold in {months} months: it is a growth a month, compound"


def _traffic(traffic: TrafficTerms) -> Iterator[Problem]:
    yield from inside(("arrivals",), _arrivals(traffic.arrivals))
    if traffic.history is not None:
        idle = [key for key in ("arrivals", "variation") if getattr(traffic, key) is not None]
        yield from (((key,), "has no effect beside history, which shows it: keep one of the two") for key in idle)
    if traffic.peak_factor is not None and traffic.hours:
        yield ("peak_factor",), "has no effect beside hours, which show it: keep one of the two"
    for key, count, each in (("weekdays", DAYS, "Monday to Sunday"), ("hours", HOURS, "hour 0 to hour 23")):
        weights = getattr(traffic, key)
        if weights and len(weights) != count:
            yield (key,), f"holds {len(weights)} numbers: write {count}, one for each from {each}"
        elif weights and not any(weights):
            yield (key,), "are all 0, so that nothing could ever arrive: write relative weights"


def _arrivals(arrivals: str | VolumeBelief | None) -> Iterator[Problem]:
    if arrivals is None:
        return
    stated: dict[Place, str] = (
        {(): arrivals}
        if isinstance(arrivals, str)
        else {("low",): arrivals.low, ("base",): arrivals.base, ("high",): arrivals.high}
    )
    first = None
    for place, text in stated.items():
        try:
            volume = parse_volume(text)
        except InputError as error:
            yield place, str(error).removeprefix("--requests: ")
            continue
        first = first or volume.period
        if volume.period != first:
            yield place, f"is by the {volume.period} and low by the {first}: write all three by the {first}"


def _mix(mix: Sequence[MixClass]) -> Iterator[Problem]:
    if not mix:
        yield ("mix",), "is empty: name what arrives"
    yield from checks.unique("mix", (each.name for each in mix))
    for index, each in enumerate(mix):
        yield from inside(("mix", index), class_problems(each))
        if each.share is None and len(mix) > 1:
            yield ("mix", index, "share"), "is required beside other classes: say which share of all arrivals this is"
    yield from _paths([each.name for each in mix])
    shares = [ratio(each.share) for each in mix if each.share is not None]
    if shares and len(shares) == len(mix) and (total := sum(shares, Decimal(0))) != 1:
        yield ("mix",), f"has shares that add up to {percent(total)}: make them 100%"


def _paths(names: Sequence[str]) -> Iterator[Problem]:
    """A name stands in paths, `mix.chat.output`, so that it must not read like an index, or like a key of another class."""
    keys = {field.name for field in fields(MixClass)}
    for index, name in enumerate(names):
        if name.startswith("["):
            yield ("mix", index, "name"), f"'{name}' reads like a number of the list: choose another name"
        for other in names:
            if name.startswith(f"{other}.") and name.removeprefix(f"{other}.").partition(".")[0].partition("[")[0] in keys:
                yield ("mix", index, "name"), f"'{name}' reads like a key of '{other}': choose another name"


def _budget(budget: WorkloadBudget, currency: str) -> Iterator[Problem]:
    limits = {key: getattr(budget, key) for key in ("monthly", "total") if getattr(budget, key) is not None}
    if not limits:
        yield (), "holds no limit: add monthly or total"
    for key, text in limits.items():
        if (found := next(checks.currency((key,), text[-3:]), None)) is not None:
            yield found
        elif text[-3:] != currency:
            yield (key,), f"is in {text[-3:]}, and the workload in {currency}: write both in one currency"


def _prices(prices: Sequence[ComingPrice]) -> Iterator[Problem]:
    seen: set[tuple[str, object]] = set()
    for index, price in enumerate(prices):
        place = ("prices", index)
        if (price.offer, price.from_) in seen:
            yield (*place, "from"), f"stands twice for {price.offer}: keep one"
        seen.add((price.offer, price.from_))
        yield from inside(place, _price(price))


def _price(price: ComingPrice) -> Iterator[Problem]:
    if price.currency is not None:
        yield from checks.currency(("currency",), price.currency)
    if price.checked is None and price.basis != "page":
        yield ("checked",), "is required: the day on which the source was seen to say so"
    rates = [("input", price.input), ("output", price.output)]
    for key, rate in rates:
        if price.free and rate:
            yield (key,), f"{rate} is a price, and the row says `free: true`: keep one"
        if rate == 0 and not price.free:
            yield (key,), "0 means free: say `free: true`, or leave an unknown rate out"
        if price.free and rate is None:
            yield (key,), 'is not said, and the row is free: write "0", or leave `free` out'
    if not any(rate is not None for _, rate in rates):
        yield (), "names no rate: say what input and output will cost"


def _retirements(retirements: Sequence[ComingRetirement]) -> Iterator[Problem]:
    seen: set[str] = set()
    for index, each in enumerate(retirements):
        if each.offer in seen:
            yield ("retirements", index, "offer"), f"{each.offer} ends twice: keep one"
        seen.add(each.offer)
