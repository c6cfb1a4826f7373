"""How many wrong prices `costcalc prices lint` finds, and how many true ones it doubts: `python tests/lint_power.py`.

The prices are those of the installed litellm package. Of 200 random entries of models that at least three hosts offer, one rate
is multiplied, or input and output change places: each entry alone in a catalogue that is otherwise as published, and all at once.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, TypeAlias

from costcalc.pricing.market import Market
from costcalc.pricing.plausibility import HOSTS, implausible
from costcalc.sheets.book import bind
from costcalc.sheets.imports.assembling import assembled
from costcalc.sheets.imports.naming import known_names
from costcalc.sheets.imports.reading import read_installed
from costcalc.sheets.imports.record import Origin
from costcalc.sheets.imports.sources import source_named
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from costcalc.sheets.book import Book, Offer
    from costcalc.sheets.price_rows import Price

VERSION = "1.106.2"
"""The version of litellm that the bounds were set on and the figures hold for."""
SEEN = date(2026, 11, 20)
ENTRIES = 200
DOLLARS = {"USD": Decimal(1)}

Spoil: TypeAlias = "Callable[[Price, random.Random], tuple[Price, str]]"


def times(factor: int) -> Spoil:
    """Return what multiplies one of the two rates by a factor, and says which."""

    def spoil(price: Price, dice: random.Random) -> tuple[Price, str]:
        meter = dice.choice(["input", "output"])
        return replace(price, **{meter: getattr(price, meter) * factor}), meter

    return spoil


def swap(price: Price, _: random.Random) -> tuple[Price, str]:
    """Return the row with input and output changed, which is found at the input."""
    return replace(price, input=price.output, output=price.input), "input"


def any_of_these(price: Price, dice: random.Random) -> tuple[Price, str]:
    """Return the row with one of the other errors."""
    spoils = [times(10), times(1_000), times(100_000), *([swap] if price.input != price.output else [])]
    return dice.choice(spoils)(price, dice)


SPOILS: dict[str, Spoil] = {
    "one rate x 10": times(10),
    "one rate x 1,000": times(1_000),
    "one rate x 100,000": times(100_000),
    "input and output swapped": swap,
    "any of these": any_of_these,
}


@dataclass(frozen=True, slots=True)
class Power:
    """What was found of one kind of error."""

    kind: str
    spoiled: int
    found: int
    named: int
    """Those of which the finding names the very rate."""
    found_at_once: int
    """Found where all of them are wrong at once."""
    alarms_at_once: int
    """Entries that are as published, and doubted while all the others are wrong."""


def litellm_offers(book: Book) -> list[Offer]:
    """Return the offers of the installed litellm; LookupError where it is missing or of another version."""
    source = source_named("litellm")
    try:
        raw = read_installed(source)
    except Exception as error:
        raise LookupError(f"litellm's prices are not here: {error}") from error
    if not raw.label.endswith(VERSION):
        raise LookupError(f"the figures are of litellm {VERSION}, and {raw.label} is installed")
    origin = Origin(raw.label, SEEN)
    imported = assembled(source.parse(raw, origin), known_names(book, SEEN), origin)
    return bind(imported.sheets, [*book.models.values(), *imported.models]).offers()


def priced(offers: Sequence[Offer], market: Market) -> list[Offer]:
    """Return the offers of both rates whose model at least three hosts offer."""
    both = [offer for offer in offers if offer.sheet.prices and offer.sheet.prices[0].input and offer.sheet.prices[0].output]
    return [offer for offer in both if market.hosts(offer.model.model) >= HOSTS]


def alarms(offers: Sequence[Offer], market: Market) -> list[Offer]:
    """Return the offers that are doubted."""
    return [offer for offer in offers if any(implausible(offer, market))]


def measure(offers: Sequence[Offer], *, entries: int = ENTRIES, seed: int = 1) -> list[Power]:
    """Return what is found of each kind of error in so many random entries."""
    market = Market(offers, DOLLARS)
    return [_power(kind, offers, market, entries=entries, seed=seed) for kind in SPOILS]


def _power(kind: str, offers: Sequence[Offer], market: Market, *, entries: int, seed: int) -> Power:
    spoil, dice = SPOILS[kind], random.Random(f"{seed} {kind}")  # noqa: S311 - the same on every run
    comparable = [offer for offer in priced(offers, market) if spoil is not swap or _differ(offer)]
    chosen = dice.sample(comparable, min(entries, len(comparable)))
    wrong = {offer.name: _spoiled(offer, spoil, dice) for offer in chosen}
    alone = {name: [*implausible(offer, market)] for name, (offer, _) in wrong.items()}
    everything = [wrong[offer.name][0] if offer.name in wrong else offer for offer in offers]
    doubted = {offer.name for offer in alarms(priced(everything, market), Market(everything, DOLLARS))}
    return Power(
        kind=kind,
        spoiled=len(wrong),
        found=sum(bool(faults) for faults in alone.values()),
        named=sum(any(fault.place[-1] == wrong[name][1] for fault in faults) for name, faults in alone.items()),
        found_at_once=len(doubted & wrong.keys()),
        alarms_at_once=len(doubted - wrong.keys()),
    )


def _differ(offer: Offer) -> bool:
    return offer.sheet.prices[0].input != offer.sheet.prices[0].output


def _spoiled(offer: Offer, spoil: Spoil, dice: random.Random) -> tuple[Offer, str]:
    price, meter = spoil(offer.sheet.prices[0], dice)
    return replace(offer, sheet=replace(offer.sheet, prices=(price, *offer.sheet.prices[1:]))), meter


def table(found: Sequence[Power], comparable: int, doubted: Sequence[Offer]) -> list[str]:
    """Return a line for each kind of error, and below those for the entries as published."""
    lines = [f"{'':26}{'spoiled':>8}{'found':>8}{'':>8}{'named':>8}{'at once':>9}{'alarms':>8}"]
    for power in found:
        share = f"{100 * power.found / power.spoiled:.1f} %"
        rest = f"{power.named:8}{power.found_at_once:9}{power.alarms_at_once:8}"
        lines.append(f"{power.kind:26}{power.spoiled:8}{power.found:8}{share:>8}{rest}")
    share = f"{100 * len(doubted) / comparable:.2f} %"
    lines += [
        "",
        f"As published, {len(doubted)} of {comparable:,} comparable entries are doubted: {share}, errors of theirs among them",
    ]
    return [*lines, *(f"  {offer.provider.provider}:{offer.sheet.id}" for offer in doubted)]


def main() -> None:
    """Print what is found and what is doubted."""
    try:
        offers = litellm_offers(load_book())
    except LookupError as missing:
        sys.exit(str(missing))
    market = Market(offers, DOLLARS)
    comparable = priced(offers, market)
    print(f"{len(offers):,} offers of litellm {VERSION}, {len(comparable):,} of models that at least {HOSTS} hosts offer\n")
    print("\n".join(table(measure(offers), len(comparable), alarms(comparable, market))))


if __name__ == "__main__":
    main()
