"""Number formats, and amounts that keep their digits however small they become."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from xlsxwriter.worksheet import Worksheet

    from costcalc.render.xlsx.book import Book

MONEY, RATE, FX, SHARE = "#,##0.00", "0.00########", "0.0000######", "0.00%"
AXIS = "[=0]0;[<10]0.00####;#,##0"
PALETTE = ("#2F6FB2", "#D9822B", "#3A8F5C", "#8A5BA6", "#B23A48", "#5B6672")
LOW, HIGH, GRID = "#7FA8D1", "#D9822B", "#E3E8EE"
"""Colours of lines and bars, of the two ends of a driver, and of what stands behind them."""
_LARGE = 100_000
_SMALLEST = 10
"""Amounts keep four digits down to a one at this place behind the point."""


def small_money(book: Book, sheet: Worksheet, area: tuple[int, int, int, int]) -> None:
    """Show amounts below 1 in an area with four digits that count: only nothing reads 0.00."""
    for places in range(1, _SMALLEST + 1):
        low = 1e-30 if places == _SMALLEST else float(Decimal(10) ** -places)
        shown_as = book.workbook.add_format({"num_format": f"0.{'0' * (places + 3)}"})
        rule = {"type": "cell", "criteria": "between", "minimum": low, "maximum": float(Decimal(10) ** (1 - places)) * 0.99995}
        sheet.conditional_format(*area, {**rule, "format": shown_as, "stop_if_true": True})


def number_of(value: Decimal | None) -> str:
    """Return the format of a quantity: whole and large numbers without a point."""
    whole = value is None or value == value.to_integral_value() or value >= _LARGE
    return "#,##0" if whole else "#,##0.00"


def amount(**style: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the style of an amount of money."""
    return {"num_format": MONEY, "align": "right", "indent": 0, **style}
