from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import TODAY, claim, model, offer, packaged_book, price, sheet

from costcalc.pricing.conflicts import Conflict, conflicts
from costcalc.sheets.price_rows import Service, Uplift
from costcalc.sheets.schema import Alias

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer

WINTER, SPRING, SUMMER, AUTUMN = date(2026, 1, 1), date(2026, 3, 1), date(2026, 6, 1), date(2026, 9, 1)
NEXT_YEAR = date(2027, 1, 1)


def found(subject: Offer, *others: Offer, on: date = TODAY, historical: bool = False) -> list[Conflict]:
    return conflicts([subject], [subject, *others], on, historical=historical)


def causes(subject: Offer, *others: Offer, **asked: Any) -> list[list[str]]:
    return [[cause.name for cause in conflict.causes] for conflict in found(subject, *others, **asked)]


def beside(claimed: dict[str, Any], **curated: Any) -> Offer:
    """Return an offer at 0.10/0.30, or what is stated, with one claim beside it."""
    return offer(claims=(claim(**claimed),), **curated)


def test_a_claim_that_agrees_is_no_conflict() -> None:
    assert found(beside({"input": "0.100", "output": "0.3"})) == []


def test_a_claim_that_leaves_a_rate_out_contradicts_only_what_it_states() -> None:
    assert found(beside({"input": "0.10"})) == []
    assert causes(beside({"output": "0.40"})) == [["unexplained"]]


def test_rates_for_another_number_of_tokens_are_compared_in_one_unit() -> None:
    assert found(beside({"input": "0.0001", "output": "0.0003", "per": 1000})) == []


@pytest.mark.parametrize(
    ("curated", "claimed"),
    [
        (("0.075", "0.20"), ("0.07", "0.20")),
        (("0.351", "0.555"), ("0.35", "0.55")),
        (("0.351", "0.555"), ("0.35", "0.56")),
        (("0.351", "0.555"), ("0.350636", "0.555368")),
        (("0.350636", "0.555368"), ("0.35", "0.56")),
    ],
)
def test_roundings_are_recognised_as_such(curated: tuple[str, str], claimed: Any) -> None:
    rates = dict(zip(("input", "output"), curated, strict=True))
    assert causes(beside(dict(zip(("input", "output"), claimed, strict=True)), **rates)) == [["rounding"]]


def test_a_rounding_of_one_rate_does_not_explain_another() -> None:
    assert causes(beside({"input": "0.07", "output": "0.25"}, input="0.075", output="0.20")) == [["unexplained"]]


def test_a_lesser_rate_that_differs_alone_is_compared_too() -> None:
    assert causes(beside({"input": "0.10", "cached_input": "0.03"}, cached_input="0.025")) == [["rounding"]]
    assert causes(beside({"input": "0.10", "cached_input": "0.05"}, cached_input="0.025")) == [["unexplained"]]


def test_input_and_output_that_changed_places_are_named() -> None:
    assert causes(beside({"input": "0.30", "output": "0.10"})) == [["swapped"]]


@pytest.mark.parametrize("factor", ["10", "100", "1000", "100000", "1000000", "0.1", "0.001"])
def test_slips_of_a_unit_are_named_by_their_power_of_ten(factor: str) -> None:
    wrong = {"input": Decimal("0.10") * Decimal(factor), "output": Decimal("0.30") * Decimal(factor)}
    assert causes(beside(wrong)) == [["slip"]]


@pytest.mark.parametrize("rates", [("1.00", "30"), ("2.00", "6.00"), ("0.35", "0.90")])
def test_factors_that_are_no_unit_or_differ_are_no_slip(rates: tuple[str, str]) -> None:
    assert causes(beside({"input": rates[0], "output": rates[1]})) == [["unexplained"]]


def test_far_out_a_slip_is_named_whatever_price_was_meant() -> None:
    (conflict,) = found(beside({"input": "200", "output": "600"}))
    assert conflict.causes[0].name == "slip"
    assert conflict.causes[0].detail == "2,000 times it: per 1,000 for per 1,000,000 tokens makes a factor of 1,000"


def history(*claims: Any, **stated: Any) -> Offer:
    rows = [
        price(input="0.15", output="0.60", from_=NEXT_YEAR),
        price(input="0.10", output="0.30", from_=SUMMER),
        price(input="0.075", output="0.20", from_=SPRING),
        price(input="0.05", output="0.10", from_=WINTER),
    ]
    return offer(prices=rows, claims=claims, **stated)


def test_an_older_price_is_stale_and_says_how_many_days() -> None:
    (conflict,) = found(history(claim(input="0.05", output="0.10", from_=SUMMER)))
    assert [(cause.name, cause.detail) for cause in conflict.causes] == [
        ("stale", "the price of 2026-01-01 to 2026-03-01, 92 days behind on 2026-06-01")
    ]


def test_a_claim_that_was_right_when_it_was_made_is_behind_on_the_day_that_is_looked_at() -> None:
    (conflict,) = found(history(claim(input="0.075", output="0.20", from_=SPRING)))
    assert conflict.causes[0].detail == "the price of 2026-03-01 to 2026-06-01, 172 days behind on 2026-11-20"


