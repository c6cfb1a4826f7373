"""A source's words for what is billed, as meters of a sheet; what no meter takes gets a name that says its unit."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, NamedTuple, TypeVar

from costcalc.sheets.imports.record import MalformedError, text
from costcalc.sheets.price_rows import Rates, Tier

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from decimal import Decimal

    from costcalc.sheets.imports.numbers import Numbers

PER_TOKEN, PER_PIECE = 6, 0
"""Powers of ten from a rate per token to one per million, and from one per piece to itself."""

Unit = tuple[str, int]
"""A name, and the power of ten by which the stated rate is multiplied to be the rate of that name."""
Row = TypeVar("Row", bound=Rates)


class Split(NamedTuple):
    """Rates by meter, and what no meter takes by a name with its unit."""

    rates: dict[str, Decimal]
    other: dict[str, Decimal]

    def suffixed(self, suffix: str) -> dict[str, Decimal]:
        """Return what no meter takes, under names that also say when it holds."""
        return {f"{name}{suffix}": rate for name, rate in self.other.items()}


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words of one source."""

    meters: Mapping[str, Unit]
    others: Mapping[str, Unit]
    ignored: frozenset[str] = field(default_factory=frozenset)
    """Keys beside the rates that are none."""
    unknown: str = "{}"
    """The name of what a word not in the list states, which is taken as it stands."""

    def split(self, stated: Mapping[str, Any], numbers: Numbers) -> Split:
        """Return what is stated; MalformedError where a rate is none, or two words of one meter disagree."""
        found = Split({}, {})
        for key, raw in stated.items():
            if raw is None or key in self.ignored:
                continue
            table, (name, power) = self._meaning(text(key, "a rate's name"), found)
            rate = numbers.read(raw, key, power)
            if table.setdefault(name, rate) != rate:
                raise MalformedError(f"{key} says {rate} where another key says {table[name]}")
        return found

    def _meaning(self, key: str, found: Split) -> tuple[dict[str, Decimal], Unit]:
        if key in self.meters:
            return found.rates, self.meters[key]
        return found.other, self.others.get(key, (self.unknown.format(key), 0))


def rated(row: Row, rates: Mapping[str, Decimal]) -> Row:
    """Return the row with rates by meter."""
    return replace(row, **rates)


def tiered(steps: Iterable[tuple[int, Split]], *, inclusive: bool = False) -> tuple[tuple[Tier, ...], dict[str, Decimal]]:
    """Return the tiers of thresholds and what holds above them, lowest first, and what no meter takes there."""
    tiers: list[Tier] = []
    other: dict[str, Decimal] = {}
    for threshold, split in sorted(steps, key=lambda step: step[0]):
        if split.rates:
            tiers.append(rated(Tier(above=threshold, inclusive=inclusive), split.rates))
        other |= split.suffixed(f"_above_{threshold}")
    if len({tier.above for tier in tiers}) < len(tiers):
        raise MalformedError("two tiers begin at one length")
    return tuple(tiers), other
