"""What a whole is made of as one stacked bar with its legend, and how much of its room it takes."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc.render.cells import printable
from costcalc.render.strokes import CYAN, GREEN, MAGENTA, YELLOW, bar, painted
from costcalc.render.wrapping import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.render.chart import Parts
    from costcalc.render.report import Look

_FILLS = "█▓▒░"
_SIGNS = "#=-."
_COLOURS = (CYAN, MAGENTA, YELLOW, GREEN)
_REST = "other"
_APART = "   "


def stacked(chart: Parts, look: Look, room: int) -> list[str]:
    """Return a bar of the kinds of parts, the largest first, what each stands for, and a bar of the room where it is known."""
    whole = sum(part.amount for part in chart.parts)
    if whole <= 0:
        return []
    kinds = _kinds(chart)
    fills = list(zip(_SIGNS if look.ascii else _FILLS, _COLOURS, strict=True))
    ends = [round(room * sum(amount for _, amount in kinds[: at + 1]) / whole) for at in range(len(kinds))]
    drawn, named, begin = "", [], 0
    for (name, amount), end, (fill, code) in zip(kinds, ends, fills, strict=False):
        drawn += painted(fill * (end - begin), code, look)
        named.append((f"{fill} {name} {amount:,} ({_percent(amount, whole)})", painted(fill, code, look)))
        begin = end
    return [drawn, *_listed(named, room), *_room(chart, whole, look, room)]


def _kinds(chart: Parts) -> list[tuple[str, int]]:
    """Return the amount of each kind, the largest first; of more kinds than there are fills, the least as one."""
    found: dict[str, int] = {}
    for part in chart.parts:
        found[part.kind] = found.get(part.kind, 0) + part.amount
    ranked = sorted(
        ((printable(kind.replace("_", " ")), amount) for kind, amount in found.items() if amount), key=lambda kind: -kind[1]
    )
    if len(ranked) <= len(_FILLS):
        return ranked
    kept, rest = ranked[: len(_FILLS) - 1], ranked[len(_FILLS) - 1 :]
    return [*kept, (_REST, sum(amount for _, amount in rest))]


def _listed(items: Sequence[tuple[str, str]], room: int) -> Iterator[str]:
    """Yield as few lines as hold the items, each with its first sign as it is painted; one wider than a line is wrapped."""
    line, taken = "", 0
    for text, sign in items:
        if line and taken + len(_APART) + width(text) > room:
            yield line
            line, taken = "", 0
        first, *rest = wrapped(text, room)
        if rest:
            yield from (sign + first[1:], *rest)
            continue
        apart = _APART if line else ""
        line, taken = line + apart + sign + text[1:], taken + len(apart) + width(text)
    if line:
        yield line


def _room(chart: Parts, whole: int, look: Look, room: int) -> list[str]:
    if chart.room is None:
        return []
    told = f"{whole:,} of {chart.room:,}, {_percent(whole, chart.room)}"
    columns = room - len(told) - 3
    if columns < 2:
        return wrapped(told, room)
    used = bar(Decimal(min(whole, chart.room)), Decimal(chart.room), columns, look)
    return [f"[{painted(used, CYAN, look)}{' ' * (columns - len(used))}] {told}"]


def _percent(part: int, whole: int) -> str:
    """Return a share as people say it; what is not nothing is never 0 %."""
    share = Decimal(part * 100) / whole
    return "below 1 %" if 0 < share < 1 else f"{share:.0f} %"
