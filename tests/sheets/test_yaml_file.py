from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.packaged import data_folder
from costcalc.sheets.yaml_file import DEEPEST, Document, read, spell

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[[str, str], Path]


@pytest.fixture
def value_of(write: Write) -> Callable[[str], Any]:
    """Read one value as a sheet would hold it."""
    return lambda text: read(write("a.yaml", f"a: {text}")).data["a"]


@pytest.fixture
def refusal_of(tmp_path: Path) -> Callable[[str], str]:
    """Return why a file is refused, without its path."""

    def refuse(text: str) -> str:
        path = tmp_path / "a.yaml"
        path.write_text(text)
        with pytest.raises(InputError) as raised:
            read(path)
        return str(raised.value).removeprefix(f"{path}:")

    return refuse


# --- Values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("0.30", Decimal("0.30")),
        ("0.09375", Decimal("0.09375")),
        ("-1.5", Decimal("-1.5")),
        ("1e-7", Decimal("0.0000001")),
        ("1.5e+3", Decimal(1500)),
        ("128000", 128000),
        ("+3", 3),
        ("2026-11-03", date(2026, 11, 3)),
        ("null", None),
        ("~", None),
        ("", None),
        ("true", True),
        ("FALSE", False),
        ('"0.30000000000000000001"', "0.30000000000000000001"),
        ("'2026-11-03'", "2026-11-03"),
        ("[DE, [FR]]", ["DE", ["FR"]]),
        ("{b: 1}", {"b": 1}),
        (">-\n  two\n  lines", "two lines"),
    ],
)
def test_a_value_is_what_it_looks_like(value_of: Callable[[str], Any], written: str, value: object) -> None:
    found = value_of(written)

    assert found == value
    assert type(found) is type(value)


@pytest.mark.parametrize("written", ["no", "NO", "on", "yes", "1:30", "16:30:00", "1_000", ".inf", ".nan", "="])
def test_what_older_yaml_turns_into_something_else_stays_text(value_of: Callable[[str], Any], written: str) -> None:
    assert value_of(written) == written


@given(st.decimals(allow_nan=False, allow_infinity=False, places=6, min_value=-1_000_000, max_value=1_000_000))
def test_every_decimal_that_a_float_can_name_keeps_its_digits(tmp_path_factory: pytest.TempPathFactory, number: Decimal) -> None:
    path = tmp_path_factory.getbasetemp() / "number.yaml"
    path.write_text(f"a: {number:f}")

    assert str(read(path).data["a"]) == f"{number:f}"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (
            "a: 0.30000000000000000001",
            '1:4: 0.30000000000000000001 loses digits as a float: put it in quotes, "0.30000000000000000001"',
        ),
        ("a: 1e999", '1:4: 1e999 loses digits as a float: put it in quotes, "1e999"'),
        (
            "a: 1e99999999999999999999",
            '1:4: 1e99999999999999999999 loses digits as a float: put it in quotes, "1e99999999999999999999"',
        ),
        ("a: 010", "1:4: 010 is another number to other readers: write it in decimal, or in quotes as text"),
        ("a: 0o17", "1:4: 0o17 is another number to other readers: write it in decimal, or in quotes as text"),
        ("a: 0x1F", "1:4: 0x1F is another number to other readers: write it in decimal, or in quotes as text"),
        (f"a: {101 * '9'}", "1:4: a number of more than 100 characters is no price and no limit"),
        ("a: 2026-02-30", "1:4: 2026-02-30 is no day of the calendar"),
    ],
)
def test_a_number_or_day_that_readers_would_change_is_refused(refusal_of: Callable[[str], str], text: str, reason: str) -> None:
    assert refusal_of(text) == reason


