"""What a request's tools and settings add to its prompt: their list, the settings block, the opening of a forced call."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.errors import UnknownNameError
from costcalc.nearest import nearest
from costcalc.tokens.json_text import dumps
from costcalc.tokens.reading import printable, shown
from costcalc.tokens.request import NamedChoice

if TYPE_CHECKING:
    from costcalc.tokens.request import Request, Tool
    from costcalc.tokens.rules import Rules
    from costcalc.tokens.tally import Tally
    from costcalc.tokens.template import Template

_LONGEST_NAME = 64
"""Characters that the name of a function may have."""


def write_tools(tally: Tally, request: Request, rules: Rules) -> None:
    """Write the list of tools, all in one JSON text; `strict` is no part of it (6 of 6 bills).

    Raises:
        UnknownNameError: `tool_choice` names a tool that the request has not.
    """
    listed = _listed(request, rules)
    if not listed:
        return
    tally.control("tools", "[AVAILABLE_TOOLS]", "[/AVAILABLE_TOOLS]")
    functions = [
        {"type": "function", "function": {"name": tool.name, "description": tool.description, "parameters": tool.parameters}}
        for tool in listed
    ]
    tally.text("tools", "tools", dumps(functions), ", ".join(tool.name for tool in listed))


def _listed(request: Request, rules: Rules) -> tuple[Tool, ...]:
    choice = request.tool_choice
    if choice == "none" and rules.drops_tools:
        return ()
    if isinstance(choice, NamedChoice) and rules.named_choice:
        chosen = tuple(tool for tool in request.tools if tool.name == choice.name)
        if not chosen:
            known = [tool.name for tool in request.tools if len(tool.name) <= _LONGEST_NAME]
            hint = printable(nearest(choice.name, known))
            raise UnknownNameError(f"tool_choice: the request has no tool {shown(choice.name)}{hint}")
        return chosen
    return request.tools


def write_settings(tally: Tally, request: Request, template: Template, rules: Rules) -> None:
    """Write the settings block of a version that has one: also where the request gives no effort (304 of 304 bills)."""
    if template.settings is None:
        return
    if request.response_format != "text" and rules.format_replaces_settings:
        return
    effort = request.reasoning_effort or template.settings
    tally.control("settings", "[MODEL_SETTINGS]", "[/MODEL_SETTINGS]")
    tally.text("settings", "settings", dumps({"reasoning_effort": effort}), "reasoning effort")


def write_opened_call(tally: Tally, request: Request, template: Template, rules: Rules) -> None:
    """Write the opening of a forced call, so that the model goes on with its arguments; it is billed again as output."""
    choice = request.tool_choice
    if not (isinstance(choice, NamedChoice) and rules.named_choice) or template.tools_at == "nowhere":
        return
    if template.calls_by_name:
        tally.control("tool_choice", "[TOOL_CALLS]", "[ARGS]")
        tally.text("tool_choice", "tool_call", choice.name, "name")
    else:
        tally.control("tool_choice", "[TOOL_CALLS]")
        tally.text("tool_choice", "tool_call", f'[{{"name": {dumps(choice.name)}', "name")
