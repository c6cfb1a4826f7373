from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest
from builders import SPRING, SUMMER, TODAY, claim, model, offer, price, sheet
from hypothesis import given
from hypothesis import strategies as st

from costcalc.planning.estimate import DEFAULT_OUTPUT, Estimate, Output, Prompt, Terms, estimates
from costcalc.planning.volume import DEFAULT_VOLUME, parse_volume
from costcalc.pricing.currency import NoRate, Rate
from costcalc.sheets.model_list import ImageGrid
from costcalc.tokens.images import Size
from costcalc.tokens.request import Image, Message, Request, Text, Tool, from_text

if TYPE_CHECKING:
    from costcalc.sheets.book import Offer
    from costcalc.sheets.terms import Basis

DAY_BEFORE = timedelta(days=1)
NUMBER = Prompt("1345 tokens", input_tokens=1345)
SEEING = model("seer-1", inputs=("text", "image"), image=ImageGrid(patch=14, merge=2, max_side=1540))


def to_dollars(base: str) -> Rate | NoRate:
    """Return 1.25 dollars for a euro, and no rate for anything else."""
    if base == "USD":
        return Rate("USD", "USD")
    return Rate("EUR", "USD", Decimal("1.25")) if base == "EUR" else NoRate(base, "USD", f"there is no rate of {base}")


def terms(**stated: Any) -> Terms:
    return Terms(**{"on": TODAY, "currency": "USD", "rate": to_dollars, **stated})


def estimate(at: Offer, prompt: Prompt = NUMBER, **stated: Any) -> Estimate:
    (found,) = estimates(prompt, [at], terms(**stated))
    return found


# --- What it costs


def test_a_request_costs_its_tokens_and_a_month_its_requests() -> None:
    found = estimate(offer(input="0.10", output="0.30"), volume=parse_volume("20000/day"))

    assert (found.status, found.reason, found.source, found.ledger) == ("ok", None, "1345 tokens", None)
    assert found.usage is not None
    assert found.usage.stated() == {"input": 1345, "output": 1000}
    assert found.cost is not None
    assert (found.cost.per_request, found.cost.rate) == (Decimal("0.0004345"), None)
    assert (found.requests, found.cost.monthly) == (600_000, Decimal("260.7"))


def test_without_a_volume_it_is_a_thousand_a_day_for_thirty_days() -> None:
    assert terms().volume is DEFAULT_VOLUME
    assert estimate(offer()).requests == 30_000


@pytest.mark.parametrize(("volume", "requests"), [("1000/day", "30416.7"), ("1000/month", "1000")])
def test_the_days_of_a_month_are_a_term(volume: str, requests: str) -> None:
    found = estimate(offer(), volume=parse_volume(volume), days_per_month=Decimal("30.4167"))

    assert found.requests == Decimal(requests)


@given(st.integers(1, 10**6), st.integers(1, 1000))
def test_a_month_is_linear_in_requests(requests: int, times: int) -> None:
    one, many = (estimate(offer(), volume=parse_volume(f"{number}/month")).cost for number in (requests, requests * times))

    assert one is not None
    assert many is not None
    assert many.monthly == one.monthly * times
    assert many.per_request == one.per_request


def test_another_currency_is_converted_and_the_rate_is_named() -> None:
    found = estimate(offer(provider=sheet(currency="EUR")))

    assert found.quote is not None
    assert (found.quote.total, found.quote.currency) == (Decimal("0.0004345"), "EUR")
    assert found.cost is not None
    assert found.cost.per_request == Decimal("0.000543125")
    assert found.cost.rate == Rate("EUR", "USD", Decimal("1.25"))


# --- How long the answer is


@pytest.mark.parametrize(
    ("asked", "max_tokens", "expected"),
    [
        (None, None, Output(DEFAULT_OUTPUT, "assumed")),
        (None, 50, Output(50, "max_tokens of the request")),
        (7, 50, Output(7, "--output-tokens")),
        (0, None, Output(0, "--output-tokens")),
        (None, 0, Output(0, "max_tokens of the request")),
    ],
)
def test_the_length_of_the_answer_is_asked_for_or_the_requests_own_or_assumed(
    asked: int | None, max_tokens: int | None, expected: Output
) -> None:
    request = replace(from_text("Hello"), max_tokens=max_tokens)
    found = estimate(offer(), Prompt("a.json", request), output_tokens=asked)

    assert found.output == expected
    assert found.usage is not None
    assert found.usage.output == expected.tokens


