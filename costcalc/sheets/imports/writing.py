"""Sheets and models as YAML that a person reads: offers one below the other, a line a price row, every digit kept."""

from __future__ import annotations

import re
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.sheets.imports.rows import METERS
from costcalc.sheets.price_rows import Claim, Price

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import OfferSheet, Sheet

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_./()+-]*(?: [A-Za-z0-9_./()+-]+)*", re.ASCII)
_OTHER_MEANING = frozenset({"null", "true", "false", "yes", "no", "on", "off", "y", "n"})
_FACTORS = frozenset({"multiplier", "percent", "cached_share"})
_ROWS = frozenset({"fees", "limits", "aliases", "prices", "claims"})
_ROW_ORDER = (
    *("from_", "until", "currency", "per", "input", "cached_input", "cache_write", "cache_write_1h", "output", "reasoning"),
    *("image", "request", "free", "cached_share", "cache_minimum"),
    *("context", "max_output", "quantization", "inputs", "features", "limits", "launched", "alternative", "known_wrong"),
    *("tiers", "windows", "services", "uplifts", "other", "basis", "source", "checked", "note"),
)
_LAST = frozenset({"tiers", "note"})
_BEGINS_A_LINE = frozenset({"tiers", "windows", "services", "uplifts", "other"})


def sheet_text(sheet: Sheet, heading: str) -> str:
    """Return the YAML of a sheet, a comment line on top."""
    lines = [_comment(heading), *_block(sheet, 0, leave_out={"offers"}), "", "offers:" if sheet.offers else "offers: []"]
    return "\n".join([*lines, *_items(sheet.offers)]) + "\n"


def models_text(models: Sequence[Model], heading: str) -> str:
    """Return the YAML of a list of models, a comment line on top."""
    return "\n".join([_comment(heading), "models:", *_items(models)]) + "\n"


def item_lines(item: OfferSheet | Model, indent: int = 2) -> list[str]:
    """Return an offer or a model as an item of a list that stands so far in."""
    first, *more = _block(item, indent + 2, always={"prices"})
    return [" " * indent + "- " + first.lstrip(), *more]


def _comment(heading: str) -> str:
    return f"# {' '.join(heading.split())}"


def _items(items: Sequence[OfferSheet | Model]) -> list[str]:
    """Return the items with an empty line between them."""
    return [line for index, item in enumerate(items) for line in ([""] if index else []) + item_lines(item)]


def row_lines(row: Price | Claim, indent: int) -> list[str]:
    """Return a price or a claim as an item of a list; what has a structure of its own begins a line."""
    lines: list[list[str]] = [[]]
    for name in sorted((field.name for field in fields(row)), key=_row_order):
        value = getattr(row, name)
        if name != "from_" and value in _default(row, name):
            continue
        if name in _BEGINS_A_LINE or (name == "basis" and len(lines) > 1):
            lines.append([])
        lines[-1].append(f"{_key(name)}: {_listed(value, name)}")
    first, *more = ",\n".join(", ".join(line) for line in lines).split("\n")
    texts = [" " * indent + "- {" + first, *(" " * (indent + 3) + line for line in more)]
    return [*texts[:-1], texts[-1] + "}"]


def _listed(value: Any, name: str) -> str:  # noqa: ANN401
    """Return a value, with every item of a list of structures on a line of its own."""
    if name not in _BEGINS_A_LINE or not isinstance(value, tuple):
        return _flow(value, name)
    return "[" + f",\n{' ' * (len(name) + 3)}".join(_flow(item, name) for item in value) + "]"


def _block(value: Any, indent: int, *, leave_out: Iterable[str] = (), always: Iterable[str] = ()) -> list[str]:  # noqa: ANN401
    return list(_keys(value, " " * indent, set(leave_out), set(always)))


def _keys(value: Any, pad: str, leave_out: set[str], always: set[str]) -> Iterator[str]:  # noqa: ANN401
    """Yield the keys that say something, a line each."""
    for field in fields(value):
        name, held = field.name, getattr(value, field.name)
        if name in leave_out or (held in _default(value, name) and name not in always):
            continue
        if name not in _ROWS or not held:
            yield f"{pad}{_key(name)}: {_flow(held, name)}"
            continue
        yield f"{pad}{_key(name)}:"
        for row in held:
            if isinstance(row, (Price, Claim)):
                yield from row_lines(row, len(pad) + 2)
            else:
                yield f"{pad}  - {_flow(row, name)}"


def _default(value: Any, name: str) -> tuple[Any, ...]:  # noqa: ANN401
    """Return what a field holds where nothing is said, in a tuple to be looked up in; an empty one for a required field."""
    default = type(value).__dataclass_fields__[name].default
    return () if default is MISSING else (default,)


def _flow(value: Any, name: str) -> str:  # noqa: ANN401
    """Return a value on one line."""
    if is_dataclass(value):
        # What names a structure is declared after the rates that it inherits, and reads best before them.
        names = sorted((field.name for field in fields(value)), key=lambda key: (key in _LAST, key in METERS))
        stated = {key: item for key in names if (item := getattr(value, key)) not in _default(value, key)}
        return "{" + ", ".join(f"{_key(key)}: {_flow(item, key)}" for key, item in stated.items()) + "}"
    if isinstance(value, dict):
        return "{" + ", ".join(f"{_scalar(key)}: {_flow(item, name)}" for key, item in value.items()) + "}"
    if isinstance(value, tuple):
        return "[" + ", ".join(_flow(item, name) for item in value) + "]"
    return _atom(value, name)


def _atom(value: Any, name: str) -> str:  # noqa: ANN401
    match value:
        case Decimal():
            return f'"{money.plain(value) if name in _FACTORS else money.cents(value)}"'
        case time():
            return f'"{value.isoformat("auto" if value.second else "minutes")}"'
        case None | bool():
            return {None: "null", True: "true", False: "false"}[value]
        case int() | date():
            return str(value)
        case _:
            return _scalar(value)


def _scalar(text: str) -> str:
    """Return text as YAML has it: plain where it can only be read as that text, else in quotes."""
    if _PLAIN.fullmatch(text) and text.lower() not in _OTHER_MEANING:
        return text
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(sign if sign.isprintable() else f"\\U{ord(sign):08X}" for sign in escaped) + '"'


def _key(name: str) -> str:
    return name.rstrip("_")


def _row_order(name: str) -> int:
    return _ROW_ORDER.index(name if name in _ROW_ORDER else "tiers")
