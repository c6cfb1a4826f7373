"""Cells as people read them, and as machines do."""

from __future__ import annotations

import re
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money

if TYPE_CHECKING:
    from costcalc.render.report import Cell, Column, Table

UNKNOWN = "?"
_UNPRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def printable(text: str) -> str:
    r"""Return text on one line that moves no cursor: control signs, turns of direction and lone surrogates as `\x1b`."""
    return _UNPRINTABLE.sub(lambda found: found[0].encode("unicode_escape").decode(), text)


def shown(cell: Cell, column: Column) -> str:
    """Return a cell for the eye: thousands parted, money rounded as `money.display` does, `?` for what is unknown."""
    if cell is None:
        return "" if column.kind == "text" else UNKNOWN
    if isinstance(cell, Decimal):
        return _number(cell, column)
    return f"{cell:,}" if isinstance(cell, int) else printable(str(cell))


def _number(cell: Decimal, column: Column) -> str:
    if column.kind == "money":
        return money.display(cell)
    return money.cents(cell) if column.kind == "rate" else f"{cell:,f}"


def exact(cell: Cell) -> str:
    """Return a cell for a machine: every digit, no thousands sign, nothing for what is unknown."""
    if cell is None:
        return ""
    if isinstance(cell, Decimal):
        return money.plain(cell)
    return cell.isoformat() if isinstance(cell, date) else str(cell)


def telling(table: Table) -> Table:
    """Return the table without the columns that say nothing in any row."""
    return table.only([c.key for i, c in enumerate(table.columns) if any(row[i] not in (None, "") for row in table.rows)])


def right(column: Column) -> bool:
    """Return whether a column holds numbers, which stand to the right."""
    return column.kind in {"count", "money", "rate"}
