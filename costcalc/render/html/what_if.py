"""The arithmetic behind a report for a page that can be told other numbers: what its script reads, and the fields of its form."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.cells import printable

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.what_if import Mix, Priced, WhatIf
    from costcalc.pricing.currency import Rate

_PERCENT = Decimal(100)
_SHOWN_DIGITS = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Field:
    """A number that a reader may change: an empty value stands for several."""

    name: str
    label: str
    value: str
    unit: str = ""
    least: str = "0"
    most: str = ""
    whole: bool = False
    above: bool = False
    """Whether zero is too small."""
    assumed: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """The form: its fields, the offers to choose from, and what the numbers are called."""

    fields: tuple[Field, ...]
    offers: tuple[str, ...]
    chosen: str
    columns: tuple[str, ...]
    averages: bool
    """Whether quantities are averages, so that the result is the middle of something wider."""


def panel(what_if: WhatIf) -> Panel | None:
    """Return the form of a result; None where nothing in it has a price."""
    known = [offer for offer in what_if.offers if any(offer.rates)]
    if not known:
        return None
    return Panel(
        fields=tuple(_fields(what_if)),
        offers=tuple(printable(offer.offer) for offer in what_if.offers),
        chosen=printable(next((offer.offer for offer in known if offer.status == "ok"), known[0].offer)),
        columns=tuple(map(printable, _columns(what_if))),
        averages=any(not mix.whole for mix in _mixes(what_if)),
    )


def _columns(what_if: WhatIf) -> tuple[str, ...]:
    currency, first, last = what_if.currency, what_if.periods[0].name, what_if.periods[-1].name
    unit = f"{currency}/{arrival(what_if)}"
    if len(what_if.periods) == 1:
        return unit, f"{currency}/{first}"
    return unit, f"{currency} in {first}", f"{currency} in {last}", f"{currency} in all"


def arrival(what_if: WhatIf) -> str:
    """Return what one arrival is called: a request where each is one."""
    return "request" if all(mix.requests == 1 for mix in _mixes(what_if)) else "arrival"


def _mixes(what_if: WhatIf) -> list[Mix]:
    return [mix for offer in what_if.offers for mix in offer.mixes]


def _fields(what_if: WhatIf) -> Iterator[Field]:
    mixes, assumed = _mixes(what_if), what_if.assumed
    yield Field(
        name="volume",
        label=f"{arrival(what_if).capitalize()}s a {what_if.per}",
        value=money.plain(what_if.volume),
        most=f"{10**15}",
        above=True,
        assumed="requests" in assumed,
    )
    if any(period.grown for period in what_if.periods):
        yield Field(
            name="growth", label="Growth a month", value=_percent(what_if.growth), unit="%", least="-99.99", most="999.99"
        )
    yield _output(what_if, {mix.output for mix in mixes}, single=all(len(offer.mixes) <= 1 for offer in what_if.offers))
    shares = {mix.cached_share for mix in mixes if mix.cacheable}
    cached = _percent(_rounded(shares.pop())) if len(shares) == 1 else ""
    yield Field(
        name="cachedShare",
        label="Input read from the cache",
        value=cached,
        unit="%",
        most="100",
        assumed="cached_input" in assumed,
    )
    for currency, rate in conversions(what_if).items():
        yield Field(
            name=f"fx-{currency}",
            label=f"1 {currency} in {what_if.currency}",
            value=money.plain(_rounded(rate.rate)),
            most=f"{10**9}",
            above=True,
            assumed=rate.assumed,
        )


def _output(what_if: WhatIf, lengths: set[Decimal], *, single: bool) -> Field:
    """Return the field of the answer's length: in tokens where it is one number, else in percent of what it is."""
    if single and len(lengths) == 1 and arrival(what_if) == "request":
        value, label = money.plain(lengths.pop()), "Output tokens"
        return Field(name="output", label=label, value=value, most=f"{10**9}", whole=True, assumed="output" in what_if.assumed)
    return Field(name="outputFactor", label="Billed output", value="100", unit="% of the report's", most="10000")


def conversions(what_if: WhatIf) -> dict[str, Rate]:
    """Return the rate of each currency that is converted."""
    return {offer.currency: offer.conversion for offer in what_if.offers if offer.conversion and any(offer.rates)}


def _rounded(rate: Decimal) -> Decimal:
    return money.decimal(money.significant(rate, _SHOWN_DIGITS).replace(",", ""))


def _percent(share: Decimal) -> str:
    return money.plain(money.times(share, _PERCENT))


def payload(what_if: WhatIf) -> dict[str, Any]:
    """Return everything that the result was multiplied from, every number with all its digits."""
    return {
        "currency": what_if.currency,
        "unit": arrival(what_if),
        "volume": money.plain(what_if.volume),
        "per": what_if.per,
        "growth": money.plain(what_if.growth),
        "periods": [
            {
                "name": printable(each.name),
                "days": money.plain(each.days),
                "grown": each.grown,
                "weight": money.plain(each.weight),
            }
            for each in what_if.periods
        ],
        "offers": [_offer(offer) for offer in what_if.offers],
    }


def _offer(offer: Priced) -> dict[str, Any]:
    rate = offer.conversion
    return {
        "offer": printable(offer.offer),
        "status": offer.status,
        "reason": printable(offer.reason) if offer.reason else None,
        "currency": offer.currency,
        "conversion": {"multiply": money.plain(rate.multiply), "divide": money.plain(rate.divide)} if rate else None,
        "mixes": [_mix(mix) for mix in offer.mixes],
        "rates": [
            {meter: {"rate": money.plain(each.rate), "per": each.per} for meter, each in rates.items()} for rates in offer.rates
        ],
        "limits": {name: list(limit) for name, limit in offer.limits.items()},
    }


def _mix(mix: Mix) -> dict[str, Any]:
    numbers = ("share", "requests", "input", "cached_share", "cache_write", "output", "image")
    return {
        "cacheable": mix.cacheable,
        "whole": mix.whole,
        "answers": mix.answers,
        **{name: money.plain(getattr(mix, name)) for name in numbers},
        "factors": [{meter: money.plain(factor) for meter, factor in factors.items()} for factors in mix.factors],
    }
