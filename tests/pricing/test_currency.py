from __future__ import annotations

from datetime import date, timedelta
from decimal import Context, Decimal
from typing import TYPE_CHECKING, NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from costcalc import ecb
from costcalc.errors import InputError
from costcalc.pricing.currency import (
    CODES,
    Converter,
    NoRate,
    Rate,
    code,
    convert,
    parse_every_fx,
    parse_fx,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from currency_converter import CurrencyConverter

FRIDAY, SATURDAY, MONDAY = date(2026, 10, 30), date(2026, 10, 31), date(2026, 11, 2)


class Table(NamedTuple):
    fixings: dict[date, str]
    source: str = "a table"

    @property
    def first(self) -> date:
        return min(self.fixings)

    def last(self, on: date) -> tuple[date, Decimal] | None:
        day = max((day for day in self.fixings if day <= on), default=None)
        return (day, Decimal(self.fixings[day])) if day else None


TABLES = {
    "USD": Table({FRIDAY - timedelta(days=2): "1.10", FRIDAY - timedelta(days=1): "1.11", FRIDAY: "1.12"}),
    "GBP": Table({FRIDAY - timedelta(days=2): "0.80", FRIDAY: "0.84"}),
    "ISK": Table({FRIDAY - timedelta(days=3): "140", FRIDAY - timedelta(days=2): "150"}),
    "SIT": Table({date(2006, 12, 29): "239.64"}),
}


def converter(*stated: str, asked: str = "USD") -> Converter:
    return Converter(TABLES.get, parse_every_fx(stated, asked))


def rate(base: str, quote: str, on: date, rates: Converter | None = None) -> Rate:
    found = (rates or converter()).rate(base, quote, on)
    assert isinstance(found, Rate)
    return found


# --- Fixings


def test_from_the_euro_the_fixing_is_the_rate() -> None:
    assert rate("EUR", "USD", FRIDAY) == Rate("EUR", "USD", Decimal("1.12"), Decimal(1), FRIDAY, "a table", None)


def test_to_the_euro_is_divided_by_the_fixing() -> None:
    found = rate("USD", "EUR", FRIDAY)

    assert (found.multiply, found.divide) == (Decimal(1), Decimal("1.12"))
    assert convert(Decimal("1.12"), found) == 1


def test_a_cross_rate_goes_through_the_euro_and_is_divided_once() -> None:
    found = rate("GBP", "USD", FRIDAY)

    assert (found.multiply, found.divide, found.fixing) == (Decimal("1.12"), Decimal("0.84"), FRIDAY)
    assert convert(Decimal(3), found) == 4  # by way of a rounded rate it were 3.9999...


@pytest.mark.parametrize("on", [FRIDAY, SATURDAY, MONDAY])
def test_a_day_without_a_fixing_takes_the_one_before_it(on: date) -> None:
    assert rate("EUR", "USD", on).fixing == FRIDAY


def test_a_cross_rate_mixes_no_two_days() -> None:
    thursday = rate("GBP", "USD", FRIDAY - timedelta(days=1))
    friday = rate("ISK", "USD", FRIDAY)

    assert (thursday.multiply, thursday.divide) == (Decimal("1.10"), Decimal("0.80"))
    assert (friday.multiply, friday.divide, friday.fixing) == (Decimal("1.10"), Decimal(150), FRIDAY - timedelta(days=2))


@pytest.mark.parametrize(("days", "note"), [(7, None), (8, "EUR/USD fixing of 2026-10-30 is 8 days old on 2026-11-07")])
def test_a_fixing_older_than_seven_days_is_noted(days: int, note: str | None) -> None:
    assert rate("EUR", "USD", FRIDAY + timedelta(days=days)).note == note


def test_from_a_currency_to_itself_there_is_nothing_to_name() -> None:
    found = rate("XAF", "XAF", FRIDAY)

    assert (found.same, found.fixing, found.source, found.note, found.assumed) == (True, None, None, None, False)
    assert convert(Decimal("0.0004345"), found) == Decimal("0.0004345")


# --- No rate


def test_a_currency_without_fixings_has_no_rate() -> None:
    assert converter().rate("XAF", "USD", FRIDAY) == NoRate("XAF", "USD", "there are no ECB reference rates of XAF")
    assert converter().rate("USD", "XAF", FRIDAY) == NoRate("USD", "XAF", "there are no ECB reference rates of XAF")


def test_a_day_before_the_first_fixing_has_no_rate() -> None:
    found = converter().rate("EUR", "USD", FRIDAY - timedelta(days=3))

    reason = "no EUR/USD fixing on or before 2026-10-27: the ECB data begin for USD on 2026-10-28"
    assert found == NoRate("EUR", "USD", reason)


def test_currencies_that_share_no_day_have_no_rate() -> None:
    found = converter().rate("SIT", "USD", FRIDAY)

    reason = "no SIT/USD fixing on or before 2026-10-30: the ECB data begin for SIT on 2006-12-29, USD on 2026-10-28"
    assert found == NoRate("SIT", "USD", reason)


# --- Rates that the user states


def test_a_stated_rate_is_units_of_the_asked_currency_and_wins_over_the_fixing() -> None:
    found = rate("EUR", "USD", FRIDAY, converter("EUR=1.25"))

    assert found == Rate("EUR", "USD", Decimal("1.25"), source="--fx")
    assert found.assumed
    assert found.fixing is None
    assert convert(Decimal("0.10"), found) == Decimal("0.125")


def test_a_stated_rate_holds_in_both_directions() -> None:
    found = rate("USD", "EUR", FRIDAY, converter("EUR=1.25"))

    assert found.assumed
    assert convert(Decimal(1), found) == Decimal("0.8")


def test_a_stated_rate_serves_where_the_ecb_has_none() -> None:
    assert rate("XAF", "USD", date(1990, 1, 1), converter("XAF=0.0017")).rate == Decimal("0.0017")


def test_a_stated_rate_is_not_carried_into_other_pairs() -> None:
    assert rate("GBP", "USD", FRIDAY, converter("EUR=1.25")) == rate("GBP", "USD", FRIDAY)


def test_several_rates_can_be_stated() -> None:
    rates = converter("EUR=1.25", "gbp = 1.5")

    assert rate("GBP", "USD", FRIDAY, rates).rate == Decimal("1.5")
    assert rate("EUR", "USD", FRIDAY, rates).rate == Decimal("1.25")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("1.12", "--fx 1.12: write CODE=RATE, where one CODE is RATE USD"),
        ("EUR=", "--fx EUR=: '' is not a number; write CODE=RATE, where one CODE is RATE USD"),
        ("EUR=1,12", "--fx EUR=1,12: '1,12' is not a number; write CODE=RATE, where one CODE is RATE USD"),
        ("EUR=1.1=2", "--fx EUR=1.1=2: '1.1=2' is not a number; write CODE=RATE, where one CODE is RATE USD"),
        ("EUR=nan", "--fx EUR=nan: 'nan' is not a finite number; write CODE=RATE, where one CODE is RATE USD"),
        ("EUR=inf", "--fx EUR=inf: 'inf' is not a finite number; write CODE=RATE, where one CODE is RATE USD"),
        ("=1.12", "--fx =1.12: '' is no ISO 4217 currency code such as EUR or USD; write CODE=RATE, where one CODE is RATE USD"),
        (
            "EUP=1",
            "--fx EUP=1: 'EUP' is no ISO 4217 currency code such as EUR or USD; write CODE=RATE, where one CODE is RATE USD",
        ),
        ("EUR=0", "--fx EUR=0: a rate is above 0"),
        ("EUR=-1.12", "--fx EUR=-1.12: a rate is above 0"),
        ("USD=1", "--fx USD=1: USD is the currency asked for; name the one to convert from"),
        ("EUR=1e13", "--fx EUR=1e13: a rate has at most 20 digits and lies between 1e-12 and 1e12"),
        ("EUR=1e-999", "--fx EUR=1e-999: a rate has at most 20 digits and lies between 1e-12 and 1e12"),
        ("EUR=1." + 20 * "1", f"--fx EUR=1.{20 * '1'}: a rate has at most 20 digits and lies between 1e-12 and 1e12"),
    ],
)
def test_what_states_no_rate_is_refused(text: str, message: str) -> None:
    with pytest.raises(InputError) as raised:
        parse_fx(text, "USD")

    assert str(raised.value) == message


