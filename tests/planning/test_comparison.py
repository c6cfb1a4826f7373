from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import SUMMER, TODAY, model, offer_sheet, price, sheet

from costcalc.errors import UnknownNameError
from costcalc.planning.comparison import Side, difference, sides
from costcalc.planning.monthly import Month
from costcalc.pricing.catalogue import Terms
from costcalc.pricing.currency import Rate
from costcalc.sheets.book import bind
from costcalc.sheets.lifecycle import Lifecycle

if TYPE_CHECKING:
    from costcalc.sheets.schema import OfferSheet

TERMS = Terms(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))
MONTH = Month(on=TODAY, currency="USD", rate=TERMS.rate)


def sold(name: str, cost: str | None = "0.2", **stated: Any) -> OfferSheet:
    return offer_sheet(name, prices=(price(input=cost, output=cost),) if cost else (), **stated)


BOOK = bind(
    (
        sheet(
            "host",
            sold("big", max_output=8000),
            sold("mid", "0.4", context=42_000),
            sold("gone", lifecycle=Lifecycle(retires=SUMMER)),
        ),
        sheet("other", sold("big", "0.1", context=64_000), sold("mid", None), sold("dark", None, context=4_096)),
    ),
    (
        model("big", context=128_000, inputs=("text", "image")),
        model("mid", context=100_000, features=("tools",)),
        model("gone"),
        model("dark"),
        model("unsold"),
    ),
)


def compared(*names: str) -> list[Side]:
    return sides(names, BOOK, TERMS, MONTH)


def test_a_model_stands_with_its_own_window_and_its_cheapest_offer() -> None:
    [side] = compared("big")
    assert (side.name, side.named, side.listing and side.listing.offer.name) == ("big", False, "other/big")
    assert (side.figures.context, side.figures.max_output, side.figures.monthly) == (Decimal(128_000), None, Decimal(6))


def test_an_offer_stands_with_its_own_figures() -> None:
    [side] = compared("host/big")
    assert (side.name, side.named) == ("host/big", True)
    assert (side.figures.context, side.figures.max_output, side.figures.monthly) == (Decimal(128_000), Decimal(8000), Decimal(12))


def test_a_glob_stands_for_every_model_that_it_fits_once() -> None:
    assert [side.name for side in compared("big", "*i*")] == ["big", "mid"]


def test_128000_against_42000_and_100000_and_4096() -> None:
    [first, *others] = compared("big", "host/mid", "mid", "other/dark")
    assert [difference(first, other).context for other in others] == [Decimal("204.761"), Decimal(28), Decimal(3025)]


def test_a_price_is_compared_as_well() -> None:
    [first, other] = compared("host/big", "mid")
    found = difference(first, other)
    assert (found.input, found.output, found.monthly) == (Decimal(-50), Decimal(-50), Decimal(-50))


def test_what_one_side_does_not_publish_is_no_difference() -> None:
    [first, other] = compared("host/big", "mid")
    assert difference(first, other).max_output is None


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("gone", "every offer has retired"),
        ("dark", "no offer has a known price"),
        ("unsold", "nobody in the sheets sells it"),
        ("host/gone", "retired on 2026-06-01"),
        ("other/mid", "no price is published"),
    ],
)
def test_an_unknown_price_says_why(name: str, reason: str) -> None:
    [side] = compared(name)
    assert side.reason == reason


def test_what_a_model_takes_makes_it_see() -> None:
    big, mid = compared("big", "mid")
    assert (big.can, mid.can) == ({"text", "image", "vision"}, {"text", "tools"})


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'big'"):
        compared("bigg")
