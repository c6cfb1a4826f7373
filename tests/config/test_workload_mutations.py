"""A workload file broken in every way: one line with file, line and place comes back, and never a traceback."""

from __future__ import annotations

import json
import random
from copy import deepcopy
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from costcalc.config.workload import load_workload
from costcalc.errors import InputError
from costcalc.sheets import yaml_file
from costcalc.sheets.yaml_file import spell

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from costcalc.sheets.yaml_file import Place

WHOLE = yaml_file.read(Path(__file__).parent / "whole_workload.yaml").data
FREE_KEYS = ("fx", "quantiles", "scenarios", "low", "high")
"""What is keyed by the user's own words; a slip in the paths of a scenario is another test's."""
REQUIRED = {
    "name", "mix", "low", "base", "high", "mean", "p50", "p95", "quantiles", "failing", "turns", "user", "assistant",
    "steps", "task", "call", "result", "every", "tokens", "offer", "from", "source", "on", "p0", "p100", "share",
}  # fmt: skip
JUNK: list[Any] = [
    None, True, 0, -1, 1, 7, 10**30, 0.5, -0.5, 1e300, "", " ", "x", "5%", "-5%", "150%", "5%%", "1/day", "USD", "5 USD", [], {},
    [1], [[]], {"low": 1, "base": 2, "high": 3}, {"low": 3, "base": 2, "high": 1}, {"mean": 5}, {"quantiles": {}}, "full",
    {"quantiles": {"p0": 1, "p100": 0}}, "prompt.md", "nope.md", "..", "/", "\0", "2026-12-01", "a/b", {"window": 3}, "1280x720",
]  # fmt: skip


@pytest.fixture
def load(tmp_path: Path) -> Callable[[Any], str | None]:
    """Load a workload whose files are there; return what is said of it, without the folder; None where it is right."""
    (tmp_path / "prompt.md").write_text("You answer questions of customers politely and briefly.\n")
    (tmp_path / "tools.json").write_text("[]")
    (tmp_path / "usage.csv").write_text("in,out\n5,6\n7,8\n")
    (tmp_path / "prices").mkdir()
    path = tmp_path / "workload.yaml"

    def load(data: Any) -> str | None:
        path.write_text(as_yaml(data), encoding="utf-8")
        try:
            load_workload(path, default_start=date(2027, 1, 1))
        except InputError as error:
            return str(error).replace(f"{tmp_path}/", "")
        return None

    return load


def as_yaml(data: Any) -> str:
    """Return JSON with one value a line, which is YAML too; what YAML has and JSON has not is written as text."""
    return json.dumps(data, indent=1, default=lambda value: float(value) if isinstance(value, Decimal) else str(value))


def places(value: Any, place: Place = ()) -> Iterator[Place]:
    if place:
        yield place
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for step, item in entries:
        yield from places(item, (*place, step))


def holder(data: Any, place: Place) -> Any:
    for step in place[:-1]:
        data = data[step]
    return data


def changed(place: Place, change: Callable[[Any, str | int], object]) -> Any:
    data = deepcopy(WHOLE)
    change(holder(data, place), place[-1])
    return data


KEYS = [place for place in places(WHOLE) if isinstance(place[-1], str) and "scenarios" not in place]
FIXED = [place for place in KEYS if not (len(place) > 1 and place[-2] in FREE_KEYS)]

# A table of quantiles may lack its mean, and without the table it is a summary.
ASKED_FOR = [place for place in KEYS if place[-1] in REQUIRED and place[:3] != ("mix", 1, "input")]


def rename(mapping: Any, key: str | int, new: str) -> None:
    entries = [(new if name == key else name, value) for name, value in mapping.items()]
    mapping.clear()
    mapping.update(entries)


def test_the_whole_is_right_and_says_every_key(load: Callable[[Any], str | None]) -> None:
    assert load(WHOLE) is None
    assert {"prompt", "input", "sample", "conversation", "agent", "retries", "cache_write"} <= {place[-1] for place in KEYS}


@pytest.mark.parametrize("place", FIXED, ids=spell)
def test_a_misspelt_key_is_named_with_its_line_and_the_nearest(load: Callable[[Any], str | None], place: Place) -> None:
    slip = f"{place[-1]}q"
    data = changed(place, lambda mapping, key: rename(mapping, key, slip))
    line = next(number for number, text in enumerate(as_yaml(data).splitlines(), 1) if f'"{slip}"' in text)
    said = load(data)

    assert said is not None
    # A required key that is misspelt is also missing: what is missing is told first.
    if place[-1] not in REQUIRED:
        assert said.startswith(f"workload.yaml:{line}: {spell((*place[:-1], slip))}: unknown key: did you mean ")
        assert f"'{place[-1]}'" in said


@pytest.mark.parametrize("wrong", [True, {"x": 1}, [[1]]], ids=str)
@pytest.mark.parametrize("place", [place for place in KEYS if place[-1] != "free"], ids=spell)
def test_a_value_of_another_type_is_named_with_its_line(load: Callable[[Any], str | None], place: Place, wrong: Any) -> None:
    data = changed(place, lambda mapping, key: mapping.update({key: wrong}))
    said = load(data)

    assert said is not None
    assert said.startswith("workload.yaml:")
    assert spell(place) in said
    told = as_yaml(data).splitlines()[int(said.split(":")[1]) - 1]
    assert f'"{place[-1]}"' in told or told.strip().startswith(('"x"', "[", "1"))


@pytest.mark.parametrize("place", ASKED_FOR, ids=spell)
def test_a_required_key_that_is_missing_is_asked_for(load: Callable[[Any], str | None], place: Place) -> None:
    said = load(changed(place, lambda mapping, key: mapping.pop(key)))

    assert said is not None
    assert spell(place) in said
    assert "is required" in said


@pytest.mark.parametrize("place", [place for place in KEYS if place[-1] not in REQUIRED], ids=spell)
def test_what_is_not_required_may_be_left_out_or_is_asked_for(load: Callable[[Any], str | None], place: Place) -> None:
    said = load(changed(place, lambda mapping, key: mapping.pop(key)))

    assert said is None or (said.startswith("workload.yaml:") and "\n" not in said)


def broken(chance: random.Random) -> Any:
    """Return the whole with one to three things done to it."""
    data = deepcopy(WHOLE)
    for _ in range(chance.randint(1, 3)):
        place = chance.choice(list(places(data)) or [("name",)])
        mapping, key = holder(data, place), place[-1]
        match chance.randrange(5):
            case 0:
                mapping[key] = deepcopy(chance.choice(JUNK))
            case 1:
                del mapping[key]
            case 2 if isinstance(mapping, dict):
                rename(mapping, key, chance.choice([f"{key}x", str(key)[:-1], str(key).upper(), "low", "name", "input"]))
            case 3:
                mapping[key] = deepcopy(holder(data, other)[other[-1]]) if (other := chance.choice(list(places(data)))) else None
            case _ if isinstance(mapping, list):
                mapping.append(deepcopy(mapping[0]))
    return data


@pytest.mark.parametrize("seed", range(10))
def test_random_breakage_gives_one_line_or_loads(load: Callable[[Any], str | None], seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 - the same each time
    for _ in range(200):
        said = load(broken(chance))
        assert said is None or (said.startswith("workload.yaml:") and "\n" not in said), said
