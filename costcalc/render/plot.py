"""Lines of steps over days as plain text, as wide as the screen: in Braille dots, or in letters where only ASCII can be shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from costcalc import money
from costcalc.render.chart import Line

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from costcalc.render.chart import Stretch

_ROWS = 12
"""The most rows that a plot has."""
_AXIS = 13
"""Columns of the axis on the left, as plotille draws it."""
_NARROWEST = 12
_NICE = tuple(map(Decimal, ("1", "2", "2.5", "5", "10")))
_SHORT = 120
"""Up to so many days the axis tells month and day, above year and month."""
_BLANK_DOTS = "\u2800"


@dataclass(frozen=True, slots=True)
class _Frame:
    """Where the lines stand: first and last day, the value of a row, rows, columns."""

    first: int
    last: int
    row: Decimal
    rows: int
    columns: int

    def row_of(self, value: Decimal) -> int:
        return int((value / self.row).to_integral_value(ROUND_FLOOR))

    @property
    def places(self) -> int:
        """Digits behind the point that tell rows apart."""
        return max(2, -int(self.row.normalize().as_tuple().exponent))

    def day(self, column: float) -> float:
        return self.first + (self.last - self.first) * column / self.columns

    def tick(self, day: float) -> str:
        long = self.last - self.first > _SHORT
        return date.fromordinal(int(day)).strftime("%Y-%m" if long else "%m-%d")


def plot(lines: Sequence[Line], *, width: int, ascii_only: bool = False) -> str:
    """Return the plot, each line named at its end with its last value; nothing where there is nothing to draw."""
    lines = sorted((line for line in _merged(lines) if line.stretches), key=lambda line: line.stretches[-1].value)
    if not lines:
        return ""
    labels = [f" {line.name} {money.cents(line.stretches[-1].value)}" for line in lines]
    frame = _frame(lines, max(_NARROWEST, width - _AXIS - max(map(len, labels))))
    rows = _drawn(lines, frame, ascii_only=ascii_only)
    taken = -1
    for line, label in zip(lines, labels, strict=True):
        # Where two lines end in one row, the upper one's name goes a row higher.
        taken = max(frame.row_of(line.stretches[-1].value), taken + 1)
        at = max(0, frame.rows - taken)
        rows[at] = rows[at].ljust(_AXIS + frame.columns) + label
    return "\n".join(row.rstrip() for row in rows) + "\n"


def _merged(lines: Iterable[Line]) -> list[Line]:
    """Return the lines, those that run together all the way as one."""
    names: dict[tuple[Stretch, ...], list[str]] = {}
    for line in lines:
        names.setdefault(line.stretches, []).append(line.name)
    return [Line(" and ".join(named), stretches) for stretches, named in names.items()]


def _frame(lines: Iterable[Line], columns: int) -> _Frame:
    stretches = [stretch for line in lines for stretch in line.stretches]
    first, last = min(item.from_ for item in stretches), max(item.until for item in stretches)
    most = max(item.value for item in stretches) or Decimal(1)
    unit = Decimal(1).scaleb((most / _ROWS).adjusted())
    row = next(step * unit for step in _NICE if most / (step * unit) <= _ROWS)
    return _Frame(first.toordinal(), last.toordinal(), row, int(most / row) + 1, columns)


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
    return [row.replace(_BLANK_DOTS, " ").removesuffix("-> (X)") for row in figure.show().split("\n")[1:]]


def _dots(figure: Any, line: Line, _frame: _Frame) -> None:  # noqa: ANN401
    """Draw the stretches, and the steps between those that follow each other."""
    for stretch in line.stretches:
        figure.plot([stretch.from_.toordinal(), stretch.until.toordinal()], [float(stretch.value)] * 2)
    for one, other in pairwise(line.stretches):
        if one.until == other.from_:
            figure.plot([other.from_.toordinal()] * 2, [float(one.value), float(other.value)])


def _letters(figure: Any, line: Line, frame: _Frame) -> None:  # noqa: ANN401
    """Put the first letter of the line's name into each column."""
    days = [frame.day(column + 0.5) for column in range(frame.columns)]
    for stretch in line.stretches:
        held = [day for day in days if stretch.from_.toordinal() <= day < stretch.until.toordinal()]
        figure.scatter(held, [float(stretch.value)] * len(held), marker=line.name[0])
