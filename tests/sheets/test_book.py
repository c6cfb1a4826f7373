from __future__ import annotations

import pickle
from datetime import date, timedelta

import pytest
from builders import SPRING, SUMMER, TODAY, catalogue, model, offer, offer_sheet, sheet

from costcalc.errors import Exit, UnknownNameError
from costcalc.sheets.book import Book, alias_on, bind
from costcalc.sheets.schema import Alias, Template

BOOK = catalogue()
DAY_BEFORE = timedelta(days=1)


def id_of(reference: str, on: date = TODAY, book: Book = BOOK) -> str:
    return book.offer(reference, on).sheet.id


def refusal_of(reference: str, on: date = TODAY, book: Book = BOOK) -> str:
    with pytest.raises(UnknownNameError) as raised:
        book.offer(reference, on)
    assert raised.value.exit_code == Exit.BAD_INPUT
    return str(raised.value)


# --- One offer by its name


def test_provider_and_model_name_an_offer() -> None:
    found = BOOK.offer("router/small-1", TODAY)

    assert (found.provider.provider, found.model.model, found.sheet.id, found.name) == (
        "router",
        "small-1",
        "org/small-1",
        "router/small-1",
    )
    assert found.provider.offers == ()


@pytest.mark.parametrize(
    ("reference", "id_"),
    [
        ("host:Org/Small-2-Turbo", "Org/Small-2-Turbo"),
        ("host/Org/Small-2-Turbo", "Org/Small-2-Turbo"),
        ("host:org/small-2-turbo", "Org/Small-2-Turbo"),
        ("host:Org/Small-2-Instruct", "Org/Small-2"),
        ("host/SMALL-2", "Org/Small-2"),
        ("host/org/small-2-24b", "Org/Small-2"),
        ("router:org/seer-1:free", "org/seer-1:free"),
        ("router/org/seer-1:free", "org/seer-1:free"),
    ],
)
def test_the_first_slash_or_colon_splits_and_what_follows_is_a_model_or_an_id(reference: str, id_: str) -> None:
    assert id_of(reference) == id_


def test_behind_a_colon_stands_an_id_and_no_model() -> None:
    assert id_of("maker:small-2606") == "small-2606"
    assert "did you mean 'small-1' or 'small-2606'" in refusal_of("maker:small-2")


def test_a_second_offer_of_a_model_goes_by_its_id() -> None:
    names = [found.name for found in BOOK.offers(providers=["host"])]

    assert names == ["host/small-2", "host:Org/Small-2-Turbo"]


@pytest.mark.parametrize("on", [SPRING - DAY_BEFORE, SPRING, SUMMER, TODAY])
def test_the_name_of_an_offer_names_it_on_every_day(on: date) -> None:
    for found in BOOK.offers():
        assert BOOK.offer(found.name, on) == found


def test_an_own_id_is_nearer_than_another_catalogues_name_for_the_model() -> None:
    book = bind(
        [sheet("host", offer_sheet("small-2", id="org/small-turbo"), offer_sheet("small-2", id="org/small"))],
        [model("small-2", names=("org/small",))],
    )

    assert id_of("host/org/small", book=book) == "org/small"
    assert id_of("host/small-2", book=book) == "org/small-turbo"


# --- Aliases


def test_an_alias_means_another_model_from_its_day_on() -> None:
    assert id_of("maker/small-latest", SUMMER) == "small-2606"
    assert id_of("maker/small-latest", SUMMER - DAY_BEFORE) == "small-2501"
    assert id_of("maker:Small-Latest", SUMMER) == "small-2606"


def test_before_its_first_day_an_alias_is_unknown() -> None:
    message = refusal_of("maker/small-latest", SPRING - DAY_BEFORE)

    assert message.startswith("maker has no offer 'small-latest' on 2026-02-28")
    assert "'small-latest'?" not in message


def test_an_alias_of_a_model_that_is_not_sold_says_which() -> None:
    book = bind(
        [sheet("host", offer_sheet("small-2"), aliases=(Alias(name="latest", model="small-3", source="a page"),))],
        [model("small-2"), model("small-3")],
    )

    assert (
        refusal_of("host/latest", book=book)
        == "host has no offer 'latest' (small-3) on 2026-11-20: known are org/small-2, small-2"
    )


def test_an_offer_whose_model_is_also_a_moving_alias_goes_by_an_id_that_does_not_move() -> None:
    moved = Alias(name="pix", model="seer-1", from_=SUMMER, source="bills")
    book = bind(
        [sheet("host", offer_sheet("pix", id="pix", names=("pix-2409",)), offer_sheet("seer-1"), aliases=(moved,))],
        [model("pix"), model("seer-1")],
    )

    assert id_of("host/pix", SUMMER, book) == "org/seer-1"
    assert id_of("host/pix", SUMMER - DAY_BEFORE, book) == "pix"
    assert [found.name for found in book.offers()] == ["host:pix-2409", "host/seer-1"]
    assert id_of("host:pix-2409", SUMMER, book) == "pix"


@pytest.mark.parametrize(
    ("on", "found"),
    [
        (SPRING - DAY_BEFORE, "old"),
        (SPRING, "new"),
        (SUMMER - DAY_BEFORE, "new"),
        (SUMMER, None),
    ],
)
def test_a_row_of_an_alias_holds_until_the_next_begins_or_it_ends(on: date, found: str | None) -> None:
    rows = [
        Alias(name="latest", model="old", source="a page"),
        Alias(name="latest", model="new", from_=SPRING, until=SUMMER, source="a page"),
        Alias(name="other", model="other", source="a page"),
    ]
    alias = alias_on(rows, "latest", on)

    assert (alias and alias.model) == found


