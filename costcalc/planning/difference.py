"""What changed between two runs, prompt by prompt: how much, why, and what cannot be said."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, cast

from costcalc.planning.attribution import CAUSES, Cause, exact_sum, held, parts, same_offer
from costcalc.pricing.percent import percent

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterator, Sequence

    from costcalc.planning.item import Item

Kind = Literal["same", "changed", "new", "gone", "unknown"]
_Pair = tuple["Item | None", "Item | None"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Change:
    """One prompt at the base and at the head; None on the side where it is not."""

    base: Item | None
    head: Item | None
    parts: dict[Cause, Decimal]
    """What each cause adds to the month's cost; a cause that adds nothing is left out."""
    reason: str | None = None
    """Why the change is unknown; None where it is known."""

    @property
    def item(self) -> Item:
        """The prompt as it is now, or as it was last."""
        return self.head or cast("Item", self.base)

    @property
    def amount(self) -> Decimal | None:
        """What it adds to the month's cost; None where unknown."""
        return exact_sum(self.parts.values()) if self.reason is None else None

    @property
    def percent(self) -> Decimal | None:
        """The same against the base; None where unknown, for a new prompt, and where the base cost nothing."""
        return _percent(self.amount, self.base.monthly if self.base else None)

    @property
    def kind(self) -> Kind:
        """What became of the prompt."""
        if self.reason is not None:
            return "unknown"
        if self.base is None:
            return "new"
        if self.head is None:
            return "gone"
        return "changed" if self.parts else "same"


@dataclass(frozen=True, slots=True)
class Difference:
    """Every prompt of two runs, in the order of the head, then those that are gone."""

    changes: tuple[Change, ...]
    notes: tuple[str, ...] = ()

    def of(self, *kinds: Kind) -> tuple[Change, ...]:
        """Return the prompts of which that became."""
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def known(self) -> Decimal:
        """What the known changes add to the month's cost."""
        return exact_sum(change.amount for change in self.changes if change.amount is not None)

    @property
    def unknown(self) -> int:
        """The number of prompts whose change is unknown."""
        return len(self.of("unknown"))

    @property
    def total(self) -> Decimal | None:
        """What the change adds to the month's cost; None where that of any prompt is unknown."""
        return None if self.unknown else self.known

    @property
    def base(self) -> Decimal | None:
        """The month's cost at the base; None where that of any prompt is unknown."""
        return _monthly([change.base for change in self.changes if change.base is not None])

    @property
    def head(self) -> Decimal | None:
        """The month's cost at the head; None where that of any prompt is unknown."""
        return _monthly([change.head for change in self.changes if change.head is not None])

    @property
    def percent(self) -> Decimal | None:
        """The total against the base; None where either is unknown, and where the base cost nothing."""
        return _percent(self.total, self.base)

    @property
    def parts(self) -> dict[Cause, Decimal]:
        """What each cause adds over all known changes; a cause that adds nothing is left out."""
        sums = {cause: exact_sum(each.parts.get(cause, Decimal(0)) for each in self.changes) for cause in CAUSES}
        return {cause: amount for cause, amount in sums.items() if amount}


def difference(base: Sequence[Item], head: Sequence[Item], *, hold_prices: bool = False) -> Difference:
    """Return what changed from the base to the head, whose amounts are in one currency.

    Prompts are matched by source and name, then by source, then by a name that stands once on each side. A prompt that is not
    served or not priced on either side has an unknown change, never a saving. With `hold_prices` the head is priced at the
    base's rates and conversions; a new prompt or another offer has none there and keeps its own, which a note says.
    """
    pairs = list(_paired(base, head))
    if not hold_prices:
        return Difference(tuple(_change(*pair) for pair in pairs))
    notes = tuple(note for pair in pairs if (note := _not_held(*pair)))
    return Difference(tuple(_change(old, _held(old, new)) for old, new in pairs), notes)


def _paired(base: Sequence[Item], head: Sequence[Item]) -> Iterator[_Pair]:
    gone, new = dict(enumerate(base)), dict(enumerate(head))
    partners: dict[int, Item] = {}
    for key in (lambda item: (item.source, item.name), lambda item: item.source):
        partners |= _matched(gone, new, key)
    names = Counter(item.name for item in base), Counter(item.name for item in head)
    moved = {at: item for at, item in new.items() if names[0][item.name] == names[1][item.name] == 1}
    partners |= _matched(gone, moved, lambda item: item.name)
    yield from ((partners.get(at), item) for at, item in enumerate(head))
    yield from ((item, None) for item in gone.values())


def _matched(gone: dict[int, Item], new: dict[int, Item], key: Callable[[Item], Hashable]) -> dict[int, Item]:
    """Return the first of the base for each of the head that has the same key, and take both away."""
    waiting: dict[Hashable, list[int]] = defaultdict(list)
    for at in reversed(gone):
        waiting[key(gone[at])].append(at)
    found = {at: gone.pop(waiting[key(item)].pop()) for at, item in new.items() if waiting[key(item)]}
    for at in found:
        del new[at]
    return found


def _change(base: Item | None, head: Item | None) -> Change:
    reasons = (_unknown("at the base", base), _unknown("now", head))
    if reason := "; ".join(each for each in reasons if each):
        return Change(base=base, head=head, parts={}, reason=reason)
    return Change(base=base, head=head, parts=_parts(base, head))


def _parts(base: Item | None, head: Item | None) -> dict[Cause, Decimal]:
    if base is not None and head is not None:
        return parts(base, head)
    if head is not None:
        return {"new": head.monthly} if head.monthly else {}
    return {"gone": base.monthly.copy_negate()} if base is not None and base.monthly else {}


def _unknown(when: str, item: Item | None) -> str | None:
    """Return why the cost of an item is unknown; None where it is known, or where there is no item."""
    if item is None or (item.known and item.usage is not None):
        return None
    return f"{when}, {item.offer or 'no offer'}: {item.reason or item.status}"


def _holds(base: Item | None, head: Item | None) -> bool:
    return base is not None and head is not None and base.known and head.known and same_offer(base, head)


def _held(base: Item | None, head: Item | None) -> Item | None:
    return held(base, head) if base is not None and head is not None and _holds(base, head) else head


def _not_held(base: Item | None, head: Item | None) -> str | None:
    """Return the note on a prompt that keeps its own price where prices are held."""
    if head is None or not head.known or _holds(base, head) or (base is not None and not base.known):
        return None
    why = "new" if base is None else f"moved from {base.offer}"
    return f"{head.source} is {why}: it keeps the present price of {head.offer}, for the base has none to hold"


def _monthly(items: Sequence[Item]) -> Decimal | None:
    found = [item.monthly for item in items if item.known and item.monthly is not None]
    return exact_sum(found) if len(found) == len(items) else None


def _percent(change: Decimal | None, base: Decimal | None) -> Decimal | None:
    """Return a change against the base in percent."""
    if change is None or base is None:
        return None
    return percent(exact_sum([base, change]), base)
