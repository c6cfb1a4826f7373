"""Count a request as the prompt that a template makes of it, part by part."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from costcalc.errors import InputError
from costcalc.tokens.json_text import dumps, parsed
from costcalc.tokens.request import Image, Text, Thinking
from costcalc.tokens.tally import Tally
from costcalc.tokens.tool_prompt import write_opened_call, write_settings, write_tools
from costcalc.tokens.turns import system_prompt, turns

if TYPE_CHECKING:
    from costcalc.tokens.ledger import LedgerPart, PartKind
    from costcalc.tokens.request import Request, ToolCall
    from costcalc.tokens.rules import Rules
    from costcalc.tokens.tally import Vocabulary
    from costcalc.tokens.template import Template
    from costcalc.tokens.turns import Turn


class ImageTokens(Protocol):
    """Says how many tokens an image is."""

    def __call__(self, image: Image) -> int:
        """Return the tokens of one image."""
        ...


def prompt_parts(
    request: Request, *, template: Template, vocabulary: Vocabulary, image_tokens: ImageTokens, rules: Rules
) -> tuple[LedgerPart, ...]:
    """Return the ledger parts of a request's prompt.

    Raises:
        InputError: the request holds something that the template cannot write.
        UnknownNameError: `tool_choice` names a tool that the request has not.
    """
    tally = Tally(vocabulary)
    _Conversation(template, tally, image_tokens).write(request, rules)
    write_opened_call(tally, request, template, rules)
    return tuple(tally.parts)


@dataclass(slots=True)
class _Conversation:
    """Writes the messages of a request through one template."""

    template: Template
    tally: Tally
    image_tokens: ImageTokens

    def write(self, request: Request, rules: Rules) -> None:
        conversation = turns(request.messages, self.template)
        users = [index for index, turn in enumerate(conversation) if turn.role == "user"]
        first, last = (users[0], users[-1]) if users else (-1, -1)
        tools_at = {"nowhere": None, "first": first, "last": last}[self.template.tools_at]
        system_at = {"first user": first, "last user": last, "block": None}[self.template.system]
        self.tally.control("prompt", "BOS")
        for index, turn in enumerate(conversation):
            if index == tools_at:
                write_tools(self.tally, request, rules)
                write_settings(self.tally, request, self.template, rules)
            if index == system_at:
                self._user(turn, system_prompt(request.messages, self.template))
            elif not (self.template.forgets_tools and index < last and (turn.role == "tool" or turn.tool_calls)):
                self._turn(turn)

    def _turn(self, turn: Turn) -> None:
        match turn.role:
            case "system":
                if self.template.system == "block":
                    self.tally.control(turn.place, "[SYSTEM_PROMPT]", "[/SYSTEM_PROMPT]")
                    self._content(turn)
            case "user":
                self._user(turn, "")
            case "assistant":
                self._assistant(turn)
            case "tool":
                self._result(turn)

    def _user(self, turn: Turn, system: str) -> None:
        if self.template.instruction == "text":
            text = self._text_alone(turn, "a message")
            self.tally.text(turn.place, "text", f"[INST] {system}{text} [/INST]", "user, with [INST] as text")
            return
        self.tally.control(turn.place, "[INST]", "[/INST]")
        if turn.text is not None:
            self.tally.text(turn.place, "text", system + turn.text, "system and user" if system else "user")
        else:
            self.tally.text(turn.place, "text", system, "system")
            self._content(turn)

    def _assistant(self, turn: Turn) -> None:
        if turn.text is not None:
            strips = self.template.instruction == "control"
            self.tally.text(turn.place, "text", turn.text.rstrip(" ") if strips else turn.text, "assistant")
        else:
            self._content(turn)
        if turn.tool_calls:
            self._calls(turn)
        if not turn.prefix:
            self.tally.control(turn.place, "EOS")

    def _calls(self, turn: Turn) -> None:
        self._needs_tools(turn)
        if not self.template.calls_by_name:
            listed = [self._call(call) for call in turn.tool_calls]
            self.tally.control(turn.place, "[TOOL_CALLS]")
            self.tally.text(turn.place, "tool_call", dumps(listed), ", ".join(call.name for call in turn.tool_calls))
            return
        for call in turn.tool_calls:
            self.tally.control(turn.place, "[TOOL_CALLS]", "[ARGS]")
            self.tally.text(turn.place, "tool_call", call.name, "name")
            if self.template.calls == "named with ids" and call.id is not None:
                self.tally.control(turn.place, "[CALL_ID]")
                self.tally.text(turn.place, "tool_call", call.id, f"id of {call.name}")
            self.tally.text(turn.place, "tool_call", dumps(parsed(call.arguments or "{}")), f"arguments of {call.name}")

    def _call(self, call: ToolCall) -> dict[str, Any]:
        listed = {"name": call.name, "arguments": parsed(call.arguments or "{}")}
        if self.template.calls == "list with ids" and call.id is not None:
            listed["id"] = call.id
        return listed

    def _result(self, turn: Turn) -> None:
        self._needs_tools(turn)
        self.tally.control(turn.place, "[TOOL_RESULTS]", "[/TOOL_RESULTS]")
        if self.template.results == "id and content":
            self.tally.control(turn.place, "[TOOL_CONTENT]")
            self.tally.text(turn.place, "tool_result", turn.tool_call_id or "", "id")
        if self.template.results in {"id and content", "content"}:
            self._content(turn)
            return
        content = parsed(self._text_alone(turn, "a tool result") or "{}")
        if self.template.results == "list":
            result: Any = [{"name": turn.name, "content": content}]
        else:
            result = {"content": content, "call_id": turn.tool_call_id}
        self.tally.text(turn.place, "tool_result", dumps(result), "as JSON")

    def _needs_tools(self, turn: Turn) -> None:
        if self.template.tools_at == "nowhere":
            raise InputError(f"{turn.place}: tokenizer {self.template.version} knows no tool calls and results")

    def _text_alone(self, turn: Turn, what: str) -> str:
        if turn.text is None:
            raise InputError(f"{turn.place}: tokenizer {self.template.version} takes text alone in {what}")
        return turn.text

    def _content(self, turn: Turn) -> None:
        kind: PartKind = "tool_result" if turn.role == "tool" else "text"
        for part in turn.parts:
            match part:
                case Text():
                    self.tally.text(turn.place, kind, part.text, turn.role)
                case Thinking():
                    self.tally.control(turn.place, "[THINK]", *(["[/THINK]"] if part.closed else []))
                    self.tally.text(turn.place, "thinking", part.text, "thinking")
                case Image():
                    size = f"{part.size.width}x{part.size.height}" if part.size else "size unknown, so the most one can be"
                    self.tally.image(turn.place, self.image_tokens(part), f"{part.name}, {size}")
