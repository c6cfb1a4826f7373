"""A browser computes what costcalc would, to the displayed digit: exact decimals, rounded as Python rounds them."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal, localcontext
from random import Random
from typing import TYPE_CHECKING, Any

from panel import priced, rendered, what_if

from costcalc import money
from costcalc.planning.item import MeterRate
from costcalc.planning.what_if import Mix, Period, Priced, WhatIf, cost, per_arrival
from costcalc.pricing.currency import Rate
from costcalc.render.html.what_if import payload

if TYPE_CHECKING:
    from screen import Screen

METERS = ("input", "cached_input", "cache_write", "output", "image", "request")


class Drawn:
    """Random values, the same each time."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)  # noqa: S311 - nothing secret

    def decimal(self, whole: int, places: int) -> Decimal:
        return Decimal(self.random.randrange(10 ** (whole + places))).scaleb(-places)

    def share(self, places: int) -> Decimal:
        return self.decimal(0, places)

    def average(self) -> Decimal:
        """Return a number without an end in decimals, to 28 digits."""
        return Decimal(self.random.randrange(1, 10**7)) / self.random.choice([1, 3, 7, 9, 11])

    def rate(self) -> Rate | None:
        fixings = self.decimal(1, 4) + 1, self.decimal(1, 5) + 1
        stated = Rate("EUR", "USD", fixings[0])
        return self.random.choice([None, stated, stated.inverse(), Rate("CHF", "USD", *fixings)])

    def mix(self, periods: int) -> Mix:
        whole = self.random.random() < 0.5
        number = (lambda: Decimal(self.random.randrange(10**6))) if whole else self.average
        return Mix(
            name="class",
            share=self.random.choice([Decimal(1), Decimal(1) / 3, Decimal("0.25")]),
            requests=self.random.choice([Decimal(1), self.average()]),
            input=number(),
            cached_share=self.random.choice([Decimal(0), Decimal("0.375"), Decimal(2) / 3]),
            cacheable=self.random.random() < 0.8,
            cache_write=self.random.choice([Decimal(0), number()]),
            output=number(),
            answers=self.random.choice([1, 3]),
            image=self.random.choice([Decimal(0), number()]),
            whole=whole,
            factors=tuple(
                {"input": self.decimal(0, 3), "output": Decimal(1) / 3} for _ in range(self.random.choice([0, periods]))
            ),
        )

    def offer(self, periods: int) -> Priced:
        left_out = self.random.choice([*METERS, *[None] * 12])

        def rates() -> dict[str, MeterRate]:
            per = self.random.choice([1, 1000, 1_000_000, 3600])
            return {meter: MeterRate(self.decimal(2, 5), per) for meter in METERS if meter != left_out}

        mixes = tuple(self.mix(periods) for _ in range(self.random.choice([1, 1, 3])))
        rate = self.rate()
        return priced(
            mixes=mixes,
            rates=tuple(rates() for _ in range(periods)),
            conversion=rate,
            currency=rate.base if rate else "USD",
        )

    def what_if(self) -> WhatIf:
        periods = self.random.choice([1, 12])
        return what_if(
            self.offer(periods),
            volume=self.decimal(6, 3),
            per=self.random.choice(["day", "month"]),
            growth=self.random.choice([Decimal(0), self.share(4)]),
            periods=tuple(
                Period(name=f"{month}", days=Decimal(28 + month % 4), grown=month if periods > 1 else 0, weight=self.average())
                for month in range(periods)
            ),
        )

    def changes(self) -> dict[str, str]:
        """Return some of what a reader may change."""
        found = {
            "volume": money.plain(self.decimal(6, 3)),
            "growth": money.plain(self.share(4)),
            "cachedShare": money.plain(self.share(3)),
            self.random.choice(["output", "outputFactor"]): str(self.random.randrange(1000)),
        }
        return {name: value for name, value in found.items() if self.random.random() < 0.5}


def changed(stated: WhatIf, changes: dict[str, str]) -> WhatIf:
    """Return the what-if with numbers changed, as the command line would have made it."""
    numbers = {name: Decimal(value) for name, value in changes.items()}

    def mix_of(one: Mix) -> Mix:
        output = numbers.get("output", money.times(one.output, numbers.get("outputFactor", Decimal(1))))
        return replace(one, output=output, cached_share=numbers.get("cachedShare", one.cached_share))

    offers = tuple(replace(offer, mixes=tuple(map(mix_of, offer.mixes))) for offer in stated.offers)
    return replace(
        stated, volume=numbers.get("volume", stated.volume), growth=numbers.get("growth", stated.growth), offers=offers
    )


def in_python(stated: WhatIf) -> list[Any]:
    """Return what the first offer costs: an arrival on average, each period, all of them."""
    offer, periods = stated.offers[0], range(len(stated.periods))
    costs = [cost(stated, offer, period) for period in periods]
    known = [amount for amount in costs if amount is not None]
    whole = money.total(known) if len(known) == len(costs) else None
    arrivals = money.total([stated.arrivals(period) for period in stated.periods])
    unit = per_arrival(offer, 0) if len(costs) == 1 else None if whole is None else money.average(whole, arrivals)
    return [shown(unit), [shown(amount) for amount in costs], shown(whole)]


def shown(amount: Decimal | None) -> str | None:
    return None if amount is None else money.display(amount)


COMPUTED = """cases => cases.map(([whatIf, changes]) => {
    const shown = amount => amount === null ? null : costcalc.display(amount);
    const [found] = costcalc.compute(whatIf, changes);
    return [shown(found.unit), found.periods.map(shown), shown(found.total)];
})"""


def test_a_browser_computes_what_python_does_over_many_random_values(screen: Screen) -> None:
    drawn = [Drawn(seed) for seed in range(400)]
    cases = [(each.what_if(), each.changes()) for each in drawn]
    found = screen.open(rendered(what_if())).evaluate(COMPUTED, [[payload(stated), changes] for stated, changes in cases])
    expected = [in_python(changed(stated, changes)) for stated, changes in cases]
    assert found == expected
    assert sum(amounts[2] is not None for amounts in expected) > 200, "most of them have a cost"


def test_a_browser_shows_amounts_as_python_does(screen: Screen) -> None:
    random = Random(1)  # noqa: S311 - nothing secret
    amounts = [Decimal(random.randrange(10**9)).scaleb(-random.randrange(15)) for _ in range(2000)]
    amounts += [
        Decimal(text) for text in ("0", "0.005", "0.995", "1.005", "0.99995", "0.12345", "999.995", "999999.995", "1e-12")
    ]
    amounts += [-amount for amount in amounts]
    texts = [money.plain(amount) for amount in amounts]
    page = screen.open(rendered(what_if()))
    for script, python in (("display", money.display), ("signed", money.signed)):
        found = page.evaluate(f"texts => texts.map(text => costcalc.{script}(costcalc.decimal(text)))", texts)
        assert found == [python(amount) for amount in amounts]


def test_a_quotient_is_rounded_once_and_as_python_does(screen: Screen) -> None:
    random = Random(2)  # noqa: S311 - nothing secret
    triples = [[str(random.randrange(1, 10**12)) for _ in range(3)] for _ in range(500)]
    found = screen.open(rendered(what_if())).evaluate(
        "triples => triples.map(each => costcalc.cost(...each.map(costcalc.decimal)).toFixed())", triples
    )
    with localcontext(money.EXACT):
        assert found == [money.plain(Decimal(a) * Decimal(b) / Decimal(c)) for a, b, c in triples]
