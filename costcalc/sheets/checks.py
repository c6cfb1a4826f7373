"""What no schema can say of a sheet: dates that overlap, zeros that are not free, names that mean two things."""

from __future__ import annotations

import re
from dataclasses import fields, is_dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc.sheets.model_list import ModelList
from costcalc.sheets.price_checks import structure
from costcalc.sheets.price_rows import Claim, Price, Rates

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from costcalc.sheets.price_rows import Service, Tier, Uplift, Window
    from costcalc.sheets.schema import Alias, OfferSheet, Sheet
    from costcalc.sheets.yaml_file import Place

    Problem = tuple[Place, str]
    Row = Price | Claim | Alias

MOST_DIGITS = 20
"""Digits of a number with a point; with its size below 1e12 it keeps every product and sum within `money.EXACT`."""
_SHORT_NAME = re.compile(r"[a-z0-9][a-z0-9.-]*", re.ASCII)
_CURRENCY = re.compile(r"[A-Z]{3}", re.ASCII)
_REGION = re.compile(r"[A-Z]{2}|GLOBAL", re.ASCII)


def problems(value: Sheet | ModelList) -> Iterator[Problem]:
    """Yield each place where the value contradicts itself, with what to do about it."""
    yield from _numbers((), value)
    if isinstance(value, ModelList):
        yield from _unique(("models",), [(model.model, *model.names) for model in value.models])
        return
    if not _SHORT_NAME.fullmatch(value.provider):
        yield ("provider",), f"'{value.provider}' is no short name: write small letters, digits, - and . alone"
    yield from _currency((), value.currency)
    yield from _regions(("regions",), value.regions)
    yield from _aliases(value.aliases)
    yield from _unique(("offers",), [(offer.id, *offer.names) for offer in value.offers])
    for index, offer in enumerate(value.offers):
        for place, message in _offer(offer, value.currency):
            yield ("offers", index, *place), message


def _numbers(place: Place, value: Any) -> Iterator[Problem]:  # noqa: ANN401
    """No number of a sheet is below zero, and none has more digits than can be reckoned exactly."""
    if isinstance(value, tuple):
        for index, item in enumerate(value):
            yield from _numbers((*place, index), item)
    elif isinstance(value, dict):
        for name, item in value.items():
            yield from _numbers((*place, name), item)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _numbers((*place, field.name.rstrip("_")), getattr(value, field.name))
    elif isinstance(value, (int, Decimal)) and value < 0:
        yield place, f"{value} is negative"
    elif isinstance(value, Decimal) and value and (abs(value.adjusted()) > 12 or len(value.as_tuple().digits) > MOST_DIGITS):
        yield place, f"{value} is no rate: it has at most {MOST_DIGITS} digits and lies between 1e-12 and 1e12"


def _offer(offer: OfferSheet, currency: str) -> Iterator[Problem]:
    yield from _regions(("regions",), offer.regions or ())
    rows: list[tuple[str, int, Price | Claim]] = [("prices", index, price) for index, price in enumerate(offer.prices)]
    rows += [("claims", index, claim) for index, claim in enumerate(offer.claims)]
    for name, index, row in rows:
        for place, message in _row(row):
            yield (name, index, *place), message
    for index, price in enumerate(offer.prices):
        for place, message in (*_zeros(price), *_zeros_inside((), price), *structure(price)):
            yield ("prices", index, *place), message
    yield from _price_order(offer.prices, currency)


def _row(row: Price | Claim) -> Iterator[Problem]:
    if row.per < 1:
        yield ("per",), f"{row.per} is not a number of tokens: write 1000000 for a rate per million"
    if row.currency is not None:
        yield from _currency((), row.currency)
    if row.checked is None and row.basis != "page":
        yield ("checked",), "is required: the day on which the source was seen to say so"
    yield from _ends_after_it_begins(row)


