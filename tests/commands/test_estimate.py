"""The main job: what a prompt costs at every host, and whether it fits."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, Results, Run

if TYPE_CHECKING:
    from pathlib import Path

LIVE = "--as-of 2026-11-20"
HOSTS_OF_SMALL_3_2 = {"openrouter", "ionos", "ovhcloud", "scaleway", "deepinfra", "mistral", "venice", "chutes", "berget"}


@pytest.fixture
def estimated(run: Run) -> Results:
    """Return the results of `costcalc estimate ... --format json`."""

    def estimated(command: str, *more: str | Path, **options: Any) -> list[dict[str, Any]]:
        ended = run(f"estimate --format json {command}", *more, **options)
        assert ended.err == ""
        results: list[dict[str, Any]] = json.loads(ended.out)["results"]
        return results

    return estimated


def one(results: list[dict[str, Any]]) -> dict[str, Any]:
    assert len(results) == 1
    return results[0]


def offers(results: list[dict[str, Any]]) -> list[str]:
    return [item["offer"] for item in results]


# The main job


def test_system_text_and_image_cost_what_mistral_common_counts_at_every_host_of_small_3_2(
    estimated: Results, examples: Path
) -> None:
    found = estimated(f"support.md --system system.md --image screenshot.png {LIVE}")
    providers = {item["provider"] for item in found}
    expected = counted_by_mistral_common(examples)
    priced = [item for item in found if item["status"] == "ok"]
    assert providers >= HOSTS_OF_SMALL_3_2
    assert len(priced) >= 5
    for item in priced:
        template = item["usage"]["input"] - expected
        assert template == 0 or item["counting"] == "estimated", item["offer"]
        assert Decimal(item["per_request"]) > 0


def counted_by_mistral_common(examples: Path) -> int:
    """Return the tokens of the example by mistral-common's own v11 encoder over its packaged Tekken vocabulary."""
    pytest.importorskip("cv2", reason="mistral-common counts images with its opencv extra")
    from mistral_common.protocol.instruct.chunk import ImageURL, ImageURLChunk, TextChunk
    from mistral_common.protocol.instruct.messages import SystemMessage, UserMessage
    from mistral_common.protocol.instruct.request import ChatCompletionRequest
    from mistral_reference import mistral_common_v11

    request = ChatCompletionRequest(
        messages=[
            SystemMessage(content=(examples / "system.md").read_text("utf-8")),
            UserMessage(
                content=[
                    TextChunk(text=(examples / "support.md").read_text("utf-8")),
                    ImageURLChunk(image_url=ImageURL(url=(examples / "screenshot.png").as_uri())),
                ]
            ),
        ]
    )
    return len(mistral_common_v11().encode_chat_completion(request).tokens)


def test_the_cheapest_comes_first_and_what_is_not_ok_last(estimated: Results) -> None:
    found = estimated(f"support.md {ACME} --fx EUR=1.10")
    assert [(item["offer"], item["status"]) for item in found] == [
        ("acme/acme-small-1", "ok"),
        ("bolt/acme-small-1", "ok"),
        ("crux:acme/small-short", "exceeds"),
        ("crux/acme-small-1", "unpriced"),
        ("dust/acme-small-1", "retired"),
    ]


def test_what_is_not_ok_says_why(estimated: Results) -> None:
    reasons = {item["offer"]: item["reason"] for item in estimated(f"support.md {ACME}")}
    assert reasons == {
        "acme/acme-small-1": None,
        "bolt/acme-small-1": None,
        "crux:acme/small-short": "context window: 1,086 of 512, 574 too many",
        "crux/acme-small-1": "no price is published",
        "dust/acme-small-1": "retired on 2026-09-01, successor acme-mini-1",
    }


def test_the_result_has_the_fields_and_digits_of_the_design(estimated: Results) -> None:
    item = one(estimated(f"--input-tokens 1345 --output-tokens 1000 --requests 600000/month --provider openrouter {LIVE}"))
    shape = {
        "offer": "openrouter/mistral-small-3.2-24b",
        "provider": "openrouter",
        "model": "mistral-small-3.2-24b",
        "model_id": "mistralai/mistral-small-3.2-24b-instruct",
        "status": "ok",
        "reason": None,
        "source": "1,345 tokens",
        "usage": {"input": 1345, "output": 1000},
        "lines": [
            {"meter": "input", "quantity": 1345, "rate": "0.10", "per": 1000000, "cost": "0.0001345"},
            {"meter": "output", "quantity": 1000, "rate": "0.30", "per": 1000000, "cost": "0.0003"},
        ],
        "per_request": "0.0004345",
        "monthly": {"requests": 600000, "cost": "260.70"},
        "native": {"currency": "USD", "per_request": "0.0004345", "fx": None},
        "limits": [
            {"limit": "context", "max": 128000, "used": 2345, "status": "ok"},
            {"limit": "max_output", "max": 16384, "used": 1000, "status": "ok"},
        ],
    }
    assert {key: item[key] for key in shape} == shape
    assert {key: item["price"][key] for key in ("from", "until", "checked", "basis")} == {
        "from": "2026-11-03",
        "until": None,
        "checked": "2026-11-20",
        "basis": "community",
    }


