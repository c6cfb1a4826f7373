"""What a request holds, and what the command line adds to it."""

from __future__ import annotations

from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text, Thinking, Tool, from_text

PICTURE, CHART = Image("a.png", Size(30, 20)), Image("b.png", None)
ASK, ANSWER = Message("user", (Text("What?"),)), Message("assistant", (Thinking("Hm."), Text("That.")))
NOW, THEN = Tool("now"), Tool("then")


def test_a_text_is_asked_by_a_user() -> None:
    assert from_text("What?") == Request((ASK,))


def test_a_system_message_is_added_in_front() -> None:
    assert from_text("What?").with_added(system="Be brief.", images=(), tools=()).messages == (
        Message("system", (Text("Be brief."),)),
        ASK,
    )


def test_an_empty_system_message_is_one_too() -> None:
    assert from_text("What?").with_added(system="", images=(), tools=()).has_system


def test_images_are_added_to_what_the_user_said_last() -> None:
    added = Request((ASK, ANSWER, ASK, ANSWER)).with_added(system=None, images=[PICTURE, CHART], tools=())
    assert added.messages == (ASK, ANSWER, Message("user", (Text("What?"), PICTURE, CHART)), ANSWER)
    assert added.images == (PICTURE, CHART)


def test_images_are_a_message_of_their_own_where_no_user_speaks() -> None:
    system = Message("system", (Text("Be brief."),))
    assert Request((system,)).with_added(system=None, images=[PICTURE], tools=()).messages == (
        system,
        Message("user", (PICTURE,)),
    )


def test_tools_are_added_behind_those_that_are_there() -> None:
    assert Request((ASK,), tools=(NOW,)).with_added(system=None, images=(), tools=[THEN]).tools == (NOW, THEN)


def test_nothing_added_changes_nothing() -> None:
    asked = Request((ASK, ANSWER, ASK), tools=(NOW,), max_tokens=9)
    assert asked.with_added(system=None, images=(), tools=()) == asked


def test_what_a_model_needs_to_take_it() -> None:
    assert Request((ASK,)).needs() == frozenset()
    assert Request((ASK,), response_format="json_object").needs() == frozenset()
    everything = Request((Message("user", (PICTURE,)),), tools=(NOW,), response_format="json_schema")
    assert everything.needs() == {"vision", "tools", "structured_output"}


def test_thinking_is_found_in_any_message() -> None:
    assert Request((ASK, ANSWER, ASK)).has_thinking
    assert not Request((ASK,)).has_thinking
