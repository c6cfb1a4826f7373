"""Values out of JSON that a person wrote."""

from __future__ import annotations

from typing import Any

import pytest

from costcalc.errors import InputError
from costcalc.tokens.reading import Place, get, one_of, printable, required, shown, typed

HERE = Place("a.json") / "messages" / 2


def test_a_place_is_the_way_there() -> None:
    assert str((HERE / "role").error("is wrong")) == "a.json: messages[2].role: is wrong"
    assert str(Place("a.json").error("is wrong")) == "a.json: is wrong"
    assert str((Place("a.json") / 0 / "b").error("is wrong")) == "a.json: [0].b: is wrong"


@pytest.mark.parametrize(
    ("value", "kind", "said"),
    [
        (5, str, "should be text, not 5"),
        ("5", int, "should be a whole number, not '5'"),
        (True, int, "should be a whole number, not True"),
        (5.0, int, "should be a whole number, not 5.0"),
        (1, bool, "should be true or false, not 1"),
        ([], dict, "should be an object, not a list"),
        ({}, list, "should be a list, not an object"),
        (None, str, "should be text, not null"),
    ],
)
def test_a_value_of_another_kind_is_an_error(value: Any, kind: type[Any], said: str) -> None:
    with pytest.raises(InputError) as refused:
        typed(value, kind, HERE)
    assert str(refused.value) == f"a.json: messages[2]: {said}"


def test_a_key_may_be_missing_or_must_be_there() -> None:
    assert get({"a": "b"}, "a", str, HERE) == "b"
    assert get({"a": None}, "a", str, HERE) is None
    assert get({}, "a", str, HERE) is None
    assert required({"a": 0}, "a", int, HERE) == 0
    for record in ({}, {"a": None}):
        with pytest.raises(InputError, match=r"messages\[2\]: has no 'a': add it"):
            required(record, "a", int, HERE)
    with pytest.raises(InputError, match=r"messages\[2\]\.a: should be text, not 5"):
        get({"a": 5}, "a", str, HERE)


def test_an_unknown_value_names_the_nearest() -> None:
    assert one_of("red", ("red", "green"), "colour", HERE) == "red"
    with pytest.raises(InputError, match=r"unknown colour 'geren': did you mean 'green'\?"):
        one_of("geren", ("red", "green"), "colour", HERE)


@pytest.mark.parametrize(
    ("value", "words"),
    [
        (None, "null"),
        ({"a": 1}, "an object"),
        ([1], "a list"),
        ("a\nb", r"'a\nb'"),
        (1.5, "1.5"),
        ("x" * 99, "'" + "x" * 36 + "..."),
    ],
)
def test_a_value_is_shown_in_one_short_line(value: Any, words: str) -> None:
    assert shown(value) == words


def test_what_would_break_a_line_or_a_screen_is_escaped() -> None:
    assert printable("Grüße, 你好 🙂") == "Grüße, 你好 🙂"
    assert printable("a\nb\x1b[31m\ud800\u2028") == r"a\nb\x1b[31m\ud800\u2028"
    assert str(HERE.error("a\nb")) == r"a.json: messages[2]: a\nb"
