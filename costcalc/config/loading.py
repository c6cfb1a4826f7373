"""Find and read costcalc.yaml, and return what it says as values."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.config import checks, globs
from costcalc.config.schema import Config
from costcalc.planning.budget_terms import BudgetTerms, ExemptionTerms
from costcalc.sheets import conformity, yaml_file

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from costcalc.config.globs import Files
    from costcalc.config.schema import Budget, PromptGroup
    from costcalc.sheets.conformity import Problem
    from costcalc.sheets.yaml_file import Document

NAMES = ("costcalc.yaml", ".costcalc.yaml")
"""What a configuration is called; the first that is there counts."""
_QUANTITY = re.compile(r"(?P<number>[0-9.]+) ?(?P<unit>%|d|[A-Z]{3})?", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class LoadedConfig(Config):
    """A configuration and where it stands."""

    document: Document

    @property
    def path(self) -> Path:
        """The file."""
        return self.document.path

    @property
    def folder(self) -> Path:
        """The folder from which its paths and globs are read."""
        return folder_of(self.path)

    def line(self, *place: str | int) -> int:
        """Return the line on which a value stands, `line("prompts", 0, "files")`; that of the nearest around it."""
        lines = self.document.lines
        return next(lines[place[:end]] for end in range(len(place), -1, -1) if place[:end] in lines)


def find(start: Path) -> Path | None:
    """Return the nearest configuration in a folder or above it, up to the root of its repository; None: there is none."""
    start = start.absolute()
    for folder in (start, *start.parents):
        for name in NAMES:
            if os.path.lexists(folder / name):  # one that cannot be read must not give way to another
                return folder / name
        if os.path.lexists(folder / ".git"):
            break
    return None


def load(path: Path) -> LoadedConfig:
    """Return what a configuration says.

    Raises:
        InputError: it cannot be read, or says what it may not; the first problem with file, line, place and fix.
    """
    document = yaml_file.read(path)

    def problems(config: Config) -> Iterator[Problem]:
        yield from checks.without_value(document.data)
        yield from checks.problems(config, folder_of(path))

    config = conformity.load(Config, document, problems)
    return LoadedConfig(**{field.name: getattr(config, field.name) for field in fields(Config)}, document=document)


def folder_of(path: Path) -> Path:
    """Return the folder of a configuration, from the root of the file system."""
    return path.absolute().parent


def files_of(group: PromptGroup, root: Path) -> Files:
    """Return the files of a group, from the configuration's folder, and each of its globs that misses something."""
    return globs.expand(group.files, root)


def budgets(config: LoadedConfig) -> tuple[BudgetTerms, ...]:
    """Return the budgets as values, in their order, each with its exemptions, expired ones in."""
    return tuple(_terms(budget, index, config) for index, budget in enumerate(config.budgets))


def _terms(budget: Budget, index: int, config: LoadedConfig) -> BudgetTerms:
    key = next(key for key in checks.LIMITS if getattr(budget, key) is not None)
    kind = checks.LIMITS[key]
    number, unit = _quantity(str(getattr(budget, key)))
    is_days, is_share = kind in {"price_age", "retirement"}, unit == "%"
    is_amount = not (is_days or is_share)
    return BudgetTerms(
        name=budget.name,
        kind=kind,
        level=budget.level,
        scope=globs.plain(budget.scope),
        amount=number if is_amount else None,
        currency=unit if is_amount else None,
        percent=number if is_share else None,
        days=int(number) if number is not None and is_days else None,
        line=config.line("budgets", index),
        exempt=tuple(_exemptions(budget.name, config)),
    )


def _quantity(text: str) -> tuple[Decimal | None, str | None]:
    """Return number and unit of `500 USD`, `10%`, `90d` and `90`; neither of a word."""
    stated = _QUANTITY.fullmatch(text)
    return (Decimal(stated["number"]), stated["unit"]) if stated else (None, None)


def _exemptions(budget: str, config: LoadedConfig) -> Iterator[ExemptionTerms]:
    for index, each in enumerate(config.exemptions):
        if each.budget == budget:
            source, line = globs.plain(each.source), config.line("exemptions", index)
            yield ExemptionTerms(source=source, reason=each.reason, until=each.until, line=line)
