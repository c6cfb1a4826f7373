"""How the price of an offer changed, as a table and a picture."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from command_line import Golden, Run

ONLY_SHEETS = ACME.replace("--model acme-small-1 ", "")
EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20"
HISTORY = f"prices history echo/echo-2 {EVERYTHING}"
SMALL_3_2 = "prices history openrouter/mistral-small-3.2-24b --as-of 2026-11-20"


def rows(run: Run, command: str) -> list[dict[str, Any]]:
    ended = run(f"{command} --format json")
    assert (ended.code, ended.err) == (0, "")
    found = json.loads(ended.out)
    Draft202012Validator(json.loads(run("schema prices-history").out)).validate(found)
    results: list[dict[str, Any]] = found["results"]
    return results


@pytest.mark.parametrize("width", [40, 80, 200])
def test_a_history_as_people_see_it(run: Run, golden: Golden, width: int) -> None:
    golden(f"prices-history.{width}.txt", run(HISTORY, columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_a_history_in_every_other_format_has_no_plot(run: Run, golden: Golden, suffix: str, name: str) -> None:
    golden(f"prices-history.{suffix}", run(f"{HISTORY} --format {name}").out)


def test_the_price_of_small_3_2_at_openrouter_changed_six_times(run: Run) -> None:
    found = rows(run, SMALL_3_2)
    assert [(row["from"], row["rates"]["input"], row["rates"]["output"]) for row in found[-3:]] == [
        ("2026-08-22", "0.075", "0.2"),
        ("2026-10-19", "0.09375", "0.25"),
        ("2026-11-03", "0.1", "0.3"),
    ]
    assert [row["change_percent"]["output"] for row in found[-2:]] == ["25", "20"]


def test_one_currency_can_be_asked_for(run: Run) -> None:
    assert [row["currency"] for row in rows(run, f"{HISTORY} --currency USD")] == ["USD"]


@pytest.mark.parametrize("width", [60, 80, 132])
def test_the_plot_is_as_wide_as_the_screen(run: Run, width: int) -> None:
    plot = run(SMALL_3_2, columns=width).out.partition("Price of")[2]
    assert "output 0.30" in plot
    assert width - 15 < max(map(len, plot.splitlines()[1:])) <= width


def test_quiet_leaves_table_and_plot(run: Run) -> None:
    out = run(f"{SMALL_3_2} --quiet").out
    assert out.startswith("From")
    assert "output 0.30" in out


def test_a_pipe_gets_the_table_alone(run: Run, golden: Golden) -> None:
    golden("prices-history.piped.txt", run(HISTORY, columns=None).out)


def test_a_file_gets_the_table_alone(run: Run, tmp_path: Any) -> None:
    ended = run(f"{SMALL_3_2} --output", tmp_path / "history.txt")
    assert ended.out == ""
    assert "output 0.30" not in (tmp_path / "history.txt").read_text(encoding="utf-8")


def test_a_screen_that_shows_only_ascii_gets_letters(process: Any) -> None:
    done = process(SMALL_3_2, env={"PYTHONIOENCODING": "ascii", "COLUMNS": "80"})
    assert done.stdout.isascii()
    assert b"o output 0.30" in done.stdout


def test_an_offer_without_a_price_has_no_history(run: Run) -> None:
    ended = run(f"prices history crux/acme-small-1 {ONLY_SHEETS}")
    assert (ended.code, ended.out) == (3, "")
    assert ended.err == "costcalc: crux/acme-small-1 has no published price: `costcalc prices show` tells what is known\n"


def test_nor_has_one_in_a_currency_without_a_list(run: Run) -> None:
    assert "echo/echo-2 has no published price in GBP" in run(f"{HISTORY} --currency GBP").err


def test_a_price_that_only_begins_later_is_listed_and_not_plotted(run: Run) -> None:
    out = run(f"{HISTORY} --currency USD").out
    assert "2026-12-01" in out
    assert "later than 2026-11-20" in out
    assert "per 1M tokens:\n" not in out


def test_a_retired_offer_says_so(run: Run) -> None:
    assert "The offer retired on 2026-08-31, successor echo-2." in run(f"prices history echo/echo-1 {EVERYTHING}").out
