"""Count a request or an answer as an offer bills it: the model's tokenizer, the host's template, the evidence for both."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from costcalc.tokens.ledger import Ledger, LedgerPart
from costcalc.tokens.mistral import Grid
from costcalc.tokens.rules import rules_on
from costcalc.tokens.tokenizer import Tokenizer, tokenizer

if TYPE_CHECKING:
    from datetime import date

    from costcalc.sheets.book import Offer
    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import Template
    from costcalc.tokens.request import Message, Request


def tokenizer_of(model: Model) -> Tokenizer:
    """Return the tokenizer that counts for a model."""
    grid = Grid(model.image.patch, model.image.merge, model.image.max_side) if model.image else None
    return tokenizer(model.tokenizer, grid, model.image_formula)


def count(request: Request, offer: Offer, on: date) -> Ledger:
    """Return the ledger of a request as the offer's host bills it.

    Raises:
        InputError: the model cannot take the request.
    """
    return at_host(count_model(request, offer.counting, on), request, offer)


def count_model(request: Request, model: Model, on: date) -> Ledger:
    """Return the ledger of a request for a model wherever it runs, by the rules of that day."""
    return tokenizer_of(model).prompt(request, rules_on(on))


class PromptCounter:
    """Counts one request on one day for many offers, each tokenizer once."""

    def __init__(self, request: Request, on: date) -> None:
        """Take the request; nothing is counted yet."""
        self.request = request
        self.on = on
        self._counted: dict[Tokenizer, Ledger] = {}

    def at(self, offer: Offer) -> Ledger:
        """Return the ledger at an offer, as `count` does."""
        chosen = tokenizer_of(offer.counting)
        if chosen not in self._counted:
            self._counted[chosen] = chosen.prompt(self.request, rules_on(self.on))
        return at_host(self._counted[chosen], self.request, offer)


def at_host(ledger: Ledger, request: Request, offer: Offer) -> Ledger:
    """Return a model's own count with what the host adds, and with the label that the host's record earns.

    No recorded bill has an answer to go on with (`prefix`): such a request is counted by the template alone.
    """
    if offer.template is not None:
        return _with_template(ledger, offer.template, request)
    if offer.verified and ledger.counting == "reference" and not any(message.prefix for message in request.messages):
        return replace(ledger, counting="verified")
    return ledger


def count_model_completion(message: Message, model: Model, on: date, finish_reason: str) -> Ledger:
    """Return the ledger of an answer for a model wherever it runs."""
    return tokenizer_of(model).completion(message, rules_on(on), finish_reason)


def count_completion(message: Message, offer: Offer, on: date, finish_reason: str = "stop") -> Ledger:
    """Return the ledger of an answer as the offer's host bills it."""
    ledger = count_model_completion(message, offer.counting, on, finish_reason)
    return replace(ledger, counting="verified") if offer.verified and ledger.counting == "reference" else ledger


def _with_template(ledger: Ledger, template: Template, request: Request) -> Ledger:
    added = _added(template, request)
    if added:
        detail = f"the host's own template, measured: {template.evidence}"
        ledger = replace(ledger, parts=(*ledger.parts, LedgerPart("host", "template", added, detail)))
    if template.spread:
        ledger = ledger.estimated(f"the host's own template adds {added} tokens, measured to +-{template.spread}")
    if apart := _not_measured_apart(template, request):
        ledger = ledger.estimated(f"the host's own template may treat {' and '.join(apart)} its own way: not measured apart")
    return ledger


def _not_measured_apart(template: Template, request: Request) -> list[str]:
    """Return what a request has that the template's figures do not tell of: some hosts drop tools, or add to them."""
    found = []
    if request.tools and (request.has_system or template.tokens_with_tools is None):
        found.append("tools")
    if any(message.role == "tool" or message.tool_calls for message in request.messages):
        found.append("tool calls")
    if request.response_format != "text":
        found.append("a response format")
    return found


def _added(template: Template, request: Request) -> int:
    """Return the tokens that the host adds; where it has a default system prompt, a request's own one replaces that."""
    if request.has_system:
        return template.tokens
    if request.tools and template.tokens_with_tools is not None:
        return template.tokens_with_tools
    return template.tokens if template.tokens_without_system is None else template.tokens_without_system
