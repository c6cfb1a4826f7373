"""The sheet of what it costs: quantity times price, line by line, as formulas over the assumptions."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.planning.what_if import cost, per_arrival
from costcalc.render.xlsx.assumptions import METERS
from costcalc.render.xlsx.book import PAPER, RULE
from costcalc.render.xlsx.formula import Formula, known, sum_of
from costcalc.render.xlsx.lines import Line, factors_differ, lines_of
from costcalc.render.xlsx.page import Page
from costcalc.render.xlsx.styles import RATE, amount, number_of, small_money

if TYPE_CHECKING:
    from costcalc.planning.what_if import Priced
    from costcalc.render.xlsx.book import Book
    from costcalc.render.xlsx.inputs import Inputs

NAME = "Cost"
_OFFER, _CLASS, _METER, _QUANTITY, _PRICE, _PER, _CURRENCY, _UNIT, _FIRST = range(9)
"""Columns; those of the periods begin with the last."""
FIRST_PERIOD = _FIRST
_WIDTHS = (36.0, 16.0, 14.0, 14.0, 13.0, 12.0, 10.0)
_WIDE, _WIDER = 18.0, 25.0
_QUIET = "#5B6672"
_SUM = {"bold": True, "top": 1, "top_color": RULE, "bg_color": PAPER}


@dataclass(frozen=True, slots=True)
class Sums:
    """What an offer comes to, as formulas over this sheet: what is unknown is a text."""

    unit: Formula
    """What one arrival costs, on average over all periods."""
    total: Formula
    """What all periods cost."""
    total_value: Decimal | None
    row: int
    """The row of the sums, from 1."""


@dataclass(slots=True)
class _Sheet:
    """The sheet while it is written."""

    page: Page
    inputs: Inputs
    factors: dict[int, int]
    """The column of what is paid of the price, by the period in which anybody pays another one."""
    arrivals: int = 0
    """The row of each period's arrivals."""
    sums: dict[str, Sums] = field(default_factory=dict)

    @property
    def periods(self) -> int:
        return len(self.inputs.what_if.periods)

    def shown_factors(self) -> list[int]:
        """Return the first period of each column of what is paid of the price."""
        return [period for _, period in sorted({column: period for period, column in reversed(self.factors.items())}.items())]

    def row(self, cells: list[tuple[Any, dict[str, Any]]], **style: Any) -> None:  # noqa: ANN401
        self.page.row((cell, {**style, **own}) for cell, own in cells)


def write_cost(book: Book, inputs: Inputs) -> dict[str, Sums]:
    """Write the sheet, and return where the sums of each offer stand that can take what arrives."""
    what_if = inputs.what_if
    last = _FIRST + len(what_if.periods) - (len(what_if.periods) == 1)
    others = _other_prices(inputs)
    page = Page(book, NAME, [*_WIDTHS, *[_WIDE] * (last + 1 - _UNIT), *[_WIDER] * len({*others.values()})])
    columns = {period: column for column, period in enumerate(dict.fromkeys(others.values()), start=last + 1)}
    sheet = _Sheet(page, inputs, {period: columns[like] for period, like in others.items()})
    page.paragraph(NAME, bold=True, font_size=13)
    page.paragraph(
        f"Quantity x price, line by line, in {what_if.currency}. Computed from the sheet Assumptions: change the numbers there."
    )
    page.header(_titles(inputs), frozen=1)
    _write_arrivals(sheet)
    first = page.next
    for offer in what_if.offers:
        if offer.mixes:
            _write_offer(sheet, offer)
    small_money(book, page.sheet, (first, _UNIT, page.next - 1, last))
    if len(inputs.kinds) == 1:
        page.sheet.set_column(_CLASS, _CLASS, None, None, {"hidden": True})
    return sheet.sums


def _titles(inputs: Inputs) -> list[tuple[str, bool]]:
    what_if, several = inputs.what_if, len(inputs.what_if.periods) > 1
    texts = ("Offer", False), ("Class", False), ("Meter", False), ("Quantity", True), ("Price", True), ("Per", True)
    names = [period.name for period in what_if.periods] + ["All months"] if several else [f"{what_if.currency}/month"]
    unit = f"{what_if.currency}/{inputs.arrival}" + (", at first" if several else "")
    paid = dict.fromkeys(_other_prices(inputs).values())
    others = (
        (f"Of the price, {what_if.periods[period].name}" for period in paid) if len(paid) > 1 else ["Of the price"] * len(paid)
    )
    numbers = [unit, *names, *others]
    return [*texts, ("Currency", False), *((name, True) for name in numbers)]


def _other_prices(inputs: Inputs) -> dict[int, int]:
    """Return, by period in which a class pays another price than the offer's, the first period in which all pay the same."""
    mixes = [mix for offer in inputs.what_if.offers for mix in offer.mixes]
    paid = [[dict(factors) for mix in mixes for factors in mix.factors[at : at + 1]] for at in range(len(inputs.what_if.periods))]
    others = [at for at, found in enumerate(paid) if any(factors_differ(each) for factors in found for each in factors.values())]
    return {at: paid.index(paid[at]) for at in others}


