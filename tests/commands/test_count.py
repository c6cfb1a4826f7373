"""Counting: prompts and answers, for models wherever they run and at the hosts that bill them."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, Results, Run

import costcalc

if TYPE_CHECKING:
    from pathlib import Path

LIVE = "--as-of 2026-11-20"


@pytest.fixture
def counted(run: Run) -> Results:
    """Return the results of `costcalc count ... --format json`."""

    def counted(command: str, *more: str | Path, **options: Any) -> list[dict[str, Any]]:
        ended = run(f"count --format json {command}", *more, **options)
        assert (ended.code, ended.err) == (0, "")
        results: list[dict[str, Any]] = json.loads(ended.out)["results"]
        return results

    return counted


def test_a_ledger_adds_up_to_the_count(counted: Results) -> None:
    (item,) = counted(f"support.md --system system.md --image screenshot.png --explain {LIVE}")
    assert item["tokens"] == sum(part["tokens"] for part in item["ledger"])
    assert [(part["kind"], part["detail"]) for part in item["ledger"]] == [
        ("control", "BOS"),
        ("control", "[SYSTEM_PROMPT] [/SYSTEM_PROMPT]"),
        ("text", "system"),
        ("control", "[INST] [/INST]"),
        ("text", "user"),
        ("image", "screenshot.png, 1280x720"),
    ]


@pytest.mark.parametrize(
    ("options", "model", "tokenizer", "offer"),
    [
        ("", "mistral-small-3.2-24b", "tekken-v11", None),
        ("--model mistral-small-4", "mistral-small-4", "tekken-v15", None),
        ("--model mistral-small-latest", "mistral-small-4", "tekken-v15", None),
        ("--model mistral-small-latest --as-of 2026-03-15", "mistral-small-3.2-24b", "tekken-v11", None),
        ("--tokenizer tekken-v7", "mistral-small-3.2-24b", "tekken-v7", None),
        ("--provider ionos", "mistral-small-3.2-24b", "tekken-v11", "ionos/mistral-small-3.2-24b"),
    ],
)
def test_what_is_counted_how_and_for_whom(counted: Results, options: str, model: str, tokenizer: str, offer: str | None) -> None:
    (item,) = counted(f"support.md {LIVE} {options}")
    assert (item["model"], item["tokenizer"], item["offer"]) == (model, tokenizer, offer)
    assert item["counting"] == ("reference" if offer is None else "verified")


def test_a_hosts_own_template_is_a_part_of_its_ledger_with_its_error(counted: Results) -> None:
    (item,) = counted(f"support.md {ACME} --provider bolt")
    assert item["ledger"][-1] == {
        "part": "host",
        "kind": "template",
        "tokens": 100,
        "detail": "the host's own template, measured: 4 invented bills",
    }
    assert (item["counting"], item["notes"]) == ("estimated", ["the host's own template adds 100 tokens, measured to +-5"])


def test_each_line_of_a_stream_is_a_source(counted: Results) -> None:
    assert [item["source"] for item in counted(f"requests.jsonl {LIVE}")] == ["requests.jsonl:1", "requests.jsonl:2"]


def test_a_requests_own_model_is_meant(counted: Results) -> None:
    assert [item["model"] for item in counted(f"chat.json support.md {LIVE}")] == ["mistral-small-4", "mistral-small-3.2-24b"]


def test_an_answer_is_billed_with_its_end_of_sequence(counted: Results) -> None:
    """The published IONOS response bills an answer of 56 text tokens as 57."""
    (whole,) = counted(f"support.md --as completion {LIVE}")
    (cut_off,) = counted(f"support.md --as completion --finish-reason length {LIVE}")
    assert whole["tokens"] == cut_off["tokens"] + 1


def test_an_answer_may_be_a_whole_response(counted: Results, tmp_path: Path) -> None:
    message = {"role": "assistant", "content": "It was paid twice."}
    response = tmp_path / "response.json"
    response.write_text(json.dumps({"choices": [{"message": message, "finish_reason": "stop"}]}))
    (item,) = counted(f"--as completion --provider mistral --model mistral-small-4 {LIVE}", response)
    expected = costcalc.count_completion(message, offer="mistral/mistral-small-4", on=date(2026, 11, 20))
    assert (item["tokens"], item["counting"]) == (expected.tokens, "verified")


@pytest.mark.parametrize(
    ("command", "heading"),
    [
        ("support.md", "86 tokens."),
        ("requests.jsonl support.md", "113 tokens in 3 sources."),
        ("support.md --model mistral-small-3.2-24b --model mistral-small-4", "2 counts of 1 source."),
    ],
)
def test_the_heading_adds_up_sources_and_never_one_source_twice(run: Run, command: str, heading: str) -> None:
    assert run(f"count {command} {LIVE}").out.partition("\n")[0] == heading


def test_explain_shows_the_ledger_of_each_source(run: Run) -> None:
    out = run(f"count requests.jsonl --explain {LIVE}").out
    assert out.count("total") == 2
    assert "requests.jsonl:2, mistral-small-3.2-24b\n" in out


def test_what_a_model_cannot_take_names_the_source(run: Run) -> None:
    ended = run("count support.md --image 1280x720 --model mistral-nemo", "--as-of", "2026-11-20")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("costcalc: support.md: 1280x720: ")


def test_an_unpublished_provider_of_the_model_cannot_be_decided(run: Run) -> None:
    ended = run(f"count support.md --provider openai {LIVE}")
    assert (ended.code, ended.err) == (3, "costcalc: support.md: openai has no offer of mistral-small-3.2-24b\n")


@pytest.mark.parametrize(
    ("command", "error"),
    [
        ("", "nothing to count: name a prompt file, or - for standard input"),
        ("--as completion", "nothing to count: name a prompt file, or - for standard input"),
        ("support.md --as answer", "--as: unknown kind 'answer': known are completion, prompt"),
        ("support.md --as completion --system system.md", "--as completion counts answers alone: leave out --system, --image"),
        ("support.md --tokenizer tekken-v12", "unknown tokenizer 'tekken-v12': did you mean 'tekken-v"),
    ],
)
def test_a_question_that_is_not_well_put_is_refused(run: Run, command: str, error: str) -> None:
    ended = run(f"count {command} {LIVE}")
    assert (ended.code, ended.out) == (2, "")
    assert error in ended.err


@pytest.mark.parametrize(
    ("offer", "day", "model", "tokenizer"),
    [
        ("mistral:mistral-small-latest", "2026-03-16", "mistral-small-4", "tekken-v11"),
        ("mistral:mistral-small-latest", "2026-03-17", "mistral-small-4", "tekken-v15"),
        ("mistral:pixtral-12b", "2026-02-05", "pixtral-12b", "tekken-v3"),
        ("mistral:pixtral-12b", "2026-02-06", "ministral-3-14b", "tekken-v13"),
        ("ionos:mistralai/Mistral-Small-24B-Instruct", "2026-11-20", "mistral-small-3.2-24b", "tekken-v11"),
    ],
)
def test_a_requests_own_model_is_what_the_provider_called_so_that_day(
    counted: Results, tmp_path: Path, offer: str, day: str, model: str, tokenizer: str
) -> None:
    """On the day on which small-latest moved, bills still had the tokens of the model before."""
    provider, name = offer.split(":")
    request = tmp_path / "request.json"
    request.write_text(json.dumps({"model": name, "messages": [{"role": "user", "content": "Hello"}]}), encoding="utf-8")

    (item,) = counted(f"--provider {provider} --as-of {day}", request)

    assert (item["model"], item["tokenizer"]) == (model, tokenizer)