def test_a_rate_stated_twice_is_refused() -> None:
    with pytest.raises(InputError) as raised:
        parse_every_fx(["EUR=1.12", "eur=1.13"], "USD")

    assert str(raised.value) == "--fx eur=1.13: the rate of EUR is given twice; keep one"


# --- Codes


def test_a_code_is_read_in_any_case() -> None:
    assert code(" eur ") == "EUR"


@pytest.mark.parametrize("text", ["", "EU", "EURO", "€", "XXX", "ﬀr"])
def test_what_is_no_currency_is_refused(text: str) -> None:
    with pytest.raises(InputError, match="is no ISO 4217 currency code such as EUR or USD"):
        code(text)


def test_every_currency_in_use_has_its_code() -> None:
    pycountry = pytest.importorskip("pycountry")
    # ISO 4217's accounting units, metals, test and no-currency codes, and funds codes.
    others = {"XXX", "XTS", "BOV", "CHE", "CHW", "CLF", "COU", "MXV", "USN", "UYI", "UYW", "XAD", "XDR", "XSU", "XUA"}
    others |= {"XAG", "XAU", "XPD", "XPT", "XBA", "XBB", "XBC", "XBD"}

    assert {currency.alpha_3 for currency in pycountry.currencies} - others - CODES == set()


