"""Read what an earlier run found: the saved JSON of an estimate, or of a check that carries one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, get_args

from costcalc import money
from costcalc.errors import InputError
from costcalc.logs.text_file import name_of, parsed, read_text
from costcalc.planning.attribution import computed
from costcalc.planning.estimate import Status
from costcalc.planning.item import Item, item_from

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal

ESTIMATE, CHECK = "costcalc/estimate/1", "costcalc/check/1"
_AGAIN = "save it again with `costcalc estimate --format json`"
_CLOSE = 10**12
"""Costs that differ by less than one part of so many are the same: a JSON number keeps some 16 digits of a volume."""


@dataclass(frozen=True, slots=True)
class Saved:
    """What each prompt cost in an earlier run."""

    name: str
    """The file."""
    on: date
    """The day of its prices."""
    currency: str
    items: tuple[Item, ...]


def read_estimate(path: str) -> Saved:
    """Return the prompts of a saved estimate, each with its first offer that is ok, else its first.

    Raises:
        InputError: no estimate of a form that is known, or one whose numbers do not add up; names the file and the place.
    """
    name = name_of(path)
    document = parsed(read_text(path), name)
    schema = document.get("schema") if isinstance(document, dict) else None
    if schema == CHECK and isinstance(document.get("estimate"), dict):
        document = document["estimate"]
        schema = document.get("schema", ESTIMATE)
    if schema != ESTIMATE:
        raise InputError(f"{name}: is no {ESTIMATE}{f' but {schema}' if schema else ''}: {_AGAIN}")
    try:
        return Saved(name, date.fromisoformat(document["as_of"]), str(document["currency"]), tuple(_items(document, name)))
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise InputError(f"{name}: is no {ESTIMATE}: {type(error).__name__}: {error}: {_AGAIN}") from None


def _items(document: dict[str, Any], name: str) -> Iterator[Item]:
    chosen: dict[str, tuple[int, Any]] = {}
    for number, result in enumerate(document["results"]):
        source, ok = str(result["source"]), result["status"] == "ok"
        if result["status"] not in get_args(Status):
            raise ValueError(f"results[{number}] has status {result['status']!r}")
        if source not in chosen or (ok and chosen[source][1]["status"] != "ok"):
            chosen[source] = number, result
    if not chosen:
        raise InputError(f"{name}: holds no result: {_AGAIN}")
    for number, result in chosen.values():
        yield _checked(result, f"{name}: results[{number}]")


def _checked(result: dict[str, Any], place: str) -> Item:
    """Return the item of a result, whose cost is what its lines come to."""
    try:
        item = item_from(result)
        cost = computed(item)
    except (InputError, ArithmeticError) as error:
        raise InputError(f"{place}: {error}: {_AGAIN}") from None
    if item.status != "ok":
        return item
    if item.requests < 0 or any(rate.rate < 0 for rate in item.rates.values()):
        raise InputError(f"{place}: a rate or the volume is negative: {_AGAIN}")
    if cost is None or item.monthly is None or not _same(cost, item.monthly):
        stated = "none" if item.monthly is None else money.plain(item.monthly)
        comes_to = "no cost" if cost is None else money.plain(cost)
        raise InputError(f"{place}: monthly cost {stated} is not what its lines come to, {comes_to}: {_AGAIN}")
    return item


def _same(one: Decimal, other: Decimal) -> bool:
    return one == other or abs(one - other) * _CLOSE < abs(other)
