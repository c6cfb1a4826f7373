"""The five published pages that the project started from stay reproducible: `--basis page` is what they show."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from builders import TODAY, packaged_book

from costcalc.planning import limits
from costcalc.planning.estimate import Estimate, Prompt, Terms, estimates
from costcalc.pricing.currency import Rate
from costcalc.pricing.evidence import Evidence, price_on
from costcalc.pricing.quote import Quote, quote
from costcalc.pricing.usage import Usage

ANY_DAY = [date(2025, 1, 1), date(2026, 5, 8), TODAY, date(2030, 1, 1)]


def page(offer: str, on: date = TODAY) -> Evidence:
    found = price_on(packaged_book().offer(offer, on), on, currency="USD", basis="page")
    assert isinstance(found, Evidence)
    return found


def estimate(offer: str, tokens: int = 500_000 - 1000, on: date = TODAY, output: int = 1000) -> Estimate:
    terms = Terms(on=on, currency="USD", rate=lambda base: Rate(base, "USD"), output_tokens=output, basis="page")
    (found,) = estimates(Prompt("a page", input_tokens=tokens), [packaged_book().offer(offer, on)], terms)
    return found


@pytest.mark.parametrize("on", ANY_DAY)
@pytest.mark.parametrize(
    ("offer", "input_", "output"),
    [
        ("openrouter/mistral-small-3.2-24b", "0.07", "0.20"),
        ("openrouter/mistral-small-3.1-24b", "0.35", "0.55"),
        ("mistral/mistral-small-3.2-24b", "0.10", "0.30"),
    ],
)
def test_an_undated_page_shows_its_price_on_any_day(offer: str, input_: str, output: str, on: date) -> None:
    found = page(offer, on)

    assert (str(found.row.input), str(found.row.output), found.row.basis) == (input_, output, "page")
    assert (found.from_, found.until, found.row.checked) == (None, None, None)


def test_the_tracker_of_3_1_shows_a_router_s_price_under_mistral_s_name_from_its_day_on() -> None:
    found = page("mistral/mistral-small-3.1-24b", date(2026, 5, 8))

    assert (str(found.row.input), str(found.row.output), found.from_) == ("0.35", "0.56", date(2026, 5, 8))
    assert getattr(found.row, "known_wrong", False)


def test_by_the_tracker_of_3_1_a_million_tokens_half_in_half_out_cost_45_5_cents() -> None:
    offer = packaged_book().offer("mistral/mistral-small-3.1-24b", TODAY)
    found = quote(Usage(input=500_000, output=500_000), offer, TODAY, currency="USD", basis="page")

    assert isinstance(found, Quote)
    assert found.total == Decimal("0.455")


def test_the_catalogue_page_of_3_2_shows_limits_and_a_model_that_has_retired() -> None:
    fits, too_long = (estimate("mistral/mistral-small-3.2-24b", 128_000 - 16_384, output=length) for length in (16_384, 16_385))

    assert limits.published(fits.offer, TODAY, "page") == {"context": 128_000, "max_output": 16_384, "max_images": 8}
    assert (fits.status, fits.notes) == ("ok", ("retired on 2026-07-31, though the page still shows it",))
    assert (too_long.status, too_long.reason) == (
        "exceeds",
        "context window: 128,001 of 128,000, 1 too many; longest answer: 16,385 of 16,384, 1 too many",
    )


def test_without_the_page_the_same_offer_is_retired() -> None:
    offer = packaged_book().offer("mistral/mistral-small-3.2-24b", TODAY)
    terms = Terms(on=TODAY, currency="USD", rate=lambda base: Rate(base, "USD"))
    (found,) = estimates(Prompt("a page", input_tokens=1345), [offer], terms)

    assert (found.status, found.reason) == ("retired", "retired on 2026-07-31, successor mistral-small-4")


@pytest.mark.parametrize("on", ANY_DAY)
def test_the_card_of_ionos_gives_limits_and_no_price(on: date) -> None:
    found = estimate("ionos/mistral-small-3.2-24b", 1345, on)

    assert (found.status, found.reason) == ("unpriced", "no source of basis 'page' states a price")
    assert [(check.limit, check.max, check.status) for check in found.limits] == [
        ("context", 128_000, "ok"),
        ("max_output", None, "unknown"),
    ]
    assert {"text", "image", "vision", "tools", "streaming"} <= found.offer.takes
