"""The tokens of one request or answer, part by part, and how far they can be trusted."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal

Counting = Literal["verified", "reference", "estimated"]
PartKind = Literal["control", "text", "thinking", "image", "tools", "tool_call", "tool_result", "settings", "template"]


@dataclass(frozen=True, slots=True)
class LedgerPart:
    """Tokens of one part: where it stands in the request, what it is, how many."""

    part: str
    kind: PartKind
    tokens: int
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Ledger:
    """Every token of one request or answer.

    `counting` says whether recorded bills of the host agree (`verified`), the model's own tokenizer and template
    were used (`reference`), or a method with a stated error (`estimated`, the method in `notes`).
    """

    parts: tuple[LedgerPart, ...]
    tokenizer: str
    counting: Counting
    notes: tuple[str, ...] = ()

    @property
    def tokens(self) -> int:
        """All tokens."""
        return sum(part.tokens for part in self.parts)

    def estimated(self, note: str) -> Ledger:
        """Return the ledger with its label lowered to `estimated` for the reason given."""
        return replace(self, counting="estimated", notes=(*self.notes, note))

    def of_kind(self, kind: PartKind) -> int:
        """Return the tokens of all parts of a kind."""
        return sum(part.tokens for part in self.parts if part.kind == kind)
