"""The hint at the end of an error that names something unknown."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection


def nearest(name: str, known: Collection[str]) -> str:
    """Return `: did you mean 'input'?` with up to three near names, else `: known are ...`."""
    import difflib

    lower = {candidate.lower(): candidate for candidate in sorted(known)}
    near = [lower[found] for found in difflib.get_close_matches(name.lower(), lower, n=3, cutoff=0.6)]
    if near:
        return ": did you mean " + " or ".join(f"'{candidate}'" for candidate in near) + "?"
    few = sorted(known)
    return f": known are {', '.join(few)}" if 0 < len(few) <= 20 else ""
