"""A chat request as every dialect of JSON means it: messages of parts, tools, and the settings that cost tokens."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from costcalc.tokens.images import Size

Role = Literal["system", "user", "assistant", "tool"]


@dataclass(frozen=True, slots=True)
class Text:
    """A piece of text."""

    text: str


@dataclass(frozen=True, slots=True)
class Thinking:
    """Reasoning that an assistant message carries; `closed` unless it was cut off."""

    text: str
    closed: bool = True


@dataclass(frozen=True, slots=True)
class Image:
    """An image by its size in pixels; None where it is remote and nobody gave one."""

    name: str
    size: Size | None


Part = Text | Thinking | Image


@dataclass(frozen=True, slots=True)
class ToolCall:
    """A function call by an assistant; `arguments` is JSON text as written."""

    name: str
    arguments: str
    id: str | None = None


@dataclass(frozen=True, slots=True)
class Message:
    """One message of a conversation."""

    role: Role
    parts: tuple[Part, ...] = ()
    tool_calls: tuple[ToolCall, ...] = ()
    tool_call_id: str | None = None
    name: str | None = None
    prefix: bool = False


@dataclass(frozen=True, slots=True)
class Tool:
    """A function that the model may call; `parameters` is its JSON Schema, keys in the order sent."""

    name: str
    description: str = ""
    parameters: dict[str, Any] = field(default_factory=dict, hash=False)


@dataclass(frozen=True, slots=True)
class NamedChoice:
    """A `tool_choice` that forces one function."""

    name: str


@dataclass(frozen=True, slots=True)
class Request:
    """What is sent to a chat endpoint, as far as it costs tokens."""

    messages: tuple[Message, ...]
    tools: tuple[Tool, ...] = ()
    tool_choice: Literal["auto", "none", "any"] | NamedChoice = "auto"
    response_format: Literal["text", "json_object", "json_schema"] = "text"
    reasoning_effort: str | None = None
    model: str | None = None
    max_tokens: int | None = None
    choices: int = 1
    uncounted: tuple[str, ...] = ()
    """What the provider is asked to add by itself, which no count can hold."""

    @property
    def images(self) -> tuple[Image, ...]:
        """Every image, in order."""
        return tuple(part for message in self.messages for part in message.parts if isinstance(part, Image))

    @property
    def has_thinking(self) -> bool:
        """Whether a message carries reasoning."""
        return any(isinstance(part, Thinking) for message in self.messages for part in message.parts)

    @property
    def has_system(self) -> bool:
        """Whether a system message is there, so that a host puts in no default one."""
        return any(message.role == "system" for message in self.messages)

    def needs(self) -> frozenset[str]:
        """Return the features that a model must have to take it: `vision`, `tools`, `structured_output`."""
        needed = {"vision"} if self.images else set()
        if self.tools:
            needed.add("tools")
        if self.response_format == "json_schema":
            needed.add("structured_output")
        return frozenset(needed)

    def with_added(self, *, system: str | None, images: Iterable[Image], tools: Iterable[Tool]) -> Request:
        """Return the request with a system message in front, images in the last user message, or a new one, and more tools."""
        messages = self.messages
        if images := tuple(images):
            users = [index for index, message in enumerate(messages) if message.role == "user"]
            last = users[-1] if users else len(messages)
            own = messages[last] if users else Message("user")
            messages = (*messages[:last], replace(own, parts=(*own.parts, *images)), *messages[last + 1 :])
        if system is not None:
            messages = (Message("system", (Text(system),)), *messages)
        return replace(self, messages=messages, tools=(*self.tools, *tools))


def from_text(text: str) -> Request:
    """Return the request that asks one text as a user message."""
    return Request((Message("user", (Text(text),)),))
