"""Why one prompt's cost changed: parts by cause that sum exactly to the change.

The causes take effect one after the other, in the order of `CAUSES`. First the prompt's tokens change, at the rates of the base,
then the answer's length, then the volume; the rates come last: all of them where the offer is another (`model`), else the
price, then what its currency is worth. So a longer prompt is priced as the base would have priced it, and a provider's rise
counts on what is sent now. Each part is the cost with the cause less the cost without it: they telescope, nothing is left over.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Context, Decimal, localcontext
from typing import TYPE_CHECKING, Any, Literal, get_args

from costcalc import money
from costcalc.planning.item import MeterRate
from costcalc.pricing.quote import BILLED_AS
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from costcalc.planning.item import Item

Cause = Literal["tokens", "output", "volume", "model", "price", "currency", "new", "gone"]
"""The last two are whole prompts, of which nothing stands on the other side."""
CAUSES: tuple[Cause, ...] = get_args(Cause)
_WIDE = Context(prec=400)
"""Wide enough that sums and differences of amounts of 60 digits each are exact."""
_NO_RATE = MeterRate(Decimal(0), 1)


def exact_sum(amounts: Iterable[Decimal]) -> Decimal:
    """Return the sum with every digit that it has."""
    with localcontext(_WIDE):
        return money.tidy(sum(amounts, Decimal(0)))


def computed(item: Item) -> Decimal | None:
    """Return the month that usage, rates, conversion and volume of an item come to; None where its usage is unknown."""
    return _State.of(item).monthly if item.usage else None


def parts(base: Item, head: Item) -> dict[Cause, Decimal]:
    """Return what each cause adds to the month, where both costs are known; a cause that adds nothing is left out."""
    before, after = base.monthly or Decimal(0), head.monthly or Decimal(0)
    steps = list(_steps(base, head)) or [("price", before)]
    # The ends are what the two runs say, so that the sum is theirs even where a conversion has no last digit.
    costs = [before, *(cost for _, cost in steps[:-1]), after]
    changes = {cause: exact_sum([costs[at + 1], costs[at].copy_negate()]) for at, (cause, _) in enumerate(steps)}
    return {cause: change for cause, change in changes.items() if change}


def same_offer(base: Item, head: Item) -> bool:
    """Return whether one offer prices both."""
    return (base.offer, base.model) == (head.offer, head.model)


def held(base: Item, head: Item) -> Item:
    """Return the head at the rates and the conversion of the base, at the same offer, where both costs are known."""
    kept = replace(
        head,
        rates=head.rates if _reached_tier(base, head) else _with_unused(base, head),
        native=base.native,
        fx=base.fx,
        price_from=base.price_from,
        price_checked=base.price_checked,
    )
    state = _State.of(kept)
    return replace(kept, per_request=replace(state, requests=Decimal(1)).monthly, monthly=state.monthly)


@dataclass(frozen=True, slots=True)
class _State:
    """What a month's cost is made of."""

    usage: Usage
    rates: dict[str, MeterRate]
    fx: Decimal
    requests: Decimal

    @classmethod
    def of(cls, item: Item) -> _State:
        return cls(item.usage or Usage(), item.rates, item.fx, item.requests)

    @property
    def monthly(self) -> Decimal:
        found = {meter: (quantity, self._rate(meter)) for meter, quantity in self._billed().items() if quantity}
        one = money.total(money.cost(quantity, at.rate, at.per) for quantity, at in found.values())
        return money.times(money.times(one, self.fx), self.requests)

    def _billed(self) -> dict[str, int]:
        """Return the quantity of each meter; parts are taken out of their whole."""
        usage = self.usage
        cache = {"cached_input": usage.cached_input, "cache_write": usage.cache_write, "cache_write_1h": usage.cache_write_1h}
        apart = usage.reasoning if "reasoning" in self.rates else 0
        whole = {"input": usage.input - sum(cache.values()), "output": usage.output - apart}
        return {**whole, **cache, "reasoning": apart, "image": usage.image, "request": usage.request}

    def _rate(self, meter: str) -> MeterRate:
        while meter not in self.rates and meter in BILLED_AS:
            meter = BILLED_AS[meter]
        return self.rates.get(meter, _NO_RATE)


def _steps(base: Item, head: Item) -> Iterator[tuple[Cause, Decimal]]:
    """Yield each cause that changes anything, with the cost once it has taken effect."""
    same, end = same_offer(base, head), _State.of(head)
    state = replace(_State.of(base), rates=_with_unused(base, head) if same else base.rates)
    new_rates = _with_unused(head, base) if same else head.rates
    asked = replace(end.usage, output=state.usage.output, reasoning=state.usage.reasoning)
    # What a currency is worth says nothing by itself where the price is stated in another one now.
    with_price = {} if same and base.native == head.native else {"fx": head.fx}
    causes: tuple[tuple[Cause, dict[str, Any]], ...] = (
        ("tokens", {"usage": asked, **({"rates": new_rates} if _reached_tier(base, head) else {})}),
        ("output", {"usage": end.usage}),
        ("volume", {"requests": head.requests}),
        ("price" if same else "model", {"rates": new_rates, **with_price}),
        ("currency", {"fx": head.fx}),
    )
    for cause, changes in causes:
        previous, state = state, replace(state, **changes)
        if state != previous:
            yield cause, state.monthly


def _reached_tier(base: Item, head: Item) -> bool:
    """Return whether other rates can only come from the prompt's length: both stand in one row of the price list."""

    def row(item: Item) -> tuple[object, ...]:
        return item.offer, item.model, item.native, item.price_from, item.price_checked

    return row(base) == row(head) and _prompt(base) != _prompt(head)


def _prompt(item: Item) -> int | None:
    return item.usage.input if item.usage else None


def _with_unused(item: Item, other: Item) -> dict[str, MeterRate]:
    """Return the rates of an item, with the other's rates of meters that it does not use: it has none of its own for them."""
    return item.rates | {
        meter: rate for meter, rate in other.rates.items() if meter not in item.rates and not getattr(item.usage, meter, 1)
    }
