"""Where sheets, models and cache are."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from command_line import SHEETS
from jsonschema import Draft202012Validator

if TYPE_CHECKING:
    import pytest
    from command_line import Run


def test_each_place_is_on_a_line_of_its_own_and_exists(run: Run) -> None:
    lines = run("prices path", "--sheets", SHEETS, columns=40).out.splitlines()[2:]
    what, paths = zip(*(line.split(maxsplit=1) for line in lines if not line.startswith("own")), strict=True)
    assert what == ("sheets", "models", "cache")
    assert (Path(paths[0]) / "mistral.yaml").is_file()
    assert Path(paths[1]).name == "models.yaml"
    assert paths[2] == os.environ["COSTCALC_CACHE_DIR"]
    assert f"own sheets  {SHEETS}" in lines


def test_it_is_published_as_json(run: Run) -> None:
    document = json.loads(run("prices path --format json").out)
    Draft202012Validator(json.loads(run("schema prices-path").out)).validate(document)
    assert [place["what"] for place in document["paths"]] == ["sheets", "models", "cache"]


def test_without_a_home_the_cache_has_no_place(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    def homeless() -> Path:
        raise RuntimeError("no home")

    monkeypatch.setattr("costcalc.cache.folder", homeless)
    assert json.loads(run("prices path --format json").out)["paths"][-1] == {"what": "cache", "path": None}
