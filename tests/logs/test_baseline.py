"""Saved estimates: what was written is read back, and what was changed by hand is refused."""

from __future__ import annotations

import copy
import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from command_line import ACME

from costcalc.errors import InputError
from costcalc.logs.baseline import read_estimate

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from command_line import Run


@pytest.fixture
def document(run: Run) -> dict[str, Any]:
    """An estimate of two prompts at each offer of an invented model."""
    found: dict[str, Any] = json.loads(run(f"estimate support.md chat.json {ACME} --fx EUR=1.10 --format json").out)
    return found


@pytest.fixture
def saved(tmp_path: Path) -> Callable[[Any], str]:
    """Save a document, or a text, and return its path."""

    def save(document: Any) -> str:
        path = tmp_path / "base.json"
        path.write_text(document if isinstance(document, str) else json.dumps(document), encoding="utf-8")
        return str(path)

    return save


def test_each_prompt_is_read_with_its_cheapest_offer(document: dict[str, Any], saved: Callable[[Any], str]) -> None:
    found = read_estimate(saved(document))
    assert (found.currency, found.on) == ("USD", date(2026, 11, 20))
    assert [item.source for item in found.items] == ["support.md", "chat.json"]
    assert all(item.known for item in found.items)
    first = document["results"][0]
    assert (found.items[0].offer, str(found.items[0].monthly)) == (first["offer"], first["monthly"]["cost"])


def test_where_no_offer_is_ok_the_first_says_why(document: dict[str, Any], saved: Callable[[Any], str]) -> None:
    document["results"] = [item for item in document["results"] if item["status"] != "ok"]
    found = read_estimate(saved(document))
    assert not found.items[0].known
    assert found.items[0].reason


@pytest.mark.parametrize(
    "command", ["--currency EUR", "--requests 1.5/day", "--cached-share 0.8", "--image screenshot.png", "--landed"]
)
def test_whatever_was_asked_adds_up_again(run: Run, saved: Callable[[Any], str], command: str) -> None:
    text = run(f"estimate support.md {ACME} {command} --format json").out
    assert read_estimate(saved(text)).items


def test_an_estimate_inside_a_check_is_read(document: dict[str, Any], saved: Callable[[Any], str]) -> None:
    inside = saved({"schema": "costcalc/check/1", "verdict": "pass", "estimate": document})
    assert len(read_estimate(inside).items) == 2


def edited(document: dict[str, Any], path: str, value: Any) -> dict[str, Any]:
    """Return the document with another value at `results.0.usage.input`; `...` takes the key away."""
    document = copy.deepcopy(document)
    *steps, last = [int(step) if step.isdecimal() else step for step in path.split(".")]
    place: Any = document
    for step in steps:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return document


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("schema", "costcalc/count/1"),
        ("schema", "costcalc/estimate/2"),
        ("schema", ...),
        ("schema", None),
        ("as_of", "yesterday"),
        ("as_of", ...),
        ("currency", ...),
        ("results", []),
        ("results", ...),
        ("results", None),
        ("results", ["a"]),
        ("results.0", None),
        ("results.0.source", ...),
        ("results.0.status", "fine"),
        ("results.0.usage", {}),
        ("results.0.usage.input", 1),
        ("results.0.usage.input", -1),
        ("results.0.usage.input", None),
        ("results.0.usage.inputs", 7),
        ("results.0.lines", []),
        ("results.0.lines.0.rate", "9"),
        ("results.0.lines.0.rate", "-9"),
        ("results.0.lines.0.rate", "NaN"),
        ("results.0.lines.0.rate", "much"),
        ("results.0.lines.0.per", 0),
        ("results.0.lines.0.meter", "imput"),
        ("results.0.monthly", None),
        ("results.0.monthly.cost", "1000000.00"),
        ("results.0.monthly.cost", "0.00"),
        ("results.0.monthly.cost", "Infinity"),
        ("results.0.monthly.cost", None),
        ("results.0.monthly.requests", 7),
        ("results.0.monthly.requests", "many"),
        ("results.0.native", None),
        ("results.0.native.fx", {"rate": "2"}),
        ("results.0.price.from", "spring"),
    ],
)
def test_what_was_changed_by_hand_is_refused(
    document: dict[str, Any], saved: Callable[[Any], str], path: str, value: Any
) -> None:
    if path == "results.0.native":  # the cheapest that is billed in another currency
        document["results"] = [item for item in document["results"] if item["native"] and item["native"]["currency"] == "EUR"]
    with pytest.raises(InputError, match=r"base\.json: .*: save it again with `costcalc estimate --format json`"):
        read_estimate(saved(edited(document, path, value)))


def test_negative_rates_and_volumes_are_refused_though_they_add_up(document: dict[str, Any], saved: Callable[[Any], str]) -> None:
    result = document["results"][0]
    result["monthly"] = {"requests": -result["monthly"]["requests"], "cost": f"-{result['monthly']['cost']}"}
    with pytest.raises(InputError, match=r"results\[0\]: a rate or the volume is negative"):
        read_estimate(saved(document))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "is empty"),
        ("{", "is not JSON: line 1, column 2"),
        ("[]", "is no costcalc/estimate/1"),
        ("\0", "is binary"),
        ("7", "is no"),
    ],
)
def test_what_is_no_json_object_is_refused(saved: Callable[[Any], str], text: str, message: str) -> None:
    with pytest.raises(InputError, match=message):
        read_estimate(saved(text))


def test_a_folder_or_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="is a folder"):
        read_estimate(str(tmp_path))
    with pytest.raises(InputError, match="no such file"):
        read_estimate(str(tmp_path / "base.json"))
