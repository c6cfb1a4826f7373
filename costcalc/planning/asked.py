"""What is asked to fit in one request: something that is counted, or a size that is stated."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc.tokens.request import Text

if TYPE_CHECKING:
    from costcalc.tokens.request import Request, Role


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is to fit: a request that is counted, a number instead, or a text of a stated size beside a request."""

    source: str
    request: Request | None = None
    """None: there is nothing to count."""
    text_tokens: int | None = None
    """Tokens of a text of a stated size, on top of the request."""
    input_tokens: int | None = None
    """Tokens of everything, where a number replaces counting."""

    @property
    def begun(self) -> bool:
        """Whether a user has said something, so that an answer to it is due."""
        messages = self.request.messages if self.request else ()
        said = any(message.role != "system" and (message.parts or message.tool_calls) for message in messages)
        return said or bool(self.text_tokens or self.input_tokens)

    @property
    def text(self) -> str:
        """The text that is cut where it does not fit: the longest one that is no system prompt."""
        return max((text for role, text in self.texts if role != "system"), key=len, default="")

    @property
    def texts(self) -> list[tuple[Role, str]]:
        """Every text of the request, and who says it."""
        messages = self.request.messages if self.request else ()
        return [(message.role, part.text) for message in messages for part in message.parts if isinstance(part, Text)]

    @property
    def images(self) -> int:
        """How many images the request has."""
        return len(self.request.images) if self.request else 0
