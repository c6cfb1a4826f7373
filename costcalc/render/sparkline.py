"""Values over periods as one line of blocks a band, each from zero to its own peak, between its first and last value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.render.cells import printable
from costcalc.render.strokes import CYAN, about, filled, painted, steps
from costcalc.render.wrapping import width, wrapped

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.render.chart import Band, Trend
    from costcalc.render.report import Look

_BLOCKS = "▁▂▃▄▅▆▇█"
_SIGNS = ".:-=+*#@"
_GAP = " "
_ENOUGH = 24
"""So many columns show the shape of more periods, which then share them; with less, a band takes lines of its own."""


@dataclass(frozen=True, slots=True)
class _Row:
    """What stands beside a line of blocks, or beside the line of titles."""

    name: str
    first: str
    last: str
    interval: str


def spark(values: Sequence[Decimal | None], columns: int, *, ascii_only: bool = False) -> str:
    """Return a sign a value, from zero to the largest; a gap where it is unknown.

    Of more values than columns, neighbours share a sign: their mean.
    """
    per = -(-len(values) // max(columns, 1))
    shared = [_mean(values[at : at + per]) for at in range(0, len(values), per or 1)]
    most = max((value for value in shared if value is not None), default=Decimal(0))
    return "".join(_sign(value, most, _SIGNS if ascii_only else _BLOCKS) for value in shared)


def _mean(values: Sequence[Decimal | None]) -> Decimal | None:
    known = [value for value in values if value is not None]
    return money.total(known) / len(known) if known else None


def _sign(value: Decimal | None, most: Decimal, signs: str) -> str:
    if value is None:
        return _GAP
    if value <= 0 or most <= 0:
        return signs[0]
    return signs[steps(value, most, len(signs)) - 1]


def sparklines(chart: Trend, look: Look, room: int) -> list[str]:
    """Return a line a band under the periods that its values are of; where that is too wide, two or three a band."""
    if not chart.periods or not chart.bands:
        return []
    certain = all(band.low[-1] == band.high[-1] for band in chart.bands)
    rows = [_row(band, chart.unit, certain=certain) for band in chart.bands]
    titles = _Row("", chart.periods[0], chart.periods[-1], "" if certain else chart.interval)
    columns = room - _beside([titles, *rows])
    if columns < min(len(chart.periods), _ENOUGH):
        return [*wrapped(_told(titles), room), *_stacked(chart, rows, look, room)]
    sparks = [spark(band.mid, columns, ascii_only=look.ascii) for band in chart.bands]
    return _side_by_side([titles, *rows], ["", *sparks], look)


def _row(band: Band, unit: str, *, certain: bool) -> _Row:
    low, high = (about(bound[-1], unit) for bound in (band.low, band.high))
    interval = "" if certain else low if low == high else f"{low} to {high}"
    return _Row(printable(band.name), about(band.mid[0], unit), about(band.mid[-1], unit), interval)


def _beside(rows: Sequence[_Row]) -> int:
    """Return the columns that everything but the blocks takes, gaps in."""
    named, first, last, interval = _widths(rows)
    return named + 2 + first + 1 + 1 + last + (2 + interval if interval else 0)


def _widths(rows: Sequence[_Row]) -> tuple[int, int, int, int]:
    named, first, last, interval = (
        max(width(getattr(row, cell)) for row in rows) for cell in ("name", "first", "last", "interval")
    )
    return named, first, last, interval


def _side_by_side(rows: Sequence[_Row], sparks: Sequence[str], look: Look) -> list[str]:
    named, first, last, _ = _widths(rows)
    longest = max(map(len, sparks))
    lines = []
    for row, drawn in zip(rows, sparks, strict=True):
        begin, end = filled(row.first, first, right=True), filled(row.last, last, right=True)
        blocks = painted(drawn, CYAN, look) + " " * (longest - len(drawn))
        lines.append(f"{filled(row.name, named)}  {begin} {blocks} {end}  {row.interval}".rstrip())
    return lines


def _told(titles: _Row) -> str:
    """Return the titles as a sentence, for a screen that has no room for columns."""
    interval = f", then {titles.interval} of {titles.last}" if titles.interval else ""
    return f"{titles.first} to {titles.last}{interval}:"


def _stacked(chart: Trend, rows: Sequence[_Row], look: Look, room: int) -> list[str]:
    lines: list[str] = []
    for band, row in zip(chart.bands, rows, strict=True):
        lines += [*wrapped(row.name, room), *_values(band, row, look, room)]
    return lines


def _values(band: Band, row: _Row, look: Look, room: int) -> list[str]:
    """Return the blocks between first and last value, and the interval beside or below them."""
    columns = room - width(f"  {row.first}  {row.last}")
    if columns < 1:
        return [line for text in (f"{row.first} to {row.last}", row.interval) if text for line in wrapped(text, room)]
    drawn = spark(band.mid, columns, ascii_only=look.ascii)
    values = f"  {row.first} {painted(drawn, CYAN, look)} {row.last}"
    if width(f"  {row.first} {drawn} {row.last}  {row.interval}") <= room:
        return [f"{values}  {row.interval}".rstrip()]
    return [values, *wrapped(f"  {row.interval}", room)]
