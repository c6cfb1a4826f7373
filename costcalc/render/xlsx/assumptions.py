"""The sheet of what a person may change: each number in a named cell that the other sheets compute from."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from costcalc.render.xlsx.book import INPUT_INK, INPUT_PAPER, RULE
from costcalc.render.xlsx.formula import Formula, Input
from costcalc.render.xlsx.page import Page
from costcalc.render.xlsx.styles import FX, RATE, SHARE, number_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from costcalc.render.report import Cell
    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.inputs import Inputs

NAME = "Assumptions"
GROWTH = "growth_per_month"
WORDS = {
    "share": "Share of arrivals",
    "requests": "Requests an arrival",
    "input": "Input tokens",
    "cached_share": "Cached share of the input",
    "cache_write": "Input tokens written to the cache",
    "output": "Output tokens",
    "image": "Images",
}
_SHORT = {
    "share": "Share",
    "requests": "Requests",
    "input": "Input tokens",
    "cached_share": "Cached share",
    "cache_write": "Cache writes",
    "output": "Output tokens",
    "image": "Images",
}
"""The same as titles of columns."""
METERS = {
    "input": "input",
    "cached_input": "cached input",
    "cache_write": "cache writes",
    "output": "output",
    "image": "image",
    "request": "request",
}
_WIDTHS = (44.0, 16.0, 14.0, 16.0, 18.0, 16.0, 16.0, 16.0)
_AT_LEAST_NOTHING: dict[str, Any] = {
    "validate": "decimal",
    "criteria": ">=",
    "value": 0,
    "error_title": "A number",
    "error_message": "Write a number of 0 or more.",
}
_A_PART: dict[str, Any] = {
    **_AT_LEAST_NOTHING,
    "criteria": "between",
    "minimum": 0,
    "maximum": 1,
    "error_message": "Write a share from 0 % to 100 %.",
}
_GROWTH: dict[str, Any] = {
    **_A_PART,
    "minimum": -0.9999,
    "maximum": 9.9999,
    "error_message": "Write a growth above -100 % and below 1000 %.",
}


@dataclass(slots=True)
class _Sheet:
    """The sheet while it is written."""

    book: Book
    page: Page

    def line(self, label: str, cells: Sequence[tuple[Input, str] | Cell]) -> None:
        """Write a row: what it is, its cells to change each with a number format, and words."""
        row = self.page.next
        plain = [cell for cell in cells if not isinstance(cell, tuple)]
        asked = [cell for cell in cells if isinstance(cell, tuple)]
        self.page.row([(label, {}), *((None, {}) for _ in asked), *((cell, {}) for cell in plain)])
        for column, (item, shown_as) in enumerate(asked, start=1):
            self.input(row, column, item, shown_as)

    def input(self, row: int, column: int, item: Input, shown_as: str) -> None:
        """Write a cell to change, under its name."""
        sheet, book = self.page.sheet, self.book
        style = {**input_style(follows=bool(item.follows)), "num_format": shown_as, "align": "right"}
        cell = _following(item) if item.follows else item.value
        book.write(sheet, (row, column), cell, **style)
        sheet.data_validation(row, column, row, column, _allowed(item, shown_as))
        self.name(row, column, item.name)

    def name(self, row: int, column: int, name: str) -> None:
        """Name a cell of the sheet."""
        from xlsxwriter.utility import xl_rowcol_to_cell

        self.book.workbook.define_name(name, f"={NAME}!{xl_rowcol_to_cell(row, column, row_abs=True, col_abs=True)}")


def _allowed(item: Input, shown_as: str) -> dict[str, Any]:
    """Return what may be written into a cell: traffic may shrink, nothing else is below zero."""
    if item.name == GROWTH:
        return _GROWTH
    return _A_PART if shown_as == SHARE else _AT_LEAST_NOTHING


def _following(item: Input) -> Formula:
    """Return the formula of an input that is another's: empty where that one is, since an empty cell would count as 0."""
    return Formula(f'=IF(ISNUMBER({item.follows}),{item.follows},"")', "" if item.value is None else item.value)


def input_style(*, follows: bool = False) -> dict[str, Any]:
    """Return the style of a cell to change; one that follows another until it is written over is not in blue."""
    ink = {} if follows else {"font_color": INPUT_INK}
    return {"bg_color": INPUT_PAPER, "border": 1, "border_color": RULE, **ink}


def write_assumptions(book: Book, inputs: Inputs, heading: str) -> None:
    """Write the sheet."""
    page = Page(book, NAME, _WIDTHS)
    sheet = _Sheet(book, page)
    page.paragraph(NAME, bold=True, font_size=13)
    page.paragraph(heading)
    page.paragraph("Change the cells in this style: Cost and Comparison are computed from them.", **input_style())
    page.header([("What", False), ("Value", True), ("Unit", False), ("Where from", False)])
    _volume(sheet, inputs)
    if len(inputs.classes) == 1:
        _quantities(sheet, inputs, inputs.classes[0])
    else:
        _classes(sheet, inputs)
    _periods(sheet, inputs)
    _owns(sheet, inputs)
    _prices(sheet, inputs)


