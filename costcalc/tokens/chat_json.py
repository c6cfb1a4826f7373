"""Read a chat request in OpenAI's or Mistral's JSON."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError
from costcalc.tokens import converse
from costcalc.tokens.chat_settings import choices, max_tokens, response_format, uncounted
from costcalc.tokens.chat_tools import tool, tool_call, tool_choice
from costcalc.tokens.data_url import shorten
from costcalc.tokens.image_size import image_size
from costcalc.tokens.reading import Place, get, one_of, printable, required, shown, typed
from costcalc.tokens.request import Image, Message, Part, Request, Role, Text, Thinking

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costcalc.tokens.images import Size

ROLES: dict[str, Role] = {
    "system": "system",
    "developer": "system",
    "user": "user",
    "assistant": "assistant",
    "tool": "tool",
}
UNCOUNTABLE = {
    "document_url": "documents are turned into text by the server: send their text, or give --input-tokens",
    "file": "files are turned into text by the server: send their text, or give --input-tokens",
    "input_audio": "audio is billed by the second and not priced here: give --input-tokens",
    "audio_url": "audio is billed by the second and not priced here: give --input-tokens",
    "reference": "references are not counted: send their text",
}
PART_TYPES = ("text", "image_url", "thinking", *UNCOUNTABLE)
_OTHER_FORMS = {
    "functions": "the old form is not counted: send them as 'tools'",
    "function_call": "the old form is not counted: send it as 'tool_choice'",
    "system": "is no part of a chat request: send it as a message with role 'system'",
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Reads requests; `sizes` gives the pixels of images by URL, `folder` is what `file:` URLs are relative to."""

    sizes: Mapping[str, Size] = field(default_factory=dict)
    folder: Path | None = None

    def request(self, data: Any, source: str) -> Request:  # noqa: ANN401
        """Return the request that a JSON value states.

        Raises:
            InputError: it is no chat request; names the source and the way to the culprit.
        """
        place = Place(source)
        record = typed(data, dict, place)
        if converse.is_converse(record):
            record = converse.as_chat(record, place)
        for key, reason in _OTHER_FORMS.items():
            if record.get(key) is not None:
                raise (place / key).error(reason)
        tools = get(record, "tools", list, place) or []
        return Request(
            messages=self._messages(record, place),
            tools=tuple(tool(item, place / "tools" / index) for index, item in enumerate(tools)),
            tool_choice=tool_choice(record.get("tool_choice"), place / "tool_choice"),
            response_format=response_format(record, place),
            reasoning_effort=get(record, "reasoning_effort", str, place),
            model=get(record, "model", str, place),
            max_tokens=max_tokens(record, place),
            choices=choices(record, place),
            uncounted=tuple(uncounted(record, place)),
        )

    def _messages(self, record: dict[str, Any], place: Place) -> tuple[Message, ...]:
        listed = required(record, "messages", list, place)
        place /= "messages"
        if not listed:
            raise place.error("is empty: a request needs a message")
        messages = tuple(self.message(message, place / index) for index, message in enumerate(listed))
        for index, message in enumerate(messages[:-1]):
            if message.prefix:
                raise (place / index / "prefix").error("only the last message can be one that the answer goes on with")
        return messages

    def message(self, data: Any, place: Place) -> Message:  # noqa: ANN401
        """Return the message that a JSON value states.

        Raises:
            InputError: it is none; names the way to the culprit.
        """
        record = typed(data, dict, place)
        role = ROLES[one_of(required(record, "role", str, place), ROLES, "role", place / "role")]
        if record.get("function_call") is not None:
            raise (place / "function_call").error("the old form is not counted: send it as 'tool_calls'")
        if role != "assistant" and record.get("content") is None:
            raise place.error("has no 'content': add it")
        if not record.keys() & {"content", "tool_calls", "reasoning_content", "reasoning"}:
            raise place.error("has neither 'content' nor 'tool_calls': add one")
        calls = get(record, "tool_calls", list, place) or []
        return Message(
            role=role,
            parts=tuple(self._parts(record, role, place)),
            tool_calls=tuple(tool_call(call, place / "tool_calls" / index) for index, call in enumerate(calls)),
            tool_call_id=get(record, "tool_call_id", str, place),
            name=get(record, "name", str, place),
            prefix=get(record, "prefix", bool, place) or False,
        )

    def _parts(self, record: dict[str, Any], role: Role, place: Place) -> Iterator[Part]:
        if role == "assistant":
            for key in ("reasoning_content", "reasoning"):
                if reasoning := get(record, key, str, place):
                    yield Thinking(reasoning)
                    break
        content = record.get("content")
        if isinstance(content, str):
            if content:
                yield Text(content)
        elif isinstance(content, list):
            for index, item in enumerate(content):
                yield self._part(item, place / "content" / index)
        elif content is not None:
            raise (place / "content").error(f"should be text or a list of parts, not {shown(content)}")

    def _part(self, data: Any, place: Place) -> Part:  # noqa: ANN401
        if isinstance(data, str):
            return Text(data)
        record = typed(data, dict, place)
        kind = record.get("type", "text" if "text" in record else None)
        if kind is None:
            raise place.error(f"has no 'type': known are {', '.join(PART_TYPES)}")
        match one_of(typed(kind, str, place / "type"), PART_TYPES, "part type", place / "type"):
            case "text":
                return Text(required(record, "text", str, place))
            case "image_url":
                return self._image(record, place)
            case "thinking":
                closed = get(record, "closed", bool, place)
                return Thinking(_thinking(record.get("thinking"), place / "thinking"), closed is not False)
            case uncountable:
                raise place.error(UNCOUNTABLE[uncountable])

    def _image(self, record: dict[str, Any], place: Place) -> Image:
        reference = record.get("image_url")
        if isinstance(reference, dict):
            reference = required(reference, "url", str, place / "image_url")
        if not isinstance(reference, str):
            raise place.error(f"'image_url' should be a URL or an object with one, not {shown(reference)}")
        return self.image(reference, place / "image_url")

    def image(self, reference: str, place: Place) -> Image:
        """Return the image behind a URL; one that would have to be fetched has the size given for it, else none.

        Raises:
            InputError: it is no URL, or the image cannot be read.
        """
        name = printable(shorten(reference))
        if reference in self.sizes:
            return Image(reference, self.sizes[reference])
        if reference.startswith("file:") and not reference.startswith("file://"):
            target: str | Path = (self.folder or Path()) / reference.removeprefix("file:")
        elif reference.startswith(("data:", "file:", "http:", "https:")):
            target = reference
        else:
            raise place.error(f"{shown(reference)} is no URL: known are data:, http:, https: and file:")
        try:
            return Image(name, image_size(target))
        except InputError as error:
            raise place.error(str(error)) from error


def _thinking(value: Any, place: Place) -> str:  # noqa: ANN401
    """Return the text of a thinking part; Mistral's list of chunks is joined by line ends, as its platform bills it."""
    if isinstance(value, str):
        return value
    if not isinstance(value, list):
        raise place.error(f"should be text or a list of parts, not {shown(value)}")
    return "\n".join(required(typed(chunk, dict, place / i), "text", str, place / i) for i, chunk in enumerate(value))
