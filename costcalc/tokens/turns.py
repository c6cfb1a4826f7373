"""Messages as a template sees them: neighbours of one role merged, texts joined.

mistral-common also sorts tool results by their calls; each is encoded by itself, so that changes no count.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.tokens.request import Part, Role, Text, ToolCall

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from costcalc.tokens.request import Message
    from costcalc.tokens.template import Template

MESSAGE_JOIN = "\n\n"


@dataclass(frozen=True, slots=True)
class Turn:
    """One or more neighbouring messages of a role, written as one."""

    role: Role
    parts: tuple[Part, ...]
    place: str
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    name: str | None = None
    prefix: bool = False

    @property
    def text(self) -> str | None:
        """The text where the turn is text alone ("" for none at all), else None."""
        if not self.parts:
            return ""
        only = self.parts[0]
        return only.text if len(self.parts) == 1 and isinstance(only, Text) else None


def turns(messages: Sequence[Message], template: Template) -> list[Turn]:
    """Return the turns of a conversation as the template's normalizer builds them, system prompts included."""
    result: list[Turn] = []
    numbered = list(enumerate(messages))
    for role, group in groupby(numbered, key=lambda item: item[1].role):
        result.extend(_of_role(role, list(group), template))
    if template.system != "block" and next((turn.role for turn in result if turn.role != "system"), None) != "user":
        result.insert(0, Turn("user", (), "messages"))
    return result or [Turn("user", (), "messages")]


def _of_role(role: Role, group: list[tuple[int, Message]], template: Template) -> Iterator[Turn]:
    if role in {"system", "tool"}:
        for index, message in group:
            yield Turn(
                role,
                joined([message], template.join),
                f"messages[{index}]",
                tool_call_id=message.tool_call_id,
                name=message.name,
            )
        return
    members = [message for _, message in group]
    first, last = group[0][0], group[-1][0]
    yield Turn(
        role,
        joined(members, template.join),
        f"messages[{first}]" if first == last else f"messages[{first}-{last}]",
        tool_calls=tuple(call for message in members for call in message.tool_calls),
        prefix=any(message.prefix for message in members),
    )


def system_prompt(messages: Iterable[Message], template: Template) -> str:
    """Return what stands before the text of the user message that carries the system messages.

    Raises:
        InputError: a system message holds more than text.
    """
    blocks = []
    for index, message in enumerate(messages):
        if message.role == "system" and message.parts:
            parts = joined([message], template.join)
            if not all(isinstance(part, Text) for part in parts):
                raise InputError(f"messages[{index}]: tokenizer {template.version} takes text alone in a system message")
            blocks.append("".join(part.text for part in parts if isinstance(part, Text)))
    prompt = MESSAGE_JOIN.join(blocks)
    return prompt + MESSAGE_JOIN if prompt else ""


def joined(messages: Iterable[Message], join: str) -> tuple[Part, ...]:
    """Return all parts, neighbouring texts made one: `join` between two of a message, an empty line between two messages."""
    parts: list[Part] = []
    texts: list[str] = []
    for message in messages:
        separator = MESSAGE_JOIN
        for part in message.parts:
            if isinstance(part, Text):
                if part.text:
                    texts.append((separator if texts else "") + part.text)
                    separator = join
                continue
            if texts:
                parts.append(Text("".join(texts)))
                texts.clear()
            parts.append(part)
    if texts:
        parts.append(Text("".join(texts)))
    return tuple(parts)
