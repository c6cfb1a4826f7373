from __future__ import annotations

from decimal import Decimal

import pytest
from conversation_reference import Prefixes, Segment

from costcalc.planning.prefix_cache import break_even_reads


def rates(*texts: str) -> list[Decimal]:
    return [Decimal(text) for text in texts]


def test_a_cache_pays_from_so_many_reads_on() -> None:
    found = break_even_reads(*rates("5", "6.25", "0.5"))

    assert found is not None
    assert round(found, 3) == Decimal("0.278")
    assert found * Decimal("4.5") == pytest.approx(Decimal("1.25"))


def test_at_the_break_even_both_ways_cost_the_same() -> None:
    assert break_even_reads(*rates("3", "3.75", "1.5")) == Decimal("0.5")


def test_a_cache_that_is_written_for_nothing_pays_at_once() -> None:
    assert break_even_reads(*rates("0.10", "0.10", "0.01")) == 0
    assert break_even_reads(*rates("0.10", "0", "0.01")) == 0


@pytest.mark.parametrize("read", ["3", "3.01"])
def test_a_cache_that_is_read_at_no_lower_rate_never_pays(read: str) -> None:
    assert break_even_reads(*rates("3", "3.75", read)) is None


def test_a_prompt_reads_the_longest_beginning_that_it_shares_with_any_before_it() -> None:
    system, hello, hi, bye = (Segment((name, 0), tokens) for name, tokens in [("system", 100), ("a", 10), ("b", 5), ("c", 3)])
    prefixes = Prefixes()
    assert prefixes.read((system, hello)) == 0

    prefixes.keep((system, hello, hi))
    prefixes.keep((system, bye))

    assert prefixes.read((system, hello, hi, bye)) == 115
    assert prefixes.read((system, bye, hi)) == 103
    assert prefixes.read((hello, system)) == 0
