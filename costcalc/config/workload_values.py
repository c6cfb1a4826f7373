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
from costcalc.errors import CostcalcError, InputError
from costcalc.planning.daily import seen
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.planning.workload import Belief, KnownPrice, Limits, Retirement, Traffic, Workload, sure
from costcalc.sheets.price_rows import Price

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from datetime import date
    from pathlib import Path
    from typing import Literal

    from costcalc.config.workload_schema import ComingPrice, WorkloadFile
    from costcalc.config.workload_sources import Sources
    from costcalc.sheets.yaml_file import Document

_BELIEFS = (ShareBelief, GrowthBelief, NumberBelief, VolumeBelief)


def _as_written(offer: str) -> str:
    return offer


@dataclass(frozen=True, slots=True)
class Origin:
    """What a workload is made from."""

    document: Document
    sources: Sources
    default_start: date
    """The first day of one that has none."""
    offer_name: Callable[[str], str] = _as_written
    """What the sheets call an offer."""

    @contextmanager
    def at(self, *place: str | int) -> Iterator[None]:
        """Say of what goes wrong with what a workload names where it names it."""
        try:
            yield
        except CostcalcError as error:
            raise InputError(f"{self.document.at(place)}: {error}") from error

    def offer(self, name: str, *place: str | int) -> str:
        """Return what the sheets call the offer that is named at a place."""
        with self.at(*place):
            return self.offer_name(name)


@dataclass(frozen=True, slots=True)
class Values:
    """A workload, and what it names besides."""

    workload: Workload
    offers: tuple[str, ...]
    sheets: tuple[Path, ...]


def of_file(file: WorkloadFile, origin: Origin) -> Values:
    """Return the values that a file states, its prompts and samples read.

    Raises:
        InputError: one of them cannot be read, or what it names is not there; names the line that names it.
    """
    offers = tuple(origin.offer(name, "offers", index) for index, name in enumerate(file.offers))
    sheets = tuple(_folder(name, origin, "sheets", index) for index, name in enumerate(file.sheets))
    return Values(_workload(file, origin), offers, sheets)


def _folder(name: str, origin: Origin, *place: str | int) -> Path:
    folder = origin.sources.folder / name
    with origin.at(*place):
        if not folder.is_dir():
            raise InputError(f"{name} is no folder: name one with a YAML file a provider, from the folder of this file")
    return folder


def _workload(file: WorkloadFile, origin: Origin) -> Workload:
    return Workload(
        name=file.name,
        start=file.start or origin.default_start,
        months=file.months,
        days_per_month=file.days_per_month,
        traffic=_traffic(file.volume or TrafficTerms(), origin),
        classes=tuple(class_values.arrival_class(each, index, origin) for index, each in enumerate(file.mix)),
        prices=tuple(
            KnownPrice(offer=origin.offer(each.offer, "prices", index, "offer"), price=_price(each))
            for index, each in enumerate(file.prices)
        ),
        retirements=tuple(
            Retirement(offer=origin.offer(each.offer, "retirements", index, "offer"), on=each.on, source=each.source)
            for index, each in enumerate(file.retirements)
        ),
        budget=Limits(**{key: _amount(getattr(file.budget, key, None)) for key in ("monthly", "total")}),
        places={path: number for path, number in _places("", file) if not number.certain},
    )


def _traffic(terms: TrafficTerms, origin: Origin) -> Traffic:
    arrivals, per, assumed = _arrivals(terms.arrivals)
    found = Traffic(
        arrivals=arrivals,
        per=per,
        assumed=assumed,
        growth=belief(terms.growth),
        weekdays=terms.weekdays,
        hours=terms.hours,
        peak_factor=terms.peak_factor,
        variation=ratio(terms.variation or 0),
    )
    if terms.history is None:
        return found
    with origin.at("volume", "history"):
        return seen(found, origin.sources.history(terms.history))


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
