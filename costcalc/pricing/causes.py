"""Why two sources state different prices of one offer: each cause is a test that the figures pass or fail."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

from costcalc.pricing.pairs import HEADLINE, match, matches, rates, rounded
from costcalc.pricing.rates import Conditions, Found, rates_of
from costcalc.pricing.slips import SLIPS, slip, times
from costcalc.sheets.price_rows import Price

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from costcalc.pricing.pairs import Match, Pair
    from costcalc.sheets.book import Offer

Name = Literal[
    "rounding", "swapped", "currency", "stale", "ahead", "alias", "router", "service", "free", "slip",
    "placeholder", "limits", "retired", "unexplained",
]  # fmt: skip
_UNITS_APART = 500
"""Times from which on figures are apart by a unit, whatever other price is meant besides."""


@dataclass(frozen=True, slots=True)
class Cause:
    """Why two statements differ, and what shows it."""

    name: Name
    detail: str


def causes(pair: Pair, everything: Sequence[Offer]) -> tuple[Cause, ...]:
    """Return the first cause that the figures of a pair show, and what goes with it; nothing where none does.

    `everything` is where a figure is looked for that belongs to another offer.
    """
    for test in _TESTS if pair.same_currency else (_currency,):
        if found := tuple(test(pair, everything)):
            return found
    return ()


def _own_list(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    """An older price that was not followed, or one that has not begun."""
    exact = next((found for found in matches(pair, pair.offer, pair.currency) if not found.roundings), None)
    yield from _of_its_time(pair, exact)


def _own_list_rounded(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    yield from _of_its_time(pair, match(pair, pair.offer, pair.currency))


def _of_its_time(pair: Pair, found: Match | None) -> Iterator[Cause]:
    if found is None:
        return
    until = found.step.until
    if until is None or until > pair.on:
        cause = Cause("ahead", f"the price {found.days}, not that of {pair.on}")
    else:
        seen = pair.said_on if pair.said_on >= until else pair.on
        cause = Cause("stale", f"the price {found.days}, {(seen - until).days} days behind on {seen}")
    yield from _with_rounding(cause, found)


def _with_rounding(cause: Cause, found: Match) -> Iterator[Cause]:
    """Yield a cause and the rounding that goes with it, which comes first where input or output is rounded."""
    rounding = Cause("rounding", "; ".join(dict.fromkeys(found.roundings.values())))
    both = [cause, rounding] if found.roundings.keys().isdisjoint(HEADLINE) else [rounding, cause]
    yield from both if found.roundings else [cause]


def _rounding(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    ours, theirs = rates(pair.ours), rates(pair.theirs)
    how = [rounded(ours[name], theirs[name]) for name in pair.differing]
    if how and all(how):
        yield Cause("rounding", "; ".join(dict.fromkeys(str(words) for words in how)))


def _swapped(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    ours, theirs = rates(pair.ours), rates(pair.theirs)
    if [ours.get(name) for name in HEADLINE] == [theirs.get(name) for name in reversed(HEADLINE)] != [None, None]:
        yield Cause("swapped", "input and output changed places")


def _currency(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    """The provider's list in one currency, written in another."""
    for found in matches(pair, pair.offer):
        if found.step.currency != pair.currency:
            cause = Cause("currency", f"the {found.step.currency} list {found.days}, written as {pair.currency}")
            yield from _with_rounding(cause, found)
            return


def _alias(pair: Pair, everything: Sequence[Offer]) -> Iterator[Cause]:
    """The provider's price of another model that one of the offer's names stands for on other days."""
    other = _other_models(pair.offer)
    for offer in everything:
        at_home = offer.provider.provider == pair.offer.provider.provider and offer.model.model in other
        if at_home and (found := match(pair, offer, pair.currency)) is not None:
            name = other[offer.model.model]
            cause = Cause("alias", f"the price of {offer.model.model} {found.days}, which '{name}' also stands for")
            yield from _with_rounding(cause, found)
            return


def _router(pair: Pair, everything: Sequence[Offer]) -> Iterator[Cause]:
    """A router's price of the model under its maker's name."""
    yield from _of_routers(pair, everything, pair.offer.model.model)


def _alias_at_router(pair: Pair, everything: Sequence[Offer]) -> Iterator[Cause]:
    """A router's price of another model that one of the offer's names stands for on other days."""
    for model, name in _other_models(pair.offer).items():
        if found := tuple(_of_routers(pair, everything, model)):
            yield from found
            yield Cause("alias", f"{model}, which '{name}' also stands for")
            return


def _of_routers(pair: Pair, everything: Sequence[Offer], model: str) -> Iterator[Cause]:
    if pair.offer.provider.kind != "maker":
        return
    sold = [offer for offer in everything if offer.provider.kind == "router" and offer.model.model == model]
    found = [(offer.name, row) for offer in sold if (row := match(pair, offer, pair.currency)) is not None]
    if found:
        found = [one for one in found if not one[1].roundings] or found
        found.sort(key=lambda one: one[1].step.from_ or date.min)
        cause = Cause("router", "the price of " + " and of ".join(f"{name} {row.days}" for name, row in found))
        yield from _with_rounding(cause, found[0][1])


def _other_models(offer: Offer) -> dict[str, str]:
    """Return the other models that share a moving name with an offer, with that name."""
    rows = offer.provider.aliases
    names = {row.name for row in rows if row.model == offer.model.model} | {offer.sheet.id, *offer.sheet.names}
    return {row.model: row.name for row in reversed(rows) if row.name in names and row.model != offer.model.model}


def _service(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    """The price of a class of service, or of a regional endpoint, in place of the standard one."""
    row = pair.ours
    if not isinstance(row, Price) or row.per != pair.theirs.per:
        return
    ways = [(f"service '{service.name}'", Conditions(service=service.name)) for service in row.services]
    ways += [(f"the endpoint in {uplift.region}", Conditions(endpoint=uplift.region)) for uplift in row.uplifts]
    theirs = {name: getattr(pair.theirs, name) for name in HEADLINE}
    for name, conditions in ways:
        found = rates_of(row, 0, conditions)
        if isinstance(found, Found) and theirs == {meter: found.rates[meter] for meter in HEADLINE}:
            yield Cause("service", f"the price of {name}")
            return


def _free(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    if all(getattr(pair.theirs, name) == 0 for name in HEADLINE):
        yield Cause("free", "zero in place of a price: a trial, a subscription, or unknown")


def _slip(pair: Pair, _: Sequence[Offer]) -> Iterator[Cause]:
    """The same power of ten between all figures that differ."""
    ours, theirs = rates(pair.ours), rates(pair.theirs)
    if not all(ours[name] and theirs[name] for name in pair.differing):
        return
    ratios = [float(theirs[name] / ours[name]) for name in pair.differing]
    unit = min(max(ratio, 1 / ratio) for ratio in ratios) >= _UNITS_APART
    powers = {slip(ratio, 3) if unit else slip(ratio) for ratio in ratios}
    if len(powers) == 1 and (power := powers.pop()) is not None:
        yield Cause("slip", f"{times(ratios[0])} it: {SLIPS[power]} makes a factor of {10**power:,}")


_TESTS: tuple[Callable[[Pair, Sequence[Offer]], Iterable[Cause]], ...] = (
    *(_own_list, _rounding, _swapped, _currency, _own_list_rounded),
    *(_alias, _router, _alias_at_router, _service, _free, _slip),
)
"""The more exact the evidence, the earlier: an equal beats a rounding, and both beat a ratio."""
