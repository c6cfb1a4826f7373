"""A configuration or workload to start from: written once, never over another, and right as it is."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING

import pytest

from costcalc.config.loading import budgets, find, load
from costcalc.config.workload import load_workload

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Run


@pytest.fixture(autouse=True)
def folder(tmp_path: Path) -> Path:
    """The folder that the configuration is written into."""
    return tmp_path


def test_what_is_written_is_found_and_loads(run: Run, folder: Path) -> None:
    path = folder / "costcalc.yaml"
    ended = run("init", path)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Wrote {path}. Name your prompts and budgets in it, then run `costcalc check`.\n"
    assert find(folder) == path
    assert len(budgets(load(path))) == 5


def test_what_is_written_passes_a_first_check(run: Run, folder: Path) -> None:
    run("init", folder / "costcalc.yaml")
    (folder / "prompts").mkdir()
    (folder / "prompts" / "a.md").write_text("You answer questions of customers politely and briefly.\n")

    assert run("check --as-of 2026-11-20", folder / "costcalc.yaml").code == 0


def test_what_is_written_can_be_printed_instead(run: Run, folder: Path) -> None:
    run("init", folder / "costcalc.yaml")

    assert run("init -").out == (folder / "costcalc.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize("there", ["costcalc.yaml", ".costcalc.yaml"])
def test_a_configuration_that_is_there_stays_as_it_is(run: Run, folder: Path, there: str) -> None:
    (folder / there).write_text("mine")
    ended = run("init", folder / "costcalc.yaml")

    assert (ended.code, ended.out) == (2, "")
    assert ended.err == f"costcalc: {folder / there}: is there already: edit it, or remove it first\n"
    assert [(path.name, path.read_text()) for path in folder.iterdir()] == [(there, "mine")]


def test_a_link_to_nothing_is_not_written_through(run: Run, folder: Path) -> None:
    (folder / "costcalc.yaml").symlink_to("elsewhere.yaml")

    assert run("init", folder / "costcalc.yaml").code == 2
    assert not (folder / "elsewhere.yaml").exists()


def test_a_folder_that_is_missing_is_named(run: Run, folder: Path) -> None:
    path = folder / "missing" / "costcalc.yaml"

    assert run("init", path).err == f"costcalc: {path}: cannot be written: no such file or directory\n"


# --- A workload


def test_the_workload_that_is_written_loads_as_it_is(run: Run, folder: Path) -> None:
    path = folder / "workload.yaml"
    ended = run("init workload", path)

    assert (ended.code, ended.err) == (0, "")
    assert ended.out == f"Wrote {path}. Say what arrives in it, then run `costcalc forecast {path}`.\n"
    found = load_workload(path, default_start=date(2027, 1, 1))
    assert [each.name for each in found.workload.classes] == ["chat", "assistant", "coder"]
    assert found.scenarios == ("low", "high")


def test_every_line_of_the_workload_that_is_commented_out_loads_too(run: Run, folder: Path) -> None:
    text = run("init workload -").out
    (folder / "daily.csv").write_text("date,arrivals\n2026-11-01,10\n")
    (folder / "usage.csv").write_text("in,out\n5,6\n")
    for name in ("prompts", "prices"):
        (folder / name).mkdir()
    for name in ("ticket.md", "system.md"):
        (folder / "prompts" / name).write_text("You answer questions of customers politely and briefly.\n")
    uncommented = re.sub(r"(?m)^( *)# (?=[ -]|[a-z_]+:)", r"\1", text.partition("\nname:")[2])
    whole = "name:" + re.sub(r"(?m)^  (arrivals|variation):.*\n", "", uncommented)
    whole = whole.replace("share: 70%", "share: 50%")  # three classes more
    (folder / "workload.yaml").write_text(re.sub(r"{volume.arrivals: 10000/day, ", "{", whole))
    found = load_workload(folder / "workload.yaml", default_start=date(2027, 1, 1))

    assert [each.name for each in found.workload.classes] == ["chat", "ticket", "seen", "assistant", "coder"]
    assert (len(found.workload.prices), len(found.workload.retirements), len(found.workload.traffic.history)) == (1, 1, 1)
    assert (found.fx, found.workload.days_per_month, found.workload.start) == (("EUR=1.12",), 30, date(2026, 12, 1))


def test_a_workload_that_is_there_stays_as_it_is(run: Run, folder: Path) -> None:
    (folder / "workload.yaml").write_text("mine")

    assert run("init workload", folder / "workload.yaml").code == 2
    assert (folder / "workload.yaml").read_text() == "mine"


def test_a_workload_may_lie_beside_a_configuration(run: Run, folder: Path) -> None:
    assert run("init", folder / "costcalc.yaml").code == 0
    assert run("init workload", folder / "workload.yaml").code == 0
    assert run("init config -").out == run("init -").out


def test_an_unknown_kind_beside_a_file_is_named(run: Run, folder: Path) -> None:
    ended = run("init worklaod", folder / "x.yaml")

    assert (ended.code, ended.err) == (2, "costcalc: unknown kind 'worklaod': write config or workload, then the file\n")
