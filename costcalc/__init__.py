"""costcalc tells what an LLM workload costs, and whether it fits, before a request is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.version import __version__

if TYPE_CHECKING:
    from costcalc.api import count, count_completion, load_book, quote
    from costcalc.errors import CostcalcError
    from costcalc.pricing.evidence import Unpriced
    from costcalc.pricing.quote import Quote
    from costcalc.sheets.book import Book
    from costcalc.tokens.ledger import Ledger

__all__ = [
    "Book",
    "CostcalcError",
    "Ledger",
    "Quote",
    "Unpriced",
    "__version__",
    "count",
    "count_completion",
    "load_book",
    "quote",
]
_HOMES = {
    "Book": "costcalc.sheets.book",
    "CostcalcError": "costcalc.errors",
    "Ledger": "costcalc.tokens.ledger",
    "Quote": "costcalc.pricing.quote",
    "Unpriced": "costcalc.pricing.evidence",
}


def __getattr__(name: str) -> object:
    """Import the Python interface when it is first asked for, so that `import costcalc` costs nothing."""
    if name in __all__:
        from importlib import import_module

        return getattr(import_module(_HOMES.get(name, "costcalc.api")), name)
    raise AttributeError(f"module 'costcalc' has no attribute '{name}'")
