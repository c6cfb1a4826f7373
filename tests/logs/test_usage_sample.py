"""Samples of what requests used, as exports write them, in the order of their times."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from traces import TRACES, needs_traces

from costcalc.errors import InputError
from costcalc.logs.usage_sample import read_sample
from costcalc.planning.workload import Sample

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

A_TIME = "write 2026-11-20T10:00:00Z, or seconds since 1970"
WHOLE = "write a whole number from 0"
NOV_16 = 1_700_158_546.0
"""2023-11-16T18:15:46Z."""


@pytest.fixture
def sample(tmp_path: Path) -> Callable[..., Sample]:
    def read(text: str | bytes, name: str = "usage.csv") -> Sample:
        (tmp_path / name).write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_sample(str(tmp_path / name))

    return read


@pytest.fixture
def refusal(sample: Callable[..., Sample], tmp_path: Path) -> Callable[..., str]:
    def refuse(text: str | bytes, name: str = "usage.csv") -> str:
        with pytest.raises(InputError) as raised:
            sample(text, name)
        return str(raised.value).removeprefix(f"{tmp_path}/")

    return refuse


def lines(*records: Any) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


# --- CSV


@pytest.mark.parametrize(
    "header",
    ["in,out", "input,output", "prompt_tokens,completion_tokens", "input_tokens,output_tokens", "Input Tokens,Output Tokens",
     "ContextTokens,GeneratedTokens", "Request tokens,Response tokens", "\ufeffinputTokens,outputTokens"],
)  # fmt: skip
def test_every_name_of_a_column(sample: Callable[..., Sample], header: str) -> None:
    assert sample(f"{header}\n5,6\n7,8\n") == Sample(input=(5, 7), output=(6, 8))


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_every_separator_and_line_end(sample: Callable[..., Sample], separator: str, end: str) -> None:
    rows = [["out", "model", "in"], ["6", '"a, b; c"', "5"], [], ["8", "x", "7"]]

    assert sample(end.join(separator.join(row) for row in rows)) == Sample(input=(5, 7), output=(6, 8))


def test_cached_tokens_images_and_times(sample: Callable[..., Sample]) -> None:
    found = sample("timestamp,in,out,cached_tokens,images\n2023-11-16T18:15:46Z,5,6,2,1\n2023-11-16 18:15:47.5,7,8,0,0\n")

    assert found == Sample(input=(5, 7), output=(6, 8), cached_input=(2, 0), image=(1, 0), seconds=(NOV_16, NOV_16 + 1.5))


@pytest.mark.parametrize(
    "time",
    ["2023-11-16 18:15:46", "2023-11-16T18:15:46Z", "2023-11-16T19:15:46+01:00", "2023-11-16 18:15:46.0000000",
     "2023-11-16 18:15:46 UTC", "1700158546", "1700158546.0", "1700158546000", "1700158546000000", "1700158546000000000"],
)  # fmt: skip
def test_every_form_of_a_time(sample: Callable[..., Sample], time: str) -> None:
    assert sample(f"time,in,out\n{time},5,6\n").seconds == (NOV_16,)


def test_milliseconds_count_from_the_first(sample: Callable[..., Sample]) -> None:
    assert sample("ms,in,out\n0,5,6\n1500,7,8\n").seconds == (0, 1.5)


def test_requests_are_put_in_the_order_of_their_times(sample: Callable[..., Sample]) -> None:
    found = sample("time,in,out,cached\n30,3,30,1\n10,1,10,0\n20,2,20,2\n")

    assert found == Sample(input=(1, 2, 3), output=(10, 20, 30), cached_input=(0, 2, 1), seconds=(10, 20, 30))


def test_numbers_that_a_program_saved_with_a_point_are_whole(sample: Callable[..., Sample]) -> None:
    assert sample("time,in,out\n1,5.0,6.0\n2,7,8.0\n") == Sample(input=(5, 7), output=(6, 8), seconds=(1, 2))


@given(rows=st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 10**9), st.integers(0, 10**6)), min_size=1, max_size=30))
def test_what_is_read_is_what_was_written(tmp_path_factory: pytest.TempPathFactory, rows: list[tuple[int, int, int]]) -> None:
    path = tmp_path_factory.getbasetemp() / "written.csv"
    path.write_text("in,out,ms\n" + "".join(f"{read},{written},{at}\n" for read, written, at in rows))
    found = read_sample(str(path))

    assert list(found.seconds) == sorted(at / 1000 for _, _, at in rows)
    assert sorted(zip(found.input, found.output, found.seconds, strict=True)) == sorted((a, b, at / 1000) for a, b, at in rows)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "usage.csv: is empty: there is nothing to read"),
        ("in,out\n", "usage.csv: holds no request: a sample has one a line"),
        ("in,out\n\n\n", "usage.csv: holds no request: a sample has one a line"),
        ("5,6\n7,8\n", "usage.csv:1: has no column of prompt tokens: name one input, in, prompt_tokens"),
        ("in,answer\n5,6\n", "usage.csv:1: has no column of output tokens: name one output, out, completion_tokens"),
        ("in,input,out\n5,6,7\n", "usage.csv:1: in and input both say prompt tokens: keep one"),
        ("in,out\n5\n", "usage.csv:2: has 1 cells, and the header 2: write one for each column"),
        ("in,out\n5,6\n\n7,8,9\n", "usage.csv:4: has 3 cells, and the header 2: write one for each column"),
        ("in,out\n5,\n", "usage.csv:2: out is empty: write its number, 0 for none"),
        ("in,out\n5,many\n", "usage.csv:2: out is 'many': write a whole number from 0"),
        ("in,out\n5,1.5\n", "usage.csv:2: out is '1.5': write a whole number from 0"),
        ("in,out\n5,inf\n", "usage.csv:2: out is 'inf': write a whole number from 0"),
        ("in,out\n5,6\n-5,6\n", "usage.csv:3: -5 is no number of tokens from 0"),
        ("in,out\n5,9999999999\n", "usage.csv:2: 9999999999 is no number of tokens from 0"),
        ("in,out,cached\n5,6,7\n", "usage.csv:2: 7 cached tokens are not among 5 prompt tokens: count cached ones in both"),
        ("in,out,images\n5,6,-1\n", "usage.csv:2: -1 is no number of images from 0"),
        ("time,in,out\n,5,6\n", "usage.csv:2: the time is '': write 2026-11-20T10:00:00Z, or seconds since 1970"),
        ("time,in,out\nsoon,5,6\n", "usage.csv:2: the time is 'soon': write 2026-11-20T10:00:00Z, or seconds since 1970"),
        ("time,in,out\n2026-13-1,5,6\n", f"usage.csv:2: the time is '2026-13-1': {A_TIME}"),
        ("time,in,out\nnan,5,6\n", "usage.csv:2: the time is 'nan': write 2026-11-20T10:00:00Z, or seconds since 1970"),
        ("ms,in,out\nsoon,5,6\n", "usage.csv:2: milliseconds since the first is 'soon': write a number"),
        ("ms,in,out\nnan,5,6\n", "usage.csv:2: milliseconds since the first is 'nan': write a number"),
        (b"in,out\n5,6\n\xff,6\n", "usage.csv: is not UTF-8: 0xff: save it as UTF-8"),
        ('in,out\n5,"6\n', "usage.csv:2: is not CSV: unexpected end of data"),
        (b"in,out\n5,6\n\0,7\n", "usage.csv:3: in is '\0': write a whole number from 0"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_table(refusal: Callable[..., str], text: str | bytes, problem: str) -> None:
    assert refusal(text) == problem


# --- JSONL

USAGE = {"prompt_tokens": 5, "completion_tokens": 6, "total_tokens": 11}
ONE = Sample(input=(5,), output=(6,))


@pytest.mark.parametrize(
    "record",
    [
        USAGE,
        {"usage": USAGE},
        {"id": "x", "response": {"usage": USAGE}},
        {"custom_id": "x", "response": {"status_code": 200, "body": {"usage": USAGE}}, "error": None},
        {"usage": {"input_tokens": 5, "output_tokens": 6}},
        {"usage": {"inputTokens": 5, "outputTokens": 6, "totalTokens": 11}},
    ],
)
def test_every_place_of_a_usage(sample: Callable[..., Sample], record: Any) -> None:
    assert sample(lines(record), "usage.jsonl") == ONE


@pytest.mark.parametrize(
    ("usage", "found"),
    [
        ({**USAGE, "prompt_tokens_details": {"cached_tokens": 2}}, (5, 2)),
        ({**USAGE, "prompt_tokens_details": None}, (5, None)),
        ({**USAGE, "prompt_tokens_details": {"cached_tokens": 0}}, (5, 0)),
        ({**USAGE, "num_cached_tokens": 2}, (5, 2)),
        ({**USAGE, "prompt_cache_hit_tokens": 2, "prompt_cache_miss_tokens": 3}, (5, 2)),
        ({"input_tokens": 5, "output_tokens": 6, "input_tokens_details": {"cached_tokens": 2}}, (5, 2)),
        # Anthropic and Bedrock count what was read and written beside the rest.
        ({"input_tokens": 5, "output_tokens": 6, "cache_read_input_tokens": 20, "cache_creation_input_tokens": 100}, (125, 20)),
        ({"inputTokens": 5, "outputTokens": 6, "cacheReadInputTokens": 20, "cacheWriteInputTokens": 100}, (125, 20)),
    ],
)  # fmt: skip
def test_every_form_of_cached_tokens(sample: Callable[..., Sample], usage: Any, found: tuple[int, int | None]) -> None:
    read, cached = found

    assert sample(lines({"usage": usage}), "usage.jsonl") == Sample(
        input=(read,), output=(6,), cached_input=() if cached is None else (cached,)
    )


def test_a_usage_that_says_nothing_of_the_cache_read_nothing_where_others_did(sample: Callable[..., Sample]) -> None:
    told = {**USAGE, "prompt_tokens_details": {"cached_tokens": 2}}

    assert sample(lines(USAGE, told), "usage.jsonl").cached_input == (0, 2)


@pytest.mark.parametrize(
    "record",
    [
        {"usage": USAGE, "created": int(NOV_16)},
        {"usage": USAGE, "timestamp": "2023-11-16T18:15:46Z"},
        {"response": {"body": {"usage": USAGE, "created": int(NOV_16)}}},
        {"time": "2023-11-16T18:15:46Z", "response": {"body": {"usage": USAGE, "created": 1}}},
    ],
)
def test_every_place_of_a_time(sample: Callable[..., Sample], record: Any) -> None:
    assert sample(lines(record), "usage.jsonl").seconds == (NOV_16,)


NO_USAGE = "holds no usage: a line has prompt_tokens and completion_tokens, under usage or by themselves"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", "usage.jsonl: holds no request: a sample has one a line"),
        ("\n\n", "usage.jsonl: holds no request: a sample has one a line"),
        ("{}\n", f"usage.jsonl:1: {NO_USAGE}"),
        ("[]\n", "usage.jsonl:1: is no JSON object: write one a line, {...}"),
        ("{\n", "usage.jsonl:1: is not JSON: line 2, column 1: Expecting property name enclosed in double quotes"),
        (lines(USAGE, {"usage": None, "error": "429"}), f"usage.jsonl:2: {NO_USAGE}"),
        (lines({"messages": []}), "usage.jsonl:1: holds a request and no usage: name it under prompt, which counts requests"),
        (lines({"prompt_tokens": 5}), "usage.jsonl:1: has no completion_tokens: leave the line out, or write its number"),
        (lines({"prompt_tokens": "5", "completion_tokens": 6}), f"usage.jsonl:1: prompt_tokens is '5': {WHOLE}"),
        (lines({"prompt_tokens": True, "completion_tokens": 6}), f"usage.jsonl:1: prompt_tokens is True: {WHOLE}"),
        (lines({"prompt_tokens": -5, "completion_tokens": 6}), "usage.jsonl:1: -5 is no number of tokens from 0"),
        (lines(USAGE, {**USAGE, "time": 5}), "usage.jsonl:2: says a time, and those before it none: give each its time, or none"),
        (lines({**USAGE, "time": 5}, USAGE), "usage.jsonl:2: says no time, and those before it do: give each its time, or none"),
        (lines({**USAGE, "time": []}), "usage.jsonl:1: the time is []: write 2026-11-20T10:00:00Z, or seconds since 1970"),
        (b'{"a": "\xff"}\n', "usage.jsonl:1: is not UTF-8: 0xff at byte 7: save it as UTF-8"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_records(refusal: Callable[..., str], text: str | bytes, problem: str) -> None:
    assert refusal(text, "usage.jsonl") == problem


# --- Files


def test_the_suffix_says_how_a_file_is_read(refusal: Callable[..., str]) -> None:
    assert refusal("x", "usage.parquet") == "usage.parquet: is no sample that can be read: name a .csv or a .jsonl file"


@pytest.mark.parametrize("name", ["usage.csv", "usage.jsonl"])
def test_a_file_that_is_missing_or_a_folder(tmp_path: Path, name: str) -> None:
    with pytest.raises(InputError, match="cannot be read: no such file or directory"):
        read_sample(str(tmp_path / name))
    (tmp_path / name).mkdir()
    with pytest.raises(InputError, match="is a folder: name the files in it"):
        read_sample(str(tmp_path / name))


@pytest.mark.parametrize("name", ["usage\0.csv", "usage\0.jsonl"])
def test_a_name_that_no_file_can_have(name: str) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        read_sample(name)


@needs_traces
@pytest.mark.parametrize(
    ("name", "count", "read", "written"),
    [("azure2023_conv.csv", 19_366, 1154.697, 211.126), ("azure2023_code.csv", 8_819, 2047.848, 27.883)],
)
def test_the_traces_are_read_as_they_are(name: str, count: int, read: float, written: float) -> None:
    found = read_sample(str(TRACES / name))

    assert len(found.input) == len(found.output) == len(found.seconds) == count
    assert sum(found.input) / count == pytest.approx(read, abs=0.001)
    assert sum(found.output) / count == pytest.approx(written, abs=0.001)
    assert list(found.seconds) == sorted(found.seconds)
