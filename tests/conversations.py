"""Conversations and agent runs to test with: one of them, asked of the code that makes many at once."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import TYPE_CHECKING

import numpy as np

from costcalc.planning.conversation import Calls, agents, conversations
from costcalc.pricing.usage import Usage

if TYPE_CHECKING:
    from costcalc.planning.dialogue import Steps, Turns
    from costcalc.planning.workload import History, PrefixCache


def conversation_calls(turns: Turns[int], history: History = "full", cache: PrefixCache | None = None) -> tuple[Usage, ...]:
    """Return the usage of each call of one conversation."""
    single = {name: np.asarray([getattr(turns, name)]) for name in ("count", "user", "assistant")}
    return usages(conversations(replace(turns, **single), history, cache))


def agent_calls(steps: Steps[int], history: History = "full", cache: PrefixCache | None = None) -> tuple[Usage, ...]:
    """Return the usage of each call of one agent run."""
    single = {name: np.asarray([getattr(steps, name)]) for name in ("count", "task", "call", "result")}
    return usages(agents(replace(steps, **single), history, cache))


def usages(calls: Calls) -> tuple[Usage, ...]:
    """Return arrays of calls one by one."""
    names = [field.name for field in fields(Calls) if field.name != "arrival"]
    return tuple(Usage(**{name: int(getattr(calls, name)[at]) for name in names}) for at in range(len(calls.arrival)))
