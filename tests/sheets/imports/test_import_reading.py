"""Files, wheels, packages and addresses: what is read, what it is called, and what is refused."""

from __future__ import annotations

import hashlib
import io
import json
import urllib.error
import zipfile
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.errors import InputError
from costcalc.sheets.imports import reading
from costcalc.sheets.imports.reading import Raw, fetch, read_file, read_installed
from costcalc.sheets.imports.sources import SOURCES, source_named

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

LITELLM, OPENROUTER, GENAI, MODELS_DEV, LLM_PRICES = (
    source_named(name) for name in ("litellm", "openrouter", "genai-prices", "models.dev", "llm-prices")
)
TODAY = date(2026, 11, 20)


def test_numbers_of_a_file_are_exact_and_its_label_says_which_bytes_it_had(tmp_path: Path) -> None:
    path = tmp_path / "prices.json"
    content = b'\xef\xbb\xbf{"a": 7.899999999999999e-07, "b": 3}'
    path.write_bytes(content)
    raw = read_file(LITELLM, path)
    assert raw.data == {"a": Decimal("7.899999999999999E-7"), "b": 3}
    assert raw.label == f"litellm prices.json sha256:{hashlib.sha256(content).hexdigest()[:12]}"
    assert raw.built is None


def test_a_file_of_an_installed_package_is_named_by_its_version(tmp_path: Path) -> None:
    path = tmp_path / str(LITELLM.data)
    path.parent.mkdir()
    path.write_text("{}", encoding="utf-8")
    assert read_file(LITELLM, path).label.startswith("litellm model_prices_and_context_window_backup.json sha256:")
    (tmp_path / "litellm-1.106.2.dist-info").mkdir()
    assert read_file(LITELLM, path).label == "litellm 1.106.2"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"{", ":1:2: not JSON"),
        (b"\xff\xfe", "not UTF-8 at byte 0"),
        (b'{"a": NaN}', "NaN is no number that a price can be"),
        (b"[" * 100_000, "nested too deep"),
    ],
)
def test_a_file_that_is_no_json_is_one_clear_line(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "prices.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=message):
        read_file(LITELLM, path)


def test_a_file_that_is_not_there_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"missing.json: cannot be read: no such file"):
        read_file(LITELLM, tmp_path / "missing.json")


def wheel(path: Path, member: str, day: tuple[int, int, int] = (2026, 10, 21)) -> Path:
    """Write a wheel with one file in it."""
    with zipfile.ZipFile(path, "w") as file:
        file.writestr(zipfile.ZipInfo(member, (*day, 0, 0, 0)), '{"acme/big-1": {}}')
    return path


def test_a_wheel_is_read_in_place_with_its_version_and_its_day(tmp_path: Path) -> None:
    raw = read_file(LITELLM, wheel(tmp_path / "litellm-1.106.2-py3-none-any.whl", LITELLM.data or ""))
    assert (raw.data, raw.label, raw.built) == ({"acme/big-1": {}}, "litellm 1.106.2", date(2026, 10, 21))


def test_the_day_of_a_reproducible_build_is_none(tmp_path: Path) -> None:
    path = wheel(tmp_path / "litellm-1.106.2-py3-none-any.whl", LITELLM.data or "", (2020, 2, 2))
    assert read_file(LITELLM, path).built is None


