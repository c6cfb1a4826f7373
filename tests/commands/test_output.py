"""Where a result goes: the screen or files, whole or not at all, in colour or plain, as wide as there is room."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shlex
import stat
import subprocess
import sys
from collections import Counter
from typing import TYPE_CHECKING

import pytest
from command_line import ACME, Process, Run, plain_environment

if TYPE_CHECKING:
    from pathlib import Path

ESTIMATE = f"estimate support.md {ACME} --fx EUR=1.10"
ANSI = re.compile(r"\x1b\[")


# Files


def test_a_files_suffix_names_its_format(run: Run, tmp_path: Path) -> None:
    files = {suffix: tmp_path / f"a{suffix}" for suffix in (".json", ".csv", ".md", ".MARKDOWN", ".txt")}
    ended = run(ESTIMATE, *(f"--output={file}" for file in files.values()))
    assert (ended.code, ended.out) == (0, "")
    texts = {suffix: file.read_text("utf-8") for suffix, file in files.items()}
    assert json.loads(texts[".json"])["schema"] == "costcalc/estimate/1"
    assert next(csv.reader(io.StringIO(texts[".csv"])))[:2] == ["source", "offer"]
    assert "| --- |" in texts[".md"] == texts[".MARKDOWN"]
    assert "Not ranked:" in texts[".txt"]


def test_several_at_once_and_the_screen(run: Run, tmp_path: Path) -> None:
    ended = run(f"{ESTIMATE} -o", tmp_path / "a.json", "-o", "-", "-o", tmp_path / "b.csv")
    assert ended.out == run(ESTIMATE).out
    assert {path.name for path in tmp_path.iterdir()} == {"a.json", "b.csv"}


def test_a_format_that_is_given_wins_over_suffixes(run: Run, tmp_path: Path) -> None:
    run(f"{ESTIMATE} --format json -o", tmp_path / "a.csv", "-o", tmp_path / "report")
    assert (tmp_path / "a.csv").read_text() == (tmp_path / "report").read_text() == run(f"{ESTIMATE} --format json").out


def test_a_file_holds_every_column_however_narrow_the_screen_is(run: Run, tmp_path: Path) -> None:
    run(f"{ESTIMATE} -o", tmp_path / "a.txt", columns=40)
    assert (tmp_path / "a.txt").read_text() == run(ESTIMATE, columns=None).out


@pytest.mark.parametrize("broken", ["--currency EURO", "--output nowhere/b.json", "--output b.xyz", "--format jsn"])
def test_a_file_that_was_there_stays_untouched_when_a_run_fails(run: Run, tmp_path: Path, broken: str) -> None:
    before = tmp_path / "a.json"
    before.write_text("before")
    ended = run(f"{ESTIMATE} {broken} -o - -o", before)
    assert (ended.code, ended.out, before.read_text()) == (2, "", "before")
    assert [path.name for path in tmp_path.iterdir()] == ["a.json"]


def test_a_verdict_is_no_failure_so_the_file_is_written(run: Run, tmp_path: Path) -> None:
    assert run(f"estimate support.md {ACME} --provider dust -o", tmp_path / "a.json").code == 3
    assert json.loads((tmp_path / "a.json").read_text())["results"][0]["status"] == "retired"


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX permissions")
def test_a_file_keeps_its_permissions_and_a_new_one_gets_the_usual(run: Run, tmp_path: Path) -> None:
    kept, new, plain = tmp_path / "kept.json", tmp_path / "new.json", tmp_path / "plain"
    kept.touch()
    kept.chmod(0o604)
    plain.touch()
    run(f"{ESTIMATE} -o", kept, "-o", new)
    assert stat.S_IMODE(kept.stat().st_mode) == 0o604
    assert new.stat().st_mode == plain.stat().st_mode


def test_a_link_stays_one(run: Run, tmp_path: Path) -> None:
    target, link = tmp_path / "target.json", tmp_path / "link.json"
    target.write_text("before")
    link.symlink_to(target)
    run(f"{ESTIMATE} -o", link)
    assert link.is_symlink()
    assert json.loads(target.read_text())


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no named pipes here")
def test_a_pipe_or_device_is_written_and_not_replaced(process: Process, tmp_path: Path) -> None:
    pipe = tmp_path / "pipe.json"
    os.mkfifo(pipe)
    with subprocess.Popen([sys.executable, "-c", f"print(open({str(pipe)!r}).read(), end='')"], stdout=subprocess.PIPE) as cat:
        done = process(f"{ESTIMATE} -o", pipe)
        read, _ = cat.communicate()
    assert done.returncode == 0
    assert json.loads(read)["schema"] == "costcalc/estimate/1"
    assert stat.S_ISFIFO(pipe.stat().st_mode)


def test_a_folder_is_no_file(run: Run, tmp_path: Path) -> None:
    ended = run(f"{ESTIMATE} --format json -o", tmp_path)
    assert (ended.code, ended.err) == (2, f"costcalc: {tmp_path}: cannot be written: is a folder\n")


@pytest.mark.parametrize("name", ["a.json", "b.csv", "c.md", "d.txt"])
def test_a_name_that_is_not_utf_8_breaks_no_format(run: Run, tmp_path: Path, examples: Path, name: str) -> None:
    prompt = tmp_path / os.fsdecode(b"\xff.md")
    prompt.write_bytes((examples / "support.md").read_bytes())
    ended = run(f"estimate {ACME} -o", tmp_path / name, prompt)
    assert (ended.code, ended.err) == (0, "")
    text = (tmp_path / name).read_text("utf-8")
    source = json.loads(text)["results"][0]["source"] if name == "a.json" else text
    assert ("\udcff" if name == "a.json" else r"\udcff") in source


# The screen


def test_quiet_leaves_out_the_heading_and_the_notes(run: Run) -> None:
    loud, quiet = run(ESTIMATE).out, run(f"{ESTIMATE} --quiet").out
    assert quiet.startswith("Offer ")
    assert loud.partition("\n\n")[2].startswith(quiet.rstrip("\n"))
    assert "Limits that no provider published" not in quiet


@pytest.mark.parametrize("columns", [60, 80, 100, 120, 200])
def test_a_table_fits_the_screen(run: Run, columns: int) -> None:
    prompts = "support.md requests.jsonl" if columns >= 80 else "support.md"
    out = run(f"estimate {prompts} {ACME} --explain", columns=columns).out
    assert max(map(len, out.splitlines())) <= columns


@pytest.mark.parametrize("columns", [20, 60, 80])
def test_nothing_is_cut_off_however_narrow(run: Run, columns: int) -> None:
    def signs(width: int | None) -> Counter[str]:
        table = run(ESTIMATE, columns=width).out.partition("Not ranked:")[2].partition("\n\n")[0]
        return Counter("".join(line for line in table.splitlines() if not line.startswith("---")).replace(" ", ""))

    assert signs(columns) == signs(None)


def test_labels_of_trust_are_never_left_out_for_room(run: Run) -> None:
    out = run(f"estimate support.md requests.jsonl {ACME}", columns=60).out
    assert "verified" in out
    assert "estimated" in out
    assert "(assumed" in out


@pytest.mark.parametrize(
    ("option", "env", "coloured"),
    [
        ("", {"NO_COLOR": "", "FORCE_COLOR": "1"}, True),
        ("", {"NO_COLOR": "1", "FORCE_COLOR": "1"}, False),
        ("--no-color", {"NO_COLOR": "", "FORCE_COLOR": "1"}, False),
        ("", {"NO_COLOR": ""}, False),
    ],
    ids=["forced", "NO_COLOR wins", "--no-color wins", "piped"],
)
def test_colour_is_for_screens_unless_it_is_forced(run: Run, option: str, env: dict[str, str], coloured: bool) -> None:
    assert bool(ANSI.search(run(f"{ESTIMATE} {option}", **env).out)) is coloured


def test_colour_changes_no_width(run: Run) -> None:
    plain, coloured = run(ESTIMATE).out, run(ESTIMATE, NO_COLOR="", FORCE_COLOR="1").out
    assert re.sub(r"\x1b\[\d*m", "", coloured) == plain


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
@pytest.mark.parametrize(
    ("env", "coloured"),
    [({"TERM": "xterm"}, True), ({"TERM": "dumb"}, False), ({"TERM": "xterm", "NO_COLOR": "1"}, False)],
    ids=["xterm", "dumb", "NO_COLOR"],
)
def test_a_terminal_gets_colour_unless_it_is_dumb_or_unwanted(examples: Path, env: dict[str, str], coloured: bool) -> None:
    import pty

    master, slave = pty.openpty()
    with subprocess.Popen(
        [sys.executable, "-m", "costcalc", *shlex.split(ESTIMATE)], cwd=examples, stdout=slave, env=plain_environment() | env
    ):
        os.close(slave)
        shown = b""
        while chunk := _read(master):
            shown += chunk
    os.close(master)
    assert bool(ANSI.search(shown.decode())) is coloured
    assert max(len(re.sub(r"\x1b\[\d*m", "", line)) for line in shown.decode().splitlines()) <= 80


def _read(master: int) -> bytes:
    try:
        return os.read(master, 65536)
    except OSError:  # Linux says so when the other end is closed
        return b""


def test_a_screen_that_lacks_a_sign_gets_its_escape(process: Process, tmp_path: Path, examples: Path) -> None:
    prompt = tmp_path / "日本.md"
    prompt.write_bytes((examples / "support.md").read_bytes())
    done = process(f"estimate {ACME}", prompt, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert rb"\u65e5\u672c.md" in done.stdout


def test_json_on_any_screen_is_json(process: Process, tmp_path: Path, examples: Path) -> None:
    prompt = tmp_path / "日本🙂.md"
    prompt.write_bytes((examples / "support.md").read_bytes())
    done = process(f"estimate {ACME} --format json", prompt, env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(done.stdout)["results"][0]["source"] == str(prompt)
