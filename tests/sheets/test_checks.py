from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from builders import SPRING, SUMMER, TODAY, claim, model, offer_sheet, price, sheet

from costcalc.sheets.checks import problems
from costcalc.sheets.model_list import ModelList
from costcalc.sheets.price_rows import Service, Tier, Uplift
from costcalc.sheets.rate_limit import Limit
from costcalc.sheets.schema import Alias, Fee, Template
from costcalc.sheets.yaml_file import spell


def found(value: Any) -> list[str]:
    return [f"{spell(place)}: {message}" for place, message in problems(value)]


def of_rows(*rows: Any, **stated: Any) -> list[str]:
    """Return the problems of one offer with these rows."""
    return found(sheet("host", offer_sheet(prices=rows), **stated))


def alias(model: str, from_: date | None = None, until: date | None = None, name: str = "latest") -> Alias:
    return Alias(name=name, model=model, from_=from_, until=until, source="the changelog")


# --- Rows of one currency


@pytest.mark.parametrize(
    "rows",
    [
        [],
        [price(from_=SUMMER), price(from_=SPRING), price()],
        [price(from_=SUMMER), price(from_=SPRING, until=SUMMER)],
        [price(from_=SUMMER), price(from_=SPRING, until=date(2026, 4, 1))],
        [price(from_=SPRING), price(from_=SUMMER, currency="EUR"), price(currency="EUR")],
        [price(), price(currency="EUR")],
    ],
)
def test_rows_newest_first_each_ending_where_the_next_begins_are_right(rows: list[Any]) -> None:
    assert of_rows(*rows) == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (
            [price(from_=SPRING), price(from_=SUMMER)],
            "offers[0].prices[1]: from 2026-06-01 is not before the row above it, 2026-03-01: put the newest first",
        ),
        (
            [price(from_=SUMMER), price(from_=SUMMER)],
            "offers[0].prices[1]: from 2026-06-01 is not before the row above it, 2026-06-01: put the newest first",
        ),
        (
            [price(from_=SUMMER), price(until=date(2026, 6, 2))],
            "offers[0].prices[1]: until 2026-06-02 overlaps the row above it, which begins 2026-06-01: end it then",
        ),
        (
            [price(), price(from_=SPRING)],
            "offers[0].prices[1]: a row above it holds since ever, so this one never does: give that one a `from`",
        ),
        (
            [price(currency="USD"), price()],
            "offers[0].prices[1]: a row above it holds since ever, so this one never does: give that one a `from`",
        ),
        (
            [price(from_=SPRING, until=SPRING)],
            "offers[0].prices[0].until: 2026-03-01 is not after from, 2026-03-01",
        ),
    ],
)
def test_rows_that_overlap_or_stand_in_another_order_are_refused(rows: list[Any], problem: str) -> None:
    assert of_rows(*rows) == [problem]


# --- One row


@pytest.mark.parametrize(
    ("row", "problems_"),
    [
        (price(input="0", output="0", free=True), []),
        (price(input=None, output=None), []),
        (price(input="0"), ["input: 0 means free: say `free: true`, or null for an unknown price"]),
        (price(output="0.00"), ["output: 0 means free: say `free: true`, or null for an unknown price"]),
        (price(cached_input="0"), []),
        (price(input="0", output="0.30", free=True), ["output: 0.30 is a price, and the row says `free: true`: keep one"]),
        (price(input="0", output=None, free=True), ['output: is not said, and the row is free: write "0", or leave `free` out']),
        (price(per=0), ["per: 0 is not a number of tokens: write 1000000 for a rate per million"]),
        (price(per=1000), []),
        (price(currency="eur"), ["currency: 'eur' is not an ISO 4217 code such as EUR"]),
        (price(checked=None), ["checked: is required: the day on which the source was seen to say so"]),
        (price(checked=None, basis="page"), []),
        (price(input="-0.10"), ["input: -0.10 is negative"]),
        (price(other={"search_per_1000": Decimal(-5)}), ["other.search_per_1000: -5 is negative"]),
        (price(input="0.000000000001"), []),
        (
            price(input="0.0000000000001"),
            ["input: 1E-13 is no rate: it has at most 20 digits and lies between 1e-12 and 1e12"],
        ),
        (
            price(input="0.123456789012345678901"),
            ["input: 0.123456789012345678901 is no rate: it has at most 20 digits and lies between 1e-12 and 1e12"],
        ),
    ],
)
def test_a_row_is_checked(row: Any, problems_: list[str]) -> None:
    assert of_rows(row) == [f"offers[0].prices[0].{problem}" for problem in problems_]


@pytest.mark.parametrize(
    ("row", "place"),
    [
        (price(tiers=(Tier(above=1000, input=Decimal(0)),)), "tiers[0].input"),
        (price(services=(Service(name="batch", multiplier=Decimal(0)),)), "services[0].multiplier"),
        (price(services=(Service(name="flex", tiers=(Tier(above=1000, output=Decimal(0)),)),)), "services[0].tiers[0].output"),
        (price(uplifts=(Uplift(region="eu", multiplier=Decimal("0.0")),)), "uplifts[0].multiplier"),
    ],
)
def test_a_zero_inside_a_row_would_be_free_in_silence(row: Any, place: str) -> None:
    assert of_rows(row) == [f"offers[0].prices[0].{place}: 0 would make it free: leave it out where it is unknown"]


