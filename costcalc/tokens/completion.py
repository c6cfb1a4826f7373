"""Count an assistant's answer as the output that providers bill."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.errors import InputError
from costcalc.tokens.json_text import dumps, parsed
from costcalc.tokens.request import Image, Text, Thinking
from costcalc.tokens.tally import Tally

if TYPE_CHECKING:
    from costcalc.tokens.ledger import LedgerPart
    from costcalc.tokens.request import Message, Part, ToolCall
    from costcalc.tokens.rules import Rules
    from costcalc.tokens.tally import Vocabulary
    from costcalc.tokens.template import Template

FINISHED = frozenset({"stop", "tool_calls", "tool_use", "end_turn", "eos", "eos_token", "function_call"})
"""Reasons to finish at which the model wrote its end-of-sequence token, so that it is billed."""


def completion_parts(
    message: Message, *, template: Template, vocabulary: Vocabulary, rules: Rules, finish_reason: str = "stop"
) -> tuple[LedgerPart, ...]:
    """Return the ledger parts of an answer: its text, its calls without ids, and the end-of-sequence token.

    An answer cut off by its length limit has no such token, nor the end of a thought in which it was cut (responses
    call that thought closed all the same). A `stop` string that was hit reads "stop" in the response; such an answer
    is one token shorter.

    Raises:
        InputError: the answer holds an image.
    """
    finished = finish_reason in FINISHED
    tally = Tally(vocabulary)
    for index, part in enumerate(message.parts):
        cut_off = not finished and not message.tool_calls and index == len(message.parts) - 1
        _write(tally, part, f"content[{index}]", cut_off=cut_off)
    if template.calls_by_name:
        _write_calls(tally, message.tool_calls)
    elif message.tool_calls:
        _write_list(tally, message.tool_calls)
    if finished and rules.bills_eos:
        tally.control("end", "EOS")
    return tuple(tally.parts)


def _write(tally: Tally, part: Part, place: str, *, cut_off: bool) -> None:
    match part:
        case Text():
            tally.text(place, "text", part.text, "answer")
        case Thinking():
            tally.control(place, "[THINK]", *(["[/THINK]"] if part.closed and not cut_off else []))
            tally.text(place, "thinking", part.text, "thinking")
        case Image():
            raise InputError(f"{place}: an image in an answer is not counted")


def _write_list(tally: Tally, calls: tuple[ToolCall, ...]) -> None:
    listed = [{"name": call.name, "arguments": parsed(call.arguments or "{}")} for call in calls]
    tally.control("tool_calls", "[TOOL_CALLS]")
    tally.text("tool_calls", "tool_call", dumps(listed), ", ".join(call.name for call in calls))


def _write_calls(tally: Tally, calls: tuple[ToolCall, ...]) -> None:
    for index, call in enumerate(calls):
        place = f"tool_calls[{index}]"
        tally.control(place, "[TOOL_CALLS]", "[ARGS]")
        tally.text(place, "tool_call", call.name, "name")
        tally.text(place, "tool_call", call.arguments, "arguments, as written")