@pytest.mark.parametrize("more", ["", "--currency EUR", "--requests 12345.5/day", "--currency JPY --fx EUR=160 --fx USD=150"])
def test_totals_equal_their_lines(estimated: Results, more: str) -> None:
    for item in estimated(f"support.md requests.jsonl {LIVE} {more}"):
        if item["per_request"] is None:
            assert item["status"] != "ok"
            continue
        native = sum(Decimal(line["cost"]) for line in item["lines"])
        for line in item["lines"]:
            assert Decimal(line["cost"]) == line["quantity"] * Decimal(line["rate"]) / line["per"]
        assert Decimal(item["native"]["per_request"]) == native
        if item["native"]["fx"] is None:
            assert Decimal(item["per_request"]) == native
        else:
            rate = Decimal(item["native"]["fx"]["rate"])
            assert abs(Decimal(item["per_request"]) - native * rate) <= native * Decimal("1e-25")
        expected = Decimal(item["per_request"]) * Decimal(str(item["monthly"]["requests"]))
        assert abs(Decimal(item["monthly"]["cost"]) - expected) <= expected * Decimal("1e-25")


# Volume and output


@pytest.mark.parametrize(
    ("options", "requests", "cost"),
    [
        ("", 30000, "9.00"),
        ("--requests 20000/day", 600000, "180.00"),
        ("--requests 600000/month", 600000, "180.00"),
        ("--days-per-month 22", 22000, "6.60"),
        ("--requests 1000/day --days-per-month 30.5", 30500, "9.15"),
        ("--requests 600000/month --days-per-month 22", 600000, "180.00"),
    ],
)
def test_a_month_is_so_many_requests(estimated: Results, options: str, requests: float, cost: str) -> None:
    item = one(estimated(f"--input-tokens 0 --output-tokens 1000 --provider acme {ACME} {options}"))
    assert item["monthly"] == {"requests": requests, "cost": cost}


@pytest.mark.parametrize(
    ("prompt", "option", "output", "assumed"),
    [
        ("support.md", "", 1000, ["output", "requests"]),
        ("support.md", "--output-tokens 57", 57, ["output", "requests"]),
        ("chat.json", "", 400, ["requests"]),
        ("chat.json", "--output-tokens 57", 57, ["output", "requests"]),
        ("", "--input-tokens 9", 1000, ["input", "output", "requests"]),
    ],
)
def test_an_answer_is_as_long_as_said_else_the_requests_ceiling_else_a_thousand(
    estimated: Results, prompt: str, option: str, output: int, assumed: list[str]
) -> None:
    item = one(estimated(f"{prompt} {option} --provider acme {ACME}"))
    assert (item["usage"]["output"], item["assumed"]) == (output, assumed)


def test_input_tokens_replace_counting(estimated: Results) -> None:
    item = one(estimated(f"support.md --input-tokens 500 --provider acme {ACME}"))
    assert (item["source"], item["usage"]["input"], item["tokenizer"], item["counting"]) == ("support.md", 500, None, None)


# Currency


def test_a_price_list_in_the_asked_currency_is_a_fact_and_is_not_converted(estimated: Results) -> None:
    dollars = one(estimated(f"support.md --provider ionos {LIVE}"))
    euros = one(estimated(f"support.md --provider ionos --currency EUR {LIVE}"))
    assert (dollars["lines"][0]["rate"], dollars["native"]["currency"], dollars["native"]["fx"]) == ("0.11", "USD", None)
    assert (euros["lines"][0]["rate"], euros["native"]["currency"], euros["native"]["fx"]) == ("0.10", "EUR", None)


