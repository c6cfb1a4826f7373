"""What changed between two runs, from saved estimates and from commits, in every format."""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import SHEETS
from jsonschema import Draft202012Validator
from scratch import git

from costcalc.commands.baseline import baseline_items, is_saved
from costcalc.config.loading import load
from costcalc.errors import InputError

if TYPE_CHECKING:
    from command_line import Ended, Golden, Run

TODAY = f"--sheets {SHEETS} --as-of 2026-11-20"
CONFIG = """\
prompts:
  - name: support
    files: [prompts/*.md]
    offers: [acme/acme-small-1]
    output_tokens: 400
    requests: 20000/day
"""
PROMPT = "You help customers of a small shop. Answer in one sentence.\n"


def document(ended: Ended) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ended.out)
    schema = Path(__file__).parents[2] / "data" / "schemas" / "diff.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(found)
    return found


@pytest.fixture(autouse=True)
def shop(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a repository with three prompts and a configuration, one commit old."""
    assert run  # which goes to its own folder first
    monkeypatch.chdir(tmp_path)
    (tmp_path / "prompts").mkdir()
    for name in ("a", "b", "c"):
        (tmp_path / "prompts" / f"{name}.md").write_text(PROMPT, encoding="utf-8")
    (tmp_path / "costcalc.yaml").write_text(CONFIG, encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "one")
    return tmp_path


def saved(run: Run, name: str, *commands: str) -> str:
    """Save the estimates of command lines as one, and return the name of the file."""
    found = [
        json.loads(run(f"estimate {command} --sheets {SHEETS} --model acme-small-1 --format json").out) for command in commands
    ]
    found[0]["results"] = [result for each in found for result in each["results"]]
    Path(name).write_text(json.dumps(found[0]), encoding="utf-8")
    return name


@pytest.fixture
def compared(run: Run, shop: Path) -> str:
    """A command line that compares a run of spring with one of autumn: every cause, a new, a gone and an unknown prompt."""
    spring, autumn = "--as-of 2026-03-01 --provider acme", "--as-of 2026-11-20"
    (shop / "prompts" / "long.md").write_text(PROMPT * 20, encoding="utf-8")
    saved(
        run,
        "base.json",
        f"prompts/a.md prompts/c.md {spring}",
        f"prompts/b.md {autumn} --provider bolt --fx EUR=1.10",
        f"prompts/long.md {autumn} --provider acme",
    )
    (shop / "prompts" / "a.md").write_text(PROMPT * 10, encoding="utf-8")
    saved(
        run,
        "head.json",
        f"prompts/a.md {autumn} --provider acme --requests 2000/day --output-tokens 1500",
        f"prompts/b.md {autumn} --provider bolt --fx EUR=1.20",
        f"costcalc.yaml {autumn} --provider acme",
        f"prompts/long.md {autumn} --provider crux",
    )
    return "diff base.json head.json"


@pytest.mark.parametrize("width", [80, 200])
def test_a_difference_as_people_see_it(run: Run, golden: Golden, compared: str, width: int) -> None:
    golden(f"diff.{width}.txt", run(compared, columns=width).out)


@pytest.mark.parametrize(("suffix", "name"), [("csv", "csv"), ("md", "markdown"), ("json", "json"), ("comment.md", "comment")])
def test_a_difference_in_every_other_format(run: Run, golden: Golden, compared: str, suffix: str, name: str) -> None:
    golden(f"diff.{suffix}", run(f"{compared} --format {name}").out)


@pytest.mark.usefixtures("compared")
def test_a_run_does_not_differ_from_itself(run: Run) -> None:
    ended = run("diff base.json base.json")
    assert (ended.code, ended.err) == (0, "")
    assert ended.out == (
        "no change, 0.00 USD a month; base.json against base.json, prices of 2026-03-01.\n\n- 4 prompts cost the same.\n"
    )


def test_parts_sum_exactly_to_every_change(run: Run, compared: str) -> None:
    found = document(run(f"{compared} --format json"))
    known = [change for change in found["changes"] if change["change"] is not None]
    assert len(known) == 4
    for change in [*known, {"change": found["known"], "parts": found["parts"]}]:
        assert sum(map(Decimal, change["parts"].values())) == Decimal(change["change"])


def test_an_unknown_change_ends_with_3_and_is_no_saving(run: Run, compared: str) -> None:
    ended = run(f"{compared} --format json")
    found = document(ended)
    assert (ended.code, found["total"], found["unknown"], found["percent"]) == (3, None, 1, None)
    assert run(f"{compared} --exit-zero").code == 0


def test_held_prices_leave_out_price_and_currency(run: Run, compared: str) -> None:
    free, held = (document(run(f"{compared} {option} --format json")) for option in ("", "--hold-prices"))
    assert free["changes"][0]["parts"].keys() - held["changes"][0]["parts"].keys() == {"price"}
    assert held["changes"][1]["parts"] == {}
    assert (free["hold_prices"], held["hold_prices"]) == (False, True)
    assert "prices held." in " ".join(run(f"{compared} --hold-prices").out.split())
    assert held["notes"][0] == (
        "costcalc.yaml is new: it keeps the present price of acme/acme-small-1, for the base has none to hold."
    )


def test_only_a_change_beyond_the_minimum_is_shown_and_commented(run: Run, shop: Path) -> None:
    base = saved(run, "base.json", "prompts/a.md --as-of 2026-11-20 --provider acme")
    (shop / "prompts" / "a.md").write_text(PROMPT * 2, encoding="utf-8")
    head = saved(run, "head.json", "prompts/a.md --as-of 2026-11-20 --provider acme")
    change = Decimal(document(run(f"diff {base} {head} --format json"))["total"])
    assert change > 0
    shown = run(f"diff {base} {head} --minimum {change - Decimal('0.0001')} --format comment").out
    assert "prompts/a.md" in shown
    assert run(f"diff {base} {head} --minimum {change} --format comment").out == ""
    assert "No prompt is shown: the change is no more than" in run(f"diff {base} {head} --minimum {change}").out


def test_an_unknown_change_is_beyond_every_minimum(run: Run, compared: str) -> None:
    assert "prompts/long.md" in run(f"{compared} --minimum 1000000 --format comment").out


def test_the_present_tree_is_compared_with_a_commit(run: Run, shop: Path) -> None:
    (shop / "prompts" / "b.md").write_text(PROMPT * 3, encoding="utf-8")
    (shop / "prompts" / "d.md").write_text(PROMPT, encoding="utf-8")
    (shop / "prompts" / "c.md").unlink()
    ended = run(f"diff main {TODAY} --format json")
    found = document(ended)
    assert (ended.code, ended.err) == (0, "")
    assert [(change["source"], change["kind"], [*change["parts"]]) for change in found["changes"]] == [
        ("prompts/a.md", "same", []),
        ("prompts/b.md", "changed", ["tokens"]),
        ("prompts/d.md", "new", ["new"]),
        ("prompts/c.md", "gone", ["gone"]),
    ]
    assert (found["base"]["name"], found["head"]["name"]) == ("main", "the present tree")


def test_what_the_configuration_says_now_is_a_cause_too(run: Run, shop: Path) -> None:
    text = CONFIG.replace("400", "500").replace("20000", "30000").replace("acme/acme", "bolt/acme")
    (shop / "costcalc.yaml").write_text(text, encoding="utf-8")
    found = document(run(f"diff main {TODAY} --format json"))
    assert [*found["parts"]] == ["tokens", "output", "volume", "model"]
    assert found["notes"][0] == "prompts/a.md: moved from acme/acme-small-1 to bolt/acme-small-1."


def test_an_entry_in_a_sheet_of_ones_own_is_a_price(run: Run, shop: Path) -> None:
    (shop / "sheets").mkdir()
    for name in ("models", "acme"):
        (shop / "sheets" / f"{name}.yaml").write_bytes((SHEETS / f"{name}.yaml").read_bytes())
    with (shop / "costcalc.yaml").open("a", encoding="utf-8") as config:
        config.write("sheets: [sheets]\n")
    git("add", ".")
    git("commit", "-q", "-m", "two")
    same = document(run("diff HEAD --as-of 2026-11-20 --format json"))
    assert (same["total"], {change["kind"] for change in same["changes"]}) == ("0", {"same"})

    sheet = shop / "sheets" / "acme.yaml"
    row = '      - {from: 2026-11-10, input: "0.40", output: "0.30", basis: official, source: a, checked: 2026-11-10}\n'
    text = sheet.read_text(encoding="utf-8").replace("    prices:\n", f"    prices:\n{row}", 1)
    sheet.write_text(text, encoding="utf-8")
    dearer = document(run("diff HEAD --as-of 2026-11-20 --format json"))
    assert [*dearer["parts"]] == ["price"]
    assert document(run("diff HEAD --as-of 2026-11-20 --hold-prices --format json"))["total"] == "0"


def test_an_offer_that_a_commit_names_and_nobody_knows_is_named_by_its_commit(run: Run, shop: Path) -> None:
    (shop / "costcalc.yaml").write_text(CONFIG.replace("acme/acme-small-1", "acme/acme-smal-1"), encoding="utf-8")
    git("commit", "-q", "-a", "-m", "two")
    (shop / "costcalc.yaml").write_text(CONFIG, encoding="utf-8")
    ended = run(f"diff HEAD {TODAY}")
    assert ended.code == 2
    assert ended.err.startswith("costcalc: HEAD: prompts 'support': acme has no offer 'acme-smal-1'")


def test_a_commit_is_compared_with_another_and_a_folder_below_the_top_works(
    run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (shop / "inner").mkdir()
    git("mv", "prompts", "costcalc.yaml", "inner")
    git("commit", "-q", "-m", "two")
    (shop / "inner" / "prompts" / "a.md").write_text(PROMPT * 2, encoding="utf-8")
    git("commit", "-q", "-a", "-m", "three")
    monkeypatch.chdir(shop / "inner" / "prompts")
    found = document(run(f"diff HEAD~1 HEAD {TODAY} --format json"))
    assert [(change["source"], change["kind"]) for change in found["changes"]][:2] == [
        ("prompts/a.md", "changed"),
        ("prompts/b.md", "same"),
    ]


def test_attachments_come_from_the_commit(run: Run, shop: Path, examples: Path) -> None:
    request = {"messages": [{"role": "user", "content": [{"type": "image_url", "image_url": "file:shot.png"}]}]}
    (shop / "prompts" / "shot.png").write_bytes((examples / "screenshot.png").read_bytes())
    (shop / "prompts" / "look.json").write_text(json.dumps(request), encoding="utf-8")
    (shop / "system.md").write_text(PROMPT, encoding="utf-8")
    (shop / "costcalc.yaml").write_text(
        CONFIG.replace("[prompts/*.md]", "[prompts/look.json]\n    system: system.md"), encoding="utf-8"
    )
    git("add", ".")
    git("commit", "-q", "-m", "two")
    (shop / "system.md").write_text(PROMPT * 2, encoding="utf-8")
    (change,) = document(run(f"diff HEAD {TODAY} --format json"))["changes"]
    assert (change["kind"], [*change["parts"]]) == ("changed", ["tokens"])


def test_before_there_was_a_configuration_the_present_one_says_what_is_meant(run: Run, shop: Path) -> None:
    git("rm", "-q", "--cached", "costcalc.yaml")
    git("commit", "-q", "-m", "two")
    assert (shop / "costcalc.yaml").exists()
    assert document(run(f"diff HEAD {TODAY} --format json"))["total"] == "0"


def test_a_prompt_that_cannot_be_read_now_is_unknown(run: Run, shop: Path) -> None:
    (shop / "prompts" / "a.md").write_bytes(b"\xff")
    ended = run(f"diff main {TODAY} --format json")
    assert (ended.code, [change["kind"] for change in document(ended)["changes"]][-1]) == (3, "unknown")


def test_a_prompt_that_could_not_be_read_then_is_unknown(run: Run, shop: Path) -> None:
    (shop / "prompts" / "a.md").write_bytes(b"\xff")
    git("commit", "-q", "-a", "-m", "two")
    (shop / "prompts" / "a.md").write_text(PROMPT, encoding="utf-8")
    ended = run(f"diff HEAD {TODAY} --format json")
    found = document(ended)
    assert (ended.code, found["unknown"]) == (3, 1)
    assert "is not UTF-8" in str(found["changes"][0]["reason"])


def test_a_glob_that_matches_nothing_now_is_no_saving(run: Run, shop: Path) -> None:
    for path in (shop / "prompts").iterdir():
        path.unlink()
    ended = run(f"diff main {TODAY} --format json")
    assert (ended.code, document(ended)["total"]) == (3, None)


def test_a_wrong_configuration_of_a_commit_is_named_by_its_commit(run: Run, shop: Path) -> None:
    (shop / "costcalc.yaml").write_text(CONFIG.replace("requests", "request"), encoding="utf-8")
    git("commit", "-q", "-a", "-m", "two")
    (shop / "costcalc.yaml").write_text(CONFIG, encoding="utf-8")
    ended = run(f"diff HEAD {TODAY}")
    assert (ended.code, ended.out) == (2, "")
    assert ended.err.startswith("costcalc: HEAD:costcalc.yaml:")
    assert "did you mean 'requests'" in ended.err


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ("never.json", "never.json: is no file, and no commit that git knows: Needed a single revision"),
        ("main --minimum much", "--minimum: 'much' is not a number"),
        ("main --minimum -1", "--minimum: -1 is negative"),
        ("main --config none.yaml", "none.yaml"),
    ],
)
def test_wrong_input_ends_with_one_line(run: Run, arguments: str, message: str) -> None:
    ended = run(f"diff {arguments} {TODAY}")
    assert (ended.code, ended.out) == (2, "")
    assert message in ended.err
    assert ended.err.count("\n") == 1


@pytest.mark.usefixtures("compared")
def test_two_currencies_cannot_be_compared(run: Run) -> None:
    euro = saved(run, "euro.json", "prompts/a.md --as-of 2026-11-20 --provider acme --currency EUR")
    ended = run(f"diff base.json {euro}")
    assert (ended.code, ended.out) == (2, "")
    assert "base.json is in USD and euro.json in EUR: estimate both in one currency" in ended.err


def test_a_check_takes_its_baseline_from_either(run: Run, shop: Path) -> None:
    config = load(shop / "costcalc.yaml")
    base = saved(run, "base.json", "prompts/a.md --as-of 2026-11-20 --provider acme")
    assert is_saved(base)
    (item,) = baseline_items(base, config, [SHEETS], date(2026, 11, 20))
    commit = baseline_items("main", config, [SHEETS], date(2026, 11, 20))
    assert item.source == commit[0].source == "prompts/a.md"
    assert len(commit) == 3


def test_a_baseline_in_another_currency_is_refused(run: Run, shop: Path) -> None:
    euro = saved(run, "euro.json", "prompts/a.md --as-of 2026-11-20 --provider acme --currency EUR")
    with pytest.raises(InputError, match=r"euro\.json: is in EUR, and costcalc\.yaml asks for USD: use one"):
        baseline_items(euro, load(shop / "costcalc.yaml"), [SHEETS], date(2026, 11, 20))