def _write_arrivals(sheet: _Sheet) -> None:
    """Write how much arrives in each period."""
    inputs, what_if = sheet.inputs, sheet.inputs.what_if
    sheet.arrivals = sheet.page.next
    cells: list[Formula] = []
    for index, period in enumerate(what_if.periods):
        busy = f"*{inputs.weights[index].name}" if inputs.weights else ""
        grown = f"*(1+growth_per_month)^{period.grown}" if period.grown else ""
        text = f'=IF(volume_per="day",volume*{inputs.days[index].name}{busy},volume){grown}'
        cells.append(Formula(text, what_if.arrivals(period)))
    values = [what_if.arrivals(period) for period in what_if.periods]
    total = [sum_of([*values], _across(sheet, sheet.page.next))] if len(cells) > 1 else []
    blank: list[tuple[Any, dict[str, Any]]] = [(None, {})] * (_FIRST - 1)
    numbers = [(cell, {"num_format": number_of(values[0]), "align": "right"}) for cell in (*cells, *total)]
    sheet.row([(f"{inputs.arrival.capitalize()}s", {}), *blank, *numbers], italic=True)


def _across(sheet: _Sheet, row: int) -> str:
    return f"{_at(row, _FIRST)}:{_at(row, _FIRST + sheet.periods - 1)}"


def _at(row: int, column: int, *, fixed: bool = False) -> str:
    """Return the address of a cell; `fixed` where a formula that is copied shall keep it."""
    from xlsxwriter.utility import xl_rowcol_to_cell

    address: str = xl_rowcol_to_cell(row, column, row_abs=fixed, col_abs=fixed)
    return address


def _write_offer(sheet: _Sheet, offer: Priced) -> None:
    """Write the lines of an offer and below them their sums."""
    first = sheet.page.next
    for line in lines_of(sheet.inputs, offer):
        _write_line(sheet, line)
    lines, row = range(first, sheet.page.next), sheet.page.next
    what_if = sheet.inputs.what_if
    months = [cost(what_if, offer, period) for period in range(sheet.periods)]
    total = None if None in months else money.total([month for month in months if month is not None])
    values = [per_arrival(offer, 0), *months, *([total] if sheet.periods > 1 else [])]
    cells = [_below(value, lines, column) for column, value in enumerate(values, start=_UNIT)]
    sheet.row([(offer.offer, {}), *[(None, {})] * (_UNIT - 1), *((cell, amount()) for cell in cells)], **_SUM)
    sheet.sums[offer.offer] = _sums(sheet, row, values[0], total)


def _sums(sheet: _Sheet, row: int, unit: Decimal | None, total: Decimal | None) -> Sums:
    """Return the sums of the offer in a row, for other sheets."""
    one, last = f"{NAME}!{_at(row, _UNIT, fixed=True)}", _FIRST + sheet.periods - (sheet.periods == 1)
    whole = f"{NAME}!{_at(row, last, fixed=True)}"
    average = Formula(f"={one}", known(unit))
    if sheet.periods > 1:
        arrivals = f"{NAME}!{_at(sheet.arrivals, last, fixed=True)}"
        what_if = sheet.inputs.what_if
        count = money.total([what_if.arrivals(period) for period in what_if.periods])
        value = money.average(total, count) if total is not None and count else None
        average = Formula(f'=IF(COUNT({whole})*{arrivals}>0,{whole}/{arrivals},"unknown")', known(value))
    return Sums(average, Formula(f"={whole}", known(total)), total, row + 1)


def _below(value: Decimal | None, lines: range, column: int) -> Formula:
    cells = f"{_at(lines[0], column)}:{_at(lines[-1], column)}"
    return Formula(f'=IF(COUNT({cells})={len(lines)},SUM({cells}),"unknown")', known(value))


def _write_line(sheet: _Sheet, line: Line) -> None:
    """Write a line: quantity, price, what an arrival costs of it, and each period."""
    row, price, what_if = sheet.page.next, line.price(0), sheet.inputs.what_if
    quantity, own = line.quantity(), _at(row, _QUANTITY)
    paid = [_at(row, sheet.factors[period]) if period in sheet.factors else "" for period in range(sheet.periods)]
    arrivals = [
        (_at(sheet.arrivals, _FIRST + index, fixed=True), what_if.arrivals(period))
        for index, period in enumerate(what_if.periods)
    ]
    months = [line.month((own, paid[period], _at(row, _UNIT)), each, period) for period, each in enumerate(arrivals)]
    units = [line.value(period) for period in range(sheet.periods)]
    values = [None if unit is None else money.times(unit, each) for unit, (_, each) in zip(units, arrivals, strict=True)]
    total = [sum_of(values, _across(sheet, row))] if sheet.periods > 1 else []
    numbers = [
        (quantity, number_of(quantity.value if isinstance(quantity.value, Decimal) else None)),
        (Formula(f'=IF(ISNUMBER({price.input.name}),{price.input.name},"unknown")', known(price.input.value)), RATE),
        (price.per, "#,##0"),
    ]
    sheet.row(
        [
            *((text, {}) for text in (line.offer.offer, line.mix.name, METERS[line.meter])),
            *((cell, {"num_format": shown_as, "align": "right"}) for cell, shown_as in numbers),
            (price.currency, {}),
            *((cell, amount()) for cell in (line.unit(own, paid[0]), *months, *total)),
            *((line.factor(period), {"num_format": "0.00%", "align": "right"}) for period in sheet.shown_factors()),
        ],
        font_color=_QUIET,
    )