def test_another_currency_names_its_fixing(estimated: Results) -> None:
    item = one(estimated(f"support.md --provider openrouter --currency EUR {LIVE}"))
    fx = item["native"]["fx"]
    assert (fx["base"], fx["quote"]) == ("USD", "EUR")
    assert fx["fixing"] <= "2026-11-20"
    assert "ECB" in fx["source"]


def test_a_stated_rate_stands_in_place_of_the_ecb(estimated: Results) -> None:
    item = one(estimated(f"--input-tokens 1000000 --output-tokens 0 --provider bolt {ACME} --fx EUR=1.25"))
    assert item["native"] == {
        "currency": "EUR",
        "per_request": "0.2",
        "fx": {"base": "EUR", "quote": "USD", "rate": "1.25", "fixing": None, "source": "--fx"},
    }
    assert item["per_request"] == "0.25"


# Time


@pytest.mark.parametrize(
    ("day", "rate"),
    [
        ("2026-01-01", "0.20"),
        ("2026-05-31", "0.20"),
        ("2026-06-01", "0.10"),
    ],
)
def test_as_of_gives_the_price_of_any_day(estimated: Results, day: str, rate: str) -> None:
    item = one(estimated(f"support.md --provider acme {ACME} --as-of {day}"))
    assert item["lines"][0]["rate"] == rate


def test_before_the_first_price_an_offer_is_unpriced(estimated: Results) -> None:
    item = one(estimated(f"support.md --provider acme {ACME} --as-of 2025-12-31"))
    assert (item["status"], item["reason"]) == (
        "unpriced",
        "no price is known for 2025-12-31: the first known is of 2026-01-01",
    )


@pytest.mark.parametrize(("day", "status"), [("2026-08-31", "ok"), ("2026-09-01", "retired")])
def test_an_offer_retires_on_the_first_day_it_is_not_served(estimated: Results, day: str, status: str) -> None:
    assert one(estimated(f"support.md --provider dust {ACME} --as-of {day}"))["status"] == status


@pytest.mark.parametrize(("day", "model"), [("2026-03-15", "mistral-small-3.2-24b"), ("2026-03-16", "mistral-small-4")])
def test_an_alias_means_what_it_meant_on_the_day(estimated: Results, day: str, model: str) -> None:
    item = one(estimated(f"chat.json --provider mistral --as-of {day}"))
    assert item["model"] == model


# What published pages show: the five that the project started from


@pytest.mark.parametrize(
    ("model", "provider", "day", "rates"),
    [
        ("mistral-small-3.2-24b", "openrouter", "2026-11-20", ["0.07", "0.20"]),
        ("mistral-small-3.1-24b", "openrouter", "2026-11-20", ["0.35", "0.55"]),
        ("mistral-small-3.1-24b", "mistral", "2026-05-08", ["0.35", "0.56"]),
        ("mistral-small-3.2-24b", "mistral", "2026-11-20", ["0.10", "0.30"]),
    ],
)
def test_a_published_page_stays_reproducible(estimated: Results, model: str, provider: str, day: str, rates: list[str]) -> None:
    item = one(estimated(f"support.md --model {model} --provider {provider} --basis page --as-of {day}"))
    assert item["status"] == "ok"
    assert [line["rate"] for line in item["lines"]] == rates
    assert item["price"]["basis"] == "page"


def test_the_ionos_card_gives_limits_and_no_price(estimated: Results) -> None:
    item = one(estimated(f"support.md --model mistral-small-3.2-24b --provider ionos --basis page {LIVE}"))
    assert (item["status"], item["per_request"], item["lines"]) == ("unpriced", None, [])
    assert item["limits"][0] == {"limit": "context", "max": 128000, "used": 1086, "status": "ok"}


def test_a_page_that_still_shows_a_retired_model_prices_it_with_a_note(estimated: Results) -> None:
    item = one(estimated(f"support.md --provider mistral --basis page {LIVE}"))
    assert (item["status"], item["notes"]) == ("ok", ["retired on 2026-07-31, though the page still shows it"])


# Which offers


def test_region_eu_takes_hosts_in_its_member_states(estimated: Results) -> None:
    assert {item["provider"] for item in estimated(f"support.md {ACME} --region EU")} == {"bolt", "dust"}


def test_needs_leaves_out_what_cannot_do_all_of_them(estimated: Results) -> None:
    assert "crux:acme/small-short" not in offers(estimated(f"support.md {ACME} --needs tools,vision"))


def test_an_image_excludes_offers_that_take_none(estimated: Results) -> None:
    short = [item for item in estimated(f"support.md --image screenshot.png {ACME}") if item["offer"] == "crux:acme/small-short"]
    assert (one(short)["status"], one(short)["reason"]) == ("exceeds", "takes no images, and the prompt has 1")