@pytest.mark.parametrize(
    ("row", "problems_"),
    [
        (claim(input="0", output="0"), []),
        (claim(context=128_000), []),
        (claim(basis="page", checked=None), []),
        (claim(checked=None), ["checked: is required: the day on which the source was seen to say so"]),
        (claim(currency="Euro"), ["currency: 'Euro' is not an ISO 4217 code such as EUR"]),
        (claim(from_=SUMMER, until=SPRING), ["until: 2026-03-01 is not after from, 2026-06-01"]),
        (claim(context=-1), ["context: -1 is negative"]),
    ],
)
def test_a_claim_is_checked_like_a_price_but_may_be_zero(row: Any, problems_: list[str]) -> None:
    value = sheet("host", offer_sheet(claims=(row,)))

    assert found(value) == [f"offers[0].claims[0].{problem}" for problem in problems_]


# --- A sheet


@pytest.mark.parametrize(
    ("stated", "problem"),
    [
        ({"currency": "USd"}, "currency: 'USd' is not an ISO 4217 code such as EUR"),
        ({"currency": "EURO"}, "currency: 'EURO' is not an ISO 4217 code such as EUR"),
        ({"currency": "€€€"}, "currency: '€€€' is not an ISO 4217 code such as EUR"),
        ({"regions": ("DE", "Europe")}, "regions[1]: 'Europe' is not an ISO 3166 code such as DE, nor EU, nor GLOBAL"),
        ({"regions": ("de",)}, "regions[0]: 'de' is not an ISO 3166 code such as DE, nor EU, nor GLOBAL"),
        (
            {"limits": (Limit(metric="requests", max=5, burst=-1, source="a page", checked=TODAY),)},
            "limits[0].burst: -1 is negative",
        ),
        (
            {"fees": (Fee(name="credit", minimum=Decimal("-0.80"), source="a page", checked=TODAY),)},
            "fees[0].minimum: -0.80 is negative",
        ),
        ({"template": Template(tokens=-3, evidence="bills")}, "template.tokens: -3 is negative"),
    ],
)
def test_the_provider_is_checked(stated: dict[str, Any], problem: str) -> None:
    assert found(sheet("host", **stated)) == [problem]


@pytest.mark.parametrize("name", ["Host", "my host", "host/eu", "host:eu", "-host", ""])
def test_a_provider_has_a_short_name(name: str) -> None:
    assert found(sheet(name)) == [f"provider: '{name}' is no short name: write small letters, digits, - and . alone"]


@pytest.mark.parametrize("name", ["host", "github-models", "z.ai", "302ai"])
def test_a_short_name_may_have_digits_and_signs(name: str) -> None:
    assert found(sheet(name)) == []


# --- Names


def test_two_offers_cannot_share_an_id_in_any_case() -> None:
    value = sheet("host", offer_sheet(id="Org/Small"), offer_sheet(id="x", names=("org/small",)), offer_sheet(id="y"))

    assert found(value) == ["offers[1]: 'org/small' names two entries: keep one"]


def test_an_offer_may_repeat_its_own_id_in_other_case() -> None:
    assert found(sheet("host", offer_sheet(id="Org/Small", names=("org/small",)))) == []


def test_two_models_cannot_share_a_name() -> None:
    listed = ModelList(models=(model("small-1"), model("small-2", names=("Small-1",))))

    assert found(listed) == ["models[1]: 'Small-1' names two entries: keep one"]


# --- Aliases


@pytest.mark.parametrize(
    "rows",
    [
        (alias("new", SUMMER), alias("old", SPRING), alias("oldest")),
        (alias("oldest"), alias("new", SUMMER), alias("old", SPRING)),
        (alias("new", SUMMER), alias("old", SPRING, until=SUMMER)),
        (alias("a", SPRING), alias("b", SPRING, name="other")),
    ],
)
def test_rows_of_an_alias_may_stand_in_any_order(rows: tuple[Alias, ...]) -> None:
    assert found(sheet("host", aliases=rows)) == []


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        ((alias("a", SPRING), alias("b", SPRING)), "aliases[1]: 'latest' begins on the same day in another row: keep one"),
        (
            (alias("a", SPRING), alias("b", SPRING, name="Latest")),
            "aliases[1]: 'Latest' begins on the same day in another row: keep one",
        ),
        ((alias("a"), alias("b")), "aliases[1]: 'latest' begins on the same day in another row: keep one"),
        (
            (alias("new", SUMMER), alias("old", SPRING, until=TODAY)),
            "aliases[1].until: 2026-11-20 is after 2026-06-01, when 'latest' moves to new",
        ),
        ((alias("a", SUMMER, until=SPRING),), "aliases[0].until: 2026-03-01 is not after from, 2026-06-01"),
    ],
)
def test_an_alias_means_one_model_a_day(rows: tuple[Alias, ...], problem: str) -> None:
    assert found(sheet("host", aliases=rows)) == [problem]
