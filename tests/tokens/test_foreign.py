"""Requests for models of other makers: estimated, with method and error; never called exact."""

from __future__ import annotations

import pytest

from costcalc.errors import InputError
from costcalc.tokens import estimates, tiktoken_cache, vocabulary
from costcalc.tokens.foreign import ForeignTokenizer
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text, Tool, from_text
from costcalc.tokens.rules import Rules

TEKKEN = vocabulary.packaged("tekken_240911")
PROMPT = "Summarise the attached minutes in three sentences, and name the date of the next meeting."


def tokenizer(name: str = "llama-3", formula: str | None = None) -> ForeignTokenizer:
    return ForeignTokenizer(name, TEKKEN, formula)


def test_a_prompt_is_estimated_and_says_how_and_how_well():
    ledger = tokenizer().prompt(from_text(PROMPT), Rules())
    assert ledger.counting == "estimated"
    assert "nine times in ten" in ledger.notes[0]
    assert [part.kind for part in ledger.parts] == ["control", "text"]


def test_control_tokens_are_those_of_a_request_and_of_each_message():
    request = Request((Message("system", (Text("Be brief."),)), Message("user", (Text(PROMPT),))))
    ledger = tokenizer().prompt(request, Rules())
    assert ledger.of_kind("control") == estimates.chat_overhead("llama-3", 2)


def test_tools_are_counted_unless_none_may_be_called():
    tool = Tool("find_order", "Find an order.", {"type": "object"})
    with_tools = tokenizer().prompt(Request((Message("user", (Text(PROMPT),)),), tools=(tool,)), Rules())
    without = tokenizer().prompt(Request((Message("user", (Text(PROMPT),)),), tools=(tool,), tool_choice="none"), Rules())
    assert with_tools.of_kind("tools") > 0
    assert without.of_kind("tools") == 0


def test_an_image_is_counted_by_the_makers_formula():
    request = Request((Message("user", (Text("What is it?"), Image("a.png", Size(1024, 1024)))),))
    assert tokenizer("o200k_base", "gpt-4o").prompt(request, Rules()).of_kind("image") == 765


def test_an_image_of_unknown_size_says_so():
    request = Request((Message("user", (Image("https://example.com/a.png", None),)),))
    assert "size is unknown" in tokenizer("o200k_base", "gpt-4o").prompt(request, Rules()).notes[0]


def test_an_image_for_a_model_whose_formula_nobody_knows_is_refused():
    request = Request((Message("user", (Image("a.png", Size(64, 64)),)),))
    with pytest.raises(InputError, match="how the model behind llama-3 counts images is not known"):
        tokenizer().prompt(request, Rules())


def test_an_encoding_in_the_users_cache_counts_the_text_and_is_still_no_exact_count(monkeypatch):
    class Encoding:
        def encode_ordinary(self, text: str) -> list[int]:
            return list(range(len(text.split())))

    monkeypatch.setattr(tiktoken_cache, "cached_encoding", lambda _name: Encoding())
    ledger = tokenizer("o200k_base").prompt(from_text(PROMPT), Rules())
    assert ledger.of_kind("text") == len(PROMPT.split())
    assert ledger.counting == "estimated"


def test_an_answer_is_estimated_without_control_tokens():
    ledger = tokenizer().completion(Message("assistant", (Text("On Monday."),)), Rules(), "stop")
    assert ledger.counting == "estimated"
    assert ledger.of_kind("control") == 0
