"""When what is sold came, is to go, and what follows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Any, ClassVar

from costcalc.sheets.terms import STRICT


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifecycle:
    """When an offer came, is to go, and what follows it."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    launched: date | None = None
    """First day on which it was sold."""
    deprecated: date | None = None
    """Day of the notice that it will go."""
    retires: date | None = None
    """First day on which it is no longer served."""
    successor: str | None = None
    """The model or id that the provider names in its place."""
    source: str | None = None
    """Who says so."""
    note: str | None = None
    """Anything a reader must know besides."""
