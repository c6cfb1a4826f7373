"""costcalc tells what an LLM workload costs, and whether it fits, before a request is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.version import __version__

if TYPE_CHECKING:
    from costcalc.api import count, count_completion, load_book, quote

__all__ = ["__version__", "count", "count_completion", "load_book", "quote"]


def __getattr__(name: str) -> object:
    """Import the Python interface when it is first asked for, so that `import costcalc` costs nothing."""
    if name in __all__:
        from costcalc import api

        return getattr(api, name)
    raise AttributeError(f"module 'costcalc' has no attribute '{name}'")
