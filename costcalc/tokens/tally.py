"""The parts of a ledger while they are being written."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

from costcalc.tokens.ledger import LedgerPart

if TYPE_CHECKING:
    from costcalc.tokens.ledger import PartKind


class Vocabulary(Protocol):
    """Splits text into tokens."""

    def count(self, text: str) -> int:
        """Return the number of tokens of a text, without control tokens."""
        ...


@dataclass(slots=True)
class Tally:
    """Collects parts, counting text by a vocabulary."""

    vocabulary: Vocabulary
    parts: list[LedgerPart] = field(default_factory=list)

    def control(self, place: str, *names: str) -> None:
        """Add control tokens, one a name."""
        self.parts.append(LedgerPart(place, "control", len(names), " ".join(names)))

    def text(self, place: str, kind: PartKind, text: str, detail: str) -> None:
        """Add the tokens of a text; an empty one has no part."""
        if text:
            self.parts.append(LedgerPart(place, kind, self.vocabulary.count(text), detail))

    def image(self, place: str, tokens: int, detail: str) -> None:
        """Add the tokens of an image."""
        self.parts.append(LedgerPart(place, "image", tokens, detail))
