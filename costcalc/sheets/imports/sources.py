"""The sources: what each is called, how it is read, and how its own data say how old they are."""

from __future__ import annotations

from dataclasses import dataclass
from importlib import import_module
from typing import TYPE_CHECKING, Any

from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.sheets.imports.record import MalformedError, newest_day

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from costcalc.sheets.imports.reading import Raw
    from costcalc.sheets.imports.record import Origin, Parsed


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A catalogue of prices that others keep."""

    name: str
    module: str
    """The module of this room with a function of that name, `from_` before it."""
    says_its_day: str | None = None
    """The key under which its data state days, of which the newest is the day that they are no older than."""
    of_provider: str | None = None
    """The only provider whose days are taken: a day that others name may be announced and yet to come."""
    package: str | None = None
    """The Python package that carries its data."""
    data: str | None = None
    """The file with the data in that package."""

    def parse(self, raw: Raw, origin: Origin) -> Parsed:
        """Return what it states.

        Raises:
            InputError: it is not a file of this source at all.
        """
        function: Callable[[Any, Origin], Parsed] = getattr(
            import_module(f"costcalc.sheets.imports.{self.module}"), f"from_{self.module}"
        )
        try:
            found = function(raw.data, origin)
        except MalformedError as error:
            raise InputError(f"{raw.place}: {error}: is it {self.name}'s?") from None
        if not found.records and not found.left_out:
            first = f": {found.problems[0].record}: {found.problems[0].reason}" if found.problems else ""
            raise InputError(f"{raw.place}: holds no record of {self.name}{first}")
        return found

    def day_of(self, raw: Raw, until: date) -> date | None:
        """Return the day that the data, or the package that they came in, say that they are of."""
        data = raw.data
        if self.of_provider is not None and isinstance(data, list):
            data = [item for item in data if isinstance(item, dict) and item.get("id") == self.of_provider]
        stated = newest_day(data, self.says_its_day, until) if self.says_its_day else None
        return stated or raw.built


SOURCES = {
    source.name: source
    for source in (
        Source(
            name="litellm",
            module="litellm",
            package="litellm",
            data="litellm/model_prices_and_context_window_backup.json",
        ),
        Source(name="openrouter", module="openrouter"),
        Source(name="models.dev", module="models_dev", says_its_day="last_updated"),
        Source(
            name="genai-prices",
            module="genai_prices",
            package="genai-prices",
            # OpenRouter's prices are watched: they start on the day on which a change was seen.
            says_its_day="start_date",
            of_provider="openrouter",
        ),
        Source(name="llm-prices", module="llm_prices", says_its_day="updated_at"),
    )
}


def source_named(name: str) -> Source:
    """Return the source of that name.

    Raises:
        InputError: there is none.
    """
    if name not in SOURCES:
        raise InputError(f"unknown source '{name}'{nearest(name, SOURCES)}")
    return SOURCES[name]
