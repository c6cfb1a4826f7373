"""What fits in one request: the published pages' examples, exit codes, and the whole of what is printed."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, Golden, Results, Run
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Ended

LIVE = "--model mistral-small-3.2-24b --provider openrouter --as-of 2026-11-20"
"""An offer whose window is 128,000 tokens."""
COMMANDS = {
    "fit": f"fit support.md --system system.md --image screenshot.png {ACME} --fx EUR=1.10 --output-tokens 200",
    "fit-chunks": f"fit --words 150000 --system system.md {ACME} --fx EUR=1.10 --overlap 200",
    "fit-prompts": f"fit requests.jsonl support.md --image 3000x2000 {ACME} --provider acme --provider crux --exit-zero",
}
SCREENS = {"80": 80, "200": 200, "piped": None}
SUFFIXES = {"json": "json", "csv": "csv", "markdown": "md"}


@pytest.fixture
def fitted(run: Run) -> Results:
    """Return the results of `costcalc fit ... --format json`."""

    def fitted(command: str, *more: str | Path, **options: Any) -> list[dict[str, Any]]:
        ended = run(f"fit --format json {command}", *more, **options)
        assert ended.err == ""
        results: list[dict[str, Any]] = json.loads(ended.out)["results"]
        return results

    return fitted


# The published pages


@pytest.mark.parametrize(("words", "fits"), [(1_500, True), (37_000, True), (150_000, False), (375_000, False)])
def test_the_four_examples_of_the_published_page(run: Run, words: int, fits: bool) -> None:
    ended = run(f"fit --words {words} {LIVE} --format json")
    (found,) = json.loads(ended.out)["results"]

    assert found["context"] == 128_000
    assert (ended.code, found["status"]) == ((0, "ok") if fits else (1, "exceeds"))


@pytest.mark.parametrize("size", ["--pages 256", "--lines 16000", "--words 96000", "--input-tokens 128000"])
def test_what_the_tracker_page_says_fills_the_window_to_the_last_token(fitted: Results, size: str) -> None:
    (full,) = fitted(f"{size} --output-tokens 0 {LIVE}")
    (empty,) = fitted(f"--output-tokens 0 {LIVE}")

    assert (full["input"], full["status"], full["headroom"]["tokens"]) == (128_000, "ok", 0)
    assert {key: empty["headroom"][key] for key in ("tokens", "words", "pages", "lines")} == {
        "tokens": 128_000,
        "words": 96_000,
        "pages": 256,
        "lines": 16_000,
    }


@pytest.mark.parametrize("size", ["--pages 257", "--lines 16001", "--words 96001", "--input-tokens 128001"])
def test_and_one_more_is_too_much(run: Run, size: str) -> None:
    assert run(f"fit {size} --output-tokens 0 {LIVE}").code == 1


@pytest.mark.parametrize(("size", "images"), [("1280x720", 104), ("1540x1540", 41)])
def test_so_many_images_fit_the_window(fitted: Results, size: str, images: int) -> None:
    (found,) = fitted(f"--images-of {size} --output-tokens 0 {LIVE}")

    assert found["headroom"]["images"] == images


def test_the_next_smaller_image_and_what_it_saves(fitted: Results) -> None:
    (found,) = fitted(f"support.md --image 1280x720 --requests 600000/month {LIVE}")

    assert found["smaller_images"] == [
        {
            "size": "1280x720",
            "images": 1,
            "tokens": 1222,
            "smaller": {"size": "1260x700", "tokens": 1150},
            "saved": {"tokens": 72, "per_request": "0.0000072", "monthly": "4.32"},
        }
    ]


def test_it_saves_what_estimate_says(fitted: Results, run: Run) -> None:
    def per_request(size: str) -> Decimal:
        ended = run(f"estimate support.md --image {size} {LIVE} --format json")
        return Decimal(json.loads(ended.out)["results"][0]["per_request"])

    (found,) = fitted(f"support.md --image 1280x720 {LIVE}")

    assert Decimal(found["smaller_images"][0]["saved"]["per_request"]) == per_request("1280x720") - per_request("1260x700")
    assert Decimal(found["cost"]) == per_request("1280x720")


# What is asked


def test_without_a_file_the_whole_room_is_told(fitted: Results) -> None:
    (found,) = fitted(LIVE)

    assert (found["source"], found["input"], found["headroom"]["tokens"]) == ("an empty request", 0, 127_000)


def test_sizes_add_up_and_stand_beside_a_system_prompt(fitted: Results) -> None:
    (alone,) = fitted(f"--system system.md {LIVE}")
    (found,) = fitted(f"--pages 2 --lines 10 --system system.md {LIVE}")

    assert found["source"] == "2 pages and 10 lines (1,080 tokens)"
    assert found["input"] == alone["input"] + 1080
    assert found["assumed"] == ["input", "output", "requests"]


def test_files_together_are_one_text(fitted: Results, tmp_path: Path) -> None:
    for name, text in {"a.md": "First.", "b.md": "Second."}.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / "c.md").write_text("First.\n\nSecond.", encoding="utf-8")

    (both,) = fitted(f"{LIVE} --together --system system.md", tmp_path / "a.md", tmp_path / "b.md")
    (one,) = fitted(f"{LIVE} --system system.md", tmp_path / "c.md")

    assert (both["source"], both["input"]) == ("2 files together", one["input"])


def test_the_request_s_own_model_is_meant(fitted: Results) -> None:
    assert {item["model"] for item in fitted("chat.json --as-of 2026-11-20")} == {"mistral-small-4"}


def test_assumptions_are_stated_and_can_be_told(run: Run) -> None:
    told = "--words-per-token 0.5 --tokens-per-page 700 --tokens-per-line 10 --images-of 640x480 --turn 50+60 --overlap 100"
    document = json.loads(run(f"fit {told} --chunk-tokens 900 {LIVE} --format json").out)

    assert document["assumptions"] == {
        "words_per_token": "0.5",
        "tokens_per_page": 700,
        "tokens_per_line": 10,
        "image": "640x480",
        "turn": {"user": 50, "assistant": 60},
        "overlap": "100",
        "chunk_tokens": 900,
    }
    assert (
        "Assumed: 0.5 words a token, 700 tokens a page, 10 a line of code; images of 640x480; turns of 50" in document["notes"][0]
    )


def test_what_the_text_itself_has_is_told_beside_them(run: Run, fitted: Results) -> None:
    (found,) = fitted(f"support.md {LIVE}")

    assert found["measured"] == {"words": 46, "lines": 4, "tokens": 83}
    assert "- Measured in this text: 0.55 words a token, 20.75 tokens a line.\n" in run(f"fit support.md {LIVE}").out
    assert "Measured" not in run(f"fit support.md chat.json {LIVE}").out


def test_the_answer_is_reserved_as_estimate_takes_it(fitted: Results) -> None:
    found = {item["source"]: item["answer"] for item in fitted(f"support.md chat.json {ACME} --provider acme")}

    assert found == {"support.md": 1000, "chat.json": 400}


# How it ends


@pytest.mark.parametrize(
    ("command", "code"),
    [
        (f"--input-tokens 1000 {ACME}", 0),  # one window is too narrow, one is unknown, one is wide enough
        (f"--input-tokens 1000 {ACME} --provider crux", 0),
        (f"--input-tokens 200000 {ACME} --provider crux", 1),
        (f"--input-tokens 1000 {ACME} --provider bolt", 3),  # nobody published its window
        (f"--input-tokens 200000 {ACME} --provider bolt --provider crux", 3),
        (f"--input-tokens 1000 {ACME} --provider dust", 3),  # retired
        (f"--input-tokens 200000 {ACME} --provider crux --exit-zero", 0),
        (f"--input-tokens 1000 {ACME} --needs tools,vision --region FR --provider acme", 3),
    ],
)
def test_exit_codes(run: Run, command: str, code: int) -> None:
    assert run(f"fit {command}").code == code


def test_of_several_prompts_the_worst_counts(run: Run, tmp_path: Path) -> None:
    (tmp_path / "long.md").write_text("word " * 200_000, encoding="utf-8")

    assert run(f"fit support.md {ACME} --provider acme", tmp_path / "long.md").code == 1


@pytest.mark.parametrize(
    ("command", "message"),
    [
        ("--words 5 support.md", "--words, --pages and --lines stand in place of files and of --input-tokens: keep one"),
        ("--pages 5 --input-tokens 5", "--words, --pages and --lines stand in place of files and of --input-tokens: keep one"),
        ("--words -1", "--words: -1 is negative: give a number of words from 0"),
        ("--input-tokens -1", "--input-tokens: -1 is negative: give a number of tokens from 0"),
        ("--together", "--together: names no files to put together"),
        ("--together support.md chat.json", "chat.json: is a chat request, and --together takes texts alone"),
        ("--turn 100", "--turn: '100' is no turn: write tokens of a message and of its answer, such as 100+200"),
        ("--overlap 100%", "--overlap: '100%' is no overlap: write tokens, 200, or a share of a chunk below 100 %, 10%"),
        ("--chunk-tokens 0", "--chunk-tokens: 0 is below 1"),
        ("--tokens-per-page 0", "--tokens-per-page: 0 is below 1"),
        ("--tokens-per-line -8", "--tokens-per-line: -8 is below 1"),
        ("--words-per-token 0", "--words-per-token: 0 is not from 0.001 to 1000: English has about 0.75"),
        ("--words-per-token x", "--words-per-token: 'x' is not a number"),
        (
            "--images-of big",
            "--images-of: 'big' is not an image size: write WIDTHxHEIGHT in pixels, such as 1280x720",
        ),
        ("missing.md", "missing.md: cannot be read: no such file or directory"),
    ],
)
def test_bad_input_is_one_clear_line(run: Run, command: str, message: str) -> None:
    ended = run(f"fit {command}")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith(f"costcalc: {message}")
    assert ended.err.count("\n") == 1


# What is printed


def test_a_chat_that_is_full_says_why_it_is_not_cut(run: Run, tmp_path: Path) -> None:
    turns = [{"role": role, "content": "word " * 300} for role in ("user", "assistant") * 3]
    (tmp_path / "chat.json").write_text(json.dumps([*turns, turns[0]]), encoding="utf-8")

    ended = run(f"fit {ACME} --provider crux --output-tokens 100", tmp_path / "chat.json", columns=200)

    assert "tokens that each chunk repeats and 100 for its answer leave no room for text in 512" in ended.out


@pytest.mark.parametrize(
    "command",
    [
        *COMMANDS.values(),
        f"fit {ACME}",
        f"fit --words 10 --chunk-tokens 5 {ACME}",
        "fit --pages 300 --as-of 2026-11-20",
        "fit support.md --image 1280x720 --model '*' --as-of 2026-11-20",
        f"fit chat.json --tools tools.json {ACME} --basis page",
    ],
)
def test_what_is_printed_satisfies_its_schema(run: Run, command: str) -> None:
    schema, document = json.loads(run("schema fit").out), json.loads(run(f"{command} --format json").out)

    Draft202012Validator.check_schema(schema)
    Draft202012Validator(schema).validate(document)


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("command", COMMANDS)
def test_tables(run: Run, golden: Golden, command: str, screen: str) -> None:
    golden(f"{command}.{screen}.txt", run(COMMANDS[command], columns=SCREENS[screen]).out)


@pytest.mark.parametrize("kind", SUFFIXES)
@pytest.mark.parametrize("command", COMMANDS)
def test_formats(run: Run, golden: Golden, command: str, kind: str) -> None:
    golden(f"{command}.{SUFFIXES[kind]}", run(f"{COMMANDS[command]} --format {kind}").out)


def test_nothing_is_wider_than_the_screen(run: Run) -> None:
    ended: Ended = run(COMMANDS["fit-prompts"], columns=70)

    assert max(map(len, ended.out.splitlines())) <= 70
