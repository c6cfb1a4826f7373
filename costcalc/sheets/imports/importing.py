"""From what was read to sheets that are ready to be written: parsed, named by what the book knows, dated."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from costcalc.errors import InputError
from costcalc.sheets.imports.assembling import Imported, assembled
from costcalc.sheets.imports.naming import known_names
from costcalc.sheets.imports.record import Origin

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.book import Book
    from costcalc.sheets.imports.reading import Raw
    from costcalc.sheets.imports.sources import Source


class Import(NamedTuple):
    """What a source states, and of which day."""

    origin: Origin
    imported: Imported


def import_raw(source: Source, raw: Raw, book: Book, *, checked: date | None, today: date) -> Import:
    """Return the sheets of what was read, dated by `checked`, else by what the data state, else by when their file was written.

    Raises:
        InputError: nothing says of which day the data are, or they are not of this source.
    """
    day = checked or source.day_of(raw, today) or raw.written
    if day is None:
        raise InputError(f"{raw.place}: does not say of which day it is: give --checked (in a feed: checked), the day you saw it")
    if day > today:
        raise InputError(f"{raw.place}: nobody can have seen it on {day}, which is yet to come")
    origin = Origin(raw.label, day)
    return Import(origin, assembled(source.parse(raw, origin), known_names(book, day), origin))