# --- Against the package, and through it


@pytest.fixture(scope="module", autouse=True)
def _cache(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("COSTCALC_CACHE_DIR", str(folder))
        ecb.fixings.cache_clear()
        yield folder
    ecb.fixings.cache_clear()


@pytest.fixture(scope="module")
def reference() -> CurrencyConverter:
    from currency_converter import CurrencyConverter

    return CurrencyConverter(decimal=True)


ECB_CODES = ["EUR", "USD", "GBP", "JPY", "CHF", "SEK", "PLN", "BGN", "HRK", "ISK", "BRL", "CNY", "INR", "IDR", "TRL", "TRY"]
PAIRS = st.permutations(ECB_CODES).map(lambda codes: (codes[0], codes[1]))
DAYS = st.dates(date(1998, 12, 1), date(2027, 6, 30))
AMOUNTS = st.decimals("0.000000000001", "1000000000", places=12)


@given(PAIRS, DAYS)
def test_any_pair_on_any_day_is_the_last_that_the_package_has(
    reference: CurrencyConverter, pair: tuple[str, str], on: date
) -> None:
    found = Converter(ecb.fixings).rate(*pair, on)
    expected = last_of(reference, pair, on)

    if expected is None:
        assert isinstance(found, NoRate)
    else:
        assert isinstance(found, Rate)
        assert found.fixing == expected[0]
        # The package divides first, in 28 digits.
        assert abs(found.rate / expected[1] - 1) < Decimal("1e-26")


def last_of(reference: CurrencyConverter, pair: tuple[str, str], on: date) -> tuple[date, Decimal] | None:
    """Return what the package says of the last day on or before `on` on which it says anything."""
    from currency_converter import RateNotFoundError

    bounds = [reference.bounds[code] for code in pair]
    day = min(on, *(bound.last_date for bound in bounds))
    while day >= max(bound.first_date for bound in bounds):
        try:
            return day, reference.convert(1, *pair, day)
        except RateNotFoundError:
            day -= timedelta(days=1)
    return None


@given(AMOUNTS, PAIRS, st.dates(date(2006, 1, 1), date(2027, 6, 30)))
def test_there_and_back_is_the_same_amount(amount: Decimal, pair: tuple[str, str], on: date) -> None:
    rates = Converter(ecb.fixings)
    there, back = rates.rate(*pair, on), rates.rate(pair[1], pair[0], on)
    if isinstance(there, NoRate) or isinstance(back, NoRate):
        assert type(there) is type(back)
        return

    assert (back.multiply, back.divide, back.fixing) == (there.divide, there.multiply, there.fixing)
    assert Context(prec=50).plus(convert(convert(amount, there), back)) == amount


@given(AMOUNTS, AMOUNTS)
def test_a_conversion_from_the_euro_is_exact_so_parts_add_up(one: Decimal, other: Decimal) -> None:
    found = rate("EUR", "USD", FRIDAY)

    assert convert(one, found) + convert(other, found) == convert(one + other, found)
