from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc.errors import InputError
from costcalc.planning.volume import DEFAULT_VOLUME, Volume, parse_volume


@pytest.mark.parametrize(
    ("text", "count", "period"),
    [
        ("20000/day", "20000", "day"),
        ("600000/month", "600000", "month"),
        ("1/d", "1", "day"),
        ("1/mo", "1", "month"),
        ("20k/day", "20000", "day"),
        ("1.5M/month", "1500000", "month"),
        ("1.125k/day", "1125", "day"),
        ("1,000,000/month", "1000000", "month"),
        ("20_000/day", "20000", "day"),
        (" 20k / Day ", "20000", "day"),
        ("0.5/day", "0.5", "day"),
        ("0.125/day", "0.125", "day"),
        ("2.50/day", "2.5", "day"),
        ("1000000000000000/month", "1000000000000000", "month"),
    ],
)
def test_a_volume_is_a_number_a_day_or_a_month(text: str, count: str, period: str) -> None:
    found = parse_volume(text)

    assert (str(found.count), found.period, found.assumed) == (count, period, False)


FORM = "is not a volume: write a number a day or a month, 20000/day or 600000/month"
BOUNDS = "is not a volume above 0 and up to 1,000,000,000,000,000, in at most 20 digits"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", FORM),
        ("20000", FORM),
        ("/day", FORM),
        ("20000/hour", FORM),
        ("20000 per day", FORM),
        ("-5/day", FORM),
        ("1e5/day", FORM),
        ("1,5/day", FORM),
        ("20,00/day", FORM),
        ("٢٠/day", FORM),
        ("nan/day", FORM),
        ("0/day", BOUNDS),
        ("0.0/month", BOUNDS),
        ("1000000000000001/day", BOUNDS),
        ("0.00000000000000000001/day", BOUNDS),
        ("1" + 80 * "0" + "/day", BOUNDS),
        ("20.000/day", "can be read in two ways: write 20000/day or 20/day"),
        ("1.250/mo", "can be read in two ways: write 1250/month or 1/month"),
    ],
)
def test_what_is_no_volume_is_refused_with_the_form(text: str, reason: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_volume(text)

    assert str(raised.value) == f"--requests: '{text}' {reason}"


@pytest.mark.parametrize(("period", "requests"), [("day", "30416.7"), ("month", "1000")])
def test_a_month_is_so_many_days(period: str, requests: str) -> None:
    volume = parse_volume(f"1000/{period}")

    assert volume.a_month(Decimal("30.4167")) == Decimal(requests)


def test_the_default_is_a_thousand_a_day_and_assumed() -> None:
    assert Volume(Decimal(1000), "day", assumed=True) == DEFAULT_VOLUME
    assert DEFAULT_VOLUME.a_month(Decimal(30)) == 30_000


@given(st.decimals("0.01", "1000000", places=2), st.integers(1, 31))
def test_a_month_is_exactly_its_days(count: Decimal, days: int) -> None:
    assert parse_volume(f"{count}/day").a_month(Decimal(days)) == count * days