def _volume(sheet: _Sheet, inputs: Inputs) -> None:
    what_if = inputs.what_if
    one = inputs.arrival
    whence = "assumed" if "requests" in what_if.assumed else None
    sheet.line(f"Volume: {one}s", [(Input("volume", what_if.volume), number_of(what_if.volume)), f"{one}s", whence])
    _volume_per(sheet, what_if.per)
    if len(what_if.periods) == 1:
        sheet.line("Days in a month", [(inputs.days[0], "General"), "days"])
    else:
        sheet.line("Growth of the volume", [(Input(GROWTH, what_if.growth), SHARE), "a month, compound"])
    for currency, item in inputs.fx.items():
        stated = next((one for one in what_if.offers if one.currency == currency and one.conversion), None)
        day = f" of {stated.fx_date}" if stated and stated.fx_date else ""
        source = f"{stated.fx_source}{day}" if stated else "nobody knows it: write it here"
        sheet.line(f"1 {currency}", [(item, FX), what_if.currency, source])


def _volume_per(sheet: _Sheet, per: str) -> None:
    row = sheet.page.next
    sheet.page.row([("Volume is that of a", {}), (per, {**input_style(), "align": "right", "indent": 0})])
    sheet.page.sheet.data_validation(row, 1, row, 1, {"validate": "list", "source": ["day", "month"]})
    sheet.name(row, 1, "volume_per")


def _quantities(sheet: _Sheet, inputs: Inputs, kind: Mapping[str, Input]) -> None:
    assumed = {"input": "input", "output": "output", "cached_share": "cached_input"}
    for what, item in kind.items():
        unit = "of the input" if what == "cached_share" else f"in {_an(inputs.arrival)}"
        answers = inputs.kinds[0].answers if what == "output" else 1
        others = sum(own.what == what for own in inputs.owns.values())
        notes = [
            f"in all of its {answers} answers" if answers > 1 else "",
            "assumed" if assumed.get(what) in inputs.what_if.assumed else "",
            f"{'1 offer has its' if others == 1 else f'{others} offers have their'} own, below" if others else "",
        ]
        label = WORDS[what].removesuffix(" of the input")
        sheet.line(label, [(item, _format(what, item.value)), unit, "; ".join(filter(None, notes)) or None])


def _an(noun: str) -> str:
    return f"an {noun}" if noun[0] in "aeiou" else f"a {noun}"


def _classes(sheet: _Sheet, inputs: Inputs) -> None:
    sheet.page.titles(
        [(f"What {_an(inputs.arrival)} of a class uses", False), *((_SHORT[what], True) for what in inputs.classes[0])]
    )
    for kind, quantities in zip(inputs.kinds, inputs.classes, strict=True):
        sheet.line(kind.name, [(item, _format(what, item.value)) for what, item in quantities.items()])


def _periods(sheet: _Sheet, inputs: Inputs) -> None:
    if len(inputs.days) == 1:
        return
    busy = [("Busyness", True)] if inputs.weights else []
    sheet.page.titles([("Month", False), ("Days", True), *busy])
    for index, period in enumerate(inputs.what_if.periods):
        weights = [(inputs.weights[index], FX)] if inputs.weights else []
        sheet.line(period.name, [(inputs.days[index], "General"), *weights])


def _owns(sheet: _Sheet, inputs: Inputs) -> None:
    if inputs.owns:
        sheet.page.titles([("Offers that count otherwise", False), ("Value", True), ("What", False), ("Class", False)])
    for own in inputs.owns.values():
        sheet.line(own.offer, [(own.input, _format(own.what, own.input.value)), WORDS[own.what].lower(), own.kind])


def _prices(sheet: _Sheet, inputs: Inputs) -> None:
    """Write the prices, each in the currency that its offer is billed in."""
    periods = inputs.what_if.periods
    several = len(periods) > 1
    since = [("From", False)] if several else []
    sheet.page.titles([("Prices", False), ("Price", True), ("Currency", False), ("For", False), ("Per", False), *since])
    for price in (price for prices in inputs.prices.values() for price in prices):
        per = "each" if price.per == 1 else f"{price.per:,} tokens"
        named = [periods[price.periods[0]].name] if several else []
        follows = ["as input, until written over"] if price.input.follows else []
        sheet.line(price.offer, [(price.input, RATE), price.currency, METERS[price.meter], per, *named, *follows])


def _format(what: str, value: Decimal | None) -> str:
    return SHARE if what in {"share", "cached_share"} else number_of(value)
