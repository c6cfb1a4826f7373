"""The one place that reads the clock."""

from __future__ import annotations

from datetime import date


def today() -> date:
    """Return today's date where the user is."""
    return date.today()  # noqa: DTZ011 - prices change on calendar days, and the user's is meant
