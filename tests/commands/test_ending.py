"""The exit code that results end a command with."""

from __future__ import annotations

import pytest
import typer

from costcalc.commands.ending import end
from costcalc.errors import Exit


@pytest.mark.parametrize(
    ("statuses", "code"),
    [
        ([{"ok"}], Exit.DONE),
        ([{"ok", "exceeds", "unknown"}], Exit.DONE),
        ([{"exceeds", "unknown"}], Exit.UNDECIDED),
        ([{"exceeds"}], Exit.NO),
        ([{"ok"}, {"unknown"}], Exit.UNDECIDED),
        ([{"unknown"}, {"exceeds"}, {"ok"}], Exit.NO),
        ([{"exceeds"}, {"unknown"}], Exit.NO),
    ],
)
def test_the_worst_source_counts(statuses: list[set[str]], code: Exit) -> None:
    assert ended(statuses) == code
    assert ended(statuses, exit_zero=True) == Exit.DONE


def ended(statuses: list[set[str]], *, exit_zero: bool = False) -> int:
    try:
        end(statuses, undecided={"unknown"}, exit_zero=exit_zero)
    except typer.Exit as end_of_command:
        return end_of_command.exit_code
    return Exit.DONE
