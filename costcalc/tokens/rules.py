"""What providers bill beyond the published template, each rule with the records that show it.

The evidence is counted in 1,634 recorded exchanges, 2024-03 to 2026-08, of which 1,278 are Mistral's own platform
("exact with the rule" / "exact without").
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

DROPS_TOOLS_FROM = date(2026, 6, 8)
"""First day on which tools under `tool_choice: none` were seen not to be billed; last day seen billed: 2026-04-02."""

EOS_BILLED_FROM = date(2025, 4, 18)
"""First day on which the end-of-sequence token was seen billed as output; last day seen without: 2025-01-15."""


@dataclass(frozen=True, slots=True)
class Rules:
    """Which of a provider's habits hold."""

    named_choice: bool = True
    """A named `tool_choice` encodes that tool alone and appends its opening to the prompt (48 / 0 of 48)."""
    drops_tools: bool = True
    """`tool_choice: none` drops the tools (12 / 0 of 12)."""
    format_replaces_settings: bool = True
    """v15 with a JSON response format has no settings block, whatever the effort (14 / 0 of 14)."""
    bills_eos: bool = True
    """The end-of-sequence token is an output token."""


REFERENCE = Rules(named_choice=False, drops_tools=False, format_replaces_settings=False)
"""mistral-common 1.13.1 alone."""


def rules_on(day: date) -> Rules:
    """Return the rules of Mistral's platform on a day; other hosts are counted the same and not called verified."""
    return Rules(drops_tools=day >= DROPS_TOOLS_FROM, bills_eos=day >= EOS_BILLED_FROM)
