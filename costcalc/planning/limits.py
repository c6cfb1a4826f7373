"""Whether a request fits an offer: its context window, its longest answer, its images."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping

    from costcalc.sheets.book import Offer
    from costcalc.sheets.price_rows import Claim
    from costcalc.sheets.terms import Basis

Name = Literal["context", "max_output", "max_images"]
WORDS: dict[Name, str] = {"context": "context window", "max_output": "longest answer", "max_images": "images in a request"}


@dataclass(frozen=True, slots=True)
class LimitCheck:
    """What one limit allows and what is used of it; `max` is None where nobody published one."""

    limit: Name
    max: int | None
    used: int

    @property
    def status(self) -> Literal["ok", "exceeded", "unknown"]:
        """Whether it holds."""
        if self.max is None:
            return "unknown"
        return "ok" if self.used <= self.max else "exceeded"

    @property
    def reason(self) -> str:
        """How far it is exceeded, in words; that nobody published it; empty where it holds."""
        if self.max is None:
            return f"{WORDS[self.limit]}: {self.used:,} of a number that nobody published"
        over = self.used - self.max
        return f"{WORDS[self.limit]}: {self.used:,} of {self.max:,}, {over:,} too many" if over > 0 else ""


def published(offer: Offer, on: date, basis: Basis | None = None) -> dict[Name, int | None]:
    """Return each limit of an offer, None where nobody published it.

    With a basis, what such a source states on that day is taken before the curated limit.
    """
    return {name: _published(offer, name, on, basis) for name in WORDS}


def checks(
    allowed: Mapping[Name, int | None], *, input_tokens: int, output_tokens: int, images: int = 0
) -> tuple[LimitCheck, ...]:
    """Return the checks of one request with one answer: both against the context window, answer and images by themselves."""
    used: dict[Name, int] = {"context": input_tokens + output_tokens, "max_output": output_tokens}
    if images:
        used["max_images"] = images
    return tuple(LimitCheck(name, allowed[name], number) for name, number in used.items())


def _published(offer: Offer, name: Name, on: date, basis: Basis | None) -> int | None:
    stated = [claim for claim in offer.sheet.claims if claim.basis == basis and getattr(claim, name, None) is not None]
    made = [claim for claim in stated if (claim.from_ or date.min) <= on and (claim.until is None or on < claim.until)]
    found: int | None = getattr(max(made, key=_weight) if made else offer.sheet, name)
    return found


def _weight(claim: Claim) -> tuple[bool, date]:
    return not claim.known_wrong, claim.from_ or date.min
