"""The errors that a user can cause, and the exit code of each way a command can end."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes, in the order in which a reader meets them."""

    DONE = 0
    """Done, every gate passed."""
    NO = 1
    """The answer is no: over budget, limit exceeded, does not reconcile."""
    BAD_INPUT = 2
    """The input is wrong: an option, a file, a sheet, an unknown model."""
    UNDECIDED = 3
    """Cannot decide: unknown price, retired model, nothing matched."""
    BUG = 70
    """A bug in costcalc."""
    INTERRUPTED = 130
    """Interrupted from the keyboard."""


class CostcalcError(Exception):
    """Base of the errors that a user can cause; `str()` is one clear line naming place and fix."""

    exit_code = Exit.BAD_INPUT


class InputError(CostcalcError):
    """A file, option or record cannot be read as what it should be."""


class UnknownNameError(CostcalcError):
    """A model, provider or offer that no sheet knows."""


class NothingMatchedError(CostcalcError):
    """The question is well put, and nothing known answers it."""

    exit_code = Exit.UNDECIDED