# --- What is unknown


@pytest.mark.parametrize(
    ("reference", "message"),
    [
        ("small-2", "'small-2' is no offer: write provider/model, such as mistral/mistral-small-latest"),
        ("/small-2", "'/small-2' is no offer: write provider/model, such as mistral/mistral-small-latest"),
        ("ruoter/small-1", "unknown provider 'ruoter': did you mean 'router'?"),
        ("router/small-3", "router has no offer 'small-3' on 2026-11-20: did you mean 'small-1' or 'org/small-1'?"),
        ("host/", "host has no offer '' on 2026-11-20: known are Org/Small-2, Org/Small-2-Instruct, Org/Small-2-Turbo, small-2"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(reference: str, message: str) -> None:
    assert refusal_of(reference).startswith(message)


# --- Models


@pytest.mark.parametrize(
    ("pattern", "models"),
    [
        ("small-2", ["small-2"]),
        ("SMALL-2", ["small-2"]),
        ("org/small-2-24b", ["small-2"]),
        ("small-*", ["small-1", "small-2"]),
        ("*", ["seer-1", "small-1", "small-2"]),
        ("s[em]*-1", ["seer-1", "small-1"]),
        ("small-?", ["small-1", "small-2"]),
        ("org/small-1", ["small-1"]),
        ("Org/Small-2-Turbo", ["small-2"]),
        ("small-latest", ["small-2"]),
    ],
)
def test_models_are_found_by_name_glob_alias_and_any_providers_id(pattern: str, models: list[str]) -> None:
    assert BOOK.models_like(pattern, TODAY) == models


def test_an_alias_stands_for_the_model_of_its_day() -> None:
    assert BOOK.models_like("small-latest", SUMMER - DAY_BEFORE) == ["small-1"]


@pytest.mark.parametrize(("name", "found"), [("Org/Small", "small-2"), ("org/small", "small-1"), ("ORG/SMALL", "small-1")])
def test_capitals_tell_a_hosts_id_from_what_others_call_another_model(name: str, found: str) -> None:
    """IONOS' mistralai/Mistral-Small-24B-Instruct is Small 3.2; in small letters it is Small 3."""
    host = sheet("host", offer_sheet("small-2", id="Org/Small"))

    assert bind([host], [model("small-1", names=("org/small",)), model("small-2")]).models_like(name, TODAY) == [found]


def test_the_makers_own_alias_comes_before_a_hosts() -> None:
    host = sheet("host", aliases=(Alias(name="latest", model="small-1", source="a page"),))
    maker = sheet("maker", aliases=(Alias(name="latest", model="small-2", source="a page"),), kind="maker")

    assert bind([host, maker], [model("small-1"), model("small-2")]).models_like("latest", TODAY) == ["small-2"]


@pytest.mark.parametrize(
    ("pattern", "message"),
    [
        ("smal-2", "unknown model 'smal-2': did you mean 'small-2' or 'small-1'"),
        ("large-*", "unknown model 'large-*'"),
    ],
)
def test_an_unknown_model_is_refused_with_the_nearest(pattern: str, message: str) -> None:
    with pytest.raises(UnknownNameError) as raised:
        BOOK.models_like(pattern, TODAY)

    assert str(raised.value).startswith(message)


# --- Many offers


def test_offers_are_chosen_by_model_and_provider() -> None:
    assert [found.name for found in BOOK.offers(models=["small-1"])] == ["maker/small-1", "router/small-1"]
    assert [found.name for found in BOOK.offers(models=["small-1"], providers=["router"])] == ["router/small-1"]
    assert len(BOOK.offers()) == 6
    assert BOOK.offers(models=[]) == []


def test_a_book_survives_being_packed() -> None:
    assert pickle.loads(pickle.dumps(BOOK)) == BOOK  # noqa: S301 - packed in this line


# --- What an offer is said to be able to do


def test_what_an_offer_does_not_say_its_model_or_provider_says() -> None:
    silent = offer(of=model(inputs=("text", "image"), features=("tools",)), provider=sheet(regions=("DE",), verified="3 bills"))
    stated = offer(
        of=model(inputs=("text", "image"), features=("tools",)),
        provider=sheet(regions=("DE",)),
        inputs=("text",),
        features=(),
        regions=(),
        template=Template(tokens=3, evidence="bills"),
    )

    assert silent.takes == {"text", "image", "vision", "tools"}
    assert stated.takes == {"text"}
    assert (silent.regions, stated.regions) == (("DE",), ())
    assert (silent.verified, stated.verified) == ("3 bills", None)
    assert silent.template is None
    assert stated.template is not None


def test_on_the_day_of_a_switch_bills_may_still_count_as_the_model_before():
    """The provider says the 1st of June; recorded bills of that day have the tokens of the model before."""
    old, new = model("small-1"), model("small-2")
    moved = Alias(name="latest", model="small-2", source="x", from_=date(2026, 6, 1), counted_from=date(2026, 6, 2))
    first = Alias(name="latest", model="small-1", source="x")
    host = sheet("host", offer_sheet("small-1"), offer_sheet("small-2"), aliases=(moved, first))
    book = bind([host], [old, new])

    def model_and_counted(day: int) -> tuple[str, str]:
        found = book.offer("host/latest", date(2026, 6, 1) + timedelta(days=day))
        return found.model.model, found.counting.model

    assert [model_and_counted(day) for day in (-1, 0, 1)] == [
        ("small-1", "small-1"),
        ("small-2", "small-1"),
        ("small-2", "small-2"),
    ]
