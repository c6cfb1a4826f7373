"""The process: what it imports, how it ends, and that it never shows a traceback unasked."""

from __future__ import annotations

import os
import shlex
import subprocess
import sys
import types
from pathlib import Path

import pytest
from command_line import ACME, Process, Run

import costcalc.cli
from costcalc.errors import Exit
from costcalc.version import __version__

HEAVY = {
    *("pydantic", "yaml", "tiktoken", "mistral_common", "rich", "numpy", "currency_converter", "PIL"),
    *("sqlite3", "asyncio", "http", "ssl", "urllib.request"),
    *("jinja2", "xlsxwriter", "plotille", "costcalc.render.chart", "costcalc.planning.what_if"),
}


def test_python_m_costcalc_is_the_command(process: Process) -> None:
    done = process("--version")
    assert (done.returncode, done.stdout, done.stderr) == (0, f"costcalc {__version__}\n".encode(), b"")


def test_the_version_is_printed_alone(run: Run) -> None:
    assert run("--version").out == f"costcalc {__version__}\n"


def test_help_lists_every_command_with_what_it_does(run: Run) -> None:
    out = " ".join(run("--help").out.split())
    for name, about in costcalc.cli.COMMANDS.items():
        assert f"{name} {about.about if isinstance(about, costcalc.cli.Group) else about}" in out


def test_a_bare_call_shows_the_help_and_fails(run: Run) -> None:
    ended = run("")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("Usage: costcalc")


def test_an_unknown_command_gets_the_nearest(run: Run) -> None:
    ended = run("estiate a.md")
    assert (ended.code, ended.err) == (2, "costcalc: unknown command 'estiate': did you mean 'estimate'?\n")


# Commands under a common first word


@pytest.fixture
def with_fruit(monkeypatch: pytest.MonkeyPatch) -> None:
    """Add the commands `fruit list` and `fruit pick` for one test."""
    for name in ("costcalc.commands.fruit", "costcalc.commands.fruit.list", "costcalc.commands.fruit.pick"):
        module = types.ModuleType(name)
        vars(module).update(list_=lambda: print("apple"), pick=lambda: 1 / 0)
        monkeypatch.setitem(sys.modules, name, module)
    group = costcalc.cli.Group("what grows", {"list": "every fruit", "pick": "one of them"})
    monkeypatch.setattr(costcalc.cli._Commands, "table", {**costcalc.cli.COMMANDS, "fruit": group})


@pytest.mark.usefixtures("with_fruit")
def test_commands_can_share_a_first_word(run: Run) -> None:
    assert run("fruit list").out == "apple\n"
    assert run("fruit pack").err == "costcalc: unknown command 'pack': did you mean 'pick'?\n"
    assert "pick  one of them" in run("fruit").err
    assert [*costcalc.cli.command_names(costcalc.cli._Commands.table)][-2:] == ["fruit list", "fruit pick"]


# How it ends


@pytest.mark.usefixtures("with_fruit")
def test_a_bug_is_one_line_and_exit_code_70(run: Run) -> None:
    ended = run("fruit pick")
    assert (ended.code, ended.out) == (Exit.BUG, "")
    assert ended.err == "costcalc: a bug in costcalc: ZeroDivisionError: division by zero (--debug shows where)\n"


def test_debug_shows_where_and_keeps_the_exit_code(run: Run) -> None:
    plain, debug = run("count nowhere.md"), run("count nowhere.md --debug")
    assert (plain.code, debug.code) == (2, 2)
    assert plain.err.count("\n") == 1
    assert debug.err.startswith("Traceback")
    assert debug.err.endswith(plain.err)


@pytest.mark.parametrize("command", [f"estimate {'support.md ' * 300} {ACME}", "schema sheet", "estimate --help"])
def test_a_closed_pipe_is_silent(examples: Path, command: str) -> None:
    arguments = [sys.executable, "-m", "costcalc", *shlex.split(command)]
    reader, writer = os.pipe()
    os.close(reader)
    try:
        done = subprocess.run(arguments, stdout=writer, stderr=subprocess.PIPE, check=False, cwd=examples)
    finally:
        os.close(writer)
    assert (done.returncode, done.stderr) == (0, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a POSIX shell closes the streams")
@pytest.mark.parametrize(
    ("command", "code"), [("count support.md >&-", 0), ("count nowhere.md 2>&-", 2), ("count - <&-", 2), ("schema >&- 2>&-", 0)]
)
def test_a_closed_stream_is_no_bug(examples: Path, command: str, code: int) -> None:
    line = f"{shlex.quote(sys.executable)} -m costcalc {command}"
    done = subprocess.run(["sh", "-c", line], capture_output=True, check=False, cwd=examples)
    assert done.returncode == code
    assert b"Traceback" not in done.stderr


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full here")
def test_a_full_disk_is_one_line(process: Process) -> None:
    with Path("/dev/full").open("wb") as full:
        done = process(f"estimate support.md {ACME}", stdout=full)
    assert (done.returncode, done.stderr) == (2, b"costcalc: standard output: cannot be written: no space left on device\n")


def test_an_interrupt_is_silent_and_ends_with_130() -> None:
    """The signal arrives while a prompt is read; a parent that ignores it, as shells do in the background, must not hide it."""
    code = (
        "import signal, sys\n"
        "from costcalc.cli import main\n"
        "signal.signal(signal.SIGINT, signal.default_int_handler)\n"
        "class Waiting:\n"
        "    @property\n"
        "    def buffer(self):\n"
        "        signal.raise_signal(signal.SIGINT)\n"
        "sys.stdin = Waiting()\n"
        "main(['count', '-'])\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=False, timeout=60)
    assert (done.returncode, done.stdout, done.stderr) == (Exit.INTERRUPTED, b"", b"")


# What it imports


def imported(code: str, cwd: Path, **env: str) -> set[str]:
    """Return the modules that a process has imported when it is done."""
    shown = f"import sys\n{code}\nsys.stderr.write('\\n'.join(sys.modules))"
    env = {**os.environ, **env}
    done = subprocess.run([sys.executable, "-c", shown], capture_output=True, text=True, check=True, cwd=cwd, env=env)
    return set(done.stderr.split())


def test_importing_costcalc_imports_nothing_heavy(examples: Path) -> None:
    assert not imported("import costcalc", examples) & (HEAVY | {"typer", "costcalc.api", "decimal"})


@pytest.mark.parametrize("screen", [{}, {"COLUMNS": "200"}], ids=["piped", "on a screen"])
def test_a_warm_estimate_of_a_small_prompt_imports_nothing_heavy(run: Run, examples: Path, screen: dict[str, str]) -> None:
    command = "['estimate', 'support.md', '--provider', 'openrouter', '--as-of', '2026-11-20']"
    run("estimate support.md --provider openrouter --as-of 2026-11-20")
    code = f"import costcalc.cli\ntry: costcalc.cli.main({command})\nexcept SystemExit: pass"
    assert not imported(code, examples, **screen) & HEAVY


def test_a_command_imports_no_other_command(examples: Path) -> None:
    code = "import costcalc.cli\ntry: costcalc.cli.main(['schema'])\nexcept SystemExit: pass"
    assert not imported(code, examples) & {"costcalc.commands.estimate", "costcalc.commands.count", "costcalc.sheets"}
