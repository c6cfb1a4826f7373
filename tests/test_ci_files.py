"""What CI runs of this repository: the action, the pre-commit hook and the README's recipes, run as far as can be here."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from command_line import SHEETS, plain_environment
from typer.main import get_command

from costcalc.cli import app

ROOT = Path(__file__).parents[1]
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
(HOOK,) = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
(SCRIPT,) = [step["run"] for step in ACTION["runs"]["steps"] if step.get("id") == "check"]
README = (ROOT / "README.md").read_text("utf-8")
RECIPES = [
    block
    for block in re.findall(r"```yaml\n(.*?)```", README, re.DOTALL)
    if re.search("costcalc check|costcalc-check|uses: costcalc", block)
]
ON = "--as-of 2026-11-20"
CONFIG = """
prompts:
  - {name: support, files: ["prompts/*.md"], offers: [acme/acme-small-1]}
budgets:
  - {name: length, tokens: 100}
sheets: [sheets]
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A repository with a prompt that is well within its budget."""
    shutil.copytree(SHEETS, tmp_path / "sheets")
    (tmp_path / "costcalc.yaml").write_text(CONFIG)
    (tmp_path / "prompts").mkdir()
    (tmp_path / "prompts" / "a.md").write_text("Answer in one sentence.")
    return tmp_path


def lengthen(folder: Path) -> None:
    (folder / "prompts" / "a.md").write_text("Answer in one sentence. " * 50)


def environment(**more: str) -> dict[str, str]:
    """Return an environment in which `costcalc` and `python` are those under test."""
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    return plain_environment() | {"PATH": path} | more


def options_of(command: str) -> set[str]:
    """Return the options that a command has."""
    found = get_command(app).get_command(None, command)  # type: ignore[attr-defined]
    return {name for parameter in found.params for name in parameter.opts}


# The action


def test_the_action_uses_each_input_that_it_declares_and_no_other() -> None:
    text = json.dumps(ACTION["runs"])
    assert {*re.findall(r"\$\{\{ inputs\.([a-z-]+) \}\}", text)} == {*ACTION["inputs"]}


def test_the_outputs_of_the_action_are_written_by_its_steps() -> None:
    for name, output in ACTION["outputs"].items():
        assert output["value"] == f"${{{{ steps.check.outputs.{name} }}}}"
        assert f"{name}=" in SCRIPT


def test_no_input_of_the_action_can_become_a_command() -> None:
    assert not [step["run"] for step in ACTION["runs"]["steps"] if "${{" in step.get("run", "")]


def test_every_input_and_output_says_what_it_is() -> None:
    assert all(each["description"] for each in (*ACTION["inputs"].values(), *ACTION["outputs"].values()))


def test_the_action_names_options_that_there_are() -> None:
    assert {*re.findall(r"--[a-z]+(?:-[a-z]+)*(?==)", SCRIPT)} <= options_of("check")


@pytest.fixture
def act(folder: Path) -> Any:
    """Run the step of the action that checks: `act(ARGS="--exit-zero")` returns exit code, log, outputs, summary."""
    bash = shutil.which("bash")
    if bash is None:
        pytest.skip("there is no bash here")

    def act(**inputs: str) -> tuple[int, str, dict[str, str], str]:
        runner = {name: folder / name.lower() for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY")}
        for file in runner.values():
            file.write_text("")
        inputs = (
            {"CONFIG": "", "BASE": "", "MINIMUM": "0", "COMMENT": "pr.md"} | inputs | {"ARGS": f"{ON} {inputs.get('ARGS', '')}"}
        )
        env = environment(**inputs, RUNNER_TEMP=str(folder), **{name: str(file) for name, file in runner.items()})
        # As a runner starts it: https://docs.github.com/actions/reference/workflow-syntax-for-github-actions#jobsjob_idstepsshell
        command = [bash, "--noprofile", "--norc", "-eo", "pipefail", "-c", SCRIPT]
        done = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)
        outputs = dict(line.split("=", 1) for line in runner["GITHUB_OUTPUT"].read_text().splitlines())
        return done.returncode, done.stdout + done.stderr, outputs, runner["GITHUB_STEP_SUMMARY"].read_text()

    return act


def test_the_action_passes(act: Any, folder: Path) -> None:
    code, log, outputs, summary = act()
    assert (code, outputs) == (0, {"verdict": "pass", "comment": "pr.md"})
    assert "::error" not in log
    assert "### costcalc: pass" in (folder / "pr.md").read_text()
    assert "Verdict: pass." in summary


def test_the_action_fails_and_shows_the_table_before_the_annotation(act: Any, folder: Path) -> None:
    lengthen(folder)
    code, log, outputs, summary = act(COMMENT="the comment.md")
    assert (code, outputs) == (1, {"verdict": "fail", "comment": "the comment.md"})
    assert 0 < log.index("Budget") < log.index("::error file=prompts/a.md")
    assert "### costcalc: fail" in (folder / "the comment.md").read_text()
    assert "Verdict: fail." in summary


def test_the_action_that_only_reports_still_tells_the_verdict(act: Any, folder: Path) -> None:
    lengthen(folder)
    code, _, outputs, _ = act(ARGS="--exit-zero")
    assert (code, outputs["verdict"]) == (0, "fail")


def test_the_action_cannot_decide_without_a_file(act: Any, folder: Path) -> None:
    (folder / "prompts" / "a.md").unlink()
    code, log, outputs, _ = act()
    assert (code, outputs["verdict"]) == (3, "unknown")
    assert "::error " in log


def test_a_wrong_configuration_is_an_error_whatever_ran_before(act: Any, folder: Path) -> None:
    act()
    (folder / "costcalc.yaml").write_text(CONFIG.replace("budgets:", "budgts:"))
    code, log, outputs, summary = act()
    assert (code, outputs["verdict"], summary) == (2, "error", "")
    assert "budgets" in log


def test_an_input_with_spaces_and_signs_is_one_argument(act: Any, folder: Path) -> None:
    (folder / "costcalc.yaml").rename(folder / "a $(touch x) b.yaml")
    assert act(CONFIG="a $(touch x) b.yaml")[0] == 0
    assert not (folder / "x").exists()


# The pre-commit hook


def test_the_hook_names_a_command_and_options_that_there_are() -> None:
    program, command, *arguments = shlex.split(HOOK["entry"])
    assert program == "costcalc"
    assert {*arguments} <= options_of(command)


@pytest.mark.parametrize(
    ("name", "judged"),
    [
        ("prompts/a.md", True),
        ("requests.jsonl", True),
        ("costcalc.yaml", True),
        ("a/.costcalc.yaml", True),
        (".pre-commit-config.yaml", False),
        ("sheets/ionos.yml", False),
    ],
)
def test_the_hook_takes_prompts_and_configurations_and_no_other_yaml(name: str, judged: bool) -> None:
    assert (re.search(HOOK["exclude"], name) is None) is judged


@pytest.fixture
def pre_commit(folder: Path) -> Any:
    """Stage everything in a scratch repository and run pre-commit on it, with the hook as it is but for what installs it."""
    pytest.importorskip("pre_commit", reason="pre-commit is not installed: pip install pre-commit")
    # `language: python` would install costcalc and all that it needs; `system` takes the one under test.
    hook = HOOK | {"language": "system", "args": shlex.split(ON), "files": r"^(prompts/|costcalc\.yaml$)"}
    (folder / ".pre-commit-config.yaml").write_text(json.dumps({"repos": [{"repo": "local", "hooks": [hook]}]}))
    env = environment(PRE_COMMIT_HOME=str(folder / ".git" / "pre-commit"), GIT_CONFIG_GLOBAL=os.devnull)

    def run(*command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False, timeout=60)

    def pre_commit() -> subprocess.CompletedProcess[str]:
        run("git", "init", "--quiet")
        run("git", "add", "--all")
        return run(sys.executable, "-m", "pre_commit", "run", "--verbose")

    return pre_commit


def test_pre_commit_lets_a_prompt_within_its_budget_pass(pre_commit: Any) -> None:
    done = pre_commit()
    assert (done.returncode, "Passed" in done.stdout) == (0, True), done.stdout


def test_pre_commit_stops_a_prompt_that_is_too_long_and_names_it(pre_commit: Any, folder: Path) -> None:
    lengthen(folder)
    done = pre_commit()
    assert (done.returncode, "prompts/a.md" in done.stdout) == (1, True), done.stdout


# The recipes of the README


@pytest.mark.parametrize("recipe", RECIPES)
def test_a_recipe_is_yaml_of_at_most_five_lines_with_options_that_there_are(recipe: str) -> None:
    assert yaml.safe_load(recipe)
    assert len(recipe.strip().splitlines()) <= 5
    assert {*re.findall(r"(?<!\S)-{1,2}[a-z]+(?:-[a-z]+)*", recipe)} <= options_of("check")
