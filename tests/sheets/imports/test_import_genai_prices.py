"""genai-prices: dates, hours, tiers and variants; and on its own data, its own arithmetic, digit for digit."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.quote import quote
from costcalc.pricing.rates import Conditions
from costcalc.pricing.usage import Usage
from costcalc.sheets.book import Book, Offer, bind
from costcalc.sheets.imports.assembling import Imported, assembled
from costcalc.sheets.imports.naming import Known
from costcalc.sheets.imports.providers import short_name
from costcalc.sheets.imports.record import Origin
from costcalc.sheets.imports.sources import source_named
from costcalc.sheets.price_rows import Service, Tier, Window

if TYPE_CHECKING:
    from collections.abc import Callable

    from costcalc.sheets.imports.reading import Raw
    from costcalc.sheets.schema import OfferSheet

    Take = Callable[..., Imported]
    One = Callable[[str, Any], OfferSheet]

D = Decimal
DRAWS, SEED = 200, 20261120


def catalogue(**stated: Any) -> list[dict[str, Any]]:
    """Return a data.json of one provider with one model."""
    model = {"id": "big-1", "match": {"equals": "big-1"}, "prices": {"input_mtok": 3, "output_mtok": 15}} | stated
    return [{"id": "acme", "name": "Acme AI", "pricing_urls": ["https://acme.example"], "models": [model]}]


def test_a_model_is_taken_whole(imported: Take) -> None:
    prices = {
        "input_mtok": {"base": 3, "tiers": [{"start": 200000, "price": 6}]},
        "output_mtok": {"base": 15, "tiers": [{"start": 200000, "price": 22.5}]},
        "cache_read_mtok": 0.3,
        "cache_write_mtok": 3.75,
        "cache_write_1h_mtok": 6,
        "output_reasoning_mtok": 20,
        "requests_kcount": 5,
        "web_searches_kcount": 10,
        "input_gpixels": 7,
    }
    done = imported(
        "genai-prices",
        catalogue(
            name="Big 1",
            match={"or": [{"equals": "big-1"}, {"equals": "big-1-2606"}, {"starts_with": "big-1-"}]},
            context_window=200000,
            deprecated=True,
            price_comments="Said to change.",
            prices=prices,
        ),
    )
    found, row = done.sheets[0].offers[0], done.sheets[0].offers[0].prices[0]
    assert (done.sheets[0].name, done.models[0].name) == ("Acme AI", "Big 1")
    assert (found.names, found.context, found.note) == (("big-1-2606",), 200000, "deprecated by the provider; Said to change.")
    assert (row.input, row.output, row.cached_input, row.cache_write) == (D(3), D(15), D("0.3"), D("3.75"))
    assert (row.cache_write_1h, row.reasoning, row.request) == (D(6), D(20), D("0.005"))
    assert row.tiers == (Tier(above=200000, input=D(6), output=D("22.5")),)
    assert row.other == {"input_gpixels": D(7), "web_search_per_1000": D(10)}
    assert (row.basis, row.source, row.from_) == ("community", "a catalogue 1.0 (https://acme.example)", None)


def test_each_start_date_begins_a_row(offer: One) -> None:
    prices = [
        {"prices": {"input_mtok": 3, "output_mtok": 15}},
        {"constraint": {"start_date": "2026-11-03"}, "prices": {"input_mtok": 2, "output_mtok": 10}},
        {"constraint": {"start_date": "2027-01-01"}, "prices": {"input_mtok": 4, "output_mtok": 20}},
    ]
    rows = offer("genai-prices", catalogue(prices=prices)).prices
    assert [(row.from_, row.input) for row in rows] == [(date(2027, 1, 1), D(4)), (date(2026, 11, 3), D(2)), (None, D(3))]


def test_a_date_that_changes_nothing_begins_no_row(offer: One) -> None:
    same = {"input_mtok": 3, "output_mtok": 15}
    prices = [{"prices": same}, {"constraint": {"start_date": "2026-11-03"}, "prices": same}]
    assert len(offer("genai-prices", catalogue(prices=prices, match="anything")).prices) == 1


def test_hours_stand_on_every_row_before_them_and_the_last_wins(offer: One) -> None:
    prices = [
        {"prices": {"input_mtok": 1}},
        {"constraint": {"start_date": "2026-09-10"}, "prices": {"input_mtok": 2}},
        {"constraint": {"start_time": "01:00:00Z", "end_time": "04:00:00Z"}, "prices": {"input_mtok": 3}},
        {"constraint": {"start_time": "03:00:00", "end_time": "05:00:00+00:00"}, "prices": {"input_mtok": 4}},
    ]
    rows = offer("genai-prices", catalogue(prices=prices)).prices
    hours = (
        Window(start=time(3), end=time(5), time_zone="UTC", input=D(4)),
        Window(start=time(1), end=time(4), time_zone="UTC", input=D(3)),
    )
    assert [(row.input, row.windows) for row in rows] == [(D(2), hours), (D(1), hours)]


def test_variants_are_services_from_the_day_that_they_begin(offer: One) -> None:
    begun = {"start_date": "2026-10-14"}
    variants = [
        {"when": {"processing": "batch"}, "constraint": begun, "prices": {"input_mtok": 1.5, "input_audio_mtok": 5}},
        {"when": {"processing": "batch"}, "prices": {"input_mtok": 9, "output_mtok": 7.5}},
        {"when": {"route": "acme/eu"}, "prices": {"input_mtok": 3.3}},
        {"when": {"service_tier": "default"}, "prices": {}},
    ]
    newer, older = offer("genai-prices", catalogue(price_variants=variants)).prices
    batch, *others = newer.services
    assert (newer.from_, older.from_) == (date(2026, 10, 14), None)
    assert batch == Service(name="batch", input=D("1.5"), output=D("7.5"))
    assert others == [Service(name="route acme/eu", input=D("3.3")), Service(name="default", multiplier=D(1))]
    assert (newer.other, older.other) == ({"input_audio_per_mtok_batch": D(5)}, None)
    assert older.services[0] == Service(name="batch", input=D(9), output=D("7.5"))


def test_a_free_id_without_rates_is_free(offer: One) -> None:
    row = offer("genai-prices", catalogue(id="big-1:free", prices={})).prices[0]
    assert (row.free, row.input, row.output) == (True, 0, 0)


def test_its_decimals_are_taken_as_they_stand(offer: One) -> None:
    row = offer("genai-prices", catalogue(prices={"input_mtok": 0.18000000000000002, "output_mtok": 1})).prices[0]
    assert row.input == D("0.18000000000000002")


@pytest.mark.parametrize(
    ("stated", "reason"),
    [
        ({"prices": [3]}, "a price is no object"),
        ({"prices": {"input_mtok": "3 dollars"}}, "input_mtok is no number"),
        ({"prices": {"input_mtok": {"base": 3, "tiers": 5}}}, "tiers is no list"),
        ({"prices": [{"prices": {"input_mtok": 3}, "constraint": {"start_date": "soon"}}]}, "start_date 'soon' is no day"),
        ({"match": None, "id": None}, "id is no text"),
        (
            {"prices": [{"prices": {"input_mtok": 3}}, {"prices": {"output_mtok": 3}, "constraint": {"start_time": "01:00"}}]},
            "hours of the day price other things",
        ),
        (
            {"prices": [{"prices": {"input_mtok": 3}}, {"prices": {"input_mtok": 3}, "constraint": {"start_time": "1 am"}}]},
            "'1 am' is no time of day",
        ),
        (
            {
                "prices": [
                    {"prices": {"input_mtok": 3}},
                    {"prices": {"input_mtok": 3}, "constraint": {"start_time": "01:00+02:00"}},
                ]
            },
            "is not in UTC",
        ),
    ],
)
def test_a_malformed_model_is_listed_and_not_taken(imported: Take, stated: dict[str, Any], reason: str) -> None:
    done = imported("genai-prices", [*catalogue(**stated), *catalogue(id="good"), "x"])
    assert reason in done.problems[0].reason
    assert [offer.id for sheet in done.sheets for offer in sheet.offers] == ["good"]


def test_what_has_no_price_per_token_is_left_out(imported: Take) -> None:
    done = imported("genai-prices", [*catalogue(id="ear", prices={"audio_hours": 1}), *catalogue()])
    assert [(problem.record, problem.reason) for problem in done.left_out] == [("acme:ear", "no price per token")]


@pytest.fixture(scope="module")
def package(genai_prices_data: Raw) -> Imported:
    """The data of the installed package, imported."""
    origin = Origin(genai_prices_data.label, date(2026, 11, 20))
    parsed = source_named("genai-prices").parse(genai_prices_data, origin)
    return assembled(parsed, Known({}, {}, {}), origin)


@pytest.fixture(scope="module")
def book(package: Imported) -> Book:
    """The book of that alone."""
    return bind(package.sheets, package.models)


def test_all_but_what_has_no_price_per_token_is_imported(package: Imported, genai_prices_data: Raw) -> None:
    models = [(provider, model) for provider in genai_prices_data.data for model in provider["models"]]
    both = [model for _, model in models if {"input_mtok", "output_mtok"} <= _prices(model).keys()]
    assert package.problems == ()
    assert package.offers + len(package.left_out) == len(models)
    assert sum(1 for sheet in package.sheets for offer in sheet.offers if _has_both(offer)) >= 0.99 * len(both)


def _prices(model: dict[str, Any]) -> dict[str, Any]:
    prices = model["prices"]
    return {key: price for item in prices for key, price in item["prices"].items()} if isinstance(prices, list) else prices


def _has_both(offer: OfferSheet) -> bool:
    return any(row.input is not None and row.output is not None for row in offer.prices)


def test_quotes_equal_those_of_the_package_digit_for_digit(book: Book) -> None:
    """Random offers, moments, usages and classes of service; where the package bills a missing rate at 0, it is unpriced."""
    from genai_prices.data import providers

    originals = {(short_name(one.id), model.id): (one, model) for one in providers for model in one.models}
    draws = random.Random(SEED)  # noqa: S311 - the same draws each time
    offers = book.offers()
    structured = [offer for offer in offers if any(row.tiers or row.windows or row.services for row in offer.sheet.prices)]
    priced = 0
    for _ in range(DRAWS):
        offer = draws.choice(draws.choice((offers, structured)))
        provider, model = originals[offer.provider.provider, offer.sheet.id]
        priced += _agree(draws, offer, provider, model)
    assert priced >= 0.9 * DRAWS


def _agree(draws: random.Random, offer: Offer, provider: Any, model: Any) -> bool:
    """Price one random request both ways, and return whether it has a price."""
    from genai_prices import Usage as Theirs

    at = datetime(2025, 1, 1, tzinfo=UTC) + timedelta(seconds=draws.randrange(2 * 365 * 24 * 3600))
    usage = _usage(draws)
    variants = [one for one in model.price_variants or () if one.constraint is None or one.constraint.active(at)]
    context = draws.choice([None, *(dict(one.when) for one in variants)])
    theirs = model.calc_price(
        Theirs(
            input_tokens=usage.input,
            cache_read_tokens=usage.cached_input,
            cache_write_tokens=usage.cache_write + usage.cache_write_1h,
            cache_write_1h_tokens=usage.cache_write_1h,
            output_tokens=usage.output,
            output_reasoning_tokens=usage.reasoning,
        ),
        provider,
        genai_request_timestamp=at,
        price_context=context,
    )
    service = None if context is None else _service(context)
    ours = quote(usage, offer, at.date(), currency="USD", conditions=Conditions(at=at, service=service))
    rates = theirs.model_price
    if isinstance(ours, Unpriced):
        assert (usage.output and rates.output_mtok is None) or (usage.input and rates.input_mtok is None), (offer.name, ours)
        return False
    assert ours.total == theirs.total_price, (offer.name, at, usage, context)
    return True


def _usage(draws: random.Random) -> Usage:
    """Return a usage of any size, often with parts that were cached."""
    size = 10 ** draws.randint(1, 7)
    prompt, answer = draws.randint(0, size), draws.randint(0, size)
    cached = draws.choice((0, draws.randint(0, prompt)))
    written = draws.choice((0, draws.randint(0, prompt - cached)))
    hourly = draws.choice((0, draws.randint(0, written)))
    return Usage(
        input=prompt,
        cached_input=cached,
        cache_write=written - hourly,
        cache_write_1h=hourly,
        output=answer,
        reasoning=draws.randint(0, answer),
    )


def _service(context: dict[str, str]) -> str:
    ((key, value),) = context.items()
    return value if key in {"processing", "service_tier", "speed"} else f"{key} {value}"
