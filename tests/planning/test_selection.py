from __future__ import annotations

from typing import Any, get_args

import pytest
from builders import SPRING, SUMMER, TODAY, catalogue, claim, model, offer_sheet, price, sheet

from costcalc.errors import InputError, UnknownNameError
from costcalc.planning.selection import NEEDS, Selection, parse_needs, select
from costcalc.sheets.book import bind
from costcalc.sheets.schema import Alias
from costcalc.sheets.terms import Feature, Modality

BOOK = catalogue()


def chosen(**asked: Any) -> list[str]:
    return [offer.name for offer in select(BOOK, Selection(**asked), TODAY)]


def test_nothing_asked_is_everything() -> None:
    assert len(chosen()) == len(BOOK.entries)


def test_models_are_named_globbed_or_aliased_and_added_up() -> None:
    assert chosen(models=["small-1"]) == ["maker/small-1", "router/small-1"]
    assert chosen(models=["small-1", "seer-?"]) == ["maker/small-1", "router/small-1", "router/seer-1"]
    assert chosen(models=["small-latest"], providers=["maker"]) == ["maker/small-2"]
    assert [o.name for o in select(BOOK, Selection(models=["small-latest"]), SPRING)] == ["maker/small-1", "router/small-1"]


def test_at_a_named_provider_a_model_is_what_the_provider_calls_so() -> None:
    """A maker may move a model's own name to the next model; elsewhere the name stays the model's."""
    moved = Alias(name="small-1", model="small-2", source="the changelog")
    maker = sheet("maker", offer_sheet("small-1"), offer_sheet("small-2"), aliases=(moved,))
    book = bind([maker, sheet("host", offer_sheet("small-1"))], [model("small-1"), model("small-2")])

    def offers(*providers: str) -> list[str]:
        return [offer.sheet.id for offer in select(book, Selection(models=["small-1"], providers=providers), TODAY)]

    assert offers("host", "maker") == ["org/small-2", "org/small-1"]
    assert offers() == ["org/small-1", "org/small-1"]


def test_providers_are_named() -> None:
    assert chosen(providers=["router", "host"]) == ["host/small-2", "host:Org/Small-2-Turbo", "router/small-1", "router/seer-1"]


@pytest.mark.parametrize(
    ("region", "offers"),
    [
        ("EU", ["maker/small-2", "maker/small-1", "host/small-2", "host:Org/Small-2-Turbo", "router/small-1"]),
        ("eu", ["maker/small-2", "maker/small-1", "host/small-2", "host:Org/Small-2-Turbo", "router/small-1"]),
        ("DE", ["host/small-2", "host:Org/Small-2-Turbo"]),
        ("US", ["router/small-1"]),
        ("GLOBAL", []),
        ("CH", []),
    ],
)
def test_a_region_is_where_an_offer_is_said_to_be_served(region: str, offers: list[str]) -> None:
    assert chosen(region=region) == offers


@pytest.mark.parametrize("region", ["Germany", "D", "", "E U"])
def test_what_is_no_region_is_refused(region: str) -> None:
    with pytest.raises(InputError) as raised:
        chosen(region=region)

    assert str(raised.value) == f"--region: '{region}' is no region: write an ISO 3166 code such as DE, or EU"


def test_an_offer_must_be_able_to_do_all_that_is_needed() -> None:
    assert chosen(needs=parse_needs("vision")) == ["router/seer-1"]
    assert chosen(needs=parse_needs("tools,text"), providers=["router", "maker"]) == ["maker/small-2", "router/small-1"]
    assert chosen(needs=parse_needs("tools,vision")) == []


def test_with_a_basis_only_offers_of_which_such_a_source_says_something() -> None:
    book = bind(
        [
            sheet(
                "host",
                offer_sheet(id="a", prices=(price(basis="api"),)),
                offer_sheet(id="b", claims=(claim(basis="page"),)),
                offer_sheet(id="c", prices=(price(),)),
            )
        ],
        [model()],
    )

    assert [offer.sheet.id for offer in select(book, Selection(basis="api"), TODAY)] == ["a"]
    assert [offer.sheet.id for offer in select(book, Selection(basis="page"), TODAY)] == ["b"]
    assert len(select(book, Selection(), TODAY)) == 3


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ({"providers": ["hosst"]}, "unknown provider 'hosst': did you mean 'host'?"),
        ({"models": ["smal-2"]}, "unknown model 'smal-2': did you mean 'small-2'"),
        ({"models": ["small-2", "large-9*"]}, "unknown model 'large-9*'"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(asked: dict[str, Any], message: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        select(BOOK, Selection(**asked), SUMMER)

    assert str(raised.value).startswith(message)


@pytest.mark.parametrize(
    ("text", "needs"), [(None, set()), ("", set()), (" tools , vision,", {"tools", "vision"}), ("fim", {"fim"})]
)
def test_needs_are_a_list(text: str | None, needs: set[str]) -> None:
    assert parse_needs(text) == needs


def test_an_unknown_need_is_refused_with_the_nearest() -> None:
    with pytest.raises(InputError) as raised:
        parse_needs("tools,visoin")

    assert str(raised.value) == "--needs: unknown need 'visoin': did you mean 'vision'?"


def test_everything_that_a_sheet_can_say_of_an_offer_can_be_needed() -> None:
    assert {*get_args(Feature), *get_args(Modality)} == set(NEEDS)
