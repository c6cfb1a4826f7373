"""Messages as a template sees them."""

from __future__ import annotations

import pytest

from costcalc.errors import InputError
from costcalc.tokens.request import Image, Message, Text, Thinking, ToolCall
from costcalc.tokens.template import TEMPLATES
from costcalc.tokens.turns import Turn, joined, system_prompt, turns

V3, V11, V15 = TEMPLATES["v3"], TEMPLATES["v11"], TEMPLATES["v15"]
PICTURE = Image("a.png", None)


def said(role: str, *texts: str) -> Message:
    return Message(role, tuple(Text(text) for text in texts))  # type: ignore[arg-type]


def test_neighbours_of_one_role_are_one_turn() -> None:
    assert turns([said("user", "a"), said("user", "b"), said("assistant", "c"), said("user", "d")], V11) == [
        Turn("user", (Text("a\n\nb"),), "messages[0-1]"),
        Turn("assistant", (Text("c"),), "messages[2]"),
        Turn("user", (Text("d"),), "messages[3]"),
    ]


def test_calls_of_neighbours_are_made_together() -> None:
    now, then = ToolCall("now", "{}", "a"), ToolCall("then", "{}", "b")
    conversation = [said("user", "a"), Message("assistant", (), (now,)), Message("assistant", (Text("b"),), (then,), prefix=True)]
    assert turns(conversation, V11)[1] == Turn("assistant", (Text("b"),), "messages[1-2]", (now, then), prefix=True)


def test_system_messages_and_results_stay_apart() -> None:
    result = Message("tool", (Text("noon"),), tool_call_id="a", name="now")
    found = turns([said("system", "a"), said("system", "b"), result, result], V11)
    assert [turn.place for turn in found] == ["messages[0]", "messages[1]", "messages[2]", "messages[3]"]
    assert (found[2].tool_call_id, found[2].name) == ("a", "now")


def test_a_system_message_parts_what_the_user_says() -> None:
    assert [turn.role for turn in turns([said("user", "a"), said("system", "b"), said("user", "c")], V3)] == [
        "user",
        "system",
        "user",
    ]


def test_old_versions_begin_with_a_user_whoever_speaks_first() -> None:
    assert turns([said("system", "a"), said("assistant", "b")], V3)[0] == Turn("user", (), "messages")
    assert turns([said("system", "a"), said("assistant", "b")], V11)[0].role == "system"
    assert turns([said("system", "a")], V3)[0].role == "user"


@pytest.mark.parametrize(("template", "text"), [(V11, "a\n\nb"), (V15, "ab")])
def test_texts_of_a_message_are_joined_as_the_version_does(template: object, text: str) -> None:
    assert joined([said("user", "a", "", "b")], template.join) == (Text(text),)  # type: ignore[attr-defined]


def test_messages_are_parted_by_an_empty_line_in_every_version() -> None:
    assert joined([said("user", "a", "b"), said("user", "c", "d")], "") == (Text("ab\n\ncd"),)


def test_an_image_parts_the_texts_around_it() -> None:
    message = Message("user", (Text("a"), PICTURE, Text("b"), Text("c")))
    assert joined([message, said("user", "d")], "\n\n") == (Text("a"), PICTURE, Text("b\n\nc\n\nd"))


def test_empty_texts_leave_nothing() -> None:
    assert joined([said("user", "", ""), said("user", "")], "\n\n") == ()


def test_a_turn_has_a_text_where_it_is_nothing_else() -> None:
    assert Turn("user", (), "messages[0]").text == ""
    assert Turn("user", (Text("a"),), "messages[0]").text == "a"
    assert Turn("user", (PICTURE,), "messages[0]").text is None
    assert Turn("user", (Text("a"), PICTURE), "messages[0]").text is None


def test_system_messages_stand_before_the_text_of_a_user() -> None:
    assert system_prompt([said("system", "a", "b"), said("user", "c"), said("system", "d")], V3) == "a\n\nb\n\nd\n\n"
    assert system_prompt([said("user", "c")], V3) == ""
    assert system_prompt([Message("system"), said("system", "")], V3) == ""


def test_before_the_text_of_a_user_nothing_but_text_can_stand() -> None:
    with pytest.raises(InputError, match=r"messages\[1\]: tokenizer v3 takes text alone in a system message"):
        system_prompt([said("user", "c"), Message("system", (Text("a"), Thinking("b")))], V3)
