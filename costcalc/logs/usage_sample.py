"""Read a sample of what requests used, as they were seen: CSV or JSONL, in the order of their times."""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

from costcalc.errors import InputError
from costcalc.logs.usage_csv import read_csv
from costcalc.logs.usage_jsonl import read_jsonl
from costcalc.planning.workload import Sample

CSV_SUFFIXES, JSON_SUFFIXES = frozenset({".csv", ".tsv"}), frozenset({".jsonl", ".ndjson"})
_MOST = 1_000_000_000


@dataclass(slots=True)
class Usages:
    """What requests used, column by column, while it is read."""

    input: list[int] = field(default_factory=list)
    output: list[int] = field(default_factory=list)
    cached: list[int] = field(default_factory=list)
    images: list[int] = field(default_factory=list)
    seconds: list[float] = field(default_factory=list)

    @property
    def meters(self) -> tuple[list[int], list[int], list[int], list[int]]:
        """The columns that count something."""
        return self.input, self.output, self.cached, self.images

    def fault(self) -> str | None:
        """Return what cannot be in the request that was added last, or None."""
        read, written = self.input[-1], self.output[-1]
        if not (0 <= read <= _MOST and 0 <= written <= _MOST):
            return f"{written if 0 <= read <= _MOST else read} is no number of tokens from 0"
        if self.cached and not 0 <= self.cached[-1] <= read:
            return f"{self.cached[-1]} cached tokens are not among {read} prompt tokens: count cached ones in both"
        if self.images and not 0 <= self.images[-1] <= _MOST:
            return f"{self.images[-1]} is no number of images from 0"
        return None


def read_sample(path: str) -> Sample:
    """Return the usages in a file: `.csv` with a header, or `.jsonl` with one usage or response a line.

    Raises:
        InputError: it cannot be read, is empty, or a line says no usage; names file, line and fix.
    """
    suffix, usages = Path(path).suffix.lower(), Usages()
    if suffix in CSV_SUFFIXES:
        read_csv(path, usages)
    elif suffix in JSON_SUFFIXES:
        read_jsonl(path, usages)
    else:
        raise InputError(f"{path}: is no sample that can be read: name a .csv or a .jsonl file")
    if not usages.input:
        raise InputError(f"{path}: holds no request: a sample has one a line")
    return _in_order(usages)


def _in_order(usages: Usages) -> Sample:
    seconds = usages.seconds
    columns = usages.meters
    if any(later < earlier for earlier, later in pairwise(seconds)):
        order = sorted(range(len(seconds)), key=seconds.__getitem__)
        columns = tuple([column[place] for place in order] if column else column for column in columns)  # type: ignore[assignment]
        seconds = [seconds[place] for place in order]
    read, written, cached, images = columns
    return Sample(
        input=tuple(read), output=tuple(written), cached_input=tuple(cached), image=tuple(images), seconds=tuple(seconds)
    )
