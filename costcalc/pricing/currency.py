"""From one currency to another on a day: the euro fixings on or before it, or a rate that the user states."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal, localcontext
from typing import TYPE_CHECKING, Protocol

from costcalc import money
from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from datetime import date

EURO = "EUR"
STALE_AFTER_DAYS = 7
"""A fixing older than this is noted: no run of weekends and holidays is as long."""
STATED = "--fx"
"""The source of a rate that the user states."""
_ONE = Decimal(1)

# ISO 4217 without funds, metals and test codes (pycountry 26.2.16, read 2026-11-20); last line: what the ECB fixed before.
_CODES = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY COP CRC
CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR
ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK
MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE
SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES VND VUV WST XAF XCD XCG XOF
XPF YER ZAR ZMW ZWG
BGN CYP EEK HRK LTL LVL MTL ROL SIT SKK TRL
"""
CODES = frozenset(_CODES.split())


class Series(Protocol):
    """The fixings of one currency, in units of it per euro."""

    @property
    def source(self) -> str:
        """Who publishes them, and in which copy they were read."""

    @property
    def first(self) -> date:
        """The day of the first fixing."""

    def last(self, on: date) -> tuple[date, Decimal] | None:
        """Return the last fixing on or before a day, with its own day; None before the first."""


@dataclass(frozen=True, slots=True)
class Rate:
    """What one unit of `base` is worth in `quote`: `multiply / divide`, apart so that a conversion divides once."""

    base: str
    quote: str
    multiply: Decimal = _ONE
    divide: Decimal = _ONE
    fixing: date | None = None
    """The day of the fixings; None for a rate that the user states, and from a currency to itself."""
    source: str | None = None
    """None from a currency to itself: there is nothing to name."""
    note: str | None = None

    @property
    def rate(self) -> Decimal:
        """Units of `quote` per unit of `base`, to 60 significant digits where the quotient has no end."""
        return convert(_ONE, self)

    @property
    def same(self) -> bool:
        """Whether nothing is converted."""
        return self.base == self.quote

    @property
    def assumed(self) -> bool:
        """Whether the user states it."""
        return self.source == STATED

    def inverse(self) -> Rate:
        """Return the rate back."""
        return Rate(self.quote, self.base, self.divide, self.multiply, self.fixing, self.source, self.note)


@dataclass(frozen=True, slots=True)
class NoRate:
    """Why an amount cannot be converted; never a one and never a zero."""

    base: str
    quote: str
    reason: str


@dataclass(frozen=True, slots=True)
class Converter:
    """Rates of any day: what the user states first, else the fixings.

    `series` returns the fixings of a currency, or None where there are none of it. A stated rate holds between its two
    currencies, in both directions and on every day; it is not carried into other pairs.
    """

    series: Callable[[str], Series | None]
    stated: tuple[Rate, ...] = ()

    def rate(self, base: str, quote: str, on: date) -> Rate | NoRate:
        """Return what one unit of `base` is worth in `quote` on a day, or why that is unknown."""
        if base == quote:
            return Rate(base, quote)
        for stated in self.stated:
            for rate in (stated, stated.inverse()):
                if (rate.base, rate.quote) == (base, quote):
                    return rate
        return self._fixed(base, quote, on)

    def _fixed(self, base: str, quote: str, on: date) -> Rate | NoRate:
        legs: dict[str, Series] = {}
        for code in (base, quote):
            if code == EURO:
                continue
            series = self.series(code)
            if series is None:
                return NoRate(base, quote, f"there are no ECB reference rates of {code}")
            legs[code] = series
        found = _same_day(list(legs.values()), on)
        if found is None:
            begin = ", ".join(f"{code} on {series.first}" for code, series in legs.items())
            return NoRate(base, quote, f"no {base}/{quote} fixing on or before {on}: the ECB data begin for {begin}")
        day, fixed = found
        per_euro = {EURO: _ONE} | dict(zip(legs, fixed, strict=True))
        source = next(iter(legs.values())).source
        return Rate(base, quote, per_euro[quote], per_euro[base], day, source, _age(f"{base}/{quote}", day, on))


def _same_day(legs: Sequence[Series], on: date) -> tuple[date, list[Decimal]] | None:
    """Return the last day on or before `on` that has a fixing of each, and these; a cross rate mixes no two days."""
    while True:
        found = [fixing for leg in legs if (fixing := leg.last(on)) is not None]
        if len(found) < len(legs):
            return None
        days = [day for day, _ in found]
        if min(days) == max(days):
            return days[0], [per_euro for _, per_euro in found]
        on = min(days)


def _age(pair: str, fixing: date, on: date) -> str | None:
    days = (on - fixing).days
    return f"{pair} fixing of {fixing} is {days} days old on {on}" if days > STALE_AFTER_DAYS else None


def convert(amount: Decimal, rate: Rate) -> Decimal:
    """Return an amount of `rate.base` in `rate.quote`, divided once.

    From the euro and by a stated rate this is one multiplication, exact up to 60 significant digits. Another quotient
    that has no end is rounded half to even at the 60th; anything coarser is the business of the display.
    """
    with localcontext(money.EXACT):
        return money.tidy(amount * rate.multiply / rate.divide)


def code(text: str) -> str:
    """Return a currency code in capitals; InputError where ISO 4217 has no such currency."""
    found = text.strip().upper()
    if found not in CODES:
        raise InputError(f"'{text.strip()}' is no ISO 4217 currency code such as EUR or USD")
    return found


def parse_fx(text: str, asked: str) -> Rate:
    """Return the rate that `--fx CODE=RATE` states: one unit of CODE is RATE units of the currency asked for.

    With `--currency USD`, `--fx EUR=1.12` says that 1 EUR is 1.12 USD. InputError where the text says no such thing.
    """
    name, equals, number = text.partition("=")
    form = f"write CODE=RATE, where one CODE is RATE {asked}"
    if not equals:
        raise InputError(f"--fx {text}: {form}")
    try:
        base, rate = code(name), money.decimal(number)
    except (InputError, ValueError) as error:
        raise InputError(f"--fx {text}: {error}; {form}") from None
    if base == asked:
        raise InputError(f"--fx {text}: {asked} is the currency asked for; name the one to convert from")
    if rate <= 0:
        raise InputError(f"--fx {text}: a rate is above 0")
    # Wider than any two currencies are apart, and narrow enough that the product with an amount is exact.
    if abs(rate.adjusted()) > 12 or len(rate.as_tuple().digits) > 20:
        raise InputError(f"--fx {text}: a rate has at most 20 digits and lies between 1e-12 and 1e12")
    return Rate(base, asked, multiply=rate, source=STATED)


def parse_every_fx(texts: Iterable[str], asked: str) -> tuple[Rate, ...]:
    """Return the rates that all `--fx` options state; InputError where two state one of the same currency."""
    rates: dict[str, Rate] = {}
    for text in texts:
        rate = parse_fx(text, asked)
        if rate.base in rates:
            raise InputError(f"--fx {text}: the rate of {rate.base} is given twice; keep one")
        rates[rate.base] = rate
    return tuple(rates.values())