@pytest.mark.parametrize(
    ("source", "member", "message"),
    [(LITELLM, "other.json", "is no wheel of litellm"), (GENAI, "genai_prices/data.py", "not read from a wheel")],
)
def test_a_wheel_of_something_else_is_refused(tmp_path: Path, source: Any, member: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_file(source, wheel(tmp_path / "x-1-py3.whl", member))


def test_a_broken_wheel_is_one_clear_line(tmp_path: Path) -> None:
    path = tmp_path / "litellm-1-py3.whl"
    path.write_bytes(b"no zip")
    with pytest.raises(InputError, match="cannot be read as a wheel"):
        read_file(LITELLM, path)


def test_the_installed_package_is_read_with_its_version(genai_prices_data: Raw) -> None:
    assert genai_prices_data.label.startswith("genai-prices 0.")
    assert {"id", "name", "models"} <= genai_prices_data.data[0].keys()


def test_a_package_that_is_not_there_or_does_not_exist_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def absent(_: str) -> None:
        raise reading.metadata.PackageNotFoundError

    monkeypatch.setattr(reading.metadata, "distribution", absent)
    with pytest.raises(InputError, match=r"litellm is not installed: name a FILE, or run `pip install litellm`"):
        read_installed(LITELLM)
    with pytest.raises(InputError, match="openrouter: name the FILE to import"):
        read_installed(OPENROUTER)


class Answer(io.BytesIO):
    """What an address answers."""


@pytest.fixture
def answers(monkeypatch: pytest.MonkeyPatch) -> Callable[[bytes | Exception], list[str]]:
    """Let every address answer so, and return the addresses that are asked."""
    asked: list[str] = []

    def let(content: bytes | Exception) -> list[str]:
        def open_(_: Any, request: Any, timeout: float) -> Answer:
            assert timeout > 0
            asked.append(request.full_url)
            if isinstance(content, Exception):
                raise content
            return Answer(content)

        monkeypatch.setattr("urllib.request.OpenerDirector.open", open_)
        return asked

    return let


def test_an_address_is_read_where_it_is_named_and_was_seen_today(answers: Callable[..., list[str]]) -> None:
    asked = answers(b'{"data": []}')
    raw = fetch(OPENROUTER, "https://openrouter.ai/api/v1/models", TODAY)
    assert asked == ["https://openrouter.ai/api/v1/models"]
    assert (raw.data, raw.built) == ({"data": []}, TODAY)
    assert raw.label == "openrouter https://openrouter.ai/api/v1/models"


@pytest.mark.parametrize("url", ["http://openrouter.ai/api", "file:///etc/passwd", "https://", "openrouter.ai"])
def test_only_https_is_asked(answers: Callable[..., list[str]], url: str) -> None:
    asked = answers(b"{}")
    with pytest.raises(InputError, match="begins with https://"):
        fetch(OPENROUTER, url, TODAY)
    assert asked == []


def test_what_leads_away_from_https_is_not_followed() -> None:
    from urllib import request

    opener = reading.opener()
    kinds = {type(handler) for handlers in opener.handle_open.values() for handler in handlers}
    assert request.HTTPHandler not in kinds
    assert request.FileHandler not in kinds
    with pytest.raises(urllib.error.URLError, match="unknown url type: http"):
        opener.open("http://example.com/")


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (urllib.error.URLError("no route"), "cannot be fetched: no route"),
        (TimeoutError("timed out"), "cannot be fetched: timed out"),
        (b"<html>", "not JSON"),
    ],
)
def test_an_address_that_does_not_answer_with_json_is_one_clear_line(
    answers: Callable[..., list[str]], content: bytes | Exception, message: str
) -> None:
    answers(content)
    with pytest.raises(InputError, match=message):
        fetch(OPENROUTER, "https://example.com/x", TODAY)


def test_an_endless_answer_is_refused(answers: Callable[..., list[str]], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "MOST_BYTES", 3)
    answers(b"[1, 2, 3]")
    with pytest.raises(InputError, match="more than 3 bytes"):
        fetch(OPENROUTER, "https://example.com/x", TODAY)


@pytest.mark.parametrize(
    ("source", "data", "day"),
    [
        (
            MODELS_DEV,
            {"a": {"models": {"b": {"last_updated": "2026-07-01"}, "c": {"last_updated": "2027-01-01"}}}},
            date(2026, 7, 1),
        ),
        (LLM_PRICES, {"updated_at": "2026-08-05T10:00:00Z", "prices": []}, date(2026, 8, 5)),
        (LLM_PRICES, {"prices": []}, None),
        (
            GENAI,
            [
                {"id": "openrouter", "models": [{"prices": [{"constraint": {"start_date": "2026-11-09"}}]}]},
                {"id": "anthropic", "models": [{"prices": [{"constraint": {"start_date": "2026-11-15"}}]}]},
            ],
            date(2026, 11, 9),
        ),
        (LITELLM, {"a": {"deprecation_date": "2026-01-01"}}, None),
    ],
)
def test_the_day_is_the_newest_that_the_data_themselves_state(source: Any, data: Any, day: date | None) -> None:
    assert source.day_of(Raw(data, "x", "x"), TODAY) == day


@pytest.mark.parametrize("name", SOURCES)
@pytest.mark.parametrize("data", [5, [], {}, {"data": 5}, {"prices": 5}, [5]])
def test_a_file_of_something_else_is_one_clear_line(name: str, data: Any, origin: Any) -> None:
    with pytest.raises(InputError, match=r"^there: "):
        source_named(name).parse(Raw(json.loads(json.dumps(data)), "x", "there"), origin)


def test_an_unknown_source_is_named_with_the_nearest() -> None:
    with pytest.raises(InputError, match=r"unknown source 'litelm': did you mean 'litellm'\?"):
        source_named("litelm")
