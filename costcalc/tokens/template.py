"""The chat templates of Mistral's tokenizer versions, each as the list of choices in which it differs from the others.

The choices are those of mistral-common 1.13.1 (`tokens/tokenizers/instruct.py`, `protocol/instruct/normalize.py`).
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Literal


@dataclass(frozen=True, slots=True)
class Template:
    """How one version writes a conversation."""

    version: str
    system: Literal["first user", "last user", "block"]
    """Where system prompts go: joined into a user message, or a block of their own each."""
    instruction: Literal["text", "control"]
    """Whether `[INST]` and `[/INST]` are text of the user message (v1) or control tokens."""
    tools_at: Literal["nowhere", "first", "last"]
    """The user message that carries the list of tools and the settings."""
    calls: Literal["list", "list with ids", "named with ids", "named"]
    """How an assistant's function calls are written: one JSON list, or `[TOOL_CALLS]name[ARGS]arguments` each."""
    results: Literal["list", "object", "id and content", "content"]
    """What stands between `[TOOL_RESULTS]` and `[/TOOL_RESULTS]`."""
    forgets_tools: bool
    """Whether calls and results before the last user message are left out (v2)."""
    join: str
    """What stands between two text chunks of one message."""
    thinking: bool
    """Whether `[THINK]` and `[/THINK]` are among its tokens (from v13)."""
    settings: str | None
    """The effort in `[MODEL_SETTINGS]`, which stands behind the tools (v15), where a request gives none."""

    @property
    def calls_by_name(self) -> bool:
        """Whether a call is `[TOOL_CALLS]name[ARGS]arguments`, from v11 on."""
        return self.calls in {"named", "named with ids"}


_V1 = Template(
    version="v1",
    system="first user",
    instruction="text",
    tools_at="nowhere",
    calls="list",
    results="list",
    forgets_tools=False,
    join="\n\n",
    thinking=False,
    settings=None,
)
_V2 = replace(_V1, version="v2", system="last user", instruction="control", tools_at="last", forgets_tools=True)
_V3 = replace(_V2, version="v3", calls="list with ids", results="object", forgets_tools=False)
_V7 = replace(_V3, version="v7", system="block", results="id and content")
_V11 = replace(_V7, version="v11", calls="named with ids")
_V13 = replace(_V11, version="v13", tools_at="first", calls="named", results="content", thinking=True)
_V15 = replace(_V13, version="v15", join="", settings="none")

TEMPLATES = {template.version: template for template in (_V1, _V2, _V3, _V7, _V11, _V13, _V15)}
