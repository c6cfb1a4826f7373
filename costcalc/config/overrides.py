"""Values of a workload file said otherwise: by a scenario of the file, by `--set`, or by a computation that moves one."""

from __future__ import annotations

import re
from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, get_args, get_origin, get_type_hints

from costcalc.errors import InputError
from costcalc.nearest import nearest
from costcalc.sheets import yaml_file
from costcalc.sheets.conformity import dataclasses_in
from costcalc.sheets.yaml_file import Document, spell

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.sheets.yaml_file import Place

SCENARIOS = "scenarios"
SCENARIO = "scenario"
"""What the label of a scenario begins with."""
_KEY = re.compile(r"[^.\[]+")
_INDEX = re.compile(r"\[([0-9]{1,9})\]", re.ASCII)


@dataclass(frozen=True, slots=True)
class Override:
    """A value that is put in place of the file's own; None leaves the key out."""

    path: str
    """Keys and items of the way to it: `mix.chat.output`, `volume.weekdays[5]`; an item that has a name goes by it."""
    value: Any
    origin: str
    """Where it was said, as messages name it."""
    label: str
    """What messages call it elsewhere."""


def stated(text: str) -> Override:
    """Return what a `--set PATH=VALUE` says; the value is YAML: a number, a text, null, `[1, 2]`, `{low: 1, base: 2, high: 3}`.

    Raises:
        InputError: it is of no such form.
    """
    path, equals, value = text.partition("=")
    path = path.strip()
    if not equals or not path or not value.strip():
        raise InputError(f"--set {text}: write PATH=VALUE, such as volume.growth=8%; null leaves a key out")
    return said(path, yaml_file.parsed(value, f"--set {path}").data)


def said(path: str, value: Any) -> Override:  # noqa: ANN401
    """Return a value said on the command line, or by a computation in its name."""
    return Override(path, value, f"--set {path}", f"--set {path}")


def scenario(document: Document, name: str) -> list[Override]:
    """Return what a scenario of a file says otherwise.

    Raises:
        InputError: there is none of that name; names the nearest.
    """
    scenarios: dict[str, dict[str, Any]] = document.data.get(SCENARIOS) or {}
    if name not in scenarios:
        raise InputError(f"{document.path}: has no scenario '{name}'{nearest(name, scenarios) or ': add it to scenarios'}")
    places = {path: (SCENARIOS, name, path) for path in scenarios[name]}
    return [Override(path, scenarios[name][path], document.at(place), f"{SCENARIO} '{name}'") for path, place in places.items()]


def overlaid(document: Document, overrides: Sequence[Override], kind: type[Any]) -> Document:
    """Return a document that fits a schema with values put in place of its own, in their order.

    Raises:
        InputError: a path leads nowhere that file or schema knows; names the nearest.
    """
    data, lines, elsewhere = deepcopy(document.data), dict(document.lines), dict(document.elsewhere)
    for override in overrides:
        place = _way(override, data, kind)
        for known in [known for known in lines if known[: len(place)] == place]:
            lines.pop(known)
            elsewhere.pop(known, None)
        made = _put(data, place, override)
        if made is not None:
            lines[made], elsewhere[made] = 0, f"{override.origin}: {spell(made)}"
        elsewhere[place] = override.origin
        for inner in _places(override.value):
            whole = (*place, *inner)
            way = spell(inner)
            lines[whole] = 0
            elsewhere[whole] = override.origin + ("." if way and not way.startswith("[") else "") + way
    return Document(document.path, data, lines, elsewhere)


def _places(value: Any, place: Place = ()) -> list[Place]:  # noqa: ANN401
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [place, *(inner for step, item in entries for inner in _places(item, (*place, step)))]


def _put(data: Any, place: Place, override: Override) -> Place | None:  # noqa: ANN401
    """Put a value at a place; return the outermost mapping that had to be made for it, or None."""
    made, here = None, data
    for end, step in enumerate(place[:-1], 1):
        if isinstance(here, dict) and here.get(str(step)) is None:
            here[str(step)] = {}
            made = made or place[:end]
        here = here[step]  # a step of a list is a number, one of a mapping a text
    if override.value is not None:
        here[place[-1]] = deepcopy(override.value)
    elif isinstance(here, list):
        raise InputError(f"{override.origin}: an item cannot be left out: set the whole list")
    else:
        here.pop(place[-1], None)
    return made


def _way(override: Override, data: Any, kind: type[Any]) -> Place:  # noqa: ANN401
    """Return the place that a path names, each step known to the data or to the schema."""
    place: Place = ()
    hint: Any = kind
    here, rest = data, override.path
    while rest:
        if isinstance(here, list):
            step, rest = _item(here, rest, place, override)
            here = here[step]
            place = (*place, step)
            continue
        key, rest = _key(hint, rest, place, override)
        hint = _hints(hint).get(key, hint)
        here = here.get(key) if isinstance(here, dict) else None
        place = (*place, key)
        if rest and not isinstance(here, (dict, list)) and (here is not None or not _hints(hint) or rest.startswith("[")):
            what = "is not in the file" if here is None else f"is {here} in the file"
            raise InputError(f"{override.origin}: {spell(place)} {what}: set it whole")
    return place


def _item(items: list[Any], rest: str, place: Place, override: Override) -> tuple[int, str]:
    """Return the item that the rest of a path begins with, by its number or its name, and what comes behind."""
    if index := _INDEX.match(rest):
        if int(index[1]) >= len(items):
            raise InputError(f"{override.origin}: {spell(place)} has {len(items)} items, so the last is [{len(items) - 1}]")
        return int(index[1]), _behind(rest[index.end() :], override)
    names = {str(item["name"]).strip(): number for number, item in enumerate(items) if isinstance(item, dict) and "name" in item}
    # A name may hold a point itself: the longest that fits is meant.
    for name in sorted(names, key=len, reverse=True):
        if rest == name or rest.startswith((f"{name}.", f"{name}[")):
            return names[name], _behind(rest[len(name) :], override)
    meant = rest.partition(".")[0]
    raise InputError(f"{override.origin}: {spell(place)} has no '{meant}'{nearest(meant, names) or ': write [0] for the first'}")


def _key(hint: Any, rest: str, place: Place, override: Override) -> tuple[str, str]:  # noqa: ANN401
    """Return the key that the rest of a path begins with, and what comes behind."""
    known = [*_hints(hint)] if place else [key for key in _hints(hint) if key != SCENARIOS]
    found = _KEY.match(rest)
    key = found[0] if found else rest
    if _takes_any_key(hint) and not known:
        # The keys of a table are the user's own, `p99.5`, and nothing stands below them.
        return rest, ""
    if key not in known:
        raise InputError(f"{override.origin}: {spell(place) or 'the workload'} has no '{key}'{nearest(key, known)}")
    return key, _behind(rest[len(key) :], override)


def _behind(rest: str, override: Override) -> str:
    if rest == ".":
        raise InputError(f"{override.origin}: ends with a point: name the key behind it, or leave the point out")
    return rest.removeprefix(".")


def _hints(hint: Any) -> dict[str, Any]:  # noqa: ANN401
    """Return the annotation of each key that a value of an annotation may have."""
    return {
        key.rstrip("_"): inner
        for kind in dataclasses_in(hint)
        for key, inner in get_type_hints(kind, include_extras=True).items()
        if not key.startswith("__")
    }


def _takes_any_key(hint: Any) -> bool:  # noqa: ANN401
    return get_origin(hint) is dict or any(_takes_any_key(each) for each in get_args(hint))
