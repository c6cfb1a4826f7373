"""Lines of steps over days as plain text, as wide as the screen: in Braille dots, or in letters where only ASCII can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.cells import printable
from costcalc.render.chart import Line
from costcalc.render.wrapping import width as columns_of
from costcalc.render.wrapping import wrapped

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.render.chart import Stretch

_ROWS = 12
"""The most rows that a plot has."""
_AXIS = 13
"""Columns of the axis on the left, as plotille draws it."""
_NARROWEST = 12
_NICE = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_TICK = 10
"""Columns from one day on the axis to the next, as plotille draws it."""
_MONTH, _YEAR = 28, 366
_BLANK_DOTS = "\u2800"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines stand: first and last day, the value of a row, rows, columns, those that days below may take."""

    first: int
    last: int
    row: Decimal
    rows: int
    columns: int
    room: int

    def row_of(self, value: Decimal) -> int:
        return int((value / self.row).to_integral_value(ROUND_FLOOR))

    @property
    def places(self) -> int:
        """Digits behind the point that tell rows apart."""
        return max(2, -int(self.row.normalize().as_tuple().exponent))

    def day(self, column: float) -> float:
        return self.first + (self.last - self.first) * column / self.columns

    def tick(self, day: float) -> str:
        """Return a day as the axis tells it, month and day where ticks are less than a month apart; nothing where it ends."""
        days = self.last - self.first
        near = days * _TICK < _MONTH * self.columns and days < _YEAR
        text = date.fromordinal(int(day)).strftime("%m-%d" if near else "%Y-%m")
        return text if (day - self.first) / days * self.columns + len(text) <= self.room else ""


def plot(lines: Sequence[Line], *, width: int, ascii_only: bool = False) -> str:
    """Return the plot, each line named with its last value at its end, or below where that leaves the plot too narrow.

    Nothing where there is nothing to draw, or no room to draw it.
    """
    lines = sorted((line for line in _merged(lines) if line.stretches), key=lambda line: line.stretches[-1].value)
    if not lines:
        return ""
    labels = [f" {printable(line.name)} {money.cents(line.stretches[-1].value)}" for line in lines]
    columns = width - _AXIS - max(map(columns_of, labels))
    below = columns < _NARROWEST
    frame = _frame(lines, width - _AXIS if below else columns, width - _AXIS)
    if frame.columns < _NARROWEST:
        return ""
    rows = _drawn(lines, frame, ascii_only=ascii_only)
    if below:
        rows += [" " * _AXIS + part for label in reversed(labels) for part in wrapped(label.strip(), width - _AXIS)]
    else:
        _label(rows, lines, labels, frame)
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _label(rows: list[str], lines: Sequence[Line], labels: Sequence[str], frame: _Frame) -> None:
    taken = -1
    for line, label in zip(lines, labels, strict=True):
        # Where two lines end in one row, the upper one's name goes a row higher.
        taken = max(frame.row_of(line.stretches[-1].value), taken + 1)
        at = max(0, frame.rows - taken)
        rows[at] = rows[at].ljust(_AXIS + frame.columns) + label


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Return the lines, those that run together all the way as one."""
    names: dict[tuple[Stretch, ...], list[str]] = {}
    for line in lines:
        names.setdefault(line.stretches, []).append(line.name)
    return [Line(" and ".join(named), stretches) for stretches, named in names.items()]


def _frame(lines: Iterable[Line], columns: int, room: int) -> _Frame:
    stretches = [stretch for line in lines for stretch in line.stretches]
    first, last = min(item.from_ for item in stretches), max(item.until for item in stretches)
    most = max(item.value for item in stretches) or Decimal(1)
    unit = Decimal(1).scaleb((most / _ROWS).adjusted())
    row = next(step * unit for step in _NICE if most / (step * unit) <= _ROWS)
    return _Frame(first.toordinal(), last.toordinal(), row, int(most / row) + 1, columns, room)


def _drawn(lines: Iterable[Line], frame: _Frame, *, ascii_only: bool) -> list[str]:
    """Return the rows from the top value down to the axis and its days."""
    import plotille  # type: ignore[import-untyped]

    figure = plotille.Figure()
    figure.width, figure.height = frame.columns, frame.rows
    figure.with_colors = figure.origin = False
    figure.set_x_limits(min_=frame.first, max_=frame.last)
    figure.set_y_limits(min_=0.0, max_=float(frame.row * frame.rows))
    figure.x_ticks_fkt = lambda day, _next: frame.tick(day)
    figure.y_ticks_fkt = lambda value, _next: f"{value:.{frame.places}f}"
    for line in lines:
        (_letters if ascii_only else _dots)(figure, line, frame)
    # plotille names both axes, which the heading has done, and fills what is empty with blank Braille.
    *rows, axis, ticks = (row.replace(_BLANK_DOTS, " ").removesuffix("-> (X)") for row in figure.show().split("\n")[1:])
    return [*rows, axis[: _AXIS + frame.columns], ticks]


def _dots(figure: Any, line: Line, _frame: _Frame) -> None:  # noqa: ANN401
    """Draw the stretches, and the steps between those that follow each other."""
    for stretch in line.stretches:
        figure.plot([stretch.from_.toordinal(), stretch.until.toordinal()], [float(stretch.value)] * 2)
    for one, other in pairwise(line.stretches):
        if one.until == other.from_:
            figure.plot([other.from_.toordinal()] * 2, [float(one.value), float(other.value)])


def _letters(figure: Any, line: Line, frame: _Frame) -> None:  # noqa: ANN401
    """Put the first letter of the line's name into each column, a star where it has none."""
    marker = line.name[0] if line.name[0].isascii() and line.name[0].isalnum() else "*"
    days = [frame.day(column + 0.5) for column in range(frame.columns)]
    for stretch in line.stretches:
        held = [day for day in days if stretch.from_.toordinal() <= day < stretch.until.toordinal()]
        figure.scatter(held, [float(stretch.value)] * len(held), marker=marker)
