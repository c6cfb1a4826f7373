"""A result that can be told other numbers: assumptions, the cost computed from them, a comparison, and their sources."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.xlsx.assumptions import write_assumptions
from costcalc.render.xlsx.comparison import write_comparison
from costcalc.render.xlsx.cost import write_cost
from costcalc.render.xlsx.inputs import inputs_of
from costcalc.render.xlsx.sources import write_sources

if TYPE_CHECKING:
    from costcalc.planning.what_if import WhatIf
    from costcalc.render.xlsx.book import Book

CAPTION = "As costcalc printed it: these values do not follow the sheet Assumptions."


def write_what_if(book: Book, what_if: WhatIf, heading: str) -> None:
    """Write the sheets."""
    inputs = inputs_of(what_if)
    write_assumptions(book, inputs, heading)
    sums = write_cost(book, inputs)
    write_comparison(book, inputs, sums)
    write_sources(book, inputs)
