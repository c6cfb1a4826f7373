"""Put rows, offers and models into the text of a file: what stands there stays, letter by letter."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError
from costcalc.sheets.imports.writing import item_lines, row_lines
from costcalc.sheets.price_rows import Claim, Price

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import OfferSheet
    from costcalc.sheets.yaml_file import Document, Place


@dataclass(slots=True)
class _Edits:
    """The lines of a text with their ends, and lines to be put in front of them, by number."""

    lines: list[str]
    newline: str
    before: dict[int, list[str]] = field(default_factory=dict)

    @classmethod
    def of(cls, text: str) -> _Edits:
        newline = "\r\n" if "\r\n" in text else "\n"
        return cls((text if text.endswith(newline) else text + newline).splitlines(keepends=True), newline)

    def put(self, line: int, texts: Iterable[str]) -> None:
        self.before.setdefault(line, []).extend(text + self.newline for text in texts)

    def replace(self, line: int, text: str) -> None:
        self.lines[line - 1] = text + self.newline

    def text(self) -> str:
        out: list[str] = []
        for number, line in enumerate(self.lines, 1):
            out += [*self.before.get(number, ()), line]
        return "".join([*out, *self.before.get(len(self.lines) + 1, ())])


def with_added(
    text: str, document: Document, *, rows: Sequence[tuple[str, Price | Claim]] = (), items: Sequence[OfferSheet | Model] = ()
) -> str:
    """Return the text of a sheet or model list with rows put on top of those that they end, and items behind the last one.

    A row is named by an id of its offer; one of an offer that is not there is not put anywhere.

    Raises:
        InputError: what is to be put among lines does not stand in lines.
    """
    edits = _Edits.of(text)
    for ident, row in sorted(rows, key=lambda item: item[1].from_ or date.min, reverse=True):
        index = offer_index(document, ident)
        _put_row(
            edits, document, ("offers", -1 if index is None else index, "claims" if isinstance(row, Claim) else "prices"), row
        )
    if items:
        _put_items(edits, document, "models" if "models" in document.data else "offers", items)
    return edits.text()


def offer_index(document: Document, ident: str) -> int | None:
    """Return the place of the offer that has an id, in any case, among its names; None where there is none."""
    for index, offer in enumerate(document.data.get("offers") or ()):
        if ident.lower() in {str(name).lower() for name in (offer.get("id"), *(offer.get("names") or ()))}:
            return index
    return None


def _put_items(edits: _Edits, document: Document, key: str, items: Sequence[OfferSheet | Model]) -> None:
    listed, line = document.data.get(key), document.lines.get((key,))
    indent = _indent(edits, document, (key, 0), key) if listed else 2
    if line is None:
        edits.lines.append(f"{key}:{edits.newline}")
    elif not listed:
        edits.replace(line, f"{key}:")
    later = [number for place, number in document.lines.items() if len(place) == 1 and number > (line or len(edits.lines))]
    for item in items:
        edits.put(min(later, default=len(edits.lines) + 1), ["", *item_lines(item, indent)])


def _put_row(edits: _Edits, document: Document, place: Place, row: Price | Claim) -> None:
    known: list[dict[str, Any]] = document.data["offers"][place[1]].get(place[2]) or []
    if known:
        at = (*place, _position(known, row, document.data.get("currency")))
        edits.put(document.lines[at], row_lines(row, _indent(edits, document, at, "rows")))
    elif place in document.lines:
        line = document.lines[place]
        stated = edits.lines[line - 1]
        if stated.partition("#")[0].replace(" ", "").strip() not in {f"{place[2]}:[]", f"{place[2]}:"}:
            raise _must_be_lines(document, place, "rows")
        pad = len(stated) - len(stated.lstrip())
        edits.replace(line, " " * pad + f"{place[2]}:")
        edits.put(line + 1, row_lines(row, pad + 2))
    else:
        pad = _indent(edits, document, place[:2], "offers") + 2
        edits.put(document.lines[*place[:2], "id"] + 1, [" " * pad + f"{place[2]}:", *row_lines(row, pad + 2)])


def _position(known: list[dict[str, Any]], row: Price | Claim, currency: object) -> int:
    """Return the place of the first row of its currency that a price ends; a claim stands on top."""
    if isinstance(row, Claim):
        return 0
    begin, own = row.from_ or date.min, row.currency or currency
    same = (index for index, other in enumerate(known) if (other.get("currency") or currency) == own)
    return next((index for index in same if (known[index].get("from") or date.min) < begin), 0)


def _indent(edits: _Edits, document: Document, place: Place, what: str) -> int:
    """Return how far in the item of a list stands; InputError where it does not begin a line."""
    line = edits.lines[document.lines[place] - 1]
    if not line.lstrip().startswith("- "):
        raise _must_be_lines(document, place, what)
    return len(line) - len(line.lstrip())


def _must_be_lines(document: Document, place: Place, what: str) -> InputError:
    return InputError(f"{document.at(place)}: write {what} as lines that begin with -, so that one can be put among them")
