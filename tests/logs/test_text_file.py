"""Files of text and JSON, and what is wrong with one."""

from __future__ import annotations

import io
import sys
from typing import TYPE_CHECKING

import pytest

from costcalc.errors import InputError
from costcalc.logs.text_file import decoded, name_of, parsed, read_text

if TYPE_CHECKING:
    from pathlib import Path


def test_a_file_is_text_as_it_stands(tmp_path: Path) -> None:
    path = tmp_path / "prompt.md"
    path.write_bytes("Grüße\r\n\r\n".encode())
    assert read_text(str(path)) == "Grüße\r\n\r\n"


def test_a_byte_order_mark_is_no_text() -> None:
    assert decoded(b"\xef\xbb\xbfHello", "prompt.md") == "Hello"


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"Hello")))
    assert (name_of("-"), read_text("-")) == ("standard input", "Hello")
    with pytest.raises(InputError, match=r"^standard input: is empty: there is nothing to count$"):
        read_text("-")


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.md: cannot be read: no such file or directory$"):
        read_text(str(tmp_path / "gone.md"))


def test_a_folder(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"is a folder: name the files in it$"):
        read_text(str(tmp_path))


def test_a_name_that_no_file_can_have() -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_text("a\0b")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "prompt.md: is empty: there is nothing to count"),
        (b"\xef\xbb\xbf", "prompt.md: is empty: there is nothing to count"),
        (b"\x89PNG\r\n\x00", "prompt.md: is binary, with a zero at byte 6: give images as --image, text as UTF-8"),
        (b"Gr\xfc\xdfe", "prompt.md: is not UTF-8: 0xfc at byte 2: save it as UTF-8"),
        (b"\xef\xbb\xbfGr\xfc\xdfe", "prompt.md: is not UTF-8: 0xfc at byte 5: save it as UTF-8"),
        (b"cut off \xe2\x82", "prompt.md: is not UTF-8: 0xe2 at byte 8: save it as UTF-8"),
        (b"\xff\xfeH\x00i\x00", "prompt.md: is binary, with a zero at byte 3: give images as --image, text as UTF-8"),
    ],
)
def test_bytes_that_are_no_text(data: bytes, said: str) -> None:
    with pytest.raises(InputError) as refused:
        decoded(data, "prompt.md")
    assert str(refused.value) == said


def test_a_zero_far_inside_is_text() -> None:
    assert decoded(b"a" * 9000 + b"\0", "prompt.md").endswith("a\0")


def test_a_key_that_stands_twice_has_its_last_value() -> None:
    assert parsed('{"a": 1, "a": 2}', "a.json") == {"a": 2}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n  "a": 1\n  "b": 2}', "a.json: is not JSON: line 3, column 3: Expecting ',' delimiter"),
        ("{'a': 1}", "a.json: is not JSON: line 1, column 2: Expecting property name enclosed in double quotes"),
        ("[1] 2", "a.json: is not JSON: line 1, column 5: Extra data"),
        ('{"a": NaN}', "a.json: is not JSON that can be read: a number is NaN, infinite or thousands of digits long"),
        ('{"a": -Infinity}', "a.json: is not JSON that can be read: a number is NaN, infinite or thousands of digits long"),
        ("9" * 5000, "a.json: is not JSON that can be read: a number is NaN, infinite or thousands of digits long"),
        ("[" * 200_000, "a.json: is not JSON that can be read: nested too deeply"),
    ],
)
def test_text_that_is_no_json_is_named_with_line_and_column(text: str, said: str) -> None:
    with pytest.raises(InputError) as refused:
        parsed(text, "a.json")
    assert str(refused.value).startswith(said)