def test_a_glob_takes_every_model_that_it_matches(estimated: Results) -> None:
    models = {item["model"] for item in estimated(f"support.md --model 'mistral-small-*' --provider mistral {LIVE}")}
    assert models >= {"mistral-small-3.1-24b", "mistral-small-3.2-24b", "mistral-small-4"}


def test_a_requests_own_model_is_meant_unless_another_is_asked_for(estimated: Results) -> None:
    assert {item["model"] for item in estimated(f"chat.json {LIVE}")} == {"mistral-small-4"}
    assert {item["model"] for item in estimated(f"chat.json {LIVE} --model mistral-small-3.2-24b")} == {"mistral-small-3.2-24b"}


def test_nothing_that_matches_cannot_be_decided(run: Run) -> None:
    assert run(f"estimate support.md {ACME} --region JP").code == 3


def test_own_sheets_win_over_packaged_ones(estimated: Results, tmp_path: Path) -> None:
    (tmp_path / "openrouter.yaml").write_text(
        "{provider: openrouter, name: OpenRouter, kind: router, currency: USD, offers: [{model: mistral-small-3.2-24b, "
        "id: mistralai/mistral-small-3.2-24b-instruct, prices: "
        '[{from: 2026-11-01, input: "0.02", output: "0.04", basis: official, source: a contract, checked: 2026-11-01}]}]}'
    )
    found = estimated(f"support.md --provider openrouter {LIVE} --sheets", tmp_path)
    assert [line["rate"] for line in one(found)["lines"]] == ["0.02", "0.04"]


# Many prompts, and where they come from


def test_several_prompts_are_grouped_by_source_in_their_order_cheapest_first_in_each(estimated: Results) -> None:
    found = estimated(f"support.md requests.jsonl system.md {ACME} --fx EUR=1.10 --provider acme --provider bolt")
    assert [(item["source"], item["provider"]) for item in found] == [
        (source, provider)
        for source in ("support.md", "requests.jsonl:1", "requests.jsonl:2", "system.md")
        for provider in ("acme", "bolt")
    ]


def test_standard_input_is_text_unless_said_otherwise(estimated: Results, examples: Path) -> None:
    text = (examples / "chat.json").read_text("utf-8")
    as_text = one(estimated(f"- --provider acme {ACME}", stdin=text))
    as_json = one(estimated(f"- --input-format json --provider acme {ACME}", stdin=text))
    assert (as_text["source"], as_json["source"]) == ("standard input", "standard input")
    assert (as_text["usage"]["output"], as_json["usage"]["output"]) == (1000, 400)


def test_what_is_added_makes_a_prompt_by_itself(estimated: Results) -> None:
    item = one(estimated(f"--image 1280x720 --provider acme {ACME}"))
    assert (item["source"], item["usage"]["input"]) == ("options", 1 + 2 + 1222)


def test_tools_are_added_to_the_prompt(estimated: Results) -> None:
    without, with_tools = (one(estimated(f"support.md {more} --provider acme {ACME}")) for more in ("", "--tools tools.json"))
    assert with_tools["usage"]["input"] > without["usage"]["input"]


def test_a_megabyte_of_whitespace_is_counted_exactly(estimated: Results, tmp_path: Path) -> None:
    from mistral_reference import mistral_common_v11

    text = " \n\t" * 350_000
    (tmp_path / "white.md").write_text(text, newline="")
    found = one(estimated(f"--input-format text --provider acme {ACME}", tmp_path / "white.md"))
    tokenizer = mistral_common_v11().instruct_tokenizer.tokenizer
    assert found["usage"]["input"] == 3 + len(tokenizer.encode(text, bos=False, eos=False))


# Images behind URLs


@pytest.fixture
def remote(tmp_path: Path) -> Path:
    parts = [{"type": "text", "text": "What is this?"}, {"type": "image_url", "image_url": "https://example.com/a.png"}]
    path = tmp_path / "remote.json"
    path.write_text(json.dumps({"messages": [{"role": "user", "content": parts}]}))
    return path


def test_an_image_behind_a_url_is_estimated_at_the_most_it_can_be(estimated: Results, remote: Path) -> None:
    item = one(estimated(f"--explain --provider acme {ACME}", remote))
    (image,) = [part for part in item["ledger"] if part["kind"] == "image"]
    assert (item["counting"], image["tokens"]) == ("estimated", 3080)
    assert "not fetched" in item["notes"][0]


