from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from builders import SUMMER, TODAY, model, offer
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.catalogue import Listing, Terms, listing
from costcalc.pricing.currency import Rate
from costcalc.pricing.ranking import Ranked, SortKey, ranked

TERMS = Terms(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))


def listed(name: str, output: str | None = "1", **stated: Any) -> Listing:
    return listing(offer(of=model(name), output=output, **stated), TERMS)


def places(found: list[Ranked]) -> list[tuple[str, int | None, int]]:
    return [(item.listing.offer.model.model, item.position, item.of) for item in found]


def test_the_lowest_price_is_first() -> None:
    assert places(ranked([listed("b", "2"), listed("a", "3"), listed("c", "1")], "output")) == [
        ("c", 1, 3),
        ("b", 2, 3),
        ("a", 3, 3),
    ]


def test_ties_share_a_rank_and_the_next_leaves_it_out() -> None:
    found = ranked([listed("a", "1"), listed("b", "1.00"), listed("c", "2")], "output")
    assert places(found) == [("a", 1, 3), ("b", 1, 3), ("c", 3, 3)]


def test_what_is_unpriced_or_retired_comes_last_and_never_ranks_or_counts() -> None:
    found = ranked([listed("gone", "0.1", retires=SUMMER), listed("dark", None), listed("a", "5")], "output")
    assert places(found) == [("a", 1, 1), ("dark", None, 1), ("gone", None, 1)]


def test_by_context_the_largest_is_first_and_an_unknown_one_last_without_a_rank() -> None:
    found = ranked([listed("a"), listed("b", context=1000), listed("c", context=2000)], "context")
    assert places(found) == [("c", 1, 2), ("b", 2, 2), ("a", None, 2)]


@pytest.mark.parametrize("by", ["name", "checked"])
def test_a_name_or_a_day_is_no_merit(by: SortKey) -> None:
    found = ranked([listed("b", "1", checked=SUMMER), listed("a", "2", checked=None), listed("c", "3")], by)
    assert [item.position for item in found] == [None, None, None]
    assert [item.listing.offer.model.model for item in found] == {"name": ["a", "b", "c"], "checked": ["c", "b", "a"]}[by]


@given(st.lists(st.integers(0, 5), max_size=12))
def test_a_rank_is_one_more_than_how_many_are_cheaper(outputs: list[int]) -> None:
    found = ranked([listed(f"m{at}", str(rate), free=True) for at, rate in enumerate(outputs)], "output")
    for item in found:
        assert item.position == 1 + sum(Decimal(rate) < (item.listing.output or 0) for rate in outputs)
