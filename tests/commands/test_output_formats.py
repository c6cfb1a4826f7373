"""`-o FORMAT:FILE`: a file's format by name, and what a colon in a name means otherwise."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, Run

from costcalc.commands.output import Output
from costcalc.errors import InputError
from costcalc.render.formats import RENDERERS, parted

if TYPE_CHECKING:
    from pathlib import Path

ESTIMATE = f"estimate support.md {ACME} --fx EUR=1.10"


def test_a_format_in_front_wins_over_the_suffix_and_over_format(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    assert run(f"{ESTIMATE} --format markdown -o", f"json:{file}").code == 0
    assert json.loads(file.read_text())["schema"] == "costcalc/estimate/1"


def test_each_file_has_its_own_and_the_screen_too(run: Run, tmp_path: Path) -> None:
    ended = run(
        f"{ESTIMATE} -o csv:- -o", f"comment:{tmp_path / 'pr'}", "-o", f"junit:{tmp_path / 'b'}", "-o", tmp_path / "c.xml"
    )
    assert next(csv.reader(io.StringIO(ended.out)))[:2] == ["source", "offer"]
    assert (tmp_path / "pr").read_text().startswith("<!-- costcalc -->\n")
    assert (tmp_path / "b").read_bytes() == (tmp_path / "c.xml").read_bytes()


def test_the_screen_can_be_named_twice_and_keeps_the_order(run: Run) -> None:
    twice = run(f"{ESTIMATE} -o - -o github:- -o csv:-")
    assert twice.out == run(ESTIMATE).out + run(f"{ESTIMATE} -f csv").out


@pytest.mark.parametrize(
    ("output", "fault"),
    [
        ("junti:report.xml", "unknown format 'junti': did you mean 'junit'?; a file of that name is ./junti:report.xml"),
        ("JUnit:report.xml", "unknown format 'JUnit': did you mean 'junit'?"),
        ("github:", "the suffix names no format"),
        (":a", "the suffix names no format"),
    ],
)
def test_a_misspelt_format_is_an_error_and_writes_nothing(
    run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, output: str, fault: str
) -> None:
    (tmp_path / "support.md").write_text("Hello")
    monkeypatch.chdir(tmp_path)
    ended = run(f"{ESTIMATE} -o a.json -o", output)
    assert (ended.code, ended.out) == (2, "")
    assert f"--output {output}: {fault}" in ended.err
    assert [path.name for path in tmp_path.iterdir()] == ["support.md"]


@pytest.mark.parametrize(
    ("output", "format_name", "file"),
    [
        ("report.json", None, "report.json"),
        ("-", None, "-"),
        ("github:-", "github", "-"),
        ("junit:report.xml", "junit", "report.xml"),
        (r"comment:C:\pr.md", "comment", r"C:\pr.md"),
        ("csv:a:b.json", "csv", "a:b.json"),
        (r"C:\report.json", None, r"C:\report.json"),
        ("c:report.json", None, "c:report.json"),
        ("./json:a.csv", None, "./json:a.csv"),
        ("2026-11-20T10:00.json", None, "2026-11-20T10:00.json"),
    ],
)
def test_what_is_a_format_and_what_a_drive_or_a_name(output: str, format_name: str | None, file: str) -> None:
    assert parted(output) == (format_name, file)


@pytest.mark.parametrize("name", RENDERERS)
def test_every_format_can_be_named(name: str) -> None:
    assert parted(f"{name}:a") == (name, "a")


def test_an_address_is_no_file() -> None:
    with pytest.raises(InputError, match="unknown format 'https'"):
        parted("https://example.com/a.json")


@pytest.mark.parametrize("name", RENDERERS)
def test_help_lists_every_format(run: Run, name: str) -> None:
    assert name in " ".join(run("estimate --help").out.split()).partition("--format")[2]


def test_what_cannot_be_shown_is_known_before_anything_is_written() -> None:
    assert Output.of(None, ["github:-", "junit:a"], quiet=False, no_color=False).places() == [("github", "-"), ("junit", "a")]
    with pytest.raises(InputError, match="unknown format 'junti'"):
        Output.of("csv", ["-", "junti:-"], quiet=False, no_color=False).places()
