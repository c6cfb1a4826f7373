from __future__ import annotations

from datetime import date

import pytest
from builders import SPRING, TODAY, catalogue

from costcalc.errors import UnknownNameError
from costcalc.pricing.finding import find_offer, has_provider

BOOK = catalogue()


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("maker/small-2", "maker/small-2"),
        ("maker/small-latest", "maker/small-2"),
        ("host:Org/Small-2-Turbo", "host:Org/Small-2-Turbo"),
        ("router/org/small-1", "router/small-1"),
    ],
)
def test_an_offer_is_found_by_its_full_names(reference: str, expected: str) -> None:
    assert find_offer(BOOK, reference, TODAY).name == expected


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("seer-1", "router/seer-1"),
        ("router/seer", "router/seer-1"),
        ("host/*turbo", "host:Org/Small-2-Turbo"),
        ("Org/Small-2-Instruct", "host/small-2"),
        ("org/small-1", "router/small-1"),
    ],
)
def test_a_shorthand_that_fits_one_offer_is_that_offer(reference: str, expected: str) -> None:
    assert find_offer(BOOK, reference, TODAY).name == expected


def test_an_alias_means_what_it_meant_on_the_day() -> None:
    assert find_offer(BOOK, "maker/small-latest", SPRING).model.model == "small-1"


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("small-1", "'small-1' means 2 offers, name one: maker/small-1, router/small-1"),
        ("maker", "'maker' means 2 offers, name one: maker/small-2, maker/small-1"),
        ("host/small", "'host/small' means 2 offers, name one: host/small-2, host:Org/Small-2-Turbo"),
    ],
)
def test_a_shorthand_that_fits_several_names_them(reference: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        find_offer(BOOK, reference, TODAY)
    assert str(raised.value) == message


@pytest.mark.parametrize("reference", ["seerr-1", "routr/seer-1", "router/sear-1"])
def test_a_miss_names_the_nearest(reference: str) -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean '(router/)?seer-1'"):
        find_offer(BOOK, reference, TODAY)


def test_an_alias_of_another_day_is_a_miss() -> None:
    with pytest.raises(UnknownNameError, match="maker has no offer 'small-latest'"):
        find_offer(BOOK, "maker/small-latest", date(2020, 1, 1))


@pytest.mark.parametrize(
    ("reference", "expected"), [("maker/x", True), ("maker:x", True), ("maker", False), ("maker/", False), ("org/small-1", False)]
)
def test_a_reference_with_a_provider_can_only_mean_an_offer(reference: str, *, expected: bool) -> None:
    assert has_provider(BOOK, reference) is expected
