from __future__ import annotations

from textwrap import dedent
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """An empty git repository, as far as costcalc looks."""
    (tmp_path / "repository" / ".git").mkdir(parents=True)
    return tmp_path / "repository"


@pytest.fixture
def config(repository: Path) -> Callable[..., Path]:
    """Write a costcalc.yaml, its text freed of the indentation that the test gives it."""

    def write(text: str, name: str = "costcalc.yaml") -> Path:
        path = repository / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


@pytest.fixture
def workload(tmp_path: Path) -> Callable[..., Path]:
    """Write a workload file, its text freed of the indentation that the test gives it; `prompt.md` lies beside it."""
    (tmp_path / "prompt.md").write_text("You answer questions of customers politely and briefly.\n", encoding="utf-8")

    def write(text: str) -> Path:
        path = tmp_path / "workload.yaml"
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write
