"""The offer that a person means: its name, or any shorthand that fits one alone."""

from __future__ import annotations

from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from costcalc.errors import UnknownNameError
from costcalc.nearest import nearest

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from costcalc.sheets.book import Book, Entry, Offer

_NAMED = 6
"""So many are named where a shorthand fits several; more are counted."""


def find_offer(book: Book, reference: str, on: date) -> Offer:
    """Return the offer `provider/model`, `provider/alias`, `provider:id`, or the only one that a shorthand fits.

    A shorthand is a provider, an id, a model under any of its names, or `provider/part-of-a-name`; `*` stands for anything.

    Raises:
        UnknownNameError: none is meant, or several are; names the nearest, or those.
    """
    if has_provider(book, reference):
        try:
            return book.offer(reference, on)
        except UnknownNameError as error:
            missed = error
    else:
        missed = UnknownNameError(f"unknown offer '{reference}'{nearest(reference, _names(book))}")
    meant = _meant(book, reference, on)
    if len(meant) == 1:
        return book.unpack(meant[0])
    raise UnknownNameError(_several(reference, meant)) if meant else missed


def has_provider(book: Book, reference: str) -> bool:
    """Return whether a reference begins with a provider and `/` or `:`, so that it can only mean an offer."""
    return _split(reference)[0] in book.providers and _split(reference)[1] != ""


def _split(reference: str) -> tuple[str, str]:
    cut = min((at for at in (reference.find("/"), reference.find(":")) if at > 0), default=len(reference))
    return reference[:cut], reference[cut + 1 :]


def _meant(book: Book, reference: str, on: date) -> list[Entry]:
    if reference in book.providers:
        return [entry for entry in book.entries if entry.provider == reference]
    if has_provider(book, reference):
        provider, part = _split(reference)
        return [entry for entry in book.entries if entry.provider == provider and _fits(part, (entry.model, *entry.names))]
    if own_id := [entry for entry in book.entries if reference in entry.names]:
        return own_id
    try:
        models = book.models_like(reference, on)
    except UnknownNameError:
        return []
    return [entry for entry in book.entries if entry.model in models]


def _fits(part: str, names: Iterable[str]) -> bool:
    return any(fnmatchcase(name.lower(), f"*{part.lower()}*") for name in names)


def _names(book: Book) -> list[str]:
    return [name for entry in book.entries for name in (entry.name, entry.model)] + [*book.providers]


def _several(reference: str, meant: list[Entry]) -> str:
    named = ", ".join(entry.name for entry in meant[:_NAMED])
    more = f" and {len(meant) - _NAMED} more" if len(meant) > _NAMED else ""
    return f"'{reference}' means {len(meant)} offers, name one: {named}{more}"
