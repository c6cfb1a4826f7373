from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from costcalc import packaged
from costcalc.errors import CostcalcError, Exit

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "costcalc"
    folder.mkdir()
    monkeypatch.setattr(packaged, "__file__", str(folder / "packaged.py"))
    return folder


def test_in_a_checkout_the_data_lie_beside_the_package(package: Path) -> None:
    (package.parent / "data" / "providers").mkdir(parents=True)

    assert packaged.data_folder() == package.parent / "data"


def test_in_a_wheel_they_lie_inside_it_and_what_lies_beside_is_not_ours(package: Path) -> None:
    (package.parent / "data" / "providers").mkdir(parents=True)
    (package / "_data" / "providers").mkdir(parents=True)

    assert packaged.data_folder() == package / "_data"


def test_without_data_the_error_says_what_to_do(package: Path) -> None:
    with pytest.raises(CostcalcError) as raised:
        packaged.data_folder()

    assert str(raised.value) == f"{package}: the packaged price sheets are missing: install costcalc again"
    assert raised.value.exit_code == Exit.BAD_INPUT
