"""What a source says differently from the book, and which of it is added how."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, time
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import claim, model, offer_sheet, price, sheet

from costcalc.pricing.differences import Difference, differences, rates_stated
from costcalc.pricing.refresh import changes
from costcalc.sheets.book import bind
from costcalc.sheets.imports.folder import Addition
from costcalc.sheets.lifecycle import Lifecycle
from costcalc.sheets.price_rows import Claim, Price, Service, Tier, Uplift, Window
from costcalc.sheets.schema import Alias

if TYPE_CHECKING:
    from costcalc.pricing.refresh import Change
    from costcalc.sheets.schema import OfferSheet, Sheet

D = Decimal
SEEN, BEGAN, WINTER, SPRING = date(2026, 11, 20), date(2026, 3, 1), date(2026, 12, 24), date(2027, 3, 1)
SUMMER, FALL = date(2026, 6, 1), date(2026, 11, 3)


def row(**stated: Any) -> Price:
    """Return a row of a data set, seen in summer."""
    return price(**{"basis": "community", "source": "feed 1.0", "checked": SUMMER, "input": "0.10", "output": "0.30", **stated})


def fresh(**stated: Any) -> Price:
    """Return a row of the same data set's newer version, seen on the day."""
    return row(**{"source": "feed 2.0", "checked": SEEN, **stated})


def known(*rows: Price, **stated: Any) -> OfferSheet:
    return offer_sheet("small-2", id="org/small-2", names=("small",), prices=rows or (row(),), **stated)


def told(offer: OfferSheet, *rows: Price, host: Sheet | None = None, ident: str = "org/small-2") -> list[Change]:
    """Return what a source with these rows of one offer changes in a book with one offer."""
    provider = host or sheet("host")
    book = bind([replace(provider, offers=(offer,))], [model("small-2")])
    stated = replace(sheet("host"), offers=(offer_sheet("small-2", id=ident, prices=rows),))
    return list(changes([stated], book, SEEN))


def only(found: list[Change]) -> Change:
    assert len(found) == 1
    return found[0]


def test_what_says_the_same_is_no_change() -> None:
    assert told(known(), fresh()) == []


def test_a_changed_price_begins_on_the_day_that_it_was_seen() -> None:
    change = only(told(known(), fresh(input="0.12")))
    assert (change.name, change.status) == ("host/small-2", "changed")
    assert change.differences == (Difference("input", D("0.10"), D("0.12")),)
    assert change.row is not None
    assert (change.row.from_, change.row.source, change.row.checked) == (SEEN, "feed 2.0", SEEN)
    assert change.row.note == "seen to differ on 2026-11-20; the price before was last seen on 2026-06-01"
    assert change.additions == (Addition(change.sheet, known(), change.row),)


def test_it_begins_on_the_day_that_the_source_names_where_the_book_saw_nothing_later() -> None:
    assert only(told(known(), fresh(input="0.12", from_=FALL))).row == fresh(input="0.12", from_=FALL)
    seen_since = row(checked=FALL)
    assert only(told(known(seen_since), fresh(input="0.12", from_=FALL))).row == replace(
        fresh(input="0.12", from_=SEEN), note="seen to differ on 2026-11-20; the price before was last seen on 2026-11-03"
    )


def test_an_announced_price_is_added_beside_the_one_that_holds() -> None:
    found = told(known(), fresh(input="0.12"), fresh(input="0.10", from_=WINTER), fresh(input="0.2", from_=SPRING))
    assert [(change.status, change.row.from_, change.row.input) for change in found if change.row] == [
        ("changed", SEEN, D("0.12")),
        ("changed", WINTER, D("0.10")),
        ("changed", SPRING, D("0.2")),
    ]


def test_what_the_source_says_to_have_ended_is_left_alone() -> None:
    assert told(known(), fresh(input="0.12", from_=BEGAN, until=FALL)) == []


def test_more_rates_are_a_row_of_their_own_but_fewer_are_nothing() -> None:
    change = only(told(known(), fresh(cached_input="0.01")))
    assert (change.status, change.differences) == ("more", (Difference("cached_input", None, D("0.01")),))
    assert told(known(row(cached_input="0.01")), fresh()) == []


def test_the_first_price_of_an_offer_that_had_none_holds_as_the_source_says() -> None:
    change = only(told(offer_sheet("small-2", id="org/small-2"), fresh(from_=FALL)))
    assert (change.status, change.row) == ("priced", fresh(from_=FALL))


def test_a_price_that_ended_is_not_begun_anew() -> None:
    assert told(known(row(until=SUMMER)), fresh(input="0.12")) == []


@pytest.mark.parametrize(
    ("held", "stated", "status"),
    [
        ({"basis": "official"}, {}, "disagrees"),
        ({"basis": "api"}, {}, "disagrees"),
        ({"basis": "page"}, {}, "changed"),
        ({}, {"basis": "api"}, "changed"),
        # As near to the provider, and another's: followed only where it names a later day or the price was not seen for long.
        ({"source": "other 1.0"}, {}, "changed"),
        ({"source": "other 1.0", "checked": FALL}, {}, "disagrees"),
        ({"source": "other 1.0", "checked": FALL}, {"from_": date(2026, 11, 10)}, "changed"),
        ({"checked": FALL}, {}, "changed"),
    ],
)
def test_a_price_is_followed_by_a_source_at_least_as_good(held: dict[str, Any], stated: dict[str, Any], status: str) -> None:
    change = only(told(known(row(**held)), fresh(input="0.12", **stated)))
    assert change.status == status
    assert isinstance(change.row, Claim) == (status == "disagrees")


