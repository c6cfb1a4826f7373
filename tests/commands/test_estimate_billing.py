"""What changes a price besides its length: cache, service, endpoint, moment, and what lands on the bill."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import Exit

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Ended, Run

SHEET = """
provider: gala
name: Gala
kind: host
currency: EUR
prices_exclude_vat: true
fees: [{name: credit purchase, percent: "10", source: invented, checked: 2026-11-01}]
free_quota: {tokens: 1000000, period: month, source: invented, checked: 2026-11-01}
rounding: {tokens: 1000, money: "0.01", source: invented, checked: 2026-11-01}
offers:
  - model: mistral-small-3.2-24b
    id: gala/small
    context: 1000000
    prices:
      - from: 2026-01-01
        input: "0.20"
        output: "0.60"
        cached_share: "0.25"
        cache_minimum: 1024
        tiers: [{above: 200000, input: "0.40"}]
        windows: [{start: "18:00", end: "06:00", time_zone: UTC, input: "0.10"}]
        services: [{name: batch, multiplier: "0.5", regional: false}, {name: flex, input: "0.15"}]
        uplifts: [{region: eu, multiplier: "1.1"}]
        basis: official
        source: invented
        checked: 2026-11-01
"""


@pytest.fixture
def result(run: Run, tmp_path: Path) -> Any:
    """Return the one result of an estimate at the invented host, 1,000 tokens out."""
    (tmp_path / "gala.yaml").write_text(SHEET, encoding="utf-8")

    def result(options: str, *, tokens: int = 100_000) -> dict[str, Any]:
        ended = estimate(run, tmp_path, options, tokens=tokens)
        assert ended.code in {Exit.DONE, Exit.UNDECIDED}, ended.err
        found: list[dict[str, Any]] = json.loads(ended.out)["results"]
        assert len(found) == 1
        return found[0]

    return result


def estimate(run: Run, sheets: Path, options: str, *, tokens: int = 100_000) -> Ended:
    day = "" if "--as-of" in options else "--as-of 2026-11-20T12:00Z"
    question = f"--input-tokens {tokens} --output-tokens 1000 --currency EUR --requests 10/month {day}"
    return run(f"estimate {question} --sheets {sheets} --provider gala --format json {options}")


def rates(found: dict[str, Any]) -> dict[str, str]:
    return {line["meter"]: line["rate"] for line in found["lines"]}


def test_a_cached_share_is_part_of_the_input_and_shown_as_assumed(result: Any) -> None:
    found = result("--cached-share 80%")
    assert found["usage"] == {"input": 100_000, "cached_input": 80_000, "output": 1000}
    assert [(line["meter"], line["quantity"], line["rate"]) for line in found["lines"]] == [
        ("input", 20_000, "0.20"),
        ("cached_input", 80_000, "0.05"),
        ("output", 1000, "0.60"),
    ]
    assert "cached_input" in found["assumed"]


def test_a_prompt_too_short_for_the_cache_is_not_cached_and_says_so(result: Any) -> None:
    found = result("--cached-share 0.8", tokens=1000)
    assert "cached_input" not in found["usage"]
    assert "a prompt below 1,024 tokens is not cached" in found["notes"]


@pytest.mark.parametrize("options", ["--batch", "--service-tier batch"])
def test_batch_is_half_the_price(result: Any, options: str) -> None:
    assert rates(result(options)) == {"input": "0.1", "output": "0.3"}


def test_a_service_changes_only_the_meters_that_it_names(result: Any) -> None:
    assert rates(result("--service-tier flex")) == {"input": "0.15", "output": "0.60"}


def test_a_service_that_nobody_prices_is_unpriced_and_not_the_standard_one(result: Any) -> None:
    found = result("--service-tier priority")
    assert (found["status"], found["reason"]) == ("unpriced", "no price of service 'priority' is published")
    assert found["per_request"] is None


def test_an_endpoint_costs_more_and_has_no_batch_where_the_sheet_says_so(result: Any) -> None:
    assert rates(result("--endpoint eu"))["input"] == "0.22"
    assert result("--endpoint eu --batch")["reason"] == "service 'batch' is not offered at a regional endpoint"


@pytest.mark.parametrize(("tokens", "rate"), [(200_000, "0.20"), (200_001, "0.40")])
def test_a_long_prompt_is_priced_by_its_tier(result: Any, tokens: int, rate: str) -> None:
    assert rates(result("", tokens=tokens))["input"] == rate


@pytest.mark.parametrize(
    ("moment", "rate"),
    [("2026-11-20T17:59:59Z", "0.20"), ("2026-11-20T18:00:00Z", "0.10"), ("2026-11-20T18:59:59+01:00", "0.20")],
)
def test_a_moment_decides_the_window(result: Any, moment: str, rate: str) -> None:
    assert rates(result(f"--as-of {moment}"))["input"] == rate


def test_a_day_alone_is_priced_at_its_dearest_and_says_so(result: Any) -> None:
    found = result("--as-of 2026-11-20")
    assert rates(found)["input"] == "0.20"
    assert any("depends on the time of day" in note for note in found["notes"])


def test_a_landed_month_goes_from_the_list_price_to_the_bill_in_steps(result: Any) -> None:
    """1,000,000 in at 0.20 and 10,000 out at 0.60; a million free, the dearest first, leaves 10,000 in: 0.002, so 0.01."""
    landed = result("--landed --vat 19")["landed"]
    assert {step["name"]: step["amount"] for step in landed["steps"]} == {
        "list price": "0.206",
        "free quota": "-0.204",
        "rounding": "0.008",
        "credit purchase": "0.001",
        "VAT": "0.00209",
    }
    assert landed["cost"] == "0.01309"


def test_vat_that_was_not_given_is_named(result: Any) -> None:
    assert "VAT is excluded: give --vat to add it" in result("--landed")["notes"]


def test_without_landed_there_is_no_bill(result: Any) -> None:
    assert "landed" not in result("")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--cached-share 1.2", "--cached-share: 1.2 is not from 0 to 1, or 0% to 100%"),
        ("--cached-share lots", "--cached-share: 'lots' is not a number: write a share such as 0.8 or 80%"),
        ("--vat 19", "--vat: is added under --landed alone: add it, or leave --vat out"),
        ("--landed --vat -1", "--vat: -1 is not from 0 to 100"),
        ("--batch --service-tier flex", "--batch: cannot stand beside --service-tier flex: keep one"),
        ("--as-of 2026-11-20T18:00", "--as-of: '2026-11-20T18:00' names no time zone: add Z for UTC or an offset such as +01:00"),
        ("--as-of 2026-11-20T99", "--as-of: '2026-11-20T99' is no moment: write YYYY-MM-DDTHH:MM with a zone, 2026-11-20T18:00Z"),
    ],
)
def test_what_cannot_be_meant_is_one_line(run: Run, tmp_path: Path, options: str, message: str) -> None:
    (tmp_path / "gala.yaml").write_text(SHEET, encoding="utf-8")
    ended = estimate(run, tmp_path, options)
    assert (ended.code, ended.out, ended.err) == (Exit.BAD_INPUT, "", f"costcalc: {message}\n")
