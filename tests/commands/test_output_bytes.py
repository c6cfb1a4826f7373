"""A format that is no text: its bytes arrive as they are in files and pipes, and never on a terminal."""

from __future__ import annotations

import sys
from types import ModuleType
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, Run

from costcalc.commands.output import Output, show
from costcalc.errors import InputError
from costcalc.render.formats import RENDERERS, Format

if TYPE_CHECKING:
    from pathlib import Path

ESTIMATE = f"estimate support.md {ACME} --fx EUR=1.10"
BYTES = b"PK\x03\x04\r\n\xff\x00\n"
"""Neither UTF-8 nor lines: whatever encodes or translates them changes them."""


@pytest.fixture(autouse=True)
def _blob(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add a format `blob` of no text."""
    module = ModuleType("costcalc.render.blob")
    monkeypatch.setattr(module, "render", lambda *_: BYTES, raising=False)
    monkeypatch.setitem(sys.modules, module.__name__, module)
    monkeypatch.setitem(RENDERERS, "blob", Format((".blob",), binary=True))


def on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("costcalc.commands.output.sys.stdout.isatty", lambda: True)


def test_a_file_gets_the_bytes_beside_texts(run: Run, tmp_path: Path) -> None:
    ended = run(f"{ESTIMATE} -o", tmp_path / "a.blob", "-o", f"blob:{tmp_path / 'b'}", "-o", tmp_path / "c.md")
    assert (ended.code, ended.out) == (0, "")
    assert (tmp_path / "a.blob").read_bytes() == (tmp_path / "b").read_bytes() == BYTES
    assert (tmp_path / "c.md").read_text().startswith("support.md: ")


def test_a_pipe_gets_the_bytes_in_their_turn(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for content in ("one\n", BYTES, "two\n"):
        show(content)
    assert capfdbinary.readouterr().out == b"one\n" + BYTES + b"two\n"


@pytest.mark.parametrize("output", ["-", "blob:-"])
def test_a_terminal_gets_one_clear_line_and_nothing_is_written(monkeypatch: pytest.MonkeyPatch, output: str) -> None:
    on_a_terminal(monkeypatch)
    with pytest.raises(InputError, match="blob is no text that a terminal could show: write a file"):
        Output.of("blob", ["report.blob", output], quiet=False, no_color=False).places()


def test_a_file_is_written_from_a_terminal_too(monkeypatch: pytest.MonkeyPatch) -> None:
    on_a_terminal(monkeypatch)
    shown = Output.of(None, ["report.blob", "-"], quiet=False, no_color=False)
    assert shown.places() == [("blob", "report.blob"), ("table", "-")]