def _zeros(price: Price) -> Iterator[Problem]:
    for name in (field.name for field in fields(Rates)):
        rate = getattr(price, name)
        if price.free and rate is None and name in {"input", "output"}:
            yield (name,), 'is not said, and the row is free: write "0", or leave `free` out'
        if price.free and rate:
            yield (name,), f"{rate} is a price, and the row says `free: true`: keep one"
        if rate == 0 and name in {"input", "output"} and not price.free:
            yield (name,), "0 means free: say `free: true`, or null for an unknown price"


def _zeros_inside(place: Place, value: Price | Tier | Window | Service | Uplift) -> Iterator[Problem]:
    """A tier, a window, a service and an endpoint cannot say that they are free, so nothing in them is 0."""
    for name in ("tiers", "windows", "services", "uplifts"):
        for index, own in enumerate(getattr(value, name, ())):
            for rate in ("input", "output", "multiplier"):
                if getattr(own, rate, None) == 0:
                    yield (*place, name, index, rate), "0 would make it free: leave it out where it is unknown"
            yield from _zeros_inside((*place, name, index), own)


def _currency(place: Place, code: str) -> Iterator[Problem]:
    if not _CURRENCY.fullmatch(code):
        yield (*place, "currency"), f"'{code}' is not an ISO 4217 code such as EUR"


def _regions(place: Place, regions: Iterable[str]) -> Iterator[Problem]:
    for index, region in enumerate(regions):
        if not _REGION.fullmatch(region):
            yield (*place, index), f"'{region}' is not an ISO 3166 code such as DE, nor EU, nor GLOBAL"


def _ends_after_it_begins(row: Row) -> Iterator[Problem]:
    if row.until is not None and row.from_ is not None and row.until <= row.from_:
        yield ("until",), f"{row.until} is not after from, {row.from_}"


def _price_order(prices: Sequence[Price], currency: str) -> Iterator[Problem]:
    """A row ends where the next newer one of its currency begins, so rows stand newest first and never overlap."""
    newer: dict[str, Price] = {}
    for index, price in enumerate(prices):
        code = price.currency or currency
        if code in newer and (problem := _overlap(newer[code], price)):
            yield ("prices", index), problem
        newer[code] = price


def _overlap(newer: Row, older: Row) -> str | None:
    if newer.from_ is None:
        return "a row above it holds since ever, so this one never does: give that one a `from`"
    if older.from_ is not None and older.from_ >= newer.from_:
        return f"from {older.from_} is not before the row above it, {newer.from_}: put the newest first"
    if older.until is not None and older.until > newer.from_:
        return f"until {older.until} overlaps the row above it, which begins {newer.from_}: end it then"
    return None


def _aliases(aliases: Sequence[Alias]) -> Iterator[Problem]:
    """A name stands for one model a day; its rows may stand in any order."""
    newest_first = sorted(enumerate(aliases), key=lambda item: item[1].from_ or date.min, reverse=True)
    newer: dict[str, Alias] = {}
    for index, alias in newest_first:
        for place, message in _ends_after_it_begins(alias):
            yield ("aliases", index, *place), message
        other = newer.get(alias.name.lower())
        if other is not None and (alias.from_ or date.min) == (other.from_ or date.min):
            yield ("aliases", index), f"'{alias.name}' begins on the same day in another row: keep one"
        elif other is not None and alias.until is not None and alias.until > (other.from_ or date.min):
            yield ("aliases", index, "until"), f"{alias.until} is after {other.from_}, when '{alias.name}' moves to {other.model}"
        newer[alias.name.lower()] = alias


def _unique(place: Place, names: Iterable[tuple[str, ...]]) -> Iterator[Problem]:
    """A name in any case means one entry."""
    owners: dict[str, int] = {}
    for index, group in enumerate(names):
        for name in group:
            if owners.setdefault(name.lower(), index) != index:
                yield (*place, index), f"'{name}' names two entries: keep one"
