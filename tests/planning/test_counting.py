"""Counts as an offer bills them: the host's template, and the label that its record earns."""

from __future__ import annotations

from datetime import date

import pytest
from builders import model, offer

from costcalc.planning.counting import PromptCounter, count, count_completion, count_model
from costcalc.sheets.model_list import ImageGrid
from costcalc.sheets.schema import Template
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text, Tool, ToolCall, from_text

DAY = date(2026, 11, 20)
ASK = from_text("Hello")
SYSTEM = Request((Message("system", (Text("Be brief."),)), *ASK.messages))
TOOLS = Request(ASK.messages, tools=(Tool("now"),))
ANSWER = Message("assistant", (Text("Hello"),))


def test_a_host_without_records_counts_as_the_model_does() -> None:
    found = count(ASK, offer(), DAY)
    assert found == count_model(ASK, model(), DAY)
    assert (found.counting, found.tokens) == ("reference", 4)


def test_a_host_whose_bills_agree_is_verified() -> None:
    assert count(ASK, offer(verified="10 of 10 bills"), DAY).counting == "verified"
    assert count_completion(ANSWER, offer(verified="10 of 10 bills"), DAY).counting == "verified"
    assert count_completion(ANSWER, offer(), DAY).counting == "reference"


def test_what_no_recorded_bill_has_is_not_verified_by_them() -> None:
    """An answer to go on with stands in no recorded request."""
    begun = Request((*ASK.messages, Message("assistant", (Text("It is"),), prefix=True)))
    assert count(begun, offer(verified="10 of 10 bills"), DAY).counting == "reference"


def test_an_estimate_is_not_made_exact_by_a_verified_host() -> None:
    seeing = model(image=ImageGrid(patch=14, merge=2, max_side=1540))
    remote = Request((Message("user", (Image("https://a", None),)),))
    assert count(remote, offer(of=seeing, verified="10 of 10 bills"), DAY).counting == "estimated"


def test_images_count_by_the_grid_of_the_model() -> None:
    seeing = model(image=ImageGrid(patch=14, merge=2, max_side=1540))
    asked = Request((Message("user", (Image("a.png", Size(96, 96)),)),))
    assert count(asked, offer(of=seeing), DAY).of_kind("image") == 20


def test_rules_are_those_of_the_day() -> None:
    none = Request(ASK.messages, tools=(Tool("now"),), tool_choice="none")
    assert count(none, offer(), date(2026, 6, 8)) == count(ASK, offer(), DAY)
    assert count(none, offer(), date(2026, 6, 7)) == count(TOOLS, offer(), DAY)


def test_an_answer_cut_off_has_no_end_token() -> None:
    assert count_completion(ANSWER, offer(), DAY, "length").tokens == count_completion(ANSWER, offer(), DAY).tokens - 1


# A host's own template


@pytest.mark.parametrize(
    ("template", "request_", "added"),
    [
        (Template(tokens=3, evidence="bills"), ASK, 3),
        (Template(tokens=3, evidence="bills"), SYSTEM, 3),
        (Template(tokens=0, tokens_without_system=555, evidence="bills"), ASK, 555),
        (Template(tokens=0, tokens_without_system=555, evidence="bills"), SYSTEM, 0),
        (Template(tokens=0, tokens_without_system=555, tokens_with_tools=540, evidence="bills"), TOOLS, 540),
        (Template(tokens=0, tokens_without_system=0, evidence="bills"), ASK, 0),
    ],
)
def test_a_template_adds_a_part_of_its_own(template: Template, request_: Request, added: int) -> None:
    found = count(request_, offer(template=template), DAY)
    assert found.of_kind("template") == added
    assert found.tokens == count(request_, offer(), DAY).tokens + added
    assert found.counting == "reference"


def test_a_system_message_takes_the_place_of_the_default_one_with_tools_too() -> None:
    template = Template(tokens=0, tokens_without_system=555, tokens_with_tools=540, evidence="bills")
    asked = Request(SYSTEM.messages, tools=(Tool("now"),))
    assert count(asked, offer(template=template), DAY).of_kind("template") == 0


def test_a_template_measured_with_a_spread_makes_the_count_an_estimate() -> None:
    found = count(ASK, offer(template=Template(tokens=950, spread=6, evidence="bills")), DAY)
    assert found.counting == "estimated"
    assert found.notes == ("the host's own template adds 950 tokens, measured to +-6",)


@pytest.mark.parametrize(
    ("request_", "what"),
    [
        (TOOLS, "tools"),
        (Request((*ASK.messages, Message("assistant", (), (ToolCall("now", "{}", "a"),)))), "tool calls"),
        (Request((*ASK.messages, Message("tool", (Text("noon"),), tool_call_id="a"))), "tool calls"),
        (Request(ASK.messages, response_format="json_object"), "a response format"),
        (Request(TOOLS.messages, TOOLS.tools, response_format="json_schema"), "tools and a response format"),
    ],
)
def test_what_a_template_was_not_measured_with_makes_the_count_an_estimate(request_: Request, what: str) -> None:
    found = count(request_, offer(template=Template(tokens=0, tokens_without_system=175, evidence="bills")), DAY)
    assert found.counting == "estimated"
    assert found.notes == (f"the host's own template may treat {what} its own way: not measured apart",)


def test_many_offers_of_a_model_are_counted_once() -> None:
    counter = PromptCounter(ASK, DAY)
    plain, templated = offer(), offer(template=Template(tokens=3, evidence="bills"))
    assert counter.at(plain) == count(ASK, plain, DAY)
    assert counter.at(templated) == count(ASK, templated, DAY)
    assert counter.at(plain) is counter.at(plain)
