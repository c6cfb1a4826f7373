"""Tables for a terminal or a log: as wide as the screen, nothing cut off."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.cells import printable, right, shown, telling
from costcalc.render.wrapping import longest, width, wrapped

if TYPE_CHECKING:
    from costcalc.render.report import Cell, Column, Look, Report, Table

_COLOURS = {"ok": "32", "pass": "32", "exceeds": "31", "fail": "31", "unpriced": "33", "unknown": "33", "retired": "33"}
_NARROWEST = 12
"""Columns that a text keeps, however narrow the screen is."""
_GAP = "  "


def render(report: Report, look: Look) -> str:
    """Return the heading, each table that has rows, on a screen what people would rather look at, and the notes."""
    blocks = [_paragraph(report.heading, look.width)] if report.heading else []
    for table in report.tables:
        if table.rows:
            title = f"{_paragraph(table.title, look.width)}\n" if table.title else ""
            blocks.append(title + _grid(*_fitted(telling(table), look.width), colour=look.colour))
    blocks += _pictures(report, look)
    if report.notes:
        blocks.append("\n".join(_paragraph(note, look.width, "- ") for note in report.notes))
    return "\n\n".join(blocks) + "\n"


def _pictures(report: Report, look: Look) -> list[str]:
    if look.width is None or not report.screen or not (charts := report.charts()):
        return []
    from costcalc.render.drawing import drawn, on_screen

    return [picture for chart in charts if on_screen(chart) and (picture := drawn(chart, look))]


def _fitted(table: Table, room: int | None) -> tuple[Table, list[int]]:
    """Return the table with the width of each column: first its least needed columns go, then its texts are wrapped."""
    widths = {column.key: max(map(width, _texts(table, index))) for index, column in enumerate(table.columns)}
    spare = sorted((column for column in table.columns if column.drop), key=lambda column: column.drop)
    while (over := _over(widths, room)) > 0 and spare:
        del widths[spare.pop().key]
    table = table.only(widths)
    return table, _narrowed(table, [*widths.values()], over)


def _texts(table: Table, index: int) -> list[str]:
    column = table.columns[index]
    return [column.title, *(shown(row[index], column) for row in table.rows)]


def _over(widths: dict[str, int], room: int | None) -> int:
    return 0 if room is None else sum(widths.values()) + len(_GAP) * (len(widths) - 1) - room


def _narrowed(table: Table, widths: list[int], over: int) -> list[int]:
    """Return the widths once the widest texts have given up what is over: between words first, then within."""
    texts = [index for index, column in enumerate(table.columns) if column.kind in {"text", "name"}] if over > 0 else []
    words = {index: max(_NARROWEST, *map(longest, _texts(table, index))) for index in texts}
    for least in (words, dict.fromkeys(texts, _NARROWEST)):
        while over > 0 and (wide := [index for index in texts if widths[index] > least[index]]):
            widths[max(wide, key=lambda index: widths[index])] -= 1
            over -= 1
    return widths


def _grid(table: Table, widths: list[int], *, colour: bool) -> str:
    """Lay the rows out under their titles; cells are wrapped already, so nothing is cut."""
    import tabulate

    tabulate.MIN_PADDING = 0  # two spaces around every title would cost a column on 80
    columns = list(zip(table.columns, widths, strict=True))
    rows = [
        [_cell(cell, column, room, colour=colour) for cell, (column, room) in zip(row, columns, strict=True)]
        for row in table.rows
    ]
    text = tabulate.tabulate(
        rows,
        headers=[column.title for column in table.columns],
        colalign=["right" if right(column) else "left" for column in table.columns],
        tablefmt="simple",
        disable_numparse=True,
    )
    return "\n".join(line.rstrip() for line in text.splitlines())


def _cell(cell: Cell, column: Column, room: int, *, colour: bool) -> str:
    code = _COLOURS.get(str(cell)) if colour and column.kind == "status" else None
    lines = wrapped(shown(cell, column), room)
    return "\n".join(f"\x1b[{code}m{line}\x1b[0m" for line in lines) if code else "\n".join(lines)


def _paragraph(text: str, room: int | None, bullet: str = "") -> str:
    text = printable(text)
    lines = [text] if room is None else wrapped(text, max(room - len(bullet), _NARROWEST))
    return bullet + f"\n{' ' * len(bullet)}".join(lines)
