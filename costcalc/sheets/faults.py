"""What `costcalc prices lint` finds: a fault of a value, and a finding that says in which file and line it stands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from costcalc.sheets.yaml_file import Place

Severity = Literal["error", "warning"]
"""`error` stops a gate; `warning` is for a person to look at."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong, or hard to believe, of a value at a place, and what to do about it."""

    place: Place
    """The way to the value, from the offer for what is said of an offer."""
    severity: Severity
    kind: str
    message: str
    fix: str | None = None

    def within(self, place: Place) -> Fault:
        """Return the same of a value that stands inside another."""
        return Fault((*place, *self.place), self.severity, self.kind, self.message, self.fix)


@dataclass(frozen=True, slots=True)
class Finding:
    """A fault with its file and line, as a person looks for it."""

    file: str
    line: int | None
    """None where the file as a whole is meant."""
    place: str
    """Such as `offers[3].prices[0].input`; empty for the file as a whole."""
    offer: str | None
    """The id of the offer that it is about; None where it is about none, or the file does not fit the schema."""
    severity: Severity
    kind: str
    message: str
    fix: str | None
