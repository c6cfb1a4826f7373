"""Take values out of JSON that a person wrote, and say where and what when one is not as it should be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, TypeVar

from costcalc.errors import InputError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Collection

Kind = TypeVar("Kind", str, int, bool, dict[str, Any], list[Any])


@dataclass(frozen=True, slots=True)
class Place:
    """Where a value stands: a file and the way to it, for messages such as `chat.json: messages[2].role: ...`."""

    source: str
    way: str = ""

    def __truediv__(self, step: str | int) -> Place:
        """Return the place a key or an index further on."""
        if isinstance(step, int):
            return Place(self.source, f"{self.way}[{step}]")
        return Place(self.source, f"{self.way}.{step}" if self.way else step)

    def error(self, message: str) -> InputError:
        """Return the error that says something of this place, in one line."""
        return InputError(printable(f"{self.source}: {self.way}: {message}" if self.way else f"{self.source}: {message}"))


_NAMES: dict[type, str] = {str: "text", int: "a whole number", dict: "an object", list: "a list", bool: "true or false"}


def typed(value: Any, kind: type[Kind], place: Place) -> Kind:  # noqa: ANN401
    """Return the value if it is of the kind.

    Raises:
        InputError: it is not, or is a boolean where a number should be.
    """
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise place.error(f"should be {_NAMES[kind]}, not {shown(value)}")
    return value


def get(record: dict[str, Any], key: str, kind: type[Kind], place: Place) -> Kind | None:
    """Return the value of a key; null and a missing key are both None.

    Raises:
        InputError: it is of another kind.
    """
    value = record.get(key)
    return None if value is None else typed(value, kind, place / key)


def required(record: dict[str, Any], key: str, kind: type[Kind], place: Place) -> Kind:
    """Return the value of a key.

    Raises:
        InputError: it is not there, null, or of another kind.
    """
    if record.get(key) is None:
        raise place.error(f"has no '{key}': add it")
    return typed(record[key], kind, place / key)


def one_of(value: str, known: Collection[str], what: str, place: Place) -> str:
    """Return the value if it is known.

    Raises:
        InputError: it is not; names the nearest that is.
    """
    if value in known:
        return value
    raise place.error(f"unknown {what} {shown(value)}{nearest(value, known)}")


def shown(value: Any) -> str:  # noqa: ANN401
    """Return a value in words short enough for one line."""
    if value is None:
        return "null"
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "a list"
    text = repr(value)
    return text if len(text) <= 40 else text[:37] + "..."


def printable(text: str) -> str:
    """Return a text with escapes for what would break a line or a screen."""
    if text.isprintable():
        return text
    return "".join(sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text)
