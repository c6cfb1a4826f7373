from __future__ import annotations

from typing import Any

import pytest
from builders import usages
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.pricing.usage import MOST, Usage, usage_from

NOTHING = Usage(request=0)


def refusal(**quantities: Any) -> str:
    with pytest.raises(InputError) as raised:
        usage_from(quantities)
    return str(raised.value)


# --- Usages add and scale


def test_two_requests_together_use_the_sum_of_both() -> None:
    together = Usage(input=10, output=5, cached_input=4) + Usage(input=1, output=2, image=1)

    assert together == Usage(input=11, output=7, cached_input=4, image=1, request=2)


@given(usages(), usages(), usages())
def test_the_order_of_adding_does_not_matter(one: Usage, two: Usage, three: Usage) -> None:
    assert one + two == two + one
    assert (one + two) + three == one + (two + three)
    assert one + NOTHING == one


@given(usages(), st.integers(0, 50))
def test_many_of_the_same_are_the_same_added_up(one: Usage, times: int) -> None:
    assert one * times == sum([one] * times, NOTHING)


# --- What is stated


def test_input_and_output_are_always_stated_and_the_rest_where_there_is_any() -> None:
    assert Usage().stated() == {"input": 0, "output": 0}
    assert Usage(input=3, image=1, request=2).stated() == {"input": 3, "output": 0, "image": 1, "request": 2}


@given(usages())
def test_a_usage_reads_back_from_what_it_states(usage: Usage) -> None:
    assert usage_from(usage.stated()) == usage


# --- What cannot be


@pytest.mark.parametrize(
    ("quantities", "message"),
    [
        ({"inptu": 1}, "unknown meter 'inptu': did you mean 'input'?"),
        ({"input": -1}, "input: -1 is negative"),
        ({"input": 1.5}, "input: 1.5 is not a whole number"),
        ({"input": "5"}, "input: '5' is not a whole number"),
        ({"input": True}, "input: True is not a whole number"),
        ({"input": None}, "input: None is not a whole number"),
        ({"input": MOST + 1}, f"input: {MOST + 1} is more than {MOST:,}"),
    ],
)
def test_what_is_no_quantity_is_refused(quantities: dict[str, Any], message: str) -> None:
    assert refusal(**quantities) == message


@pytest.mark.parametrize(("cached", "written", "fits"), [(10, 0, True), (4, 6, True), (11, 0, False), (5, 6, False)])
def test_what_the_cache_read_and_wrote_is_part_of_the_input(cached: int, written: int, fits: bool) -> None:
    if fits:
        assert Usage(input=10, cached_input=cached, cache_write=written).input == 10
    else:
        assert "part of input" in refusal(input=10, cached_input=cached, cache_write=written)


def test_reasoning_is_part_of_the_output() -> None:
    assert Usage(output=10, reasoning=10).output == 10
    assert refusal(output=10, reasoning=11) == "reasoning is part of output, and more than its 10 tokens"