def test_a_claim_that_is_made_already_is_not_made_again() -> None:
    said = claim(source="feed 1.0", input="0.12", output="0.30")
    assert told(known(row(basis="official"), claims=(said,)), fresh(input="0.12")) == []
    assert len(told(known(row(basis="official"), claims=(said,)), fresh(input="0.13"))) == 1


def test_a_list_in_another_currency_is_another_fact() -> None:
    change = only(told(known(row(currency="EUR")), fresh(input="0.12"), host=sheet("host", currency="EUR")))
    assert (change.status, change.reason) == ("disagrees", "the book has a price in EUR and none in USD")


@pytest.mark.parametrize(
    ("held", "reason"),
    [
        ({"checked": SEEN, "from_": SEEN}, "the book's price is newer: from 2026-11-20, seen 2026-11-20"),
        ({"checked": WINTER}, "the book's price is newer: seen 2026-12-24"),
    ],
)
def test_a_newer_price_of_the_book_stays(held: dict[str, Any], reason: str) -> None:
    change = only(told(known(row(**held)), fresh(input="0.12")))
    assert (change.status, change.reason, change.row, change.additions) == ("older", reason, None, ())


def test_a_retired_offer_gets_no_later_price() -> None:
    gone = Lifecycle(retires=SUMMER)
    change = only(told(known(lifecycle=gone), fresh(input="0.12")))
    assert (change.status, change.reason) == ("disagrees", "the offer retired on 2026-06-01")
    assert isinstance(change.row, Claim)
    assert told(known(lifecycle=gone), fresh(cached_input="0.01")) == []


def test_an_entry_that_the_book_set_aside_is_not_taken_for_a_change_of_the_entry_that_it_took() -> None:
    other_entry = claim(source="feed 1.0:small-2@2506", input="3", output="3", checked=SUMMER)
    assert told(known(claims=(other_entry,)), fresh(input="3", output="3")) == []
    assert only(told(known(row(checked=FALL), claims=(other_entry,)), fresh(input="3", output="3"))).status == "changed"


def test_a_price_with_an_end_of_its_own_is_for_a_person_to_change() -> None:
    change = only(told(known(row(until=WINTER)), fresh(input="0.12")))
    assert (change.status, change.added) == ("ends", False)
    assert "ends on 2026-12-24" in (change.reason or "")


def test_a_new_offer_brings_along_the_books_offers_of_its_model() -> None:
    change = only(told(known(), fresh(), ident="org/small-2:free"))
    assert (change.name, change.status) == ("host:org/small-2:free", "new")
    assert [(item.offer.id, item.row) for item in change.additions] == [("org/small-2:free", None), ("org/small-2", None)]


def test_an_offer_is_found_by_its_other_ids_and_by_an_alias_and_its_main_id_speaks() -> None:
    moving = Alias(name="small-latest", model="small-2", from_=BEGAN, source="the changelog")
    book = bind([sheet("host", known(), aliases=(moving,))], [model("small-2")])
    offers = [
        offer_sheet("small-2", id="small-latest", prices=(fresh(input="3"),)),
        offer_sheet("small-2", id="ORG/other", names=("Small",), prices=(fresh(input="2"),)),
        offer_sheet("small-2", id="org/small-2", prices=(fresh(input="1"),)),
    ]
    found = [change.row.input for change in changes([sheet("host", *offers)], book, SEEN) if change.row]
    assert found == [D(1)]
    assert [change.row.input for change in changes([sheet("host", *offers[:2])], book, SEEN) if change.row] == [D(3)]


def test_a_new_provider_is_as_the_source_has_it_and_what_has_no_price_is_nothing() -> None:
    book = bind([sheet("host", known())], [model("small-2")])
    there = sheet("there", offer_sheet("small-2", prices=(fresh(),)), offer_sheet("small-9"))
    change = only(list(changes([there], book, SEEN)))
    assert (change.sheet, change.additions) == (sheet("there"), (Addition(sheet("there"), there.offers[0], None),))


def test_every_rate_of_a_row_has_a_name() -> None:
    full = price(
        input="3",
        output="15",
        cached_share=D("0.1"),
        request="0.005",
        per=1000,
        tiers=(Tier(above=200000, input=D(6)),),
        windows=(Window(start=time(16, 30), end=time(0, 30), time_zone="UTC", weekdays=(6, 7), output=D(7)),),
        services=(
            Service(name="batch", multiplier=D("0.5")),
            Service(name="fast", input=D(9), tiers=(Tier(above=9, input=D(8)),)),
        ),
        uplifts=(Uplift(region="eu", multiplier=D("1.1")),),
    )
    assert rates_stated(full) == {
        "input": D(3000),
        "output": D(15000),
        "request": D("0.005"),
        "cached_input": D(300),
        "input above 200000": D(6000),
        "output 16:30-00:30 UTC on weekdays (6, 7)": D(7000),
        "batch factor": D("0.5"),
        "fast input": D(9000),
        "fast input above 9": D(8000),
        "endpoint eu factor": D("1.1"),
    }


def test_a_changed_row_shows_also_what_it_drops_and_digits_alone_are_no_difference() -> None:
    before = price(input="1", output="2", cached_input="0.0833333333333")
    assert differences(before, price(input="1", output="2", cached_input="0.08333333333333334")) == ()
    assert differences(before, price(input="1", output="3", request="1")) == (
        Difference("output", D(2), D(3)),
        Difference("request", None, D(1)),
        Difference("cached_input", D("0.0833333333333"), None),
    )
