from __future__ import annotations

import shlex
import socket
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import pytest
from command_line import Ended, plain_environment

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from costcalc.render.report import Report

TESTS = Path(__file__).parent
GOLDEN = TESTS / "golden"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--golden", action="store_true", help="write the golden files anew from what is printed now")


@pytest.fixture(scope="session", autouse=True)
def _offline_with_a_cache_of_its_own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    def refuse(*_: Any) -> NoReturn:
        raise AssertionError("a test reached for the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        patch.setattr(socket.socket, "connect_ex", refuse)
        patch.setenv("COSTCALC_CACHE_DIR", str(tmp_path_factory.mktemp("cache")))
        yield


@pytest.fixture(scope="session")
def examples() -> Path:
    """The folder of example prompts that comes with costcalc."""
    return TESTS.parent / "data" / "examples"


@pytest.fixture
def run(examples: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., Ended]:
    """Run a command line in this process, in the folder of examples: `run("estimate support.md", folder, columns=None)`.

    What follows the command is passed as it is. `columns` is the width of the screen; None: the variable is not set.
    """
    from typer.testing import CliRunner

    from costcalc.cli import app

    monkeypatch.chdir(examples)

    def run(command: str, *more: str | Path, stdin: str | bytes | None = None, columns: int | None = 80, **env: str) -> Ended:
        everywhere = {"COLUMNS": str(columns) if columns else None, "NO_COLOR": "1", "FORCE_COLOR": None}
        arguments = [*shlex.split(command), *map(str, more)]
        ended = CliRunner().invoke(
            app, arguments, input=stdin, env=everywhere | env, prog_name="costcalc", catch_exceptions=False
        )
        return Ended(ended.exit_code, ended.stdout, ended.stderr)

    return run


@pytest.fixture
def report_of(run: Callable[..., Ended], monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Report]:
    """Return the report that a command line would write."""
    from costcalc.commands.output import Output

    def report_of(command: str) -> Report:
        written: list[Report] = []
        monkeypatch.setattr(Output, "write", lambda _, report: written.append(report))
        run(command)
        (report,) = written
        return report

    return report_of


@pytest.fixture
def process(examples: Path) -> Callable[..., subprocess.CompletedProcess[bytes]]:
    """Run `python -m costcalc` in a process of its own, for what only a real one shows; options are those of subprocess.run."""

    def process(command: str, *more: str | Path, **options: Any) -> subprocess.CompletedProcess[bytes]:
        arguments = [sys.executable, "-m", "costcalc", *shlex.split(command), *map(str, more)]
        settings = {"cwd": examples, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "timeout": 60}
        env = plain_environment() | options.pop("env", {})
        return subprocess.run(arguments, check=False, env=env, **{**settings, **options})

    return process


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, str], None]:
    """Compare a text with the golden file of that name, or write it with --golden; the version in it is not compared."""
    from costcalc.version import __version__

    def golden(name: str, text: str) -> None:
        path, text = GOLDEN / name, text.replace(f'"costcalc": "{__version__}"', '"costcalc": "VERSION"')
        if request.config.getoption("--golden"):
            path.parent.mkdir(exist_ok=True)
            path.write_bytes(text.encode())
        assert text == path.read_bytes().decode(), f"golden/{name} differs: `make golden` writes it anew; read the diff"

    return golden
