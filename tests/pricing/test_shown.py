from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.pricing.shown import shown_as


@pytest.mark.parametrize(
    ("exact", "figure", "how"),
    [
        ("0.075", "0.08", "0.075 shown with 2 decimals"),
        ("0.075", "0.07", "0.075 shown with 2 decimals from a binary float"),
        ("0.555", "0.56", "0.555 shown with 2 decimals"),
        ("0.555", "0.55", "0.555 shown with 2 decimals from a binary float"),
        ("0.350636", "0.351", "0.350636 shown with 3 decimals"),
        ("0.350636", "0.35", "0.350636 shown with 2 decimals"),
        ("0.351", "0.35", "0.351 shown with 2 decimals"),
        ("0.005", "0.01", "0.005 shown with 2 decimals"),
        ("0.099", "0.10", "0.099 shown with 2 decimals"),
        ("0.555368", "0.55", "0.555368 shown with 2 decimals, the rest cut off"),
        ("0.3449", "0.35", "0.3449 shown with 2 decimals, rounded twice"),
    ],
)
def test_a_figure_that_is_shown_shorter_is_recognised_with_its_way(exact: str, figure: str, how: str) -> None:
    assert shown_as(Decimal(exact), Decimal(figure)) == how


@pytest.mark.parametrize(
    ("exact", "figure"), [("0.10", "0.15"), ("0.20", "0.2"), ("0.07", "0.075"), ("0.075", "0.09"), ("0.94", "0.9")]
)
def test_other_figures_are_no_display_of_it(exact: str, figure: str) -> None:
    assert shown_as(Decimal(exact), Decimal(figure)) is None


@given(st.decimals(min_value="0.0001", max_value=200, places=6))
def test_every_rounding_to_cents_is_recognised(exact: Decimal) -> None:
    figure = exact.quantize(Decimal("0.01"), ROUND_HALF_UP)
    assert figure == exact or shown_as(exact, figure) is not None
