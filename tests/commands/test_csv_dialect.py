"""`--csv-dialect`: every command that prints a table has it, and it means something or is refused."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, Golden, Process, Run

from costcalc.cli import command_names
from costcalc.render.csv import DIALECTS

if TYPE_CHECKING:
    from pathlib import Path

ESTIMATE = f"estimate support.md {ACME} --fx EUR=1.10"
MARK = b"\xef\xbb\xbf"


@pytest.mark.parametrize("command", [*command_names()])
def test_every_command_with_formats_has_it(run: Run, command: str) -> None:
    words = run(f"{command} --help").out.split()
    assert ("--csv-dialect" in words) is ("--format" in words)


@pytest.mark.parametrize("dialect", DIALECTS)
def test_help_lists_every_dialect(run: Run, dialect: str) -> None:
    assert dialect in run("estimate --help").out.partition("--csv-dialect")[2]


def test_the_german_dialect_says_what_the_standard_one_says(run: Run, tmp_path: Path) -> None:
    run(f"{ESTIMATE} -o", tmp_path / "a.csv")
    run(f"{ESTIMATE} --csv-dialect excel-de -o", tmp_path / "b.csv", "-o", tmp_path / "b.md")
    content = (tmp_path / "b.csv").read_bytes()
    assert content.startswith(MARK)
    german = list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    standard = list(csv.DictReader(io.StringIO((tmp_path / "a.csv").read_text(), newline="")))
    for key in ("per_request", "monthly", "input_rate", "fx_rate"):
        assert [row[key].replace(",", ".") for row in german] == [row[key] for row in standard]
    assert german[0]["price_from"] == "01.06.2026"
    assert standard[0]["price_from"] == "2026-06-01"
    assert not (tmp_path / "b.md").read_bytes().startswith(MARK)


def test_the_default_is_as_the_standard_says(run: Run) -> None:
    assert run(f"{ESTIMATE} -f csv --csv-dialect rfc4180").out == run(f"{ESTIMATE} -f csv").out


def test_the_golden_files(run: Run, golden: Golden) -> None:
    golden("estimate.excel-de.csv", run(f"{ESTIMATE} -f csv --csv-dialect excel-de").out)
    golden("estimate.excel.csv", run(f"{ESTIMATE} -f csv --csv-dialect excel").out)


def test_a_pipe_gets_utf_8_whatever_the_screen_is_in(process: Process, tmp_path: Path, examples: Path) -> None:
    prompt = tmp_path / "日本.md"
    prompt.write_bytes((examples / "support.md").read_bytes())
    done = process(f"estimate {ACME} -f csv --csv-dialect excel-de", prompt, env={"PYTHONIOENCODING": "ascii"})
    assert done.stdout.startswith(MARK)
    assert "日本.md" in done.stdout.decode()


@pytest.mark.parametrize(
    ("options", "fault"),
    [
        ("--csv-dialect excel_de -f csv", "--csv-dialect: unknown dialect 'excel_de': did you mean 'excel-de'"),
        ("--csv-dialect '' -f csv", "unknown dialect '': known are excel, excel-de, rfc4180"),
        ("--csv-dialect excel-de", "--csv-dialect excel-de: nothing is written as CSV: add --format csv, or -o FILE.csv"),
        ("--csv-dialect rfc4180 -f json", "nothing is written as CSV"),
        ("--csv-dialect excel -o a.md -o -", "nothing is written as CSV"),
    ],
)
def test_one_that_means_nothing_is_an_error_and_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, examples: Path, options: str, fault: str
) -> None:
    monkeypatch.chdir(tmp_path)
    ended = run(f"estimate {examples / 'support.md'} {ACME} {options}")
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert fault in ended.err
    assert [*tmp_path.iterdir()] == []


def test_sheets_are_not_written_before_it_is_refused(run: Run, tmp_path: Path) -> None:
    record = {"litellm_provider": "x", "mode": "chat", "input_cost_per_token": 1e-6, "output_cost_per_token": 2e-6}
    (tmp_path / "a.json").write_text(json.dumps({"m": record}))
    ended = run("prices import litellm --checked 2026-11-18 --csv-dialect excel", tmp_path / "a.json", "--into", tmp_path / "own")
    assert (ended.code, ended.out) == (2, "")
    assert "nothing is written as CSV" in ended.err
    assert not (tmp_path / "own").exists()
