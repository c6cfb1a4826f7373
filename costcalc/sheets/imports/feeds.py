"""The feeds that `prices refresh` reads: a small YAML file that names sources, where they are, and what is taken of them."""

from __future__ import annotations

from dataclasses import dataclass, fields, replace
from datetime import date
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.sheets import yaml_file
from costcalc.sheets.imports.sources import SOURCES, Source

if TYPE_CHECKING:
    from pathlib import Path

    from costcalc.sheets.schema import Sheet
    from costcalc.sheets.yaml_file import Document, Place

_MEANT = {"providers": "a list of names", "models": "a list of names", "checked": "a day", "new": "true or false"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """A source, where its data are, and what is taken of it."""

    source: str
    """litellm, openrouter, models.dev, genai-prices or llm-prices."""
    file: str | None = None
    """A JSON file or a wheel, from the folder of the feeds' file; neither this nor `url`: the installed package."""
    url: str | None = None
    """An https address, which is read only where the command is told to."""
    checked: date | None = None
    """The day on which the file was seen to say so; null: the day that the data state."""
    providers: tuple[str, ...] = ("*",)
    """Short names or globs of the providers that are taken."""
    models: tuple[str, ...] = ("*",)
    """Names or globs of models, or of ids, that are taken."""
    new: bool = False
    """Whether offers are taken that the book does not have."""

    @property
    def kind(self) -> Source:
        """The source itself."""
        return SOURCES[self.source]

    @property
    def place(self) -> str:
        """Where it is read, in a word."""
        return self.url or self.file or f"the package {self.kind.package}"

    def taken(self, sheet: Sheet) -> Sheet:
        """Return the sheet with the offers that are taken of it."""
        if not any(fnmatchcase(sheet.provider, pattern) for pattern in self.providers):
            return replace(sheet, offers=())
        patterns = [pattern.lower() for pattern in self.models]
        offers = tuple(
            offer
            for offer in sheet.offers
            if any(fnmatchcase(name.lower(), pattern) for name in (offer.model, offer.id) for pattern in patterns)
        )
        return replace(sheet, offers=offers)


def read_feeds(path: Path) -> list[Feed]:
    """Return the feeds of a file.

    Raises:
        InputError: it cannot be read, or says what a feed cannot be; names the line and the fix.
    """
    document = yaml_file.read(path)
    feeds = document.data.get("feeds") if isinstance(document.data, dict) else None
    if not isinstance(feeds, list) or not feeds or document.data.keys() != {"feeds"}:
        raise InputError(f"{path}: holds no feeds: write `feeds:` and under it a line `- source: genai-prices` for each")
    return [_feed(document, ("feeds", index), feed) for index, feed in enumerate(feeds)]


def _feed(document: Document, place: Place, raw: object) -> Feed:
    if not isinstance(raw, dict):
        raise InputError(f"{document.at(place)}: is no feed: write `source: genai-prices`")
    known = [field.name for field in fields(Feed)]
    stated: dict[str, Any] = {}
    for key, value in raw.items():
        if key not in known:
            raise InputError(f"{document.at((*place, key))}: unknown key{nearest(key, known)}")
        stated[key] = _value(document, (*place, key), key, value)
    source = stated.get("source")
    if source not in SOURCES:
        raise InputError(f"{document.at((*place, 'source'))}: unknown source '{source}'{nearest(str(source), SOURCES)}")
    return _located(document, place, Feed(**stated))


def _value(document: Document, place: Place, key: str, value: object) -> object:
    match key, value:
        case (("providers" | "models"), list()) if value and all(isinstance(item, str) for item in value):
            return tuple(value)
        case (("source" | "file" | "url"), str()):
            return value
        case ("checked", date()) | ("new", bool()) | ("checked", None):
            return value
        case _:
            raise InputError(f"{document.at(place)}: is {_MEANT.get(key, 'text')}, not {value!r}")


def _located(document: Document, place: Place, feed: Feed) -> Feed:
    """Return the feed with its file found from the folder of the feeds' own."""
    if feed.file is not None and feed.url is not None:
        raise InputError(f"{document.at((*place, 'url'))}: stands beside a file: keep one")
    if feed.file is None and feed.url is None and feed.kind.package is None:
        raise InputError(f"{document.at(place)}: {feed.source} is in no package: name its `file` or `url`")
    return feed if feed.file is None else replace(feed, file=str(document.path.parent / feed.file))
