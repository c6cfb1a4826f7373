"""A tornado on a screen: what each driver alone makes of a result, as bars to the left and right of its base."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_CEILING, Decimal
from typing import TYPE_CHECKING

from costcalc.render.cells import printable
from costcalc.render.strokes import CYAN, MAGENTA, about, filled, painted, steps
from costcalc.render.wrapping import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.render.chart import Swing, Swings
    from costcalc.render.report import Look

_SHORTEST = 20
"""Columns that bars keep beside names and details; with less, these stand on a line above."""


@dataclass(frozen=True, slots=True)
class _Ink:
    """What one end of a driver is drawn with: a whole column, and the half of one that lies on its left or right."""

    whole: str
    left_half: str
    right_half: str
    ascii: str
    colour: str


_LOW = _Ink("▄", "▖", "▗", "-", MAGENTA)
_HIGH = _Ink("█", "▌", "▐", "#", CYAN)


@dataclass(frozen=True, slots=True)
class _Scale:
    """Columns to the left and right of the base, and what a column is worth."""

    base: Decimal
    left: int
    right: int
    column: Decimal


def tornado(chart: Swings, look: Look, room: int) -> list[str]:
    """Return a line a driver, the largest swing first; where bars would be too short, its name on a line above."""
    swings = sorted(chart.swings, key=lambda swing: abs(swing.high - swing.low), reverse=True)
    if not swings:
        return []
    words = [(printable(swing.name), printable(swing.detail)) for swing in swings]
    named, detailed = (max(map(width, column)) for column in zip(*words, strict=True))
    ends = [[about(end, chart.unit) for end in sorted((swing.low, swing.high))] for swing in swings]
    labels = [max(map(width, column)) for column in zip(*ends, strict=True)]
    columns = room - sum(labels) - 3
    besides = named + 2 + (detailed + 2 if detailed else 0)
    above = columns - besides < _SHORTEST
    scale = _scale(chart, columns if above else columns - besides)
    lines = _legend(chart, look, room)
    for swing, (name, detail), texts in zip(swings, words, ends, strict=True):
        drawn = _bars(swing, scale, texts, labels, look)
        if not above:
            lines.append(f"{filled(name, named)}  {drawn}  {detail}".rstrip())
            continue
        lines += wrapped(f"{name}, {detail}" if detail else name, room)
        lines += [drawn.rstrip()] if columns > 1 else wrapped(" to ".join(texts), room)
    return lines


def _legend(chart: Swings, look: Look, room: int) -> list[str]:
    low, high = (ink.ascii if look.ascii else ink.whole for ink in (_LOW, _HIGH))
    lines = wrapped(f"from {about(chart.base, chart.unit)} with one driver at its low end {low} or high end {high}", room)
    if look.ascii:
        return lines
    inks = str.maketrans({ink.whole: painted(ink.whole, ink.colour, look) for ink in (_LOW, _HIGH)})
    return [line.translate(inks) for line in lines]


def _scale(chart: Swings, columns: int) -> _Scale:
    """Share the columns out so that one is worth the same on both sides; none where there are too few for two sides."""
    ends = [end - chart.base for swing in chart.swings for end in (swing.low, swing.high)]
    below, over = max(Decimal(0), -min(ends)), max(Decimal(0), *ends)
    if columns < 2 or not below + over:
        return _Scale(chart.base, 0, 0, Decimal(0))
    left = int((columns * below / (below + over)).to_integral_value(ROUND_CEILING))
    left = min(left, columns - 1) if over else left
    right = columns - left
    worth = [span / side for span, side in ((below, left), (over, right)) if side]
    return _Scale(chart.base, left, right, max(worth))


def _bars(swing: Swing, scale: _Scale, texts: Sequence[str], labels: Sequence[int], look: Look) -> str:
    """Return the lesser amount, the bars about the axis, and the larger amount, as wide as every other driver's."""
    ends = [(swing.low - scale.base, _LOW), (swing.high - scale.base, _HIGH)]
    left, left_columns = _side([(-off, ink) for off, ink in ends if off < 0], scale, look, left=True)
    right, right_columns = _side([(off, ink) for off, ink in ends if off > 0], scale, look, left=False)
    before = filled(texts[0], labels[0] + scale.left - left_columns, right=True)
    behind = filled(texts[1], labels[1] + scale.right - right_columns)
    return f"{before} {left}{'|' if look.ascii else '│'}{right} {behind}"


def _side(ends: Sequence[tuple[Decimal, _Ink]], scale: _Scale, look: Look, *, left: bool) -> tuple[str, int]:
    """Return the bars of one side of the axis and their columns: of two ends there the farther goes on behind the nearer."""
    drawn, taken = "", 0
    for after, (distance, ink) in enumerate(sorted(ends, key=lambda end: end[0]) if scale.column else (), 1):
        piece = _piece(_halves(distance, scale, look) - 2 * taken, ink, look, left=left, last=after == len(ends))
        taken += len(piece)
        piece = painted(piece, ink.colour, look)
        drawn = piece + drawn if left else drawn + piece
    return drawn, taken


def _halves(distance: Decimal, scale: _Scale, look: Look) -> int:
    return 2 * steps(distance, scale.column, 1) if look.ascii else steps(distance, scale.column, 2)


def _piece(halves: int, ink: _Ink, look: Look, *, left: bool, last: bool) -> str:
    """Return so many halves of a column; an odd one at the far end alone, where no bar goes on behind."""
    whole, half = divmod(halves, 2)
    if look.ascii:
        return ink.ascii * whole
    if not half or not last:
        return ink.whole * whole
    return ink.right_half + ink.whole * whole if left else ink.whole * whole + ink.left_half
