"""Which model an imported offer is: one that the book knows by some name, else a new one under the offer's own."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc.sheets.book import alias_on
from costcalc.sheets.model_list import Model

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import date

    from costcalc.sheets.book import Book
    from costcalc.sheets.imports.record import Origin, Record
    from costcalc.sheets.schema import Sheet

UNKNOWN_TOKENIZER = "unknown"
"""No catalogue of prices says how a model counts."""
_VARIANT = re.compile(r":(?:free|batch|beta|extended|thinking|nitro|floor|online|exacto|flex|priority)$")
_GEOGRAPHY = re.compile(r"^(?:us-gov|us|eu|apac|jp|au|ca|sa|global|regional)\.(?=[a-z0-9]+\.)")
_VENDOR = re.compile(r"^[a-z0-9]+\.(?=[a-z])")
_BY_VENDOR = frozenset({"aws", "bedrock-mantle"})
"""Providers whose ids begin with the vendor, `mistral.mistral-large-2402-v1:0`."""


@dataclass(frozen=True, slots=True)
class Known:
    """What the book knows of names."""

    models: Mapping[str, str]
    """The model behind each name that models have, in lower case."""
    ids: Mapping[tuple[str, str], str]
    """The model behind each provider's id or alias, in lower case."""
    providers: Mapping[str, Sheet]


def known_names(book: Book, on: date) -> Known:
    """Return what the book knows of names on a day; an alias then stands for one model."""
    ids = {(entry.provider, name.lower()): entry.model for entry in book.entries for name in entry.names}
    for provider, sheet in book.providers.items():
        for name in {alias.name for alias in sheet.aliases}:
            if (alias := alias_on(sheet.aliases, name, on)) is not None:
                ids[provider, name.lower()] = alias.model
    return Known(book.names, ids, book.providers)


def model_of(provider: str, ident: str, known: Known) -> str | None:
    """Return the model that an id at a provider is known to be; None where no name fits exactly."""
    folded = ident.lower()
    for candidate in (folded, _VARIANT.sub("", folded)):
        if found := known.ids.get((provider, candidate)):
            return found
    return next((known.models[name] for name in _spellings(provider, folded) if name in known.models), None)


def _spellings(provider: str, folded: str) -> Iterator[str]:
    """Yield the id, then the id without its variant, its geography, and one after the other what stands before a slash."""
    yield folded
    bare = _GEOGRAPHY.sub("", _VARIANT.sub("", folded.lstrip("~")))
    yield bare
    while "/" in bare:
        bare = bare.partition("/")[2]
        yield bare
    if provider in _BY_VENDOR:
        yield _VENDOR.sub("", bare)


def new_model(provider: str, record: Record, origin: Origin) -> Model:
    """Return a model under the offer's own name, with nothing guessed: who knows how it counts may add it."""
    *_, last = _spellings(provider, record.offer.id.lower())
    name = re.sub(r"[^a-z0-9._-]+", "-", last).strip("-._") or "unnamed"
    moving = name.endswith("latest")
    return Model(
        model=name,
        name=record.title or record.offer.id,
        maker=record.maker or _organisation(record.offer.id) or "unknown",
        tokenizer=UNKNOWN_TOKENIZER,
        source=origin.source,
        checked=origin.checked,
        released=record.released,
        note="a name that the provider moves from model to model" if moving else None,
    )


def _organisation(ident: str) -> str | None:
    parts = ident.lstrip("~@").split("/")
    return parts[-2] if len(parts) > 1 and parts[-2] not in {"models", "routers"} else None
