"""The pictures that reports ask for: what is drawn, in which room, and when a screen shows it."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, SHEETS

from costcalc.render.chart import Bar, Bars, Chart, Line, Parts, Steps

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import ReportOf, Run

EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20"
OPENROUTER = "openrouter/mistral-small-3.2-24b --as-of 2026-11-20"


def kinds(charts: tuple[Chart, ...]) -> list[str]:
    return [type(chart).__name__ for chart in charts]


def test_an_estimate_shows_offers_by_their_month_and_the_request_in_its_window(report_of: ReportOf) -> None:
    report = report_of(f"estimate support.md {ACME} --fx EUR=1.10")
    bars, parts = report.charts()

    assert isinstance(bars, Bars)
    assert (bars.title, bars.unit, bars.screen) == ("Cost of a month", "USD", False)
    ranked = [item for item in report.document["results"] if item["status"] == "ok"]
    assert bars.bars == tuple(Bar(item["offer"], Decimal(item["monthly"]["cost"])) for item in ranked)
    assert isinstance(parts, Parts)
    assert (parts.title, parts.room, parts.screen) == ("support.md in the context window of acme/acme-small-1", 128_000, False)
    assert sum(part.amount for part in parts.parts) == ranked[0]["limits"][0]["used"]


def test_a_landed_bill_is_what_bars_compare_where_it_was_asked_for(report_of: ReportOf) -> None:
    report = report_of(f"estimate support.md {ACME} --fx EUR=1.10 --landed")
    bars = report.charts()[0]

    assert isinstance(bars, Bars)
    assert bars.title == "Cost of a month, landed"
    assert bars.bars[0].value == Decimal(report.document["results"][0]["landed"]["cost"])


def test_each_of_a_few_prompts_has_its_pictures_and_many_have_none(report_of: ReportOf, tmp_path: Path) -> None:
    few = report_of(f"estimate support.md system.md {ACME} --fx EUR=1.10").charts()
    line = json.dumps({"messages": [{"role": "user", "content": "Hi"}]})
    (tmp_path / "many.jsonl").write_text(f"{line}\n" * 9, encoding="utf-8")
    many = [report_of(f"{command} {tmp_path}/many.jsonl {ACME}").charts() for command in ("estimate", "count")]

    assert kinds(few) == ["Bars", "Bars", "Parts", "Parts"]
    assert [chart.title for chart in few[:2]] == ["Cost of a month: support.md", "Cost of a month: system.md"]
    assert many == [(), ()]


def test_one_offer_has_nothing_to_be_compared_with_and_a_number_no_parts(report_of: ReportOf) -> None:
    assert report_of(f"estimate --input-tokens 100 --provider acme {ACME}").charts() == ()


@pytest.mark.parametrize("command", ["estimate", "count"])
def test_a_screen_draws_a_request_only_beside_its_ledger(run: Run, command: str) -> None:
    assert "tokens:\n" not in run(f"{command} support.md {ACME}").out
    assert "tokens:\n██" in run(f"{command} support.md {ACME} --explain").out
    assert "█" not in run(f"{command} support.md {ACME} --explain", columns=None).out


@pytest.mark.parametrize(
    ("options", "room"),
    [
        ("", 128_000),
        ("--provider acme", 128_000),
        ("--as completion --provider crux", None),
        ("--as completion --provider acme", 16_384),
        ("--as completion", None),
    ],
)
def test_a_count_is_held_against_the_room_of_its_model_or_offer(report_of: ReportOf, options: str, room: int | None) -> None:
    parts = report_of(f"count support.md {options} {ACME}").charts()[0]
    assert isinstance(parts, Parts)
    assert parts.room == room


def test_models_are_compared_by_cost_where_it_is_known(report_of: ReportOf) -> None:
    (bars,) = report_of(f"models compare mistral-small-3.2-24b {OPENROUTER}").charts()
    assert isinstance(bars, Bars)
    assert [bar.name for bar in bars.bars] == ["mistral-small-3.2-24b", "openrouter/mistral-small-3.2-24b"]
    assert report_of(f"models compare echo-1 echo-2 {EVERYTHING}").charts() == ()


def test_the_history_of_a_price_is_drawn_and_on_the_page_of_an_offer_where_it_moved(report_of: ReportOf) -> None:
    (history,) = report_of(f"prices history {OPENROUTER}").charts()
    assert isinstance(history, Steps)
    assert (history.title, history.unit) == ("Price of openrouter/mistral-small-3.2-24b", "USD per 1M tokens")
    assert [line.name for line in history.lines] == ["output", "input"]
    assert isinstance(history.lines[0], Line)
    assert history.lines[0].stretches[-1].value == Decimal("0.30")
    assert report_of(f"prices show {OPENROUTER}").charts() == (history,)
    assert report_of(f"prices show bolt/acme-small-1 {ACME.replace('--model acme-small-1 ', '')}").charts() == ()
