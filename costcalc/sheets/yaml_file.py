"""Read YAML as data that keeps every digit, every key and the line of each value."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    import yaml

Place = tuple[str | int, ...]
"""The way to a value from the top of a file: keys and indexes."""
DEEPEST = 50
"""Levels of nesting: far more than a sheet has, and far fewer than exhaust the stack."""
LONGEST = 100
"""Characters of a number."""
# What a plain scalar is, as YAML 1.2 has it: `no` and `1:30` are text, `1e-7` is a number.
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_NUMBER = re.compile(r"[-+]?(?:\.\d+|\d+(?:\.\d*)?)(?:[eE][-+]?\d+)?", re.ASCII)
_INTEGER = re.compile(r"[-+]?\d+", re.ASCII)
_OTHER_BASE = re.compile(r"[-+]?0(?:\d+|[box][0-9a-fA-F]+)", re.ASCII)
# What libyaml says it was doing, and what a person meant.
_SLIPS = {"while scanning an alias": "what begins with * is an alias: put a text in quotes"}
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Document:
    """What a YAML file says, with the line on which each value stands."""

    path: Path
    data: Any
    lines: dict[Place, int]
    elsewhere: Mapping[Place, str] = field(default_factory=dict)
    """Where each value was said that does not come from the file, as messages name it: `--set volume.growth`."""

    def at(self, place: Place) -> str:
        """Return `file:line: way.to[0].value`, the nearest line known where the value itself is missing."""
        way = place
        while way and way not in self.lines and way not in self.elsewhere:
            way = way[:-1]
        if way in self.elsewhere:
            inner = spell(place[len(way) :])
            return self.elsewhere[way] + ("." if inner and not inner.startswith("[") else "") + inner
        return f"{self.path}:{self.lines.get(way, 1)}: {spell(place) or 'the file'}"


def spell(place: Place) -> str:
    """Return a place as a person writes it, `offers[3].prices[0].input`."""
    text = ""
    for step in place:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else str(step)
    return text


def read(path: Path) -> Document:
    """Return the document in a YAML file; numbers with a point or an exponent are exact Decimals.

    Raises:
        InputError: the file is missing, not UTF-8, not YAML, or says what readers of YAML understand differently:
            a duplicate key, a float that loses digits, an octal number, an alias, a tag.
    """
    return parsed(_text(path), path)


def parsed(text: str, name: str | Path) -> Document:
    """Return the document that a text is; messages call it by the name.

    Raises:
        InputError: as `read`.
    """
    import yaml

    try:
        reader = _Reader(name, yaml.parse(text, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader)))
        return Document(Path(name), reader.document(), reader.lines)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f"{name}:{mark.line + 1}:{mark.column + 1}" if mark else str(name)
        slip = _SLIPS.get(error.context or "", error.problem or error.context)
        raise InputError(f"{where}: not valid YAML: {slip}") from error
    except yaml.YAMLError as error:
        raise InputError(f"{name}: not valid YAML: {' '.join(str(error).split())}") from error


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise InputError(f"{path}: not UTF-8 at byte {error.start}: save it as UTF-8") from error
    except OSError as error:
        raise InputError(f"{path}: cannot be read: {error.strerror}") from error


class _Reader:
    """Turns the events of a YAML parser into data and remembers where each value came from."""

    def __init__(self, name: str | Path, events: Iterator[yaml.Event]) -> None:
        self.name = name
        self.events = events
        self.lines: dict[Place, int] = {}

    def document(self) -> Any:  # noqa: ANN401
        """Return the one document; None where the file is empty."""
        import yaml

        data = None
        begun = False
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                if begun:
                    raise self._error(event, "a second document begins: keep one a file")
                begun = True
                data = self._value(next(self.events), ())
        return data

    def _value(self, event: yaml.Event, place: Place) -> Any:  # noqa: ANN401
        import yaml

        if tag := getattr(event, "tag", None):
            raise self._error(event, f"{tag.replace('tag:yaml.org,2002:', '!!')} is a tag: leave it out")
        if len(place) > DEEPEST:
            raise self._error(event, f"more than {DEEPEST} levels deep: this is no sheet")
        self.lines.setdefault(place, _position(event)[0])
        if isinstance(event, yaml.MappingStartEvent):
            return self._mapping(place)
        if isinstance(event, yaml.SequenceStartEvent):
            return self._sequence(place)
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        raise self._error(event, f"*{getattr(event, 'anchor', '')} is an alias: write the value out")

    def _sequence(self, place: Place) -> list[Any]:
        import yaml

        items: list[Any] = []
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            items.append(self._value(event, (*place, len(items))))
        return items

    def _mapping(self, place: Place) -> dict[str, Any]:
        import yaml

        result: dict[str, Any] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._key(event)
            if key in result:
                raise self._error(event, f"the key '{key}' stands twice: keep one")
            self.lines[*place, key] = _position(event)[0]
            result[key] = self._value(next(self.events), (*place, key))
        return result

    def _key(self, event: yaml.Event) -> str:
        import yaml

        if not isinstance(event, yaml.ScalarEvent) or event.tag is not None:
            raise self._error(event, "a key is not a word: write `key: value`")
        if event.value == "<<" and event.implicit[0]:
            raise self._error(event, "<< merges keys from elsewhere: write them out")
        key = self._scalar(event)
        if not isinstance(key, str):
            raise self._error(event, f"the key {event.value} is not text: put it in quotes")
        return key

    def _scalar(self, event: yaml.ScalarEvent) -> Any:  # noqa: ANN401
        text: str = event.value
        if not event.implicit[0]:  # it stands in quotes or in a block
            return text
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _OTHER_BASE.fullmatch(text):
            raise self._error(event, f"{text} is another number to other readers: write it in decimal, or in quotes as text")
        if _NUMBER.fullmatch(text):
            return self._number(event)
        return self._date(event) if _DATE.fullmatch(text) else text

    def _number(self, event: yaml.ScalarEvent) -> int | Decimal:
        if len(event.value) > LONGEST:
            raise self._error(event, f"a number of more than {LONGEST} characters is no price and no limit")
        if _INTEGER.fullmatch(event.value):
            return int(event.value)
        with suppress(InvalidOperation):  # an exponent beyond all bounds
            exact = Decimal(event.value)
            if exact == Decimal(repr(float(event.value))):
                return exact
        raise self._error(event, f'{event.value} loses digits as a float: put it in quotes, "{event.value}"')

    def _date(self, event: yaml.ScalarEvent) -> date:
        try:
            return date.fromisoformat(event.value)
        except ValueError:
            raise self._error(event, f"{event.value} is no day of the calendar") from None

    def _error(self, event: yaml.Event, message: str) -> InputError:
        line, column = _position(event)
        return InputError(f"{self.name}:{line}:{column}: {message}")


def _position(event: yaml.Event) -> tuple[int, int]:
    """Return line and column, both from 1."""
    mark = event.start_mark
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)
