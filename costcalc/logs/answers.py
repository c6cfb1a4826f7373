"""Read answers: text, an assistant's message in JSON, or a whole response with all its choices."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc.logs.prompts import format_of
from costcalc.logs.text_file import name_of, parsed, read_text
from costcalc.tokens import converse
from costcalc.tokens.chat_json import Reader
from costcalc.tokens.reading import Place, get, required, typed
from costcalc.tokens.request import Message, Text

if TYPE_CHECKING:
    from costcalc.logs.prompts import InputFormat


@dataclass(frozen=True, slots=True)
class Answer:
    """An answer, where it came from (`response.json:choices[1]` for one of several), and why it ended, where that is said."""

    name: str
    message: Message
    finish_reason: str | None = None


def read_answers(path: str, input_format: InputFormat | None) -> list[Answer]:
    """Return the answers in a file, `-` for standard input: one, or as many as a response has choices.

    Raises:
        InputError: the file is missing, empty, no text, or holds no answer; names file, place and fix.
    """
    name, text = name_of(path), read_text(path)
    match input_format or format_of(path):
        case "text":
            return [Answer(name, Message("assistant", (Text(text),)))]
        case "json":
            return _answers(parsed(text, name), name)
        case "jsonl":
            raise Place(name).error("answers are not read from JSONL: give each a file of its own")


def _answers(data: Any, name: str) -> list[Answer]:  # noqa: ANN401
    place = Place(name)
    record = typed(data, dict, place)
    if "choices" in record:
        choices = required(record, "choices", list, place)
        if not choices:
            raise (place / "choices").error("is empty: there is no answer")
        return [_choice(choice, place / "choices" / index, several=len(choices) > 1) for index, choice in enumerate(choices)]
    if "output" in record:
        output = required(record, "output", dict, place)
        message = converse.answer(output.get("message"), place / "output" / "message")
        return [Answer(name, Reader().message(message, place), get(record, "stopReason", str, place))]
    return [Answer(name, _message(record, place))]


def _choice(data: Any, place: Place, *, several: bool) -> Answer:  # noqa: ANN401
    choice = typed(data, dict, place)
    message = _message(required(choice, "message", dict, place), place / "message")
    name = f"{place.source}:{place.way}" if several else place.source
    return Answer(name, message, get(choice, "finish_reason", str, place))


def _message(record: dict[str, Any], place: Place) -> Message:
    message = Reader().message({"role": "assistant", **record}, place)
    if message.role != "assistant":
        raise (place / "role").error(f"'{message.role}' gives no answers: only the assistant's message is counted as output")
    return message