def test_an_older_price_may_be_rounded_besides() -> None:
    assert causes(history(claim(input="0.07", output="0.20"))) == [["rounding", "stale"]]


def test_a_price_to_come_is_ahead() -> None:
    assert causes(history(claim(input="0.15", output="0.60"))) == [["ahead"]]


def test_what_a_source_had_seen_goes_before_what_was_to_come() -> None:
    rows = [price(input="1", from_=AUTUMN), price(input="2", from_=SUMMER), price(input="1", from_=SPRING)]
    assert causes(offer(prices=rows, claims=(claim(input="1", from_=SUMMER),)), on=date(2026, 6, 2)) == [["stale"]]


def test_the_list_of_another_currency_written_in_this_one_is_named() -> None:
    euros = price(input="0.09", output="0.28", currency="EUR")
    assert causes(offer(prices=[price(), euros], claims=(claim(input="0.09", output="0.28"),), provider=sheet())) == []
    dollars = price(input="0.10", output="0.31")
    assert causes(offer(prices=[dollars, euros], claims=(claim(input="0.09", output="0.28"),))) == [["currency"]]


def test_without_a_list_in_the_claims_currency_only_the_very_figures_contradict() -> None:
    host = sheet("host", currency="EUR")
    assert causes(beside({"input": "0.10", "output": "0.30", "currency": "USD"}, provider=host)) == [["currency"]]
    assert found(beside({"input": "0.11", "output": "0.33", "currency": "USD"}, provider=host)) == []


MAKER = sheet(
    "maker",
    kind="maker",
    aliases=(Alias(name="latest", model="small-2", source="x"), Alias(name="latest", model="small-1", source="x")),
)
ROUTER = sheet("router", kind="router")


def test_a_routers_price_under_the_makers_name_is_named_with_its_days() -> None:
    routed = offer(
        provider=ROUTER,
        prices=[price(input="0.075", output="0.20", from_=SUMMER), price(input="0.06", output="0.18", from_=SPRING)],
    )
    (conflict,) = found(beside({"input": "0.06", "output": "0.18", "from_": AUTUMN}, provider=MAKER), routed)
    assert [(cause.name, cause.detail) for cause in conflict.causes] == [
        ("router", "the price of router/small-2 of 2026-03-01 to 2026-06-01")
    ]


def test_a_routers_price_under_another_hosts_name_is_a_coincidence() -> None:
    routed = offer(provider=ROUTER, input="0.06", output="0.18")
    assert causes(beside({"input": "0.06", "output": "0.18"}), routed) == [["unexplained"]]


def test_the_price_of_another_model_behind_an_alias_is_named() -> None:
    other = offer(provider=MAKER, of=model("small-1"), input="1", output="3")
    assert causes(beside({"input": "1", "output": "3"}, provider=MAKER), other) == [["alias"]]


def test_a_routers_price_of_another_model_behind_an_alias_is_both() -> None:
    other = offer(provider=ROUTER, of=model("small-1"), input="0.06", output="0.18")
    assert causes(beside({"input": "0.06", "output": "0.18"}, provider=MAKER), other) == [["router", "alias"]]


def test_the_price_of_a_service_or_an_endpoint_is_named() -> None:
    stated = {
        "services": (Service(name="batch", multiplier=Decimal("0.5")),),
        "uplifts": (Uplift(region="eu", multiplier=Decimal("1.1")),),
    }
    details = [
        found(beside(claimed, **stated))[0].causes[0].detail
        for claimed in ({"input": "0.05", "output": "0.15"}, {"input": "0.11", "output": "0.33"})
    ]
    assert details == ["the price of service 'batch'", "the price of the endpoint in eu"]


def test_zero_for_an_unknown_price_is_named() -> None:
    assert causes(beside({"input": "0", "output": "0"})) == [["free"]]
    assert causes(beside({"input": "0", "output": "0.30"})) == [["unexplained"]]


def test_a_row_that_leaves_a_rate_out_is_not_recognised_as_the_source() -> None:
    rows = [price(input="0.10", output="0.30", from_=SUMMER), price(input="0.05", from_=SPRING)]
    assert causes(offer(prices=rows, claims=(claim(input="0.05", output="0.20"),))) == [["unexplained"]]


@pytest.mark.parametrize(("on", "count"), [(date(2026, 2, 28), 0), (SPRING, 1), (date(2026, 5, 31), 1), (SUMMER, 0)])
def test_a_claim_counts_from_its_first_day_to_its_last(on: date, count: int) -> None:
    assert len(found(beside({"input": "1", "output": "2", "from_": SPRING, "until": SUMMER}), on=on)) == count


def test_ended_claims_are_history_and_stand_on_their_own_day() -> None:
    ended = beside({"input": "1", "output": "3", "from_": SPRING, "until": SUMMER})
    assert found(ended) == []
    assert [(conflict.on, conflict.causes[0].name) for conflict in found(ended, historical=True)] == [(SPRING, "slip")]


