"""How offers rank among those that are listed together."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.pricing.catalogue import Listing, Status

SortKey = Literal["input", "output", "blend", "context", "name", "checked"]
_ORDER: dict[Status, int] = {"ok": 0, "unpriced": 1, "retired": 2}


@dataclass(frozen=True, slots=True)
class Ranked:
    """A listing and its place among the listed; None for what never ranks."""

    listing: Listing
    position: int | None
    of: int


def ranked(listings: Iterable[Listing], by: SortKey) -> list[Ranked]:
    """Return listings in order with their rank; those of one value share a rank, and what is not ok comes last without one."""
    known = sorted(listings, key=lambda item: (_ORDER[item.status], _sort_key(item, by), item.offer.name))
    values = [_sort_key(item, by) for item in known if _ranks(item, by)]
    first = {value: index for index, value in reversed(list(enumerate(values, 1)))}
    return [Ranked(item, first[_sort_key(item, by)] if _ranks(item, by) else None, len(values)) for item in known]


def _ranks(item: Listing, by: SortKey) -> bool:
    return item.status == "ok" and by not in {"name", "checked"} and _value(item, by) is not None


def _sort_key(item: Listing, by: SortKey) -> Decimal:
    """Return a number that is lower for what comes first; what is unknown comes last."""
    value = _value(item, by)
    return Decimal("Infinity") if value is None else value


def _value(item: Listing, by: SortKey) -> Decimal | None:
    if by == "context":
        return None if item.offer.sheet.context is None else -Decimal(item.offer.sheet.context)
    if by == "checked":
        return None if item.checked is None else -Decimal(item.checked.toordinal())
    value: Decimal | None = Decimal(0) if by == "name" else getattr(item, by)
    return value
