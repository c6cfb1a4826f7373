"""Read what requests used from a CSV file: lengths of prompts and answers, and when each was sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.logs.log_table import MILLISECONDS, TIMES, opened
from costcalc.logs.moments import seconds_of, seconds_since

if TYPE_CHECKING:
    from costcalc.logs.log_table import LogTable
    from costcalc.logs.usage_sample import Usages

_INPUT, _OUTPUT = "prompt tokens", "output tokens"
_METERS = {
    _INPUT: ("input", "in", "prompt_tokens", "input_tokens", "context_tokens", "request_tokens"),
    _OUTPUT: ("output", "out", "completion_tokens", "output_tokens", "generated_tokens", "response_tokens"),
    "cached tokens": ("cached", "cached_input", "cached_tokens", "cached_input_tokens"),
    "images": ("images",),
}
_TIME, _MILLISECOND = "the time", "milliseconds since the first"
_NAMED = {_INPUT: "input, in, prompt_tokens", _OUTPUT: "output, out, completion_tokens"}


def read_csv(path: str, usages: Usages) -> None:
    """Add what the rows of a CSV file say, in their order.

    Raises:
        InputError: it is no such file; names file, line and fix.
    """
    with opened(path) as table:
        columns = table.columns(_METERS | {_TIME: TIMES, _MILLISECOND: MILLISECONDS})
        for meter, names in _NAMED.items():
            if meter not in columns:
                raise InputError(f"{path}:1: has no column of {meter}: name one {names}")
        if _TIME in columns and _MILLISECOND in columns:
            del columns[_MILLISECOND]
        _add_rows(table, columns, usages)


def _add_rows(table: LogTable, columns: dict[str, int], usages: Usages) -> None:
    kept = [(columns[meter], column) for meter, column in zip(_METERS, usages.meters, strict=True) if meter in columns]
    time, milliseconds, width = columns.get(_TIME), columns.get(_MILLISECOND), len(table.header)
    seconds = usages.seconds
    for row in table.lines:
        if len(row) != width:
            if any(row):
                raise table.error(f"has {len(row)} cells, and the header {width}: write one for each column")
            continue
        try:
            for place, column in kept:
                column.append(int(row[place]))
            if time is not None:
                seconds.append(seconds_of(row[time]))
            elif milliseconds is not None:
                seconds.append(seconds_since(row[milliseconds]))
        except ValueError:
            _mend(table, row, columns, usages)
        if (fault := usages.fault()) is not None:
            raise table.error(fault)


def _mend(table: LogTable, row: list[str], columns: dict[str, int], usages: Usages) -> None:
    """Put right what a row adds whose numbers end in `.0`, as programs save columns with gaps; say what is wrong with others."""
    count = len(usages.input) - 1
    for meter, column in zip(_METERS, usages.meters, strict=True):
        if meter in columns:
            del column[count:]
            column.append(_whole(row[columns[meter]], table.header[columns[meter]], table))
    for meaning in (_TIME, _MILLISECOND):
        if meaning in columns:
            del usages.seconds[count:]
            usages.seconds.append(_seconds(row[columns[meaning]], meaning, table))


def _whole(text: str, name: str, table: LogTable) -> int:
    try:
        number = float(text)
    except ValueError:
        number = -1.0
    if not text.strip():
        raise table.error(f"{name} is empty: write its number, 0 for none")
    if not (number.is_integer() and number >= 0):
        raise table.error(f"{name} is '{text}': write a whole number from 0")
    return int(number)


def _seconds(text: str, meaning: str, table: LogTable) -> float:
    try:
        return seconds_of(text) if meaning == _TIME else seconds_since(text)
    except (ValueError, OverflowError):
        fix = "write 2026-11-20T10:00:00Z, or seconds since 1970" if meaning == _TIME else "write a number"
        raise table.error(f"{meaning} is '{text}': {fix}") from None
