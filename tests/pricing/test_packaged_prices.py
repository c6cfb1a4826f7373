"""What the shipped sheets say that things cost, day by day: facts, which change only by a new row."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import TODAY, packaged_book

from costcalc.pricing.evidence import Evidence, Unpriced, price_on
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.usage import Usage

SMALL_3_2 = "openrouter/mistral-small-3.2-24b"
SMALL_3_1 = "openrouter/mistral-small-3.1-24b"
LATEST = "mistral/mistral-small-latest"
IONOS = "ionos/mistral-small-3.2-24b"


def rates(offer: str, on: date, currency: str = "USD") -> tuple[str, str, str]:
    """Return input and output rate and the currency of an offer on a day."""
    found = price_on(packaged_book().offer(offer, on), on, currency=currency)
    assert isinstance(found, Evidence)
    return str(found.row.input), str(found.row.output), found.currency


@pytest.mark.parametrize(
    ("offer", "on", "input_", "output"),
    [
        (SMALL_3_2, date(2025, 6, 23), "0.10", "0.30"),
        (SMALL_3_2, date(2025, 12, 25), "0.10", "0.30"),
        (SMALL_3_2, date(2025, 12, 26), "0.06", "0.18"),
        (SMALL_3_2, date(2026, 4, 6), "0.06", "0.18"),
        (SMALL_3_2, date(2026, 4, 7), "0.075", "0.20"),
        (SMALL_3_2, date(2026, 8, 8), "0.075", "0.20"),
        (SMALL_3_2, date(2026, 8, 9), "0.09375", "0.25"),
        (SMALL_3_2, date(2026, 8, 21), "0.09375", "0.25"),
        (SMALL_3_2, date(2026, 8, 22), "0.075", "0.20"),
        (SMALL_3_2, date(2026, 10, 18), "0.075", "0.20"),
        (SMALL_3_2, date(2026, 10, 19), "0.09375", "0.25"),
        (SMALL_3_2, date(2026, 11, 2), "0.09375", "0.25"),
        (SMALL_3_2, date(2026, 11, 3), "0.10", "0.30"),
        (SMALL_3_2, TODAY, "0.10", "0.30"),
        (SMALL_3_1, date(2026, 2, 19), "0.03", "0.11"),
        (SMALL_3_1, date(2026, 2, 20), "0.35", "0.56"),
        (SMALL_3_1, date(2026, 5, 15), "0.35", "0.56"),
        (SMALL_3_1, date(2026, 5, 16), "0.351", "0.555"),
        (LATEST, date(2026, 3, 15), "0.10", "0.30"),
        (LATEST, date(2026, 3, 16), "0.15", "0.60"),
        (LATEST, TODAY, "0.15", "0.60"),
    ],
)
def test_the_price_of_a_day(offer: str, on: date, input_: str, output: str) -> None:
    assert rates(offer, on) == (input_, output, "USD")


@pytest.mark.parametrize(
    ("on", "model"),
    [
        (date(2025, 1, 30), "mistral-small-3-24b"),
        (date(2025, 3, 16), "mistral-small-3-24b"),
        (date(2025, 3, 17), "mistral-small-3.1-24b"),
        (date(2025, 6, 23), "mistral-small-3.2-24b"),
        (date(2026, 3, 15), "mistral-small-3.2-24b"),
        (date(2026, 3, 16), "mistral-small-4"),
    ],
)
def test_mistral_small_latest_is_the_model_of_its_day(on: date, model: str) -> None:
    assert packaged_book().offer(LATEST, on).model.model == model


def test_before_its_first_day_an_offer_has_no_price() -> None:
    on = date(2025, 6, 22)

    found = price_on(packaged_book().offer(SMALL_3_2, on), on, currency="USD")

    assert found == Unpriced("no price is known for 2025-06-22: the first known is of 2025-06-23")


@pytest.mark.parametrize(
    ("currency", "input_", "output", "listed_in"),
    [("EUR", "0.10", "0.30", "EUR"), ("USD", "0.11", "0.33", "USD"), ("CHF", "0.10", "0.30", "EUR")],
)
def test_ionos_has_a_list_in_euros_and_one_in_dollars(currency: str, input_: str, output: str, listed_in: str) -> None:
    assert rates(IONOS, TODAY, currency) == (input_, output, listed_in)


def test_ionos_was_free_until_the_end_of_september_2025_and_then_for_a_time_nobody_knows() -> None:
    book = packaged_book()
    last, after = date(2025, 9, 30), date(2025, 10, 1)
    free = quote(Usage(input=1345, output=1000), book.offer(IONOS, last), last, currency="EUR")
    unknown = quote(Usage(input=1345, output=1000), book.offer(IONOS, after), after, currency="EUR")

    assert isinstance(free, Quote)
    assert (free.total, getattr(free.evidence.row, "free", False)) == (Decimal(0), True)
    assert unknown == Unpriced("no price is known for 2025-10-01: the last known ended 2025-10-01, the next begins 2026-06-02")


@pytest.mark.parametrize(
    ("on", "total"),
    [(date(2026, 10, 18), "0.000300875"), (date(2026, 10, 19), "0.00037609375"), (date(2026, 11, 3), "0.0004345")],
)
def test_the_prompt_of_1345_tokens_costs_what_the_day_says(on: date, total: str) -> None:
    found = quote(Usage(input=1345, output=1000), packaged_book().offer(SMALL_3_2, on), on, currency="USD")

    assert isinstance(found, Quote)
    assert found.total == Decimal(total)


def test_no_shipped_price_is_zero_without_being_free() -> None:
    for offer in packaged_book().offers():
        for basis in (None, "official", "api", "page", "community"):
            found = quote(Usage(input=10, output=10), offer, TODAY, currency="USD", basis=basis)
            if isinstance(found, Quote) and not found.total:
                assert getattr(found.evidence.row, "free", False), offer.name
