"""The documentation is run: what the README prints is what is printed, and nothing is left out of it."""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest
from cogapp import Cog

from costcalc.cli import command_names
from costcalc.sheets.loading import load_book

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")


def block(language: str, containing: str) -> str:
    """Return the fenced block of a language that holds some text."""
    found = [text for text in re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL) if containing in text]
    assert len(found) == 1, f"{len(found)} {language} blocks hold {containing!r}"
    return found[0]


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="help texts differ between Python versions; checked on 3.11")
def test_generated_blocks_of_the_readme_are_what_the_commands_print(monkeypatch):
    monkeypatch.chdir(ROOT)
    assert Cog().main(["cog", "--check", "--diff", "-P", "-I", "tests", "README.md"]) == 0, "run `make docs` and read the diff"


@pytest.mark.parametrize("command", list(command_names()))
def test_every_command_is_shown_in_the_readme(command):
    assert f"costcalc {command}" in README


@pytest.mark.parametrize("command", list(command_names()))
def test_every_command_says_what_it_does_and_what_its_options_mean(command):
    help_text = subprocess.run(
        [sys.executable, "-m", "costcalc", *shlex.split(command), "--help"], capture_output=True, text=True, check=True
    ).stdout
    without_help = re.findall(r"^  (-{1,2}[a-z-]+)(?: [^ ]+)?$\n(?! {10})", help_text, re.MULTILINE)
    assert not without_help
    assert len(help_text.splitlines()) > 5


def test_the_sheet_in_the_readme_overrides_a_packaged_offer(tmp_path):
    (tmp_path / "ionos.yaml").write_text(block("yaml", "provider: ionos"), encoding="utf-8")
    book = load_book(tmp_path)
    offers = book.offers(models=["mistral-small-3.2-24b"], providers=["ionos"])
    assert [str(offer.sheet.prices[0].input) for offer in offers] == ["0.08"]


def test_the_python_example_runs_as_printed():
    done = subprocess.run([sys.executable, "-c", block("python", "costcalc.count")], capture_output=True, text=True, check=True)
    tokens, counting, total, currency = done.stdout.split()
    assert (int(tokens) > 0, counting, float(total) > 0, currency) == (True, "verified", True, "USD")


@pytest.mark.parametrize("mark", ["run", "test"])
def test_the_set_up_commands_can_be_found_by_ci(mark):
    found = re.search(rf"<!-- {mark} -->\n```sh\n(.+?)\n```", README)
    assert found
    assert "python3 -m venv .venv" in found[1]
