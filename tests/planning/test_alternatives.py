from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import SUMMER, TODAY, model, offer_sheet, price, sheet

from costcalc.planning.alternatives import alternatives, own_cost
from costcalc.planning.monthly import Month
from costcalc.pricing.currency import Rate
from costcalc.sheets.book import bind
from costcalc.sheets.lifecycle import Lifecycle

if TYPE_CHECKING:
    from costcalc.sheets.model_list import Model
    from costcalc.sheets.schema import OfferSheet

MONTH = Month(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))
SEEING = {"inputs": ("text", "image"), "features": ("tools", "streaming", "vision")}
OWN = model("own", context=128_000, **SEEING)


def sold(name: str, cost: str, **stated: Any) -> OfferSheet:
    life = Lifecycle(retires=stated.pop("retires")) if "retires" in stated else None
    return offer_sheet(name, prices=(price(input=cost, output=cost),), lifecycle=life, **stated)


def found(other: Model, *offers: OfferSheet) -> list[tuple[str, Decimal | None]]:
    """Return the alternatives to a model that costs 0.2 each million tokens: their offers and how much less they cost."""
    book = bind((sheet("host", sold("own", "0.2"), *offers),), (OWN, other))
    own = own_cost(book.offers(models=["own"]), MONTH)
    assert own is not None
    return [(item.offer.name, item.change) for item in alternatives(OWN, own, book, MONTH)]


def test_a_model_that_does_as_much_for_less_is_an_alternative() -> None:
    assert found(model("other", context=128_000, **SEEING), sold("other", "0.1")) == [("host/other", Decimal(-50))]


@pytest.mark.parametrize("cost", ["0.2", "0.3"])
def test_what_costs_as_much_or_more_is_none(cost: str) -> None:
    assert found(model("other", context=128_000, **SEEING), sold("other", cost)) == []


@pytest.mark.parametrize(("context", "fits"), [(127_999, False), (128_000, True), (None, False)])
def test_the_window_must_be_known_to_be_as_large(context: int | None, *, fits: bool) -> None:
    assert bool(found(model("other", context=context, **SEEING), sold("other", "0.1"))) is fits


def test_the_window_is_that_of_the_offer_where_it_has_its_own() -> None:
    assert found(model("other", context=128_000, **SEEING), sold("other", "0.1", context=32_000)) == []


@pytest.mark.parametrize("lacks", [{"inputs": ("text",)}, {"features": ("streaming",)}])
def test_it_must_take_and_do_as_much(lacks: dict[str, Any]) -> None:
    other = {**SEEING, "features": ("tools", "streaming"), **lacks}
    assert found(model("other", context=128_000, **other), sold("other", "0.1")) == []


def test_a_host_that_does_not_list_streaming_is_not_taken_to_lack_it() -> None:
    offer = sold("other", "0.1", inputs=("text", "image"), features=("tools",))
    assert found(model("other", context=128_000, **SEEING), offer) == [("host/other", Decimal(-50))]


def test_a_retired_offer_is_none() -> None:
    assert found(model("other", context=128_000, **SEEING), sold("other", "0.1", retires=SUMMER)) == []


def test_of_each_model_the_cheapest_fitting_offer_is_named() -> None:
    offers = (sold("other", "0.15", id="a"), sold("other", "0.1", id="b"), sold("other", "0.05", id="c", context=1000))
    assert found(model("other", context=128_000, **SEEING), *offers) == [("host:b", Decimal(-50))]


def test_without_a_window_of_its_own_nothing_is_known_to_be_as_large() -> None:
    blind = model("own", **SEEING)
    book = bind((sheet("host", sold("own", "0.2"), sold("other", "0.1")),), (blind, model("other", context=128_000, **SEEING)))
    own = own_cost(book.offers(models=["own"]), MONTH)
    assert own is not None
    assert alternatives(blind, own, book, MONTH) == []


def test_the_own_cost_is_that_of_the_cheapest_served_offer() -> None:
    offers = (sold("own", "0.1", id="a", retires=SUMMER), sold("own", "0.3", id="b"), sold("own", "0.2", id="c"))
    own = own_cost(bind((sheet("host", *offers),), (OWN,)).offers(), MONTH)
    assert own is not None
    assert (own.offer.sheet.id, own.cost) == ("c", Decimal(12))


def test_where_all_retired_the_last_prices_count() -> None:
    offers = (sold("own", "0.1", id="a", retires=SUMMER), offer_sheet("own", id="b"))
    own = own_cost(bind((sheet("host", *offers),), (OWN,)).offers(), MONTH)
    assert own is not None
    assert own.offer.sheet.id == "a"


def test_without_any_price_there_is_no_own_cost() -> None:
    assert own_cost(bind((sheet("host", offer_sheet("own")),), (OWN,)).offers(), MONTH) is None
