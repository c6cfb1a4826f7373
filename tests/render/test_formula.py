"""What a spreadsheet might run gets an apostrophe in front, and nothing else does."""

from __future__ import annotations

import sys
from unicodedata import category, normalize

import pytest

from costcalc.render.formula import defused

SIGNS = [sign for sign in map(chr, range(sys.maxunicode + 1)) if normalize("NFKC", sign)[:1] in {"=", "+", "-", "@", "\u2212"}]
"""The four signs, the mathematical minus, and whatever becomes one of them where a program normalises its input."""


@pytest.mark.parametrize("sign", SIGNS, ids=ascii)
def test_a_text_that_begins_with_any_form_of_a_sign(sign: str) -> None:
    assert defused(f"{sign}A1") == f"'{sign}A1"


def test_nothing_that_is_not_seen_hides_it() -> None:
    unseen = [sign for sign in map(chr, range(0x10000)) if sign.isspace() or category(sign) in {"Cc", "Cf"}]
    seen_all_the_same = [sign for sign in unseen if "\u0600" <= sign < "\u1000" and sign != "\u061c"]
    hiding = [sign for sign in unseen if not defused(f"{sign}=A1").startswith("'")]
    assert hiding == seen_all_the_same, "but numbers' marks in Arabic and Syriac"


@pytest.mark.parametrize("blanks", ["  ", "\r\n", '"', " \u200b ", " \n\t "], ids=ascii)
def test_several_in_front_do_not_hide_it(blanks: str) -> None:
    assert defused(f"{blanks}=A1").startswith(f"'{blanks[0]}")


@pytest.mark.parametrize("sign", ["\t", "\r", "\n", "\0"])
def test_a_control_sign_at_the_beginning_is_enough(sign: str) -> None:
    assert defused(f"{sign}A1") == f"'{sign}A1"


@pytest.mark.parametrize(
    ("text", "separators", "expected"),
    [
        ("a;=1", ";", "a;'=1"),
        ("a; =1;-2", ";\t", "a;' =1;'-2"),
        ('a;"=1"', ";", 'a;\'"=1"'),
        ("a\t@b", ";\t", "a\t'@b"),
        ("a\n+1", "", "a\n'+1"),
        ("a\r\n+1", "", "a\r\n'+1"),
        ("\n+1", "", "'\n'+1"),
        ("=1;=2", ";", "'=1;'=2"),
        ("a;=1", ",", "a;=1"),
        ("a;b=1", ";", "a;b=1"),
    ],
)
def test_a_beginning_is_also_what_another_reader_would_split_off(text: str, separators: str, expected: str) -> None:
    assert defused(text, separators) == expected


@pytest.mark.parametrize("text", ["", " ", "a", "a=b", "a-b", "a@b.c", "1", "'=1", "prompt.md", "~", "–5", "a - b", "#1", "|cmd"])  # noqa: RUF001
def test_any_other_text_stays_as_it_is(text: str) -> None:
    assert defused(text, ",;\t") == text


def test_what_is_defused_stays_so() -> None:
    assert defused(defused("=1;=2", ";"), ";") == "'=1;'=2"
