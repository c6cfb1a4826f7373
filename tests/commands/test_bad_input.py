"""Bad input: each gets one clear line on standard error and exit code 2, nothing on standard output, and never a traceback."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, Ended, Run

if TYPE_CHECKING:
    from pathlib import Path

Asked = Callable[..., Ended]


def refused(ended: Ended, *said: str) -> None:
    """Check that a run ended as bad input should, saying all of this."""
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("costcalc: ")
    assert ended.err.count("\n") == 1
    for words in said:
        assert words in ended.err


@pytest.fixture(params=["estimate", "count"])
def asked(request: pytest.FixtureRequest, run: Run, tmp_path: Path) -> Asked:
    """Run a command that takes prompts on a file with these bytes."""

    def asked(name: str, data: bytes, *more: str) -> Ended:
        (tmp_path / name).write_bytes(data)
        return run(f"{request.param} --as-of 2026-11-20", tmp_path / name, *more)

    return asked


def chat(**message: Any) -> bytes:
    return json.dumps({"messages": [{"role": "user", "content": "hi"} | message]}).encode()


# Files


@pytest.mark.parametrize("command", ["estimate", "count"])
def test_a_file_that_is_missing(run: Run, command: str) -> None:
    refused(run(f"{command} nowhere.md"), "nowhere.md: cannot be read: no such file")


@pytest.mark.parametrize("command", ["estimate", "count"])
def test_a_folder(run: Run, command: str, tmp_path: Path) -> None:
    refused(run(command, tmp_path), f"{tmp_path}: is a folder: name the files in it")


def test_an_empty_file(asked: Asked) -> None:
    refused(asked("a.md", b""), "a.md: is empty")


def test_a_stream_without_a_request(asked: Asked) -> None:
    refused(asked("a.jsonl", b"\n\n"), "a.jsonl: holds no request")


def test_one_stream_without_a_request_among_others(run: Run, tmp_path: Path) -> None:
    (tmp_path / "a.jsonl").write_text("\n")
    refused(run("count support.md", tmp_path / "a.jsonl"), "a.jsonl: holds no request")


def test_a_binary_file(asked: Asked) -> None:
    refused(asked("a.md", b"text\0more"), "a.md: is binary, with a zero at byte 4")


def test_a_file_that_is_not_utf_8_names_the_byte(asked: Asked) -> None:
    refused(asked("a.md", "Gr\u00fc\u00dfe".encode("latin-1")), "a.md: is not UTF-8: 0xfc at byte 2")


@pytest.mark.parametrize("command", ["estimate -", "count -"])
def test_standard_input_is_read_as_strictly(run: Run, command: str) -> None:
    refused(run(command, stdin=b"\xff"), "standard input: is not UTF-8: 0xff at byte 0")


# JSON


def test_malformed_json_names_line_and_column(asked: Asked) -> None:
    refused(asked("a.json", b'{\n  "messages": [}\n'), "a.json: is not JSON: line 2, column 16")


def test_a_malformed_line_of_a_stream_names_the_line(asked: Asked) -> None:
    refused(asked("a.jsonl", chat() + b"\n{"), "a.jsonl:2: is not JSON: line 1, column 2")


def test_an_unknown_role_gets_the_nearest(asked: Asked) -> None:
    refused(asked("a.json", chat(role="usr")), "a.json: messages[0].role: unknown role 'usr'", "did you mean 'user'?")


def test_an_unknown_part_type_gets_the_nearest(asked: Asked) -> None:
    refused(
        asked("a.json", chat(content=[{"type": "image_ur"}])),
        "messages[0].content[0].type: unknown part type 'image_ur': did you mean 'image_url'?",
    )


def test_a_request_that_is_none(asked: Asked) -> None:
    refused(asked("a.json", b'"hello"'), "a.json: should be an object")


def test_a_requests_own_unknown_model_names_the_request_and_the_nearest(asked: Asked) -> None:
    line = json.dumps({"model": "mistral-smal-3.2", "messages": [{"role": "user", "content": "hi"}]}).encode()
    refused(asked("a.jsonl", line), "a.jsonl:1: unknown model 'mistral-smal-3.2': did you mean 'mistral-small-3.2'")


def test_a_tool_that_is_forced_and_not_there_names_the_request(asked: Asked) -> None:
    forced = {"type": "function", "function": {"name": "get_tim"}}
    tools = [{"type": "function", "function": {"name": "get_time"}}]
    line = json.dumps({"messages": [{"role": "user", "content": "hi"}], "tools": tools, "tool_choice": forced}).encode()
    refused(asked("a.jsonl", line), "a.jsonl:1: tool_choice: the request has no tool 'get_tim': did you mean 'get_time'?")


def test_a_negative_ceiling(asked: Asked) -> None:
    refused(asked("a.json", b'{"messages": [{"role": "user", "content": "hi"}], "max_tokens": -1}'), "max_tokens: -1 is negative")


# Images


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0", "bad.png"),
        (b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", 0, 720) + b"\x08\x02\0\0\0", "bad.png"),
        (b"Hello, I am text.", "not an image"),
        (b"", "bad.png"),
    ],
    ids=["truncated header", "no width", "text", "empty"],
)
@pytest.mark.parametrize("command", ["estimate", "count"])
def test_an_image_without_a_size_that_can_be_read(run: Run, tmp_path: Path, command: str, data: bytes, said: str) -> None:
    (tmp_path / "bad.png").write_bytes(data)
    refused(run(f"{command} support.md --image", tmp_path / "bad.png"), said)


@pytest.mark.parametrize(
    ("image", "said"),
    [
        ("nowhere.png", "nowhere.png: No such file"),
        ("0x720", "'0x720' is not an image size"),
        ("data:image/png;base64,!!!!", "is not base64"),
        ("https://example.com/a.png", "is not fetched: give its size instead"),
    ],
)
def test_an_image_that_is_none(run: Run, image: str, said: str) -> None:
    refused(run("count support.md --image", image), said)


# Options


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ("--model mistral-smal-3.2", "unknown model 'mistral-smal-3.2': did you mean 'mistral-small-3.2'"),
        ("--provider openruter", "unknown provider 'openruter': did you mean 'openrouter'?"),
        ("--format jsn", "--format: unknown format 'jsn': did you mean 'json'?"),
        ("--currency EURO", "--currency: 'EURO' is no ISO 4217 currency code"),
        ("--basis pages", "--basis: unknown choice 'pages': did you mean 'page'?"),
        ("--needs tool", "--needs: unknown need 'tool': did you mean 'tools'?"),
        ("--input-format yaml", "--input-format: unknown format 'yaml': known are json, jsonl, text"),
        ("--as-of 2026-02-30", "--as-of: '2026-02-30' is no date"),
        ("--as-of yesterday", "--as-of: 'yesterday' is no date: write YYYY-MM-DD"),
        ("--requests 100", "--requests: '100' is not a volume: write a number a day or a month"),
        ("--requests=-1/day", "--requests: '-1/day' is not a volume"),
        ("--days-per-month 0", "--days-per-month: 0 is not from 1 to 31"),
        ("--days-per-month month", "--days-per-month: 'month' is not a number"),
        ("--fx EUR", "--fx EUR: write CODE=RATE"),
        ("--fx EUR=-1", "--fx EUR=-1: a rate is above 0"),
        ("--image-size 1280x720", "--image-size: '1280x720' should be URL=WxH"),
        ("--image-size http://a/b.png=big", "'big' is not an image size"),
        ("--input-tokens -1", "--input-tokens: -1 is negative"),
        ("--output-tokens -1", "--output-tokens: -1 is negative"),
        ("--output-tokens many", "'many' is not a valid int"),
        ("--tokenizer nowhere.json", "nowhere.json"),
        ("--system nowhere.md", "nowhere.md: cannot be read"),
        ("--tools support.md", "support.md: is not JSON: line 1, column 1"),
        ("--sheets nowhere", "nowhere: "),
        ("--output nowhere/a.json", "nowhere/a.json: cannot be written: no such file"),
        ("--output report", "--output report: the suffix names no format"),
        ("--output .", "--output .: the suffix names no format"),
        ("--nonsense", "No such option: --nonsense"),
        ("--region", "'--region' requires an argument"),
    ],
)
def test_an_option_that_cannot_be_meant(run: Run, options: str, said: str) -> None:
    refused(run(f"estimate support.md {options}"), said)


# Sheets


PRICE = 'from: 2026-01-01, input: "0.10", output: "0.30", basis: official, source: a page, checked: 2026-11-01'
SHEET = f"""\
provider: mine
name: Mine
kind: host
currency: EUR
offers:
  - model: mistral-small-3.2-24b
    id: mine/small
    prices:
      - {{{PRICE}}}
