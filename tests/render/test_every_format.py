"""Every format renders every report, whole and plain."""

from __future__ import annotations

import csv
import io
import re

import pytest
from command_line import ACME, SHEETS, ReportOf

from costcalc.cli import command_names
from costcalc.errors import InputError
from costcalc.render.formats import RENDERERS, format_of, render
from costcalc.render.report import Look

WITHOUT_REPORT = {"schema", "init", "prices import", "prices refresh"}
"""Two print or write a file as it is; two write sheets, and their own tests show what they report."""
EVERYTHING = f"--sheets {SHEETS.parent / 'everything'} --as-of 2026-11-20"
REPORTS = {
    "estimate": f"estimate support.md requests.jsonl {ACME} --explain",
    "count": f"count support.md requests.jsonl {ACME} --explain",
    "prices list": f"prices list {EVERYTHING}",
    "prices show": f"prices show echo/echo-2 {EVERYTHING}",
    "prices history": f"prices history echo/echo-2 {EVERYTHING}",
    "prices conflicts": "prices conflicts --as-of 2026-11-20",
    "prices lint": f"prices lint {SHEETS} --as-of 2026-11-20",
    "prices path": "prices path",
    "models list": f"models list {EVERYTHING}",
    "models show": f"models show echo-2 {EVERYTHING}",
    "fit": f"fit support.md --words-per-token 0.7 --image 1280x720 --chunk-tokens 50 {ACME}",
    "check": f"check {SHEETS.parent / 'shop' / 'costcalc.yaml'} --sheets {SHEETS} --as-of 2026-11-20",
    "diff": f"diff {SHEETS.parents[1] / 'golden' / 'estimate.json'} {SHEETS.parents[1] / 'golden' / 'estimate-prompts.json'}",
    "forecast": f"forecast {SHEETS.parent / 'workloads' / 'assistant.yaml'} --sheets {SHEETS} --as-of 2026-11-20 --trials 100",
    "models compare": f"models compare echo-1 echo-2 {EVERYTHING}",
}
"""A command line for each command: a new command has its line here."""
QUIET = {"github", "comment"}
"""What they have nothing to tell of, they say nothing about."""
LOOKS = {"piped": Look(), "narrow": Look(40), "coloured": Look(80, colour=True)}


def test_every_command_has_its_report_rendered() -> None:
    assert {*command_names()} - WITHOUT_REPORT <= {*REPORTS}, "add a command line to REPORTS"


@pytest.mark.parametrize("look", LOOKS)
@pytest.mark.parametrize("name", RENDERERS)
@pytest.mark.parametrize("command", REPORTS)
def test_every_format_renders_every_report(report_of: ReportOf, command: str, name: str, look: str) -> None:
    report = report_of(REPORTS[command])
    content = render(name, report, LOOKS[look])
    if RENDERERS[name].binary:
        assert isinstance(content, bytes)
        assert content
        return
    text = content.decode() if isinstance(content, bytes) else content
    assert text.endswith("\n") or (name in QUIET and not text)
    text.encode()
    assert ("\x1b" in text) <= LOOKS[look].colour
    if name == "csv":
        assert len([*csv.reader(io.StringIO(text))]) == 1 + len(report.data.rows)


@pytest.mark.parametrize("command", REPORTS)
def test_the_data_of_a_report_can_be_read_by_name_and_numbers_and_days_are_no_texts(report_of: ReportOf, command: str) -> None:
    data = report_of(REPORTS[command]).data
    keys = [column.key for column in data.columns]
    assert len({*keys}) == len(keys)
    texts = {cell for row in data.rows for cell in row if isinstance(cell, str)}
    assert [text for text in texts if re.fullmatch(r"[-+]?\d*[.,][\d.,]*|\d{4}-\d\d-\d\d", text)] == [], (
        "`1.234` is another number where points part thousands, and `5.40` a day"
    )


@pytest.mark.parametrize("name", RENDERERS)
def test_a_format_says_the_same_each_time(report_of: ReportOf, name: str) -> None:
    report = report_of(REPORTS["estimate"])
    assert render(name, report, Look()) == render(name, report, Look())


@pytest.mark.parametrize(
    ("file", "name"),
    [("a.json", "json"), ("a.b.CSV", "csv"), ("x/a.md", "markdown"), ("a.markdown", "markdown"), ("a.txt", "table")],
)
def test_a_suffix_names_a_format(file: str, name: str) -> None:
    assert format_of(file) == name


@pytest.mark.parametrize("file", ["json", "a", "a.", "a.jsonl", ".json", "a.json/b", ""])
def test_anything_else_does_not(file: str) -> None:
    with pytest.raises(InputError, match="the suffix names no format"):
        format_of(file)
