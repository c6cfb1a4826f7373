"""What an importer gives: one record an offer, and what was not taken with the reason why."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from costcalc.sheets.schema import OfferSheet

PLACEHOLDER = "its max_output equals the context: a placeholder, left out"
"""What is noted of catalogues that fill in the context where they do not know how long an answer may be."""
FREE_ENDINGS = (":free", "-free")
"""How ids of what is given away end at the routers that have such ids."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Who says what is imported, and the day on which that was seen."""

    source: str
    """Such as `litellm 1.106.2`."""
    checked: date

    def of(self, *pages: object) -> str:
        """Return the source, and the page that a record itself names as its own."""
        named = next((page for page in pages if isinstance(page, str) and page.startswith("http") and writable(page)), None)
        return f"{self.source} ({named})" if named else self.source


@dataclass(frozen=True, slots=True, kw_only=True)
class Record:
    """One offer as a source states it; `offer.model` is the offer's id until the model is named."""

    key: str
    """The source's own name of the record, for reports."""
    provider: str
    """The source's name of the provider."""
    offer: OfferSheet
    provider_name: str | None = None
    title: str | None = None
    """What the source calls the model."""
    maker: str | None = None
    released: date | None = None
    """Day of the model's release."""


@dataclass(frozen=True, slots=True)
class Problem:
    """A record that was not taken, and why."""

    record: str
    reason: str


@dataclass(frozen=True, slots=True)
class Parsed:
    """What a source states."""

    records: tuple[Record, ...]
    problems: tuple[Problem, ...]
    """Records that contradict themselves or cannot be said in a sheet."""
    left_out: tuple[Problem, ...]
    """Sound records that are no text model with a price per token."""


class MalformedError(ValueError):
    """A record contradicts itself, or says what a sheet cannot say."""


class OutOfScopeError(ValueError):
    """A record is sound, and no text model with a price per token."""


def parsed(items: Iterable[tuple[str, Any]], parse: Callable[[str, Any], Record]) -> Parsed:
    """Return the records of the items, each whole or not at all."""
    records: list[Record] = []
    problems: list[Problem] = []
    left_out: list[Problem] = []
    for key, raw in items:
        try:
            records.append(parse(key, raw))
        except MalformedError as error:
            problems.append(Problem(key, str(error)))
        except OutOfScopeError as error:
            left_out.append(Problem(key, str(error)))
    return Parsed(tuple(records), tuple(problems), tuple(left_out))


def mapping(raw: object, what: str) -> Mapping[str, Any]:
    """Return a JSON object; MalformedError where it is none."""
    if not isinstance(raw, Mapping):
        raise MalformedError(f"{what} is no object")
    return raw


def sequence(raw: object, what: str) -> list[Any]:
    """Return a JSON array; MalformedError where it is none."""
    if not isinstance(raw, list):
        raise MalformedError(f"{what} is no list")
    return raw


def text(raw: object, what: str) -> str:
    """Return text that says something; MalformedError where it does not, or cannot be written as UTF-8."""
    if not isinstance(raw, str) or not raw.strip():
        raise MalformedError(f"{what} is no text")
    if not writable(raw):
        raise MalformedError(f"{what} holds half a character")
    return raw.strip()


def name(raw: object) -> str | None:
    """Return a name on one line; None where it is none, for a record stands without it."""
    return " ".join(raw.split()) or None if isinstance(raw, str) and writable(raw) else None


def writable(text: str) -> bool:
    """Return whether text can be written as UTF-8: JSON can escape half a character."""
    return not any("\ud800" <= sign <= "\udfff" for sign in text)


def words(raw: object, what: str) -> list[str]:
    """Return a list of words, empty where none is stated; MalformedError where it is no list of text."""
    listed = sequence(raw or [], what)
    return [text(item, what) for item in listed]


def day(raw: object, what: str) -> date:
    """Return the day that a text names; MalformedError where it names none."""
    try:
        return date.fromisoformat(str(raw))
    except ValueError:
        raise MalformedError(f"{what} {raw!r} is no day") from None


def newest_day(raw: object, key: str, until: date) -> date | None:
    """Return the newest day, not after `until`, that stands anywhere under a key: data that name it are no older."""
    found: set[date] = set()
    rest = [raw]
    while rest:
        item = rest.pop()
        if isinstance(item, list):
            rest += item
        elif isinstance(item, Mapping):
            rest += item.values()
            with suppress(ValueError):
                found.add(date.fromisoformat(str(item.get(key))[:10]))
    return max((stated for stated in found if stated <= until), default=None)


def said(*notes: object) -> str | None:
    """Return the notes that are text as one, each once; None where there is nothing to say."""
    return "; ".join(dict.fromkeys(found for note in notes if (found := name(note)))) or None