def test_its_size_makes_it_exact(estimated: Results, remote: Path) -> None:
    item = one(estimated(f"--explain --provider acme {ACME} --image-size https://example.com/a.png=1280x720", remote))
    (image,) = [part for part in item["ledger"] if part["kind"] == "image"]
    assert (item["counting"], image["tokens"], item["notes"]) == ("verified", 1222, [])


def test_the_estimate_is_told_on_a_narrow_screen_too(run: Run, remote: Path) -> None:
    out = " ".join(run(f"estimate --provider acme {ACME}", remote).out.split())
    assert "estimated" in out
    assert "counted as the most one image can be, 3080 tokens" in out


# Exit codes


@pytest.mark.parametrize(
    ("options", "code"),
    [
        ("", 0),
        ("--provider acme", 0),
        ("--provider crux", 3),
        ("--provider dust", 3),
        ("--provider crux --needs vision --region US", 3),
        ("--provider crux --exit-zero", 0),
        ("--provider acme --output-tokens 200000", 1),
        ("--provider acme --output-tokens 200000 --exit-zero", 0),
        ("--output-tokens 200000 --provider acme --provider dust", 3),
    ],
)
def test_any_offer_that_is_ok_is_a_yes_any_unknown_one_else_undecided_else_no(run: Run, options: str, code: int) -> None:
    assert run(f"estimate support.md {ACME} {options}").code == code


def test_of_several_prompts_the_worst_answer_counts(run: Run, tmp_path: Path) -> None:
    def prompt(name: str, output: int) -> Path:
        path = tmp_path / name
        path.write_text(json.dumps({"messages": [{"role": "user", "content": "hi"}], "max_tokens": output}))
        return path

    fits, too_long = prompt("fits.json", 10), prompt("long.json", 200_000)
    assert run(f"estimate {ACME} --provider acme", fits, too_long).code == 1
    assert run(f"estimate {ACME} --provider acme", fits).code == 0


def test_the_result_is_printed_whatever_the_verdict(run: Run) -> None:
    ended = run(f"estimate support.md {ACME} --provider dust")
    assert (ended.code, ended.err) == (3, "")
    assert "retired on 2026-09-01" in ended.out


# What people read


def test_the_heading_tells_the_span_of_answers_and_who_said_so(run: Run) -> None:
    heading = run(f"estimate support.md requests.jsonl {ACME} --provider acme", columns=None).out.partition("\n")[0]
    assert heading == (
        "3 prompts: 200 to 1,000 output tokens (assumed, max_tokens of the request), 30,000 requests a month, "
        "1,000 a day (assumed); USD, prices of 2026-11-20."
    )


def test_the_heading_tells_how_many_answers_make_the_output(run: Run) -> None:
    request = '{"n": 3, "messages": [{"role": "user", "content": "Hello"}]}'
    command = f"estimate - --input-format json --output-tokens 200 {ACME} --provider acme"
    heading = run(command, stdin=request, columns=None).out.partition(";")[0]
    assert heading == (
        "standard input: 600 output tokens (--output-tokens, 3 answers of 200), 30,000 requests a month, 1,000 a day (assumed)"
    )


def test_rates_are_shown_per_million_whatever_unit_the_sheet_has(run: Run) -> None:
    lines = run(f"estimate support.md {ACME} --provider bolt", columns=None).out.splitlines()
    header, row = lines[2], lines[4]
    assert row[header.index("In/1M") - 2 :].split()[:3] == ["0.20", "0.50", "EUR"]


def test_explain_shows_each_ledger_once_with_the_offers_it_holds_for(run: Run) -> None:
    out = run(f"estimate support.md {ACME} --explain", columns=None).out
    holders = "acme/acme-small-1 (verified), crux:acme/small-short (reference), crux/acme-small-1 (reference)"
    assert f"support.md, tekken-v11: {holders}, dust/acme-small-1 (reference)\n" in out
    assert "support.md, tekken-v11: bolt/acme-small-1 (estimated)\n" in out
    assert "the host's own template, measured: 4 invented bills" in out


def test_a_given_number_of_tokens_replaces_the_count_and_nothing_else_of_the_request(estimated: Results) -> None:
    """The request's own answer length and its images stay."""
    found = one(estimated(f"chat.json --image 64x64 --input-tokens 5000 {LIVE} --provider mistral"))
    assert found["usage"] == {"input": 5000, "output": 400, "image": 1}
