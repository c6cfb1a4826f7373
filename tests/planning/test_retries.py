from __future__ import annotations

from decimal import Decimal

import pytest

from costcalc.planning.retries import retry_factor


@pytest.mark.parametrize(
    ("failing", "most", "factor"),
    [("0.05", 3, "1.052625"), ("0.05", 0, "1"), ("0", 5, "1"), ("1", 3, "4"), ("0.123456789", 2, "1.138698367750190521")],
)
def test_a_request_is_sent_once_and_again_for_each_failure_in_a_row(failing: str, most: int, factor: str) -> None:
    assert str(retry_factor(Decimal(failing), most)) == factor
