"""Names that move from model to model: what each stood for, from which day until which."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from costcalc.sheets.schema import Alias, Sheet


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a provider's name stood for over half-open days [from, until)."""

    provider: str
    alias: Alias
    until: date | None
    """None: it still does."""

    def holds_on(self, on: date) -> bool:
        """Return whether the name means that on a day."""
        return (self.alias.from_ or date.min) <= on and (self.until is None or on < self.until)


def meanings(sheet: Sheet, model: str) -> list[Meaning]:
    """Return the names that stood or stand for a model at a provider, in the order of the sheet."""
    return [Meaning(sheet.provider, alias, _end(alias, sheet)) for alias in sheet.aliases if alias.model == model]


def _end(alias: Alias, sheet: Sheet) -> date | None:
    """Return the day on which a row ends: its own, or that on which the next row of its name begins."""
    begins = [other.from_ for other in sheet.aliases if other.name == alias.name and other.from_ is not None]
    later = [day for day in begins if day > (alias.from_ or date.min)]
    return min([*later, *([alias.until] if alias.until else [])], default=None)
