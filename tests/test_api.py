"""The same from Python: what each call takes and gives back."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from command_line import SHEETS

import costcalc
from costcalc.errors import InputError, UnknownNameError
from costcalc.pricing.evidence import Unpriced
from costcalc.pricing.quote import Quote
from costcalc.tokens.images import Size
from costcalc.tokens.ledger import Ledger

if TYPE_CHECKING:
    from costcalc.sheets.book import Book

TODAY = date(2026, 11, 20)
QUESTION = {"messages": [{"role": "user", "content": "What is in this order?"}]}


@pytest.fixture(scope="module")
def book() -> Book:
    """The packaged sheets with the tests' own over them."""
    return costcalc.load_book(SHEETS)


def test_count_gives_a_ledger() -> None:
    ledger = costcalc.count(QUESTION, offer="mistral/mistral-small-latest", on=TODAY)
    assert isinstance(ledger, Ledger)
    assert ledger.tokens == sum(part.tokens for part in ledger.parts)
    assert (ledger.tokenizer, ledger.counting) == ("tekken-v15", "verified")


def test_what_a_call_gives_back_has_its_name_beside_the_call() -> None:
    assert (costcalc.Quote, costcalc.Unpriced, costcalc.Ledger) == (Quote, Unpriced, Ledger)
    assert issubclass(InputError, costcalc.CostcalcError)


def test_an_alias_means_what_it_meant_on_the_day() -> None:
    ledger = costcalc.count(QUESTION, offer="mistral/mistral-small-latest", on=date(2026, 3, 15))
    assert ledger.tokenizer == "tekken-v11"


@pytest.mark.parametrize(
    "offer",
    [
        "openrouter/mistral-small-3.2-24b",
        "openrouter/mistral-small-2506",
        "openrouter:mistralai/mistral-small-3.2-24b-instruct",
    ],
)
def test_an_offer_is_named_by_model_or_by_the_providers_own_id(offer: str) -> None:
    found = costcalc.quote({"input": 1345, "output": 1000}, offer=offer, on=TODAY)
    assert isinstance(found, Quote)
    assert found.total == Decimal("0.0004345")


def test_count_completion_bills_the_end_of_sequence() -> None:
    message = {"content": "Two bottles."}
    whole = costcalc.count_completion(message, offer="mistral/mistral-small-latest", on=TODAY)
    cut_off = costcalc.count_completion(message, offer="mistral/mistral-small-latest", on=TODAY, finish_reason="length")
    assert whole.tokens == cut_off.tokens + 1


def test_sizes_make_images_behind_urls_exact() -> None:
    image = {"type": "image_url", "image_url": "https://example.com/a.png"}
    request = {"messages": [{"role": "user", "content": [image]}]}
    offer = "mistral/mistral-small-latest"
    assert costcalc.count(request, offer=offer, on=TODAY).counting == "estimated"
    sized = costcalc.count(request, offer=offer, on=TODAY, sizes={"https://example.com/a.png": Size(1280, 720)})
    assert (sized.of_kind("image"), sized.counting) == (1222, "verified")


def test_quote_gives_lines_a_total_and_a_currency(book: Book) -> None:
    found = costcalc.quote(
        {"input": 1_000_000, "cached_input": 400_000, "output": 0}, offer="acme/acme-small-1", on=TODAY, book=book
    )
    assert isinstance(found, Quote)
    assert {line.meter: line.cost for line in found.lines} == {
        "input": Decimal("0.06"),
        "cached_input": Decimal("0.004"),
        "output": Decimal(0),
    }
    assert (found.total, found.currency) == (Decimal("0.064"), "USD")


def test_what_has_no_price_is_a_value_with_a_reason(book: Book) -> None:
    assert costcalc.quote({"input": 1}, offer="crux/acme-small-1", on=TODAY, book=book) == Unpriced("no price is published")


@pytest.mark.parametrize(
    ("usage", "said"),
    [
        ({"inptu": 1}, "unknown meter 'inptu': did you mean 'input'"),
        ({"input": -1}, "negative"),
        ({"input": 1.5}, "whole number"),
    ],
)
def test_a_usage_that_cannot_be_is_refused(usage: dict[str, int], said: str) -> None:
    with pytest.raises(InputError, match=said):
        costcalc.quote(usage, offer="mistral/mistral-small-latest", on=TODAY)


def test_an_unknown_offer_gets_the_nearest() -> None:
    with pytest.raises(UnknownNameError, match=r"did you mean .*'mistral-small-3\.2"):
        costcalc.count(QUESTION, offer="openrouter/mistral-small-3.2-24", on=TODAY)


def test_a_request_that_is_none_names_the_place() -> None:
    with pytest.raises(InputError, match=r"request: messages\[0\]\.role: unknown role"):
        costcalc.count({"messages": [{"role": "usr"}]}, offer="mistral/mistral-small-latest", on=TODAY)


def test_load_book_names_a_folder_that_is_missing() -> None:
    with pytest.raises(InputError, match="nowhere"):
        costcalc.load_book(Path("nowhere"))


def test_the_package_offers_these_names_and_no_other() -> None:
    calls = {"count", "count_completion", "load_book", "quote"}
    types = {"Book", "CostcalcError", "Ledger", "Quote", "Unpriced"}
    assert {name for name in costcalc.__all__ if callable(getattr(costcalc, name))} == calls | types
    with pytest.raises(AttributeError, match="has no attribute 'price'"):
        costcalc.price  # noqa: B018
