"""The sheet of where each number comes from: prices and rates with their day, counts and assumptions with their label."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.xlsx.assumptions import METERS, WORDS
from costcalc.render.xlsx.page import Page
from costcalc.render.xlsx.styles import RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from costcalc.planning.what_if import Priced
    from costcalc.render.report import Cell
    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.inputs import Inputs

NAME = "Sources"
_TITLES = ("What", "Offer", "Number", "Every digit", "Unit", "Since", "Checked", "Label", "Source")
_WIDTHS = (38.0, 38.0, 16.0, 24.0, 26.0, 12.0, 12.0, 13.0, 60.0)
_NUMBER, _EXACT = 2, 3
_LATER = (
    None,
    None,
    None,
    "known to come: see the workload and `costcalc prices history`; a month in which it changes has the mean",
)
_COUNTED = {"input", "image"}
_LABELS = {"input": "input", "output": "output", "cached_share": "cached_input"}
"""What of an arrival JSON calls assumed, by another name."""


def write_sources(book: Book, inputs: Inputs) -> None:
    """Write the sheet."""
    page = Page(book, NAME, _WIDTHS)
    page.paragraph(NAME, bold=True, font_size=13)
    page.paragraph("What costcalc computed from. This sheet does not change with the assumptions.")
    page.header([(title, column == _NUMBER) for column, title in enumerate(_TITLES)], frozen=2)
    first = page.next
    for row in (*_prices(inputs), *_rates(inputs), *_counts(inputs), *_volume(inputs)):
        page.row((cell, _style(column, cell)) for column, cell in enumerate(row))
    page.filter(at_least=1)
    page.sheet.ignore_errors({"number_stored_as_text": f"D{first + 1}:D{page.next}"})


def _style(column: int, cell: Cell) -> dict[str, Any]:
    if column == _NUMBER:
        return {"num_format": _shown_as(cell), "align": "right", "indent": 0}
    return {"text_wrap": True} if column != _EXACT and isinstance(cell, str) and len(cell) > _WIDTHS[column] - 4 else {}


def _shown_as(cell: Cell) -> str:
    return RATE if isinstance(cell, Decimal) and cell != cell.to_integral_value() else "#,##0"


def _row(what: str, offer: str | None, value: Decimal | None, unit: str, rest: tuple[Cell, Cell, Cell, Cell]) -> tuple[Cell, ...]:
    return what, offer, "unknown" if value is None else value, None if value is None else money.plain(value), unit, *rest


def _prices(inputs: Inputs) -> Iterator[tuple[Cell, ...]]:
    """Yield each price; where it changes over the months, each with the first that it holds for."""
    periods = inputs.what_if.periods
    for offer in inputs.what_if.offers:
        for (name, meter), prices in inputs.prices.items():
            for price in prices if name == offer.offer else ():
                if price.input.value is None and price.input.follows:
                    continue
                per = f"{price.currency} per {price.per:,}" if price.per > 1 else f"{price.currency} each"
                held = f", from {periods[price.periods[0]].name}" if len(prices) > 1 else ""
                first = price.periods[0] == 0 or price.input.value is None
                told = (offer.price_from, offer.checked, offer.basis, offer.source or offer.reason) if first else _LATER
                yield _row(f"price of {METERS[meter]}{held}", name, price.input.value, per, told)


def _rates(inputs: Inputs) -> Iterator[tuple[Cell, ...]]:
    what_if = inputs.what_if
    for currency, item in inputs.fx.items():
        stated = next((one for one in what_if.offers if one.currency == currency and one.conversion), None)
        label = "unknown" if stated is None else "fixing" if stated.fx_date else "assumed"
        told = stated.fx_date if stated else None, None, label, stated.fx_source if stated else None
        yield _row("exchange rate", None, item.value, f"{what_if.currency} per {currency}", told)


def _counts(inputs: Inputs) -> Iterator[tuple[Cell, ...]]:
    """Yield what an arrival of each class uses; where offers count, at each of them with how far the count can be trusted."""
    for index, kind in enumerate(inputs.kinds):
        named = f", {kind.name}" if len(inputs.kinds) > 1 else ""
        unit = f"in {_an(inputs.arrival)}"
        for what, item in inputs.classes[index].items():
            name = f"{WORDS[what].lower()}{named}"
            if what not in _COUNTED and not any(own.what == what for own in inputs.owns.values()):
                yield _row(name, None, item.value, unit, (None, None, _label(inputs, None, what), None))
                continue
            for offer in inputs.what_if.offers:
                for mix in offer.mixes[index : index + 1]:
                    told = None, None, _label(inputs, offer, what), None
                    yield _row(name, offer.offer, getattr(mix, what), unit, told)


def _an(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _label(inputs: Inputs, offer: Priced | None, what: str) -> str | None:
    counted = offer.counting if offer and what in _COUNTED else None
    return counted or ("assumed" if _LABELS.get(what) in inputs.what_if.assumed else None)


def _volume(inputs: Inputs) -> Iterator[tuple[Cell, ...]]:
    what_if = inputs.what_if
    label = "assumed" if "requests" in what_if.assumed else "stated"
    yield _row("volume", None, what_if.volume, f"{inputs.arrival}s a {what_if.per}", (None, None, label, None))
    if what_if.growth:
        yield _row("growth of the volume", None, what_if.growth, "a month, compound", (None, None, "stated", None))