# --- Structure


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a: 1\nb: 2\na: 3", "3:1: the key 'a' stands twice: keep one"),
        ("- {a: 1, a: 1}", "1:10: the key 'a' stands twice: keep one"),
        ('a: 1\n"a": 2', "2:1: the key 'a' stands twice: keep one"),
        ("1: a", "1:1: the key 1 is not text: put it in quotes"),
        ("2026-11-03: a", "1:1: the key 2026-11-03 is not text: put it in quotes"),
        ("? [a]\n: b", "1:3: a key is not a word: write `key: value`"),
        ("a: &x {b: 1}\nc: *x", "2:4: *x is an alias: write the value out"),
        ("a: &x {b: 1}\nc: {<<: *x}", "2:5: << merges keys from elsewhere: write them out"),
        ("a: !!set {b, c}", "1:4: !!set is a tag: leave it out"),
        ("a: !mine b", "1:4: !mine is a tag: leave it out"),
        ("a: 1\n---\nb: 2", "2:1: a second document begins: keep one a file"),
        ("a: b: c", "1:5: not valid YAML: mapping values are not allowed in this context"),
        ("a: 1\n\tb: 2", "2:1: not valid YAML: found a tab character that violates indentation"),
        ("\ta: 1", "1:1: not valid YAML: found character that cannot start any token"),
    ],
)
def test_what_readers_understand_differently_is_refused_with_its_place(
    refusal_of: Callable[[str], str], text: str, reason: str
) -> None:
    assert refusal_of(text) == reason


def test_an_anchor_that_nothing_refers_to_is_harmless(value_of: Callable[[str], Any]) -> None:
    assert value_of("&x 1") == 1


@pytest.mark.parametrize("opening", ["[", "{a: ", "- "])
def test_a_bomb_of_brackets_is_refused(refusal_of: Callable[[str], str], opening: str) -> None:
    assert f"more than {DEEPEST} levels deep: this is no sheet" in refusal_of(100_000 * opening)


@pytest.mark.parametrize("text", ["", "\n", "# only a comment\n"])
def test_an_empty_file_says_nothing(write: Write, text: str) -> None:
    assert read(write("a.yaml", text)) == Document(write("a.yaml", text), None, {})


# --- Files


def test_a_byte_order_mark_is_no_part_of_the_first_key(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_bytes("a: ä".encode("utf-8-sig"))

    assert read(tmp_path / "a.yaml").data == {"a": "ä"}


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"a: \xe4", "not UTF-8 at byte 3: save it as UTF-8"),
        ("a: ä".encode("utf-16"), "not UTF-8 at byte 0: save it as UTF-8"),
    ],
)
def test_a_file_that_is_not_utf_8_is_refused(tmp_path: Path, data: bytes, reason: str) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(data)

    with pytest.raises(InputError) as raised:
        read(path)

    assert str(raised.value) == f"{path}: {reason}"


def test_a_control_character_is_refused(refusal_of: Callable[[str], str]) -> None:
    assert "not valid YAML: unacceptable character" in refusal_of("a: \x00")


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"none\.yaml: cannot be read: No such file or directory$"):
        read(tmp_path / "none.yaml")
    with pytest.raises(InputError, match=r"cannot be read: Is a directory$"):
        read(tmp_path)


# --- Places


def test_every_value_has_its_line(write: Write) -> None:
    document = read(
        write(
            "a.yaml",
            """\
            # a comment
            name: x
            offers:
              - id: one
                prices:
                  - {input: 1,
                     output: 2}
              - id: two
            """,
        )
    )

    assert document.at(("name",)) == f"{document.path}:2: name"
    assert document.at(("offers", 0, "prices", 0, "output")) == f"{document.path}:7: offers[0].prices[0].output"
    assert document.at(("offers", 1)) == f"{document.path}:8: offers[1]"
    assert document.at(()) == f"{document.path}:2: the file"


def test_what_is_missing_has_the_line_of_what_it_is_missing_from(write: Write) -> None:
    document = read(write("a.yaml", "a: 1\nb:\n  c: 2\n"))

    assert document.at(("b", "d", 0)) == f"{document.path}:2: b.d[0]"
    assert document.at(("z",)) == f"{document.path}:1: z"


def test_a_place_is_spelt_as_a_person_writes_it() -> None:
    assert spell(("offers", 3, "prices", 0, "input")) == "offers[3].prices[0].input"
    assert spell((0, "a")) == "[0].a"


# --- Either parser


def test_the_parser_in_python_says_the_same_as_the_one_in_c(monkeypatch: pytest.MonkeyPatch) -> None:
    template = data_folder() / "providers" / "_template.yaml"
    fast = read(template)
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)

    assert read(template) == fast
