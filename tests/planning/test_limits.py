from __future__ import annotations

from datetime import date, timedelta

import pytest
from builders import SUMMER, TODAY, claim, offer
from hypothesis import given
from hypothesis import strategies as st

from costcalc.planning.limits import LimitCheck, checks, published

ALLOWED = {"context": 1000, "max_output": 200, "max_images": 2}
UNKNOWN = {"context": None, "max_output": None, "max_images": None}


def statuses(input_tokens: int, output_tokens: int, images: int = 0) -> dict[str, str]:
    found = checks(ALLOWED, input_tokens=input_tokens, output_tokens=output_tokens, images=images)
    return {check.limit: check.status for check in found}


@pytest.mark.parametrize(
    ("input_tokens", "output_tokens", "context", "max_output"),
    [
        (800, 200, "ok", "ok"),
        (801, 200, "exceeded", "ok"),
        (800, 201, "exceeded", "exceeded"),
        (799, 201, "ok", "exceeded"),
        (1000, 0, "ok", "ok"),
        (0, 0, "ok", "ok"),
    ],
)
def test_prompt_and_answer_share_the_window_and_the_answer_has_a_limit_of_its_own(
    input_tokens: int, output_tokens: int, context: str, max_output: str
) -> None:
    assert statuses(input_tokens, output_tokens) == {"context": context, "max_output": max_output}


@pytest.mark.parametrize(("images", "status"), [(1, "ok"), (2, "ok"), (3, "exceeded")])
def test_images_are_checked_where_there_are_any(images: int, status: str) -> None:
    assert statuses(0, 0, images)["max_images"] == status


def test_what_nobody_published_is_unknown_and_never_a_pass() -> None:
    found = checks(UNKNOWN, input_tokens=10**9, output_tokens=0, images=1)

    assert [(check.max, check.status) for check in found] == [(None, "unknown")] * 3


@given(st.integers(0, 2000), st.integers(0, 2000))
def test_a_limit_is_exceeded_exactly_above_it(used: int, most: int) -> None:
    check = LimitCheck("context", most, used)

    assert (check.status == "exceeded") == (used > most)
    assert bool(check.reason) == (used > most)


def test_the_reason_says_by_how_much() -> None:
    assert LimitCheck("context", 128_000, 130_500).reason == "context window: 130,500 of 128,000, 2,500 too many"
    assert LimitCheck("max_output", 16_384, 16_385).reason == "longest answer: 16,385 of 16,384, 1 too many"
    assert LimitCheck("max_images", None, 3).reason == "images in a request: 3 of a number that nobody published"


# --- What is published


def test_the_limits_are_those_of_the_sheet() -> None:
    assert published(offer(context=1000, max_output=200, max_images=2), TODAY) == ALLOWED
    assert published(offer(), TODAY) == UNKNOWN


def test_a_basis_takes_what_such_a_source_says_and_the_sheet_for_the_rest() -> None:
    at = offer(context=1000, max_output=200, claims=(claim(basis="page", context=900), claim(basis="api", context=800)))

    assert published(at, TODAY, "page") == {"context": 900, "max_output": 200, "max_images": None}
    assert published(at, TODAY, "api")["context"] == 800
    assert published(at, TODAY, "official")["context"] == 1000
    assert published(at, TODAY)["context"] == 1000


@pytest.mark.parametrize(
    ("on", "context"),
    [(SUMMER - timedelta(days=1), 900), (SUMMER, 800), (date(2026, 7, 1), 900), (date(1999, 1, 1), 900)],
)
def test_a_dated_claim_holds_on_its_days_and_an_undated_one_on_any(on: date, context: int) -> None:
    dated = claim(from_=SUMMER, until=date(2026, 7, 1), context=800)

    assert published(offer(claims=(dated, claim(context=900))), on, "community")["context"] == context


def test_a_claim_known_to_be_wrong_speaks_only_where_no_other_does() -> None:
    wrong = claim(from_=SUMMER, context=1, known_wrong=True)

    assert published(offer(claims=(wrong, claim(context=900))), TODAY, "community")["context"] == 900
    assert published(offer(context=5, claims=(wrong,)), TODAY, "community")["context"] == 1