def test_a_claim_is_not_repeated_where_both_days_have_the_same_price() -> None:
    assert len(found(beside({"input": "1", "output": "3", "from_": SPRING}), historical=True)) == 1


def test_the_providers_own_list_in_another_currency_may_have_the_same_figures() -> None:
    stated = {"input": "0.10", "output": "0.30", "currency": "EUR"}
    assert causes(beside(stated | {"basis": "community"})) == [["currency"]]
    assert found(beside(stated | {"basis": "official"})) == []


def test_two_claims_are_compared_where_no_curated_price_is() -> None:
    claims = (claim(input="0.20", output="0.40"), claim(input="0.10", output="0.30", basis="official"), claim(context=1))
    (conflict,) = found(offer(prices=[], claims=claims))
    assert (conflict.ours, conflict.theirs) == (claims[1], claims[0])
    assert conflict.figures == {"input": (Decimal("0.1"), Decimal("0.2")), "output": (Decimal("0.3"), Decimal("0.4"))}


@pytest.mark.parametrize(
    ("ours", "claimed", "detail"),
    [
        (128_000, 131_072, "131,072 is 128 times 1,024, written as 128,000"),
        (131_072, 131_000, "131,072 is 128 times 1,024, written as 131,000"),
        (400_000, 272_000, "the most input: 400,000 less 128,000 of output"),
        (128_000, 256_000, "more than the 200,000 that the weights take"),
        (128_000, 32_000, "the sources differ"),
    ],
)
def test_contexts_that_differ_say_how(ours: int | None, claimed: Any, detail: str) -> None:
    subject = beside({"context": claimed}, of=model(context=200_000), context=ours, max_output=128_000)
    assert [(conflict.about, conflict.causes[0].detail) for conflict in found(subject)] == [("context", detail)]


@pytest.mark.parametrize(
    ("ours", "claimed", "names"),
    [
        (8192, 8192, []),
        (8192, 4096, [["limits"]]),
        (None, 4096, []),
        (None, 128_000, [["placeholder"]]),
        (8192, 128_000, [["placeholder"]]),
    ],
)
def test_a_longest_answer_that_is_the_context_is_a_placeholder(ours: int | None, claimed: Any, names: list[list[str]]) -> None:
    assert causes(beside({"max_output": claimed}, context=128_000, max_output=ours)) == names


@pytest.mark.parametrize(("said", "count"), [(date(2026, 5, 31), 0), (SUMMER, 1), (None, 1)])
def test_a_price_that_is_stated_after_the_retirement_is_named(said: date | None, count: int) -> None:
    subject = beside({"input": "0.10", "output": "0.30", "from_": said, "checked": said}, retires=SUMMER)
    assert [conflict.about for conflict in found(subject)] == ["availability"] * count


KNOWN = [
    ("openrouter/mistral-small-3.2-24b", "0.07", "0.2", "rounding"),
    ("openrouter/mistral-small-3.1-24b", "0.35", "0.55", "rounding"),
    ("mistral/mistral-small-3.1-24b", "0.35", "0.56", "router"),
    ("cloudflare/mistral-small-3.1-24b", "0.350636", "0.555368", "rounding"),
    ("cloudflare/mistral-small-3.1-24b", "0.35", "0.56", "rounding"),
    ("openrouter/mistral-small-3.2-24b", "0.1", "0.3", "stale"),
    ("vertex/mistral-small-3.1-24b", "1", "3", "slip"),
    ("azure/mistral-small-3.1-24b", "1", "3", "slip"),
    ("mistral/mistral-small-3.2-24b", "0.06", "0.18", "router"),
    ("openrouter/mistral-small-3.1-24b", "0.1", "0.3", "stale"),
    ("ovhcloud/mistral-small-3.2-24b", "0.09", "0.28", "currency"),
    ("scaleway/mistral-small-3.2-24b", "0.15", "0.35", "currency"),
    ("mistral/mistral-small-4", "0.06", "0.18", "router"),
    ("watsonx:mistralai/mistral-small-2503", "200", "600", "slip"),
]
"""What is known of the sources that were compared by hand: offer, claimed input and output, cause."""


@pytest.mark.parametrize(("name", "input_", "output", "cause"), KNOWN)
def test_the_shipped_sheets_disagreements_have_their_known_cause(name: str, input_: str, output: str, cause: str) -> None:
    everything = packaged_book().offers()
    subject = [each for each in everything if each.name == name]
    named = {
        conflict.causes[0].name
        for conflict in conflicts(subject, everything, TODAY, historical=True)
        if conflict.about == "price" and [str(pair[1]) for pair in conflict.figures.values()][:2] == [input_, output]
    }
    assert named == {cause}


def test_the_catalogue_page_of_a_retired_model_is_named() -> None:
    subject = packaged_book().offer("mistral/mistral-small-3.2-24b", TODAY)
    named = [conflict.theirs.basis for conflict in found(subject) if conflict.causes[0].name == "retired"]
    assert "page" in named
