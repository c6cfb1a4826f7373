"""What a workload file says, as values of planning."""

from __future__ import annotations

from contextlib import contextmanager
from dataclasses import dataclass, fields, is_dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.config import class_values
from costcalc.config.beliefs import GrowthBelief, NumberBelief, ShareBelief, VolumeBelief
from costcalc.config.numbers import belief, ratio
from costcalc.config.workload_schema import TrafficTerms
from costcalc.errors import InputError
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.planning.workload import Belief, KnownPrice, Limits, Retirement, Traffic, Workload, sure
from costcalc.sheets.schema import Price

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date
    from typing import Literal

    from costcalc.config.workload_schema import ComingPrice, WorkloadFile
    from costcalc.config.workload_sources import Sources
    from costcalc.sheets.yaml_file import Document

_BELIEFS = (ShareBelief, GrowthBelief, NumberBelief, VolumeBelief)


@dataclass(frozen=True, slots=True)
class Origin:
    """What a workload is made from."""

    document: Document
    sources: Sources

    @contextmanager
    def at(self, *place: str | int) -> Iterator[None]:
        """Say of what goes wrong with a file where the workload names it."""
        try:
            yield
        except InputError as error:
            raise InputError(f"{self.document.at(place)}: {error}") from error


def workload_of(file: WorkloadFile, origin: Origin, default_start: date) -> Workload:
    """Return the workload that a file states, its prompts and samples read.

    Raises:
        InputError: one of them cannot be read; names the line that names it.
    """
    return Workload(
        name=file.name,
        start=file.start or default_start,
        months=file.months,
        days_per_month=file.days_per_month,
        traffic=_traffic(file.volume or TrafficTerms(), origin),
        classes=tuple(class_values.arrival_class(each, index, origin) for index, each in enumerate(file.mix)),
        prices=tuple(KnownPrice(offer=each.offer, price=_price(each)) for each in file.prices),
        retirements=tuple(Retirement(offer=each.offer, on=each.on, source=each.source) for each in file.retirements),
        budget=Limits(**{key: _amount(getattr(file.budget, key, None)) for key in ("monthly", "total")}),
        places={path: number for path, number in _places("", file) if not number.certain},
    )


def _traffic(terms: TrafficTerms, origin: Origin) -> Traffic:
    arrivals, per, assumed = _arrivals(terms.arrivals)
    history: tuple[tuple[date, int], ...] = ()
    if terms.history is not None:
        with origin.at("volume", "history"):
            history = origin.sources.history(terms.history)
        arrivals, per, assumed = sure(Decimal(sum(count for _, count in history)) / len(history)), "day", False
    return Traffic(
        arrivals=arrivals,
        per=per,
        assumed=assumed,
        growth=belief(terms.growth),
        weekdays=terms.weekdays,
        hours=terms.hours,
        peak_factor=terms.peak_factor,
        variation=ratio(terms.variation or 0),
        history=history,
    )


def _arrivals(stated: str | VolumeBelief | None) -> tuple[Belief, Literal["day", "month"], bool]:
    """Return arrivals, in what time, and whether nobody said so."""
    match stated:
        case None:
            return sure(DEFAULT_VOLUME.count), DEFAULT_VOLUME.period, True
        case str():
            volume = parse_volume(stated)
            return sure(volume.count), volume.period, False
        case VolumeBelief():
            low, base, high = (parse_volume(text) for text in (stated.low, stated.base, stated.high))
            return Belief(low.count, base.count, high.count), low.period, False


def _price(each: ComingPrice) -> Price:
    names = {field.name for field in fields(each)} - {"offer"}
    return Price(**{name: getattr(each, name) for name in names})


def _amount(text: str | None) -> Decimal | None:
    return None if text is None else Decimal(text[:-3].strip())


def _places(path: str, value: Any) -> Iterator[tuple[str, Belief]]:  # noqa: ANN401
    """Yield each belief with the path that `--set` knows it by."""
    if isinstance(value, _BELIEFS):
        yield path, _arrivals(value)[0] if isinstance(value, VolumeBelief) else belief(value)
    elif isinstance(value, tuple):
        for item in value:
            if name := getattr(item, "name", None):
                yield from _places(f"{path}.{name}", item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _places(f"{path}.{field.name}".removeprefix("."), getattr(value, field.name))
