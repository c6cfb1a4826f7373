"""The numbers behind a result that a person may change, each with the name of its cell."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING

from costcalc.render.xlsx.formula import Input
from costcalc.render.xlsx.safe import defined_name

if TYPE_CHECKING:
    from costcalc.planning.item import MeterRate
    from costcalc.planning.what_if import Mix, Priced, WhatIf

QUANTITIES = {
    "share": "share",
    "requests": "requests",
    "input": "input_tokens",
    "cached_share": "cached_share",
    "cache_write": "cache_write_tokens",
    "output": "output_tokens",
    "image": "images",
}
"""What an arrival of a class uses, by the attribute of a `Mix`, and how the cells are named."""
_ALWAYS = ("input", "cached_share", "output")
_FOLLOWERS = ("cached_input", "cache_write")
"""Meters that are billed as input where nobody publishes a rate of their own."""
_PIECES = {"image", "request"}
_ONE, _MILLION = Decimal(1), 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """The price of a meter at an offer, for as many periods as it stays the same."""

    offer: str
    meter: str
    currency: str
    per: int
    periods: tuple[int, ...]
    input: Input


@dataclass(frozen=True, slots=True, kw_only=True)
class Own:
    """What one offer has otherwise than the others: a model that counts the same prompt in another way."""

    offer: str
    kind: str
    what: str
    input: Input


@dataclass(slots=True, kw_only=True)
class Inputs:
    """Every input of a workbook."""

    what_if: WhatIf
    names: list[str] = field(default_factory=lambda: ["volume", "volume_per", "growth_per_month"])
    days: list[Input] = field(default_factory=list)
    weights: list[Input] = field(default_factory=list)
    """Empty where all days are alike."""
    fx: dict[str, Input] = field(default_factory=dict)
    """By the currency that is converted."""
    classes: list[dict[str, Input]] = field(default_factory=list)
    """Of each class, by the attribute of a `Mix`."""
    owns: dict[tuple[str, int, str], Own] = field(default_factory=dict)
    """By offer, class and attribute."""
    prices: dict[tuple[str, str], list[Price]] = field(default_factory=dict)
    """By offer and meter, in the order of their periods."""

    @property
    def kinds(self) -> tuple[Mix, ...]:
        """The classes, as the first offer that can take them counts them."""
        return next((offer.mixes for offer in self.what_if.offers if offer.mixes), ())

    @property
    def arrival(self) -> str:
        """What arrives: a request where there is one class of whole requests."""
        return "request" if len(self.kinds) == 1 and self.kinds[0].whole else "arrival"

    @property
    def averages(self) -> bool:
        """Whether what is computed is what is expected of something uncertain."""
        return not all(mix.whole for mix in self.kinds)

    def new(self, text: str, value: Decimal | None, follows: str = "") -> Input:
        """Return an input under a name that no other has."""
        name = defined_name(text, self.names)
        self.names.append(name)
        return Input(name, value, follows)

    def quantity(self, offer: str, index: int, what: str) -> Input:
        """Return what an arrival of a class uses at an offer."""
        own = self.owns.get((offer, index, what))
        return own.input if own else self.classes[index][what]

    def price(self, offer: str, meter: str, period: int) -> Price:
        """Return the price of a meter at an offer in a period."""
        return next(price for price in self.prices[offer, meter] if period in price.periods)


def inputs_of(what_if: WhatIf) -> Inputs:
    """Return the inputs of a result, in the order in which they are shown."""
    found = Inputs(what_if=what_if)
    single = len(what_if.periods) == 1
    for period in what_if.periods:
        found.days.append(found.new("days_per_month" if single else f"days_{period.name}", period.days))
    if any(period.weight != _ONE for period in what_if.periods):
        found.weights = [found.new(f"busy_{period.name}", period.weight) for period in what_if.periods]
    for offer in what_if.offers:
        if offer.mixes and offer.currency != what_if.currency and offer.currency not in found.fx:
            converted = next((one.fx for one in what_if.offers if one.currency == offer.currency and one.conversion), None)
            found.fx[offer.currency] = found.new(f"fx_{offer.currency}", converted)
    _add_classes(found)
    for offer in what_if.offers:
        for meter in meters_of(offer):
            _add_prices(found, offer, meter)
    return found


def _add_classes(found: Inputs) -> None:
    offers = [offer for offer in found.what_if.offers if offer.mixes]
    kinds = found.kinds
    for index, kind in enumerate(kinds):
        mark = f"_{kind.name}" if len(kinds) > 1 else ""
        common = {what: _usual([offer.mixes[index] for offer in offers], what) for what in _asked(offers, len(kinds))}
        found.classes.append({what: found.new(f"{QUANTITIES[what]}{mark}", value) for what, value in common.items()})
        for offer in offers:
            mix = offer.mixes[index]
            for what, value in common.items():
                if getattr(mix, what) != value and (mix.cacheable or what != "cached_share"):
                    own = found.new(f"{QUANTITIES[what]}{mark}_{offer.offer}", getattr(mix, what))
                    found.owns[offer.offer, index, what] = Own(offer=offer.offer, kind=kind.name, what=what, input=own)


def _asked(offers: list[Priced], kinds: int) -> list[str]:
    """Return what of a class is asked: what is always, and what any offer bills."""
    mixes = [mix for offer in offers for mix in offer.mixes]
    billed = {meter for offer in offers for rates in offer.rates for meter in rates}
    asked = {
        "share": kinds > 1,
        "requests": "request" in billed,
        "cache_write": any(mix.cache_write for mix in mixes),
        "image": "image" in billed and any(mix.image for mix in mixes),
    }
    return [what for what in QUANTITIES if what in _ALWAYS or asked[what]]


def _usual(mixes: list[Mix], what: str) -> Decimal:
    """Return what most offers have, the first of them where as many have another."""
    able = [mix for mix in mixes if mix.cacheable] if what == "cached_share" else []
    value: Decimal = Counter(getattr(mix, what) for mix in able or mixes).most_common(1)[0][0]
    return value


def meters_of(offer: Priced) -> list[str]:
    """Return the meters that an offer bills, and those of tokens that it would if their price were known."""
    if not offer.mixes:
        return []
    billed = {meter for rates in offer.rates for meter in rates}
    asked = {
        "input": True,
        "cached_input": any(mix.cacheable for mix in offer.mixes),
        "cache_write": any(mix.cache_write for mix in offer.mixes),
        "output": True,
        "image": "image" in billed and any(mix.image for mix in offer.mixes),
        "request": "request" in billed,
    }
    return [meter for meter, used in asked.items() if used]


def _add_prices(found: Inputs, offer: Priced, meter: str) -> None:
    """Add a price for each run of periods in which it is the same."""
    periods = found.what_if.periods
    follower = meter in _FOLLOWERS
    rates = [(_rate(offer, meter, at), _rate(offer, "input", at) if follower else None) for at in range(len(periods))]
    runs = [[at for at, _ in run] for _, run in groupby(enumerate(rates), key=lambda each: each[1])]
    prices = found.prices[offer.offer, meter] = []
    usual = next((rate.per for rate, _ in rates if rate), 1 if meter in _PIECES else _MILLION)
    for run in runs:
        rate, base = rates[run[0]]
        follows = found.price(offer.offer, "input", run[0]).input.name if follower and rate == base else ""
        since = f"_{periods[run[0]].name}" if len(runs) > 1 else ""
        cell = found.new(f"price_{offer.offer}_{meter}{since}", rate.rate if rate else None, follows)
        per = rate.per if rate else usual
        prices.append(Price(offer=offer.offer, meter=meter, currency=offer.currency, per=per, periods=tuple(run), input=cell))


def _rate(offer: Priced, meter: str, period: int) -> MeterRate | None:
    rates = offer.rates[period] if period < len(offer.rates) else {}
    return rates.get(meter, rates.get("input") if meter in _FOLLOWERS else None)
