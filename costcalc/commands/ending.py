"""The exit code that results end a command with."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from costcalc.errors import Exit

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

_WORST_LAST = [Exit.DONE, Exit.UNDECIDED, Exit.NO]


def end(statuses: Iterable[Collection[str]], *, undecided: Collection[str], exit_zero: bool) -> None:
    """End the command by the statuses of each source's results, quietly where the answer is yes.

    A source is a yes where any result is ok, else undecided where any could not be decided, else a no; of several sources the
    worst counts, and a no is worse than an undecided one.
    """
    code = max((_answer(found, undecided) for found in statuses), key=_WORST_LAST.index)
    if code != Exit.DONE and not exit_zero:
        raise typer.Exit(code)


def _answer(statuses: Collection[str], undecided: Collection[str]) -> Exit:
    if "ok" in statuses:
        return Exit.DONE
    return Exit.NO if set(statuses).isdisjoint(undecided) else Exit.UNDECIDED
