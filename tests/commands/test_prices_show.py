"""Everything known about one offer, with sources."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME, SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    from command_line import Golden, Run

EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20"
SHOW = f"prices show echo/echo-2 {EVERYTHING}"


def document(run: Run, command: str) -> dict[str, Any]:
    ended = run(f"{command} --format json")
    assert (ended.code, ended.err) == (0, "")
    found: dict[str, Any] = json.loads(ended.out)
    Draft202012Validator(json.loads(run("schema prices-show").out)).validate(found)
    return found


@pytest.mark.parametrize("width", [80, 200])
def test_everything_as_people_see_it(run: Run, golden: Golden, width: int) -> None:
    golden(f"prices-show.{width}.txt", run(SHOW, columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json")])
def test_everything_in_every_other_format(run: Run, golden: Golden, suffix: str, name: str) -> None:
    golden(f"prices-show.{suffix}", run(f"{SHOW} --format {name}").out)


def test_no_line_is_wider_than_the_screen(run: Run) -> None:
    assert max(map(len, run(SHOW, columns=100).out.splitlines())) <= 100


@pytest.mark.parametrize("offer", ["echo/echo-1", "echo/echo-3", "echo:Echo/Echo-3-Max"])
def test_what_is_missing_is_said_to_be(run: Run, golden: Golden, offer: str) -> None:
    name = offer.rpartition("/")[2].lower()
    golden(f"prices-show-{name}.txt", run(f"prices show {offer} {EVERYTHING}").out)


def test_a_price_keeps_all_its_conditions_and_what_no_command_prices(run: Run) -> None:
    [price] = document(run, SHOW)["prices"]
    assert [tier["above"] for tier in price["tiers"]] == [64000, 100000]
    assert (price["windows"][0]["start"], price["services"][0]["multiplier"]) == ("16:30:00", "0.5")
    assert (price["uplifts"][0]["region"], price["other"]) == ("fr", {"web_search_per_1000": "10"})


def test_claims_stand_beside_the_prices_and_never_among_them(run: Run) -> None:
    found = document(run, SHOW)
    assert [(claim["input"], claim["known_wrong"]) for claim in found["claims"]] == [("0.8", True), (None, True)]
    assert [(row["rates"]["input"], row["holds"]) for row in found["history"]] == [
        ("0.08", False),
        ("0.1", True),
        ("0.12", False),
    ]


@pytest.mark.parametrize(
    ("day", "status", "rate"),
    [
        ("2026-05-31", "unpriced", None),
        ("2026-06-01", "ok", "0.08"),
        ("2026-08-01", "unpriced", None),
        ("2027-01-31", "retired", "0.1"),
    ],
)
def test_it_tells_the_price_of_the_day(run: Run, day: str, status: str, rate: str | None) -> None:
    found = document(run, f"prices show echo/echo-2 {EVERYTHING} --as-of {day}")
    assert found["status"] == status
    assert [price["input"] for price in found["prices"] if price["currency"] == "EUR"] == ([rate] if rate else [])


@pytest.mark.parametrize(
    ("reference", "offer"),
    [
        ("acme/acme-latest", "acme/acme-small-1"),
        ("crux:acme/small-short", "crux:acme/small-short"),
        ("bolt", "bolt/acme-small-1"),
        ("acme/mini", "acme/acme-mini-1"),
    ],
)
def test_an_offer_is_found_by_alias_id_or_shorthand(run: Run, reference: str, offer: str) -> None:
    options = ACME.replace("--model acme-small-1 ", "")
    assert json.loads(run(f"prices show {reference} {options} --format json").out)["offer"] == offer


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("acme/acne", "acme has no offer 'acne' on 2026-11-20: known are acme-latest"),
        ("crux", "'crux' means 2 offers, name one: crux/acme-small-1, crux:acme/small-short"),
        ("acme-small-9", "unknown offer 'acme-small-9': did you mean 'acme-small-1'"),
    ],
)
def test_a_miss_names_the_nearest_and_a_shorthand_for_several_names_them(run: Run, reference: str, message: str) -> None:
    options = ACME.replace("--model acme-small-1 ", "")
    ended = run(f"prices show {reference} {options}")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err


def test_an_offer_of_every_packaged_provider_can_be_shown(run: Run) -> None:
    listed = json.loads(run("prices list --as-of 2026-11-20 --format json").out)["results"]
    one_each = {item["provider"]: item["offer"] for item in listed}
    for name in one_each.values():
        assert document(run, f"prices show '{name}' --as-of 2026-11-20")["offer"] == name
