"""How much a provider takes in a length of time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date  # noqa: TC003 - pydantic reads the annotations
from typing import Any, ClassVar

from costcalc.sheets.terms import STRICT, Metric


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """A rate limit: at most `max` of `metric` in each `window`, `burst` for a short time."""

    __pydantic_config__: ClassVar[dict[str, Any]] = STRICT

    metric: Metric
    """What is counted."""
    max: int
    """The most that one window allows."""
    source: str
    """Who says so: a page, a file of a public repository, a package and its version."""
    checked: date
    """The day on which the source was seen to say so."""
    window: str | None = None
    """A length of time such as `1s`, `1m`, `1d`; none for `concurrent`."""
    burst: int | None = None
    """The most that may arrive at once, where the provider says it."""
    scope: str | None = None
    """What shares the limit: `contract`, `project`, `organization`, `key`, `model`."""
    note: str | None = None
    """Anything a reader must know besides."""