def test_each_of_several_answers_is_billed_and_fits_by_itself() -> None:
    request = replace(from_text("Hello"), choices=3)
    found = estimate(offer(context=1100, max_output=100), Prompt("a.json", request), output_tokens=100)

    assert found.usage is not None
    assert (found.usage.output, found.status) == (300, "ok")


# --- Counting


def test_a_request_is_counted_with_the_models_own_tokenizer() -> None:
    found = estimate(offer(), Prompt("a.txt", from_text("What's in this image?")))

    assert found.ledger is not None
    assert (found.ledger.tokens, found.ledger.counting, found.ledger.tokenizer) == (9, "reference", "tekken-v11")
    assert found.usage is not None
    assert found.usage.input == 9


def test_recorded_bills_of_the_host_make_it_verified() -> None:
    found = estimate(offer(verified="3 bills"), Prompt("a.txt", from_text("Hello")))

    assert found.ledger is not None
    assert found.ledger.counting == "verified"


def test_a_request_is_counted_once_a_tokenizer_and_as_each_offer_bills_it() -> None:
    offers = [offer(), offer(of=model("old", tokenizer="tekken-v3")), offer(of=model("new"))]
    found = estimates(Prompt("a.txt", from_text("Hello")), offers, terms())

    assert {item.ledger.tokenizer for item in found if item.ledger} == {"tekken-v11", "tekken-v3"}


PICTURE = Prompt("a.json", Request((Message("user", (Text("Hi"), Image("a.png", Size(96, 96)))),)))


def test_an_image_is_counted_where_the_model_sees() -> None:
    found = estimate(offer(of=SEEING), PICTURE)

    assert found.ledger is not None
    assert found.ledger.of_kind("image") == 20
    assert found.usage is not None
    assert (found.usage.input, found.usage.image) == (24, 1)
    assert [check.limit for check in found.limits] == ["context", "max_output", "max_images"]


def test_a_model_that_sees_nothing_cannot_take_an_image() -> None:
    found = estimate(offer(), PICTURE)

    assert (found.status, found.reason) == ("exceeds", "takes no images, and the prompt has 1")
    assert (found.usage, found.cost, found.quote, found.limits, found.ledger) == (None, None, None, (), None)


def test_what_the_template_cannot_write_exceeds_the_offer() -> None:
    found = estimate(offer(of=replace(SEEING, tokenizer="spm-v1")), PICTURE)

    assert found.status == "exceeds"
    assert "takes text alone" in str(found.reason)


def test_the_host_may_take_no_images_though_the_model_does() -> None:
    assert estimate(offer(of=SEEING, inputs=("text",)), PICTURE).reason == "takes no images, and the prompt has 1"


def test_what_the_sheet_does_not_list_and_the_prompt_uses_is_noted() -> None:
    request = replace(from_text("Hello"), tools=(Tool("look_up"),))
    prompt = Prompt("a.json", request)

    assert estimate(offer(), prompt).notes == ("the prompt uses tools, which the sheet does not list",)
    assert estimate(offer(features=("tools",)), prompt).notes == ()


# --- Whether it fits


@pytest.mark.parametrize(
    ("context", "max_output", "status", "reason"),
    [
        (2345, 1000, "ok", None),
        (2344, 1000, "exceeds", "context window: 2,345 of 2,344, 1 too many"),
        (2345, 999, "exceeds", "longest answer: 1,000 of 999, 1 too many"),
        (1, 1, "exceeds", "context window: 2,345 of 1, 2,344 too many; longest answer: 1,000 of 1, 999 too many"),
        (None, None, "ok", None),
    ],
)
def test_a_request_fits_up_to_the_limit(context: int | None, max_output: int | None, status: str, reason: str | None) -> None:
    found = estimate(offer(context=context, max_output=max_output))

    assert (found.status, found.reason) == (status, reason)
    assert found.cost is not None


