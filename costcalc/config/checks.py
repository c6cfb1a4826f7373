"""What no schema can say of a configuration: two limits in one budget, a name that stands twice, a path that leads out."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from costcalc.config import globs
from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.planning.volume import parse_volume
from costcalc.pricing.currency import CODES

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from pathlib import Path

    from costcalc.config.schema import Budget, Config, Exemption, PromptGroup
    from costcalc.planning.budget_terms import BudgetKind
    from costcalc.sheets.conformity import Problem
    from costcalc.sheets.yaml_file import Place

LIMITS: Mapping[str, BudgetKind] = {
    "per_request": "per_request",
    "monthly": "monthly",
    "tokens": "tokens",
    "increase": "increase",
    "headroom": "headroom",
    "max_price_age": "price_age",
    "retires_within": "retirement",
    "counting": "counting",
}
"""The keys of a budget that hold a limit, and what each makes it."""
_MOST = 10**12


def problems(config: Config, folder: Path) -> Iterator[Problem]:
    """Yield each place where a configuration in a folder contradicts itself, with what to do about it."""
    if not config.prompts:
        yield ("prompts",), "is empty: name the prompts that are meant"
    yield from unique("prompts", (group.name for group in config.prompts))
    yield from unique("budgets", (budget.name for budget in config.budgets))
    for index, group in enumerate(config.prompts):
        yield from _inside(("prompts", index), _group(group, folder))
    for index, budget in enumerate(config.budgets):
        yield from _inside(("budgets", index), _budget(budget, folder))
    names = [budget.name for budget in config.budgets]
    for index, exemption in enumerate(config.exemptions):
        yield from _inside(("exemptions", index), _exemption(exemption, names, folder))
    yield from currency(("currency",), config.currency)
    if not 1 <= config.days_per_month <= 31:
        yield ("days_per_month",), f"is a number from 1 to 31, not {config.days_per_month}"


def without_value(data: Any, place: Place = ()) -> Iterator[Problem]:  # noqa: ANN401
    """Yield each key and item behind which nothing stands, so that no limit is lost by a slip."""
    if data is None and place:
        yield place, "has no value: write one, or leave it out"
    entries = data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ()
    for step, value in entries:
        yield from without_value(value, (*place, step))


def _inside(place: Place, found: Iterable[Problem]) -> Iterator[Problem]:
    for inner, message in found:
        yield (*place, *inner), message


def unique(key: str, names: Iterable[str]) -> Iterator[Problem]:
    """Yield each name in a list that stands twice; in any case it means one entry."""
    seen: set[str] = set()
    for index, name in enumerate(names):
        if name.lower() in seen:
            yield (key, index, "name"), f"'{name}' stands twice: give each a name of its own"
        seen.add(name.lower())


def _group(group: PromptGroup, folder: Path) -> Iterator[Problem]:
    if not group.files:
        yield ("files",), "is empty: name files, such as [prompts/*.md]"
    named: list[tuple[Place, str]] = [(("files", index), glob) for index, glob in enumerate(group.files)]
    named += [((key,), path) for key, path in (("system", group.system), ("tools", group.tools)) if path is not None]
    named += [(("images", index), image) for index, image in enumerate(group.images) if is_file(image)]
    for place, path in named:
        if found := globs.fault(path, folder):
            yield place, found
    if group.offers:
        idle = [key for key in ("providers", "region", "needs") if getattr(group, key)]
        yield from (((key,), "has no effect beside offers, which say where already: keep one of the two") for key in idle)
    if group.output_tokens is not None and not 0 <= group.output_tokens <= _MOST:
        yield ("output_tokens",), f"{group.output_tokens} is no number of tokens from 0"
    if group.requests is not None:
        try:
            parse_volume(group.requests)
        except InputError as error:
            yield ("requests",), str(error).removeprefix("--requests: ")


def is_file(image: str) -> bool:
    """Return whether an image is given as a file, and not as a data URL or by its size."""
    return not (image.startswith("data:") or "://" in image or image.lower().replace("x", "").isdecimal())


def _budget(budget: Budget, folder: Path) -> Iterator[Problem]:
    stated = [key for key in LIMITS if getattr(budget, key) is not None]
    if not stated:
        yield (), f"holds no limit: add one of {', '.join(LIMITS)}"
    elif len(stated) > 1:
        yield (stated[1],), f"is a second limit beside {stated[0]}: make it a budget of its own"
    if budget.tokens is not None and not 1 <= budget.tokens <= _MOST:
        yield ("tokens",), f"{budget.tokens} is no number of tokens above 0"
    for key in ("max_price_age", "retires_within"):
        days = getattr(budget, key)
        if isinstance(days, int) and not 0 <= days <= 99_999:
            yield (key,), f"is a number of days from 0: write 90d, not {days}"
    for key in ("per_request", "monthly", "increase"):
        text = getattr(budget, key)
        if text is not None and not text.endswith("%"):
            yield from currency((key,), text[-3:])
    if found := globs.fault(budget.scope, folder):
        yield ("scope",), found
    if "*" in budget.scope or "?" in budget.scope:
        yield ("scope",), f"'{budget.scope}' is a glob: name a folder, which holds all below it, or a file"


def _exemption(exemption: Exemption, budgets: Iterable[str], folder: Path) -> Iterator[Problem]:
    known = list(budgets)
    if exemption.budget not in known:
        yield ("budget",), f"unknown budget '{exemption.budget}'{nearest(exemption.budget, known)}"
    if found := globs.fault(exemption.source, folder):
        yield ("source",), found


def currency(place: Place, code: str) -> Iterator[Problem]:
    """Yield what keeps a text from being a currency."""
    if code not in CODES:
        fix = code.upper() if code.upper() in CODES else "a code such as EUR or USD"
        yield place, f"'{code}' is no currency of ISO 4217: write {fix}"
