"""The lines that a cost is the sum of: what a class uses of a meter at an offer, as formulas and as the values they have."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.planning.what_if import quantities
from costcalc.pricing.currency import convert
from costcalc.render.xlsx.formula import UNKNOWN, Formula, known
from costcalc.render.xlsx.inputs import meters_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.what_if import Mix, Priced
    from costcalc.render.xlsx.inputs import Inputs, Price

_NOTHING = Decimal(0)
_BELOW_A_TOKEN = 6
"""Places that a product of tokens is rounded to before it is cut to whole ones: as a float, 0.29 x 100 is a little below 29."""


@dataclass(frozen=True, slots=True)
class Line:
    """What a class uses of a meter at an offer."""

    inputs: Inputs
    offer: Priced
    index: int
    """Of the class."""
    meter: str

    @property
    def mix(self) -> Mix:
        """The class, as the offer counts it."""
        return self.offer.mixes[self.index]

    def price(self, period: int) -> Price:
        """Return the price of the meter in a period."""
        return self.inputs.price(self.offer.offer, self.meter, period)

    def quantity(self) -> Formula:
        """Return what is billed of one arrival: parts are taken out of their whole."""
        return Formula(f"={self._quantity()}", quantities(self.mix)[self.meter])

    def _quantity(self) -> str:
        if self.meter == "cached_input":
            return self._cached()
        if self.meter != "input":
            return self._named("requests" if self.meter == "request" else self.meter)
        parts = [self._cached()] if self.mix.cacheable else []
        parts += [self._named("cache_write")] if "cache_write" in self.inputs.classes[self.index] else []
        return "-".join([self._named("input"), *parts])

    def _cached(self) -> str:
        product = f"{self._named('input')}*{self._named('cached_share')}"
        return f"INT(ROUND({product},{_BELOW_A_TOKEN}))" if self.mix.whole else product

    def _named(self, what: str) -> str:
        return self.inputs.quantity(self.offer.offer, self.index, what).name

    def unit(self, quantity: str, factor: str) -> Formula:
        """Return what an arrival costs of it in the first period, in the asked currency; the arguments are cells of its row."""
        return Formula(f"={self._product(quantity, factor, 0)}", known(self.value(0)))

    def month(self, cells: tuple[str, str, str], arrivals: tuple[str, Decimal], period: int) -> Formula:
        """Return what a period costs of it.

        `cells` are those of its quantity, of what is paid of the price in the period, and of its cost for an arrival.
        """
        quantity, factor, unit = cells
        value = self.value(period)
        cost = None if value is None else money.times(value, arrivals[1])
        if self._terms(period) == self._terms(0):
            return Formula(f'=IF(ISNUMBER({unit}),{unit}*{arrivals[0]},"{UNKNOWN}")', known(cost))
        return Formula(f"={self._product(quantity, factor, period, arrivals[0])}", known(cost))

    def _product(self, quantity: str, factor: str, period: int, *more: str) -> str:
        price, fx = self.price(period), self.inputs.fx.get(self.offer.currency)
        share = self.inputs.classes[self.index].get("share")
        needed = [price.input.name, *([fx.name] if fx else [])]
        factors = [*([share.name] if share else []), *([factor] if factors_differ(self.factor(period)) else [])]
        product = "*".join([f"{quantity}*{price.input.name}/{price.per}", *needed[1:], *factors, *more])
        text = f'IF(COUNT({",".join(needed)})={len(needed)},{product},"{UNKNOWN}")'
        return f"IF({quantity}=0,0,{text})" if self._rated(period) else text

    def _terms(self, period: int) -> tuple[object, ...]:
        """Return what decides the cost of an arrival besides its quantity."""
        return self.price(period), self.factor(period), self._rated(period)

    def value(self, period: int) -> Decimal | None:
        """Return what an arrival costs of it in a period, in the asked currency; None where that is unknown."""
        quantity, price = quantities(self.mix)[self.meter], self.price(period)
        if not self._rated(period):
            return None
        if not quantity:
            return _NOTHING
        if price.input.value is None:
            return None
        paid = money.times(money.cost(quantity, price.input.value, price.per), self.factor(period))
        native = money.times(paid, self.mix.share)
        return convert(native, self.offer.conversion) if self.offer.conversion else native

    def factor(self, period: int) -> Decimal:
        """Return what the class pays of the offer's price."""
        return self.mix.factor(self.meter, period)

    def _rated(self, period: int) -> bool:
        """Return whether the offer has a price in the period: then a meter that is not used needs none."""
        return period < len(self.offer.rates) and bool(self.offer.rates[period])


def factors_differ(factor: Decimal) -> bool:
    """Return whether a class pays another price than the offer's, as far as a spreadsheet can tell."""
    return float(factor) != 1.0


def lines_of(inputs: Inputs, offer: Priced) -> Iterator[Line]:
    """Yield the lines of an offer, class by class; what its cache never holds has none."""
    for index, mix in enumerate(offer.mixes):
        for meter in meters_of(offer):
            if meter != "cached_input" or mix.cacheable:
                yield Line(inputs, offer, index, meter)
