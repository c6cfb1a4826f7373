from __future__ import annotations

from decimal import Decimal

from builders import SUMMER, TODAY, catalogue, model, offer_sheet, price, sheet

from costcalc.planning.card import card
from costcalc.planning.monthly import Month
from costcalc.pricing.catalogue import Terms
from costcalc.pricing.currency import Rate
from costcalc.sheets.book import bind
from costcalc.sheets.lifecycle import Lifecycle

TERMS = Terms(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))
MONTH = Month(on=TODAY, currency="USD", rate=TERMS.rate)


def test_a_card_knows_the_names_that_stood_for_the_model() -> None:
    book = catalogue()
    found = card(book.models["small-1"], book, TERMS, MONTH)
    assert [(held.provider, held.alias.name, held.until) for held in found.names] == [("maker", "small-latest", SUMMER)]


def test_offers_stand_cheapest_first_then_the_unpriced_then_the_retired() -> None:
    rows = (price(input="0.1", output="0.1"),)
    book = bind(
        (
            sheet("a", offer_sheet("small-1", prices=rows, lifecycle=Lifecycle(retires=SUMMER))),
            sheet("b", offer_sheet("small-1")),
            sheet("c", offer_sheet("small-1", prices=(price(input="0.2", output="0.2"),))),
            sheet("d", offer_sheet("small-1", prices=rows)),
        ),
        (model("small-1"),),
    )
    found = card(book.models["small-1"], book, TERMS, MONTH)
    assert [(sale.listing.offer.provider.provider, sale.monthly) for sale in found.sales] == [
        ("d", Decimal(6)),
        ("c", Decimal(12)),
        ("b", None),
        ("a", Decimal(6)),
    ]
    assert [move.offer.name for move in found.migrations] == ["a/small-1"]


def test_without_any_price_there_is_nothing_to_be_cheaper_than() -> None:
    book = bind((sheet("b", offer_sheet("small-1")),), (model("small-1", context=1),))
    found = card(book.models["small-1"], book, TERMS, MONTH)
    assert (found.own, found.alternatives) == (None, ())
