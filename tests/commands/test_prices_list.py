"""Every offer with its price on a day, and its rank."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Golden, Run

LIST = f"prices list {ACME} --fx EUR=1.10"
EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20 --fx EUR=1.10"


@pytest.fixture
def listed(run: Run) -> Callable[[str], list[dict[str, Any]]]:
    """Return the results of a list."""

    def listed(options: str) -> list[dict[str, Any]]:
        ended = run(f"prices list --format json {options}")
        assert (ended.code, ended.err) == (0, "")
        results: list[dict[str, Any]] = json.loads(ended.out)["results"]
        return results

    return listed


def names(results: list[dict[str, Any]]) -> list[str]:
    return [item["offer"] for item in results]


@pytest.mark.parametrize("width", [80, 200])
def test_the_list_as_people_see_it(run: Run, golden: Golden, width: int) -> None:
    golden(f"prices-list.{width}.txt", run(LIST, columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_the_list_in_every_other_format(run: Run, golden: Golden, suffix: str, name: str) -> None:
    golden(f"prices-list.{suffix}", run(f"{LIST} --format {name}").out)


@pytest.mark.parametrize(
    "options", [f"{ACME} --currency EUR", "--as-of 2026-11-20", "--as-of 2026-11-20 --basis page", EVERYTHING]
)
def test_what_is_printed_satisfies_its_schema(run: Run, options: str) -> None:
    document = json.loads(run(f"prices list --format json {options}").out)
    Draft202012Validator(json.loads(run("schema prices-list").out)).validate(document)


def test_offers_rank_by_output_price_and_the_rest_never_does(listed: Callable[[str], list[dict[str, Any]]]) -> None:
    found = listed(f"{ACME} --fx EUR=1.10")
    assert [(item["offer"], item["status"], item["rank"] and item["rank"]["position"]) for item in found] == [
        ("crux:acme/small-short", "ok", 1),
        ("acme/acme-small-1", "ok", 2),
        ("bolt/acme-small-1", "ok", 3),
        ("crux/acme-small-1", "unpriced", None),
        ("dust/acme-small-1", "retired", None),
    ]
    assert found[1]["rank"] == {"position": 2, "of": 3, "by": "output"}


@pytest.mark.parametrize(
    ("options", "first"),
    [
        ("--sort input", "crux:acme/small-short"),
        ("--sort context", "acme/acme-small-1"),
        ("--sort blend --blend 1:0", "crux:acme/small-short"),
        ("--sort name", "acme/acme-small-1"),
        ("--sort checked", "acme/acme-small-1"),
    ],
)
def test_it_stands_in_the_order_asked_for(listed: Callable[[str], list[dict[str, Any]]], options: str, first: str) -> None:
    assert names(listed(f"{ACME} --fx EUR=1.10 {options}"))[0] == first


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ("--provider bolt", {"bolt/acme-small-1"}),
        ("--region EU", {"bolt/acme-small-1", "dust/acme-small-1"}),
        ("--needs structured_output", {"acme/acme-small-1", "crux/acme-small-1", "dust/acme-small-1"}),
        ("--max-input 0.10", {"acme/acme-small-1", "crux:acme/small-short", "dust/acme-small-1"}),
        ("--max-input 0.10 --max-output 0.02", {"crux:acme/small-short"}),
        ("--basis page", {"acme/acme-small-1"}),
        ("--model acme-mini-1 --free", {"acme/acme-mini-1"}),
    ],
)
def test_filters_leave_what_matches(listed: Callable[[str], list[dict[str, Any]]], options: str, expected: set[str]) -> None:
    assert set(names(listed(f"{ACME} --fx EUR=1.10 {options}"))) == expected


def test_another_day_has_its_own_price(listed: Callable[[str], list[dict[str, Any]]]) -> None:
    [found] = listed(f"{ACME} --provider acme --as-of 2026-05-31")
    assert (found["rates"]["input"], found["price"]["from"], found["price"]["until"]) == ("0.2", "2026-01-01", "2026-06-01")


def test_another_currency_names_the_rate_and_keeps_the_native_price(listed: Callable[[str], list[dict[str, Any]]]) -> None:
    [found] = listed(f"{ACME} --provider bolt --fx EUR=1.10")
    assert (found["rates"]["input"], found["native"]["rates"]["input"], found["native"]["per"]) == ("0.22", "0.0002", 1000)
    assert found["native"]["fx"]["rate"] == "1.1"


def test_a_known_price_without_a_rate_to_convert_it_is_unpriced(listed: Callable[[str], list[dict[str, Any]]]) -> None:
    [found] = listed(f"{ACME} --provider bolt --currency RSD")
    assert (found["status"], found["reason"]) == ("unpriced", "there are no ECB reference rates of RSD")


def test_a_list_by_name_has_no_ranks(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(f"{LIST} --sort name --format csv").out)))
    assert {row["rank"] for row in rows} == {""}


def test_a_csv_has_every_digit(run: Run) -> None:
    rows = list(csv.DictReader(io.StringIO(run(f"prices list {ACME} --provider bolt --format csv").out)))
    assert (rows[0]["input"], rows[0]["native_currency"], rows[0]["fx_rate"]) == ("0.22344", "EUR", "1.1172")


def test_what_a_list_cannot_say_in_two_rates_is_named(run: Run) -> None:
    out = " ".join(run(f"prices list {EVERYTHING} --provider echo").out.split())
    assert "1 offer with other rates by length, time, service or place" in out
    assert "echo/echo-2: the price depends on the time of day: taken at its dearest" in out


def test_nothing_matched_cannot_be_decided(run: Run) -> None:
    ended = run(f"{LIST} --max-output 0.001")
    assert (ended.code, ended.out, ended.err) == (3, "", "costcalc: no offer matches the filters: loosen them\n")


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ("--sort price", "--sort: unknown choice 'price'"),
        ("--blend 3", "--blend: '3' is no mix: write parts of input to parts of output, 3:1"),
        ("--blend 0:0", "--blend: '0:0' is no mix"),
        ("--basis pages", "--basis: unknown choice 'pages': did you mean 'page'?"),
        ("--max-input cheap", "--max-input: 'cheap' is not a number: write a rate of 1M tokens, such as 0.50"),
        ("--max-output=-1", "--max-output: -1 is negative"),
        ("--currency DOL", "--currency: 'DOL' is no ISO 4217 currency code"),
        ("--provider bollt", "unknown provider 'bollt': did you mean 'bolt'?"),
    ],
)
def test_bad_options_are_one_line_with_a_fix(run: Run, options: str, message: str) -> None:
    ended = run(f"{LIST} {options}")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert ended.err.startswith(f"costcalc: {message}")


def test_the_whole_book_is_listed_on_any_day(run: Run) -> None:
    ended = run("prices list --as-of 2026-11-20 --format csv")
    rows = list(csv.DictReader(io.StringIO(ended.out)))
    ranked = [int(row["rank"]) for row in rows if row["rank"]]
    assert len(ranked) > 200
    assert ranked == sorted(ranked)
    assert {row["status"] for row in rows if not row["rank"]} <= {"unpriced", "retired"}