def test_a_limit_that_nobody_published_is_unknown() -> None:
    assert [(check.limit, check.status) for check in estimate(offer()).limits] == [
        ("context", "unknown"),
        ("max_output", "unknown"),
    ]


# --- What is not ok


@pytest.mark.parametrize(
    ("at", "reason"),
    [
        (offer(prices=[]), "no price is published"),
        (offer(output=None), "no rate for output is published"),
        (offer(from_=SUMMER, until=TODAY), "no price is known for 2026-11-20: the last known ended 2026-11-20"),
        (offer(provider=sheet(currency="CHF")), "there is no rate of CHF"),
    ],
)
def test_what_has_no_price_in_the_asked_currency_is_unpriced_and_costs_none_instead_of_nothing(at: Offer, reason: str) -> None:
    found = estimate(at)

    assert (found.status, found.reason, found.cost) == ("unpriced", reason, None)


def test_without_a_rate_of_exchange_the_price_is_still_shown_as_it_is_billed() -> None:
    found = estimate(offer(provider=sheet(currency="CHF")))

    assert found.quote is not None
    assert (found.quote.total, found.quote.currency) == (Decimal("0.0004345"), "CHF")


@pytest.mark.parametrize(
    ("on", "status", "reason", "notes"),
    [
        (SUMMER - DAY_BEFORE, "ok", None, ("retires on 2026-06-01",)),
        (SUMMER, "retired", "retired on 2026-06-01, successor small-3", ()),
        (TODAY, "retired", "retired on 2026-06-01, successor small-3", ()),
    ],
)
def test_an_offer_retires_on_the_first_day_on_which_it_is_not_served(
    on: object, status: str, reason: str | None, notes: tuple[str, ...]
) -> None:
    found = estimate(offer(retires=SUMMER, successor="small-3"), on=on)

    assert (found.status, found.reason, found.notes) == (status, reason, notes)


def test_retired_outweighs_every_other_reason() -> None:
    found = estimate(offer(retires=SPRING, prices=[], context=1))

    assert (found.status, found.reason) == ("retired", "retired on 2026-03-01")


def test_through_the_eyes_of_a_page_a_retirement_is_a_note() -> None:
    shown = claim(basis="page", input="0.07", output="0.20", context=2000)
    found = estimate(offer(retires=SUMMER, context=9000, claims=(shown,)), basis="page")

    assert found.notes == ("retired on 2026-06-01, though the page still shows it",)
    assert (found.status, found.reason) == ("exceeds", "context window: 2,345 of 2,000, 345 too many")
    assert found.cost is not None
    assert found.cost.per_request == Decimal("0.00029415")


@pytest.mark.parametrize("basis", ["official", "api", "community"])
def test_through_the_eyes_of_any_other_source_what_is_retired_stays_so(basis: Basis) -> None:
    """A price list of last year serves nobody."""
    found = estimate(offer(retires=SUMMER, basis=basis), basis=basis)

    assert (found.status, found.reason, found.notes) == ("retired", "retired on 2026-06-01", ())


def test_what_a_quote_notes_the_estimate_notes() -> None:
    found = estimate(offer(retires=TODAY + DAY_BEFORE), Prompt("a.txt", from_text("Hello")))

    assert found.notes == ("retires on 2026-11-21",)


# --- Order


def test_the_cheapest_comes_first_and_what_is_not_ok_last() -> None:
    def named(name: str, **stated: Any) -> Offer:
        return replace(offer(**stated), name=name)

    offers = [
        named("retired but cheap", input="0.01", retires=SPRING),
        named("unpriced", prices=[]),
        named("too short and dear", input="9", context=1),
        named("too short", context=1),
        named("dear", input="5"),
        named("b, as cheap"),
        named("a, as cheap"),
        named("free", prices=[price(input="0", output="0", free=True)]),
        named("in euros", provider=sheet(currency="EUR")),
    ]

    assert [(item.offer.name, item.status) for item in estimates(NUMBER, offers, terms())] == [
        ("free", "ok"),
        ("a, as cheap", "ok"),
        ("b, as cheap", "ok"),
        ("in euros", "ok"),
        ("dear", "ok"),
        ("too short", "exceeds"),
        ("too short and dear", "exceeds"),
        ("unpriced", "unpriced"),
        ("retired but cheap", "retired"),
    ]
