from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from builders import SUMMER, TODAY, model, offer_sheet, price, sheet

from costcalc.errors import UnknownNameError
from costcalc.planning.models import ModelSelection, ModelSortKey, models, ordered
from costcalc.pricing.catalogue import Terms
from costcalc.pricing.currency import Rate
from costcalc.sheets.book import bind
from costcalc.sheets.lifecycle import Lifecycle

TERMS = Terms(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))
ROWS = (price(input="0.1", output="0.3"),)
CHEAP = (price(input="0.01", output="0.03"),)
BOOK = bind(
    (
        sheet("host", offer_sheet("seer-2", prices=CHEAP), offer_sheet("small-1", prices=ROWS)),
        sheet(
            "router", offer_sheet("small-1", prices=CHEAP, lifecycle=Lifecycle(retires=SUMMER)), offer_sheet("small-1", id="b")
        ),
    ),
    (
        model("small-1", context=32_000, licence="Apache-2.0", released=date(2025, 1, 1), features=("tools",)),
        model(
            "seer-2", context=128_000, licence="proprietary", released=date(2026, 1, 1), inputs=("text", "image"), maker="Acme"
        ),
        model("dark-3"),
    ),
)


def names(**asked: Any) -> list[str]:
    return [item.model.model for item in models(BOOK, ModelSelection(**asked), TERMS)]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ({}, ["small-1", "seer-2", "dark-3"]),
        ({"names": ["s*"]}, ["small-1", "seer-2"]),
        ({"makers": ["acm"]}, ["seer-2"]),
        ({"licences": ["apache", "PROPRIETARY"]}, ["small-1", "seer-2"]),
        ({"needs": frozenset({"vision"})}, ["seer-2"]),
        ({"needs": frozenset({"tools", "vision"})}, []),
        ({"context": 32_000}, ["small-1", "seer-2"]),
        ({"context": 32_001}, ["seer-2"]),
    ],
)
def test_models_are_found_by_what_is_asked(asked: dict[str, Any], expected: list[str]) -> None:
    assert names(**asked) == expected


def test_an_unknown_name_is_an_error() -> None:
    with pytest.raises(UnknownNameError, match="did you mean 'small-1'"):
        names(names=["smal-1"])


def test_retired_offers_are_not_served_and_never_cheapest() -> None:
    [small] = models(BOOK, ModelSelection(names=["small-1"]), TERMS)
    assert [item.offer.name for item in small.served] == ["host/small-1", "router:b"]
    assert small.cheapest is not None
    assert small.cheapest.offer.name == "host/small-1"


def test_a_model_that_nobody_sells_has_no_cheapest_offer() -> None:
    [dark] = models(BOOK, ModelSelection(names=["dark-3"]), TERMS)
    assert (dark.offers, dark.cheapest) == ((), None)


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("name", ["dark-3", "seer-2", "small-1"]),
        ("context", ["seer-2", "small-1", "dark-3"]),
        ("released", ["seer-2", "small-1", "dark-3"]),
        ("offers", ["small-1", "seer-2", "dark-3"]),
        ("price", ["seer-2", "small-1", "dark-3"]),
    ],
)
def test_models_stand_in_the_order_asked_for_the_unknown_last(by: ModelSortKey, expected: list[str]) -> None:
    assert [item.model.model for item in ordered(models(BOOK, ModelSelection(), TERMS), by)] == expected
