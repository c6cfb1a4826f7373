"""Cells that a spreadsheet computes, each with the value that it computes to as long as nobody changes an assumption."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc import money

if TYPE_CHECKING:
    from collections.abc import Sequence
    from decimal import Decimal

UNKNOWN = "unknown"
"""Stands where a cost is not known: a text, which no sum counts."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula, and its value for programs that show a workbook without computing it."""

    text: str
    value: Decimal | str


@dataclass(frozen=True, slots=True)
class Input:
    """A named cell that a person may change; None: nobody knows the number, and the cell is empty."""

    name: str
    value: Decimal | None
    follows: str = ""
    """The name of another input that it is the same as until somebody writes over it."""


def known(value: Decimal | None) -> Decimal | str:
    """Return a value as a cell has it."""
    return UNKNOWN if value is None else value


def sum_of(values: Sequence[Decimal | None], cells: str) -> Formula:
    """Return the sum of a range of cells, which is unknown where one of them is."""
    total = None if None in values else money.total([value for value in values if value is not None])
    return Formula(f'=IF(COUNT({cells})={len(values)},SUM({cells}),"{UNKNOWN}")', known(total))