"""


@pytest.mark.parametrize(
    ("change", "into", "said"),
    [
        ("kind: host", "kind: host\nregoins: [DE]", "regoins: unknown key: did you mean 'regions'?"),
        ("name: Mine", "name: Mine\nname: Yours", ":3:1: the key 'name' stands twice"),
        ('"0.10"', "0.1000000000000000055", "loses digits as a float: put it in quotes"),
        ('"0.10"', '"-0.10"', "offers[0].prices[0].input: -0.10 is negative"),
        ('"0.10"', '"0"', "0 means free: say `free: true`"),
        (", source: a page", "", "offers[0].prices[0].source: is required"),
        (
            f"- {{{PRICE}}}",
            f"- {{{PRICE}}}\n      - {{{PRICE.replace('from: 2026-01-01', 'from: 2025-01-01, until: 2026-02-01')}}}",
            "offers[0].prices[1]: until 2026-02-01 overlaps the row above it, which begins 2026-01-01: end it then",
        ),
        ("mistral-small-3.2-24b", "mistral-smal-3.2-24b", "unknown model 'mistral-smal-3.2-24b': did you mean"),
        ("kind: host", "kind: host: no", "not valid YAML"),
    ],
    ids=["unknown key", "duplicate key", "float", "negative", "zero", "no source", "overlap", "unknown model", "no YAML"],
)
def test_a_sheet_that_is_wrong_names_file_place_and_fix(run: Run, tmp_path: Path, change: str, into: str, said: str) -> None:
    assert change in SHEET
    (tmp_path / "mine.yaml").write_text(SHEET.replace(change, into))
    refused(run("estimate support.md --sheets", tmp_path), f"{tmp_path / 'mine.yaml'}:", said)


def test_the_sheet_itself_is_right(run: Run, tmp_path: Path) -> None:
    (tmp_path / "mine.yaml").write_text(SHEET)
    assert run("estimate support.md --provider mine --currency EUR --as-of 2026-11-20 --sheets", tmp_path).code == 0


# What stands in a name


@pytest.mark.parametrize("name", ["a\x1b[31mb.md", "a\nb.md", "a\udcffb.md"], ids=["escape", "line end", "not UTF-8"])
def test_a_name_drives_no_terminal(run: Run, tmp_path: Path, name: str) -> None:
    ended = run(f"estimate {ACME}", tmp_path / name)
    refused(ended, ascii(name)[1:-1])
    assert "\x1b" not in ended.err
