from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from builders import SUMMER, TODAY, model, offer_sheet, price, sheet

from costcalc.planning.migration import Migration, last_day, migrations
from costcalc.planning.monthly import Month
from costcalc.pricing.currency import Rate
from costcalc.sheets.book import Book, bind
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.schema import Alias, OfferSheet

MONTH = Month(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))
LATER = date(2027, 3, 1)
MODELS = tuple(model(name) for name in ("small-1", "small-2", "small-3"))


def sold(name: str, cost: str, *, retires: date | None = None, successor: str | None = None, **stated: Any) -> OfferSheet:
    """Return an offer that costs so many dollars for a million tokens, in and out."""
    life = Lifecycle(retires=retires, successor=successor) if retires or successor else None
    return offer_sheet(name, prices=(price(input=cost, output=cost),), lifecycle=life, **stated)


def book(*offers: OfferSheet, elsewhere: tuple[OfferSheet, ...] = ()) -> Book:
    alias = Alias(name="small-latest", model="small-2", source="the changelog")
    return bind((sheet("maker", *offers, aliases=(alias,)), sheet("host", *elsewhere)), MODELS)


def moves(of: Book) -> list[Migration]:
    return migrations(of.offers(), of, MONTH)


def test_a_retired_offer_moves_to_its_successor_at_the_same_provider() -> None:
    [move] = moves(book(sold("small-1", "0.2", retires=SUMMER, successor="small-2"), sold("small-2", "0.3")))
    assert (move.offer.name, move.retires, move.to and move.to.name) == ("maker/small-1", SUMMER, "maker/small-2")
    assert (move.before, move.after, move.change) == (Decimal(12), Decimal(18), Decimal(50))
    assert (move.elsewhere, move.reason) == (False, None)


def test_one_that_is_still_to_retire_moves_as_well() -> None:
    [move] = moves(book(sold("small-1", "0.2", retires=LATER, successor="small-2"), sold("small-2", "0.1")))
    assert move.change == Decimal(-50)


def test_the_cost_before_is_that_of_the_last_day() -> None:
    rows = (price(from_=SUMMER, input="9", output="9"), price(input="0.2", output="0.2"))
    gone = offer_sheet("small-1", prices=rows, lifecycle=Lifecycle(retires=SUMMER, successor="small-2"))
    [move] = moves(book(gone, sold("small-2", "0.3")))
    assert move.before == Decimal(12)


def test_an_offer_without_a_date_does_not_move() -> None:
    assert moves(book(sold("small-1", "0.2", successor="small-2"), sold("small-2", "0.3"))) == []


def test_a_successor_may_be_an_alias() -> None:
    [move] = moves(book(sold("small-1", "0.2", retires=SUMMER, successor="small-latest"), sold("small-2", "0.3")))
    assert move.to is not None
    assert move.to.name == "maker/small-2"


def test_a_successor_that_the_provider_does_not_sell_is_taken_where_it_is_cheapest() -> None:
    others = (sold("small-2", "0.5", id="a"), sold("small-2", "0.4", id="b"), sold("small-2", "0.1", id="c", retires=SUMMER))
    of = book(sold("small-1", "0.2", retires=SUMMER, successor="small-2"), elsewhere=others)
    move = next(move for move in moves(of) if move.offer.name == "maker/small-1")
    assert (move.to and move.to.name, move.elsewhere, move.change) == ("host:b", True, Decimal(100))


def test_a_successor_that_retired_too_leads_to_its_own() -> None:
    chain = (
        sold("small-1", "0.2", retires=SUMMER, successor="small-2"),
        sold("small-2", "0.3", retires=SUMMER, successor="small-3"),
        sold("small-3", "0.4"),
    )
    assert [(move.offer.name, move.to and move.to.name, move.change) for move in moves(book(*chain))] == [
        ("maker/small-1", "maker/small-3", Decimal(100)),
        ("maker/small-2", "maker/small-3", Decimal("33.3333")),
    ]


def test_a_chain_that_ends_in_itself_leads_nowhere() -> None:
    ring = (
        sold("small-1", "0.2", retires=SUMMER, successor="small-2"),
        sold("small-2", "0.3", retires=SUMMER, successor="small-1"),
    )
    assert [(move.to, move.change) for move in moves(book(*ring))] == [(None, None), (None, None)]


def test_a_successor_that_retired_without_one_leads_nowhere() -> None:
    of = book(sold("small-1", "0.2", retires=SUMMER, successor="small-2"), sold("small-2", "0.3", retires=SUMMER))
    assert [(move.to, move.reason) for move in moves(of)] == [
        (None, "no offer of 'small-2' is served"),
        (None, "the provider names no successor"),
    ]


def test_the_makers_successor_holds_where_the_provider_names_none() -> None:
    old = model("small-1", lifecycle=Lifecycle(successor="small-2"))
    of = bind((sheet("maker", sold("small-1", "0.2", retires=SUMMER), sold("small-2", "0.3")),), (old, *MODELS[1:]))
    assert [move.successor for move in moves(of)] == ["small-2"]


@pytest.mark.parametrize(
    ("successor", "reason"),
    [(None, "the provider names no successor"), ("small-9", "no offer of 'small-9' is served")],
)
def test_where_nothing_follows_the_reason_says_so(successor: str | None, reason: str) -> None:
    [move] = moves(book(sold("small-1", "0.2", retires=SUMMER, successor=successor)))
    assert (move.before, move.after, move.change, move.elsewhere, move.reason) == (Decimal(12), None, None, False, reason)


def test_an_unknown_cost_is_no_change_and_says_why() -> None:
    dark = offer_sheet("small-2")
    [move] = moves(book(sold("small-1", "0.2", retires=SUMMER, successor="small-2"), dark))
    assert (move.to and move.to.name, move.change, move.reason) == ("maker/small-2", None, "no price is published")


def test_the_soonest_to_retire_comes_first() -> None:
    of = book(sold("small-1", "1", retires=LATER), sold("small-2", "1", retires=SUMMER), sold("small-3", "1", retires=SUMMER))
    assert [move.offer.model.model for move in moves(of)] == ["small-2", "small-3", "small-1"]


def test_the_last_day_is_the_one_before_it_retires() -> None:
    gone, served = book(sold("small-1", "1", retires=SUMMER), sold("small-2", "1")).offers()
    assert (last_day(gone, TODAY), last_day(served, TODAY)) == (SUMMER - timedelta(days=1), TODAY)
