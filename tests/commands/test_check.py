"""A budget check in a repository of ten prompts: what passes, what fails and why, and what never passes."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from command_line import SHEETS
from jsonschema import Draft202012Validator
from scratch import git

if TYPE_CHECKING:
    from collections.abc import Callable

    from command_line import Ended, Golden, Run

TODAY = "--as-of 2026-11-20"
CONFIG = """\
sheets: [prices]
prompts:
  - name: support
    files: [prompts/*.md]
    offers: [acme/acme-small-1]
    output_tokens: 100
    requests: 10000/day
budgets:
  - {name: unit cost, per_request: 0.001 USD}
  - {name: bill, monthly: 500 USD}
  - {name: no surprise, increase: 10%}
  - {name: fresh prices, max_price_age: 30d}
  - {name: still there, retires_within: 60d}
  - {name: room, headroom: 20%}
  - {name: short, tokens: 5000}
"""
SENTENCE = "Customer number {} asks where the parcel is, and you answer in one polite sentence.\n"
ROW = '      - {from: 2026-06-01, input: "0.10"'
DEARER = """\
      - {from: 2026-11-01, input: "0.15", output: "0.40", basis: official, source: new, checked: 2026-11-15}
"""
RETIRES = "    lifecycle: {retires: 2026-12-01, source: invented}\n"
LET_OFF = "exemptions:\n  - {budget: bill, source: prompts, reason: x, until: 2027-01-01}\nbudgets:"
PASS, FAIL, UNKNOWN, BAD_INPUT = 0, 1, 3, 2


@pytest.fixture(autouse=True)
def shop(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The working folder: a repository with ten prompts, its own price sheets and budgets, one commit old."""
    assert run  # which goes to its own folder first
    folder = tmp_path / "shop"
    (folder / "prompts").mkdir(parents=True)
    monkeypatch.chdir(folder)
    for number in range(10):
        (folder / "prompts" / f"p{number}.md").write_text(SENTENCE.format(number) * 50, encoding="utf-8")
    shutil.copytree(SHEETS, folder / "prices")
    (folder / "costcalc.yaml").write_text(CONFIG, encoding="utf-8")
    git("init", "-q", "-b", "main")
    git("add", ".")
    git("commit", "-q", "-m", "Begin")
    return folder


def edit(path: str, old: str, new: str) -> None:
    """Replace a text that stands in a file."""
    text = Path(path).read_text(encoding="utf-8")
    assert old in text
    Path(path).write_text(text.replace(old, new, 1), encoding="utf-8")


def lengthen(path: str, share: float) -> None:
    text = Path(path).read_text(encoding="utf-8")
    Path(path).write_text(text + text[: int(len(text) * share)], encoding="utf-8")


def check(run: Run, *more: str, base: str | None = "HEAD", columns: int = 80) -> Ended:
    return run(f"check {TODAY}", *([f"--base={base}"] if base else []), *more, columns=columns)


def document(ended: Ended) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(ended.out)
    schema = Path(__file__).parents[2] / "data" / "schemas" / "check.json"
    Draft202012Validator(json.loads(schema.read_text(encoding="utf-8"))).validate(found)
    return found


def budget(ended: Ended, name: str) -> dict[str, Any]:
    return next(each for each in document(ended)["budgets"] if each["name"] == name)


def test_an_unchanged_tree_passes(run: Run) -> None:
    ended = check(run)
    assert (ended.code, ended.out.splitlines()[-1], ended.err) == (PASS, "- Verdict: pass.", "")


def test_a_prompt_that_grows_fails_and_is_named_with_its_cause(run: Run) -> None:
    lengthen("prompts/p3.md", 0.3)
    ended = check(run, "-f", "json")
    found = budget(ended, "no surprise")
    assert (ended.code, found["verdict"], found["source"]) == (FAIL, "fail", "prompts/p3.md")
    assert ": tokens +" in found["reason"]
    assert [each["source"] for each in found["prompts"]] == ["prompts/p3.md"]


def test_a_price_alone_is_attributed_to_the_price(run: Run) -> None:
    edit("prices/acme.yaml", ROW, DEARER + ROW)
    ended = check(run, "-f", "json")
    found = budget(ended, "no surprise")
    assert (ended.code, found["verdict"]) == (FAIL, "fail")
    assert ": price +" in found["reason"]
    assert "tokens" not in found["reason"]


def test_what_stands_before_is_read_from_git_and_the_work_tree_stays_as_it_is(run: Run) -> None:
    lengthen("prompts/p3.md", 0.05)
    before = {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and path.name != "index"}
    assert check(run).code == PASS
    assert {path: path.read_bytes() for path in Path().rglob("*") if path.is_file() and path.name != "index"} == before


def test_an_increase_without_a_baseline_is_unknown(run: Run) -> None:
    ended = check(run, base=None)
    assert (ended.code, "give --base" in ended.out) == (UNKNOWN, True)


def test_a_saved_estimate_is_a_baseline(run: Run) -> None:
    names = " ".join(path.as_posix() for path in sorted(Path("prompts").iterdir()))
    asked = "--sheets prices --provider acme --model acme-small-1 --output-tokens 100 --requests 10000/day -o b.json"
    run(f"estimate {names} {TODAY} {asked}")
    assert check(run, base="b.json").code == PASS
    lengthen("prompts/p3.md", 0.3)
    assert check(run, base="b.json").code == FAIL


def test_one_that_only_warns_is_shown_and_changes_no_exit_code(run: Run) -> None:
    edit("costcalc.yaml", "increase: 10%", "increase: 10%, level: warn")
    lengthen("prompts/p3.md", 0.3)
    ended = check(run, "-f", "json")
    assert (ended.code, document(ended)["verdict"], budget(ended, "no surprise")["verdict"]) == (PASS, "pass", "fail")


def test_the_verdict_of_a_file_is_its_own_and_a_sum_is_that_of_all(run: Run) -> None:
    lengthen("prompts/p3.md", 0.3)
    assert check(run, "prompts/p4.md").code == PASS
    assert check(run, "prompts/p3.md").code == FAIL
    edit("costcalc.yaml", "monthly: 500 USD", "monthly: 100 USD")
    assert budget(check(run, "-f", "json", "prompts/p4.md"), "bill")["verdict"] == "fail"


def test_the_command_line_wins_over_the_file(run: Run) -> None:
    ended = check(run, "-f", "json", "--currency", "EUR")
    assert (ended.code, document(ended)["currency"]) == (PASS, "EUR")
    assert budget(ended, "bill")["actual"].endswith(" EUR")
    assert check(run, "--currency", "XXA").code == BAD_INPUT


def test_sheets_of_the_command_line_win_over_those_of_the_file(run: Run, tmp_path: Path) -> None:
    shutil.copytree("prices", tmp_path / "dearer")
    edit(str(tmp_path / "dearer" / "acme.yaml"), ROW, DEARER + ROW)
    ended = check(run, "-f", "json", "--sheets", str(tmp_path / "dearer"))
    # 903 tokens at 0.15 and 100 at 0.40 a million, on both sides of the comparison.
    assert {prompt["per_request"] for prompt in document(ended)["prompts"]} == {"0.00017545"}
    assert budget(ended, "no surprise")["verdict"] == "pass"


@pytest.mark.parametrize(
    ("key", "offer"),
    [
        ("needs: [tools]", "acme/acme-small-1"),
        ("needs: [tools], region: EU", "bolt/acme-small-1"),
        ("providers: [bolt]", "bolt/acme-small-1"),
        ("needs: [vision], providers: [bolt, crux]", "bolt/acme-small-1"),
        ("providers: [bolt, crux]", "crux:acme/small-short"),
    ],
)
def test_what_a_prompt_needs_and_where_decides_its_offer(run: Run, key: str, offer: str) -> None:
    group = f"{{name: one, files: [one.md], model: acme-small-1, output_tokens: 10, {key}}}"
    text = f"sheets: [prices]\nprompts:\n  - {group}\nbudgets:\n  - {{name: bill, monthly: 500 USD}}\n"
    Path("costcalc.yaml").write_text(text, encoding="utf-8")
    Path("one.md").write_text("Hello.", encoding="utf-8")
    assert document(check(run, "-f", "json", base=None))["prompts"][0]["offer"] == offer


def test_the_result_is_printed_where_the_verdict_is_waived(run: Run) -> None:
    lengthen("prompts/p3.md", 0.3)
    ended = check(run, "--exit-zero", "-f", "json")
    assert (ended.code, document(ended)["verdict"]) == (PASS, "fail")


@pytest.mark.parametrize("share", [0.0, 0.3], ids=["pass", "fail"])
@pytest.mark.parametrize("format_name", ["table", "json", "csv", "markdown", "junit", "github", "comment"])
def test_verdict_and_exit_code_agree_in_every_format(run: Run, format_name: str, share: float) -> None:
    lengthen("prompts/p3.md", share)
    ended = check(run, "-f", format_name)
    bad = {"junit": "<failure", "github": "::error", "csv": ",fail,", "json": '"verdict": "fail"'}.get(format_name, "fail")
    assert (ended.code, bad in ended.out) == ((FAIL, True) if share else (PASS, False))


def test_a_file_gets_its_format_while_the_log_gets_the_table(run: Run) -> None:
    ended = check(run, "-o", "-", "-o", "costs.xml", "-o", "costs.json")
    assert (ended.code, ended.out.splitlines()[-1]) == (PASS, "- Verdict: pass.")
    assert Path("costs.xml").read_text(encoding="utf-8").startswith("<?xml")
    assert json.loads(Path("costs.json").read_text(encoding="utf-8"))["verdict"] == "pass"


def test_a_comment_is_printed_where_the_month_changes_by_more_than_a_minimum(run: Run) -> None:
    assert check(run, "-f", "comment").out == ""
    lengthen("prompts/p3.md", 0.05)
    assert "The change: +1.35 USD a month (+0.3 %): tokens +1.35." in check(run, "-f", "comment").out
    assert check(run, "-f", "comment", "--minimum", "5").out == ""


def test_the_same_input_gives_the_same_bytes(run: Run) -> None:
    assert check(run, "-f", "json").out == check(run, "-f", "json").out


def test_annotations_name_files_from_the_working_folder(run: Run, shop: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    lengthen("prompts/p3.md", 0.3)
    monkeypatch.chdir(shop.parent)
    ended = check(run, "shop/costcalc.yaml", "-f", "github")
    assert "::error file=shop/prompts/p3.md" in ended.out


@pytest.mark.parametrize(("name", "columns"), [("80", 80), ("200", 200), ("piped", None)])
def test_what_a_person_sees(run: Run, golden: Golden, name: str, columns: int | None) -> None:
    lengthen("prompts/p3.md", 0.3)
    golden(f"check.{name}.txt", run(f"check {TODAY} --base HEAD", columns=columns).out)


@pytest.mark.parametrize("format_name", ["json", "csv", "md", "github", "xml"])
def test_every_format_as_it_is_written(run: Run, golden: Golden, format_name: str) -> None:
    lengthen("prompts/p3.md", 0.3)
    golden(f"check.{format_name}", check(run, "-f", {"md": "markdown", "xml": "junit"}.get(format_name, format_name)).out)


def write(path: str, data: bytes) -> Callable[[], None]:
    def broken() -> None:
        Path(path).write_bytes(data)

    return broken


def edited(path: str, old: str, new: str) -> Callable[[], None]:
    return lambda: edit(path, old, new)


def request_that_is_no_json() -> None:
    write("prompts/r.json", b"{")()
    config("*.md]", "*.md, prompts/r.json]")()


def config(old: str, new: str) -> Callable[[], None]:
    return edited("costcalc.yaml", old, new)


BROKEN: dict[str, tuple[Callable[[], None], int, str]] = {
    "a misspelt limit": (config("monthly:", "montly:"), BAD_INPUT, "unknown key: did you mean 'monthly'?"),
    "a misspelt room": (config("budgets:", "bugdets:"), BAD_INPUT, "did you mean 'budgets'?"),
    "a misspelt key of a prompt": (config("output_tokens", "output_token"), BAD_INPUT, "did you mean 'output_tokens'?"),
    "a region that named offers would ignore": (
        config("output_tokens", "region: EU\n    output_tokens"),
        BAD_INPUT,
        "beside offers",
    ),
    "a misspelt level": (config("500 USD}", "500 USD, level: denny}"), BAD_INPUT, "level"),
    "an amount without a currency": (config("500 USD", "500"), BAD_INPUT, "monthly"),
    "an amount that is none": (config("500 USD", "many USD"), BAD_INPUT, "monthly"),
    "a limit below nothing": (config("500 USD", "-500 USD"), BAD_INPUT, "monthly"),
    "a percentage without its sign": (config("10%", "ten"), BAD_INPUT, "increase"),
    "a budget without a limit": (config(", monthly: 500 USD", ""), BAD_INPUT, "holds no limit"),
    "a budget with two limits": (config("monthly: 500 USD", "monthly: 500 USD, tokens: 5"), BAD_INPUT, "a second limit"),
    "two budgets of one name": (config("name: bill", "name: unit cost"), BAD_INPUT, "unit cost"),
    "a currency without a rate": (config("500 USD", "500 XAF"), UNKNOWN, "XAF"),
    "a currency that is none": (config("500 USD", "500 XXA"), BAD_INPUT, "XXA"),
    "no budgets": (write("costcalc.yaml", CONFIG.partition("budgets:")[0].encode()), BAD_INPUT, "has no budgets"),
    "no prompts": (config("[prompts/*.md]", "[]"), BAD_INPUT, "files"),
    "no YAML": (config("budgets:", "budgets: ["), BAD_INPUT, "costcalc.yaml:"),
    "an empty configuration": (write("costcalc.yaml", b""), BAD_INPUT, "costcalc.yaml"),
    "a key twice": (config("sheets: [prices]", "sheets: [prices]\nsheets: [prices]"), BAD_INPUT, "sheets"),
    "a configuration in another encoding": (write("costcalc.yaml", CONFIG.encode("utf-16")), BAD_INPUT, "costcalc.yaml"),
    "a glob that matches nothing": (config("prompts/*.md", "promts/*.md"), UNKNOWN, "promts/*.md"),
    "one of two globs that matches nothing": (config("[prompts/*.md]", "[prompts/*.md, more/*.md]"), UNKNOWN, "more/*.md"),
    "a scope without a prompt": (config("monthly: 500 USD", "monthly: 500 USD, scope: promts"), UNKNOWN, "no prompt"),
    "a misspelt offer": (config("acme/acme-small-1", "acme/acme-smal-1"), BAD_INPUT, "acme-small-1"),
    "a model that nobody knows": (config("offers: [acme/acme-small-1]", "model: acme-huge-9"), BAD_INPUT, "acme-huge-9"),
    "an offer without a price": (config("acme/acme-small-1", "crux/acme-small-1"), UNKNOWN, "price"),
    "a retired offer": (config("acme/acme-small-1", "dust/acme-small-1"), UNKNOWN, "retire"),
    "an offer that retires soon": (
        edited("prices/acme.yaml", "    prices:", RETIRES + "    prices:"),
        FAIL,
        "retires on 2026-12-01",
    ),
    "a price seen too long ago": (config("30d", "5d"), UNKNOWN, "refresh it"),
    "a prompt that is not UTF-8": (write("prompts/p3.md", b"\xff\xfe\xfa" * 9), UNKNOWN, "prompts/p3.md"),
    "an empty prompt": (write("prompts/p3.md", b""), UNKNOWN, "prompts/p3.md"),
    "a prompt that is a broken link": (lambda: Path("prompts/p99.md").symlink_to("gone.md"), UNKNOWN, "prompts/p99.md"),
    "a request that is no JSON": (request_that_is_no_json, UNKNOWN, "prompts/r.json"),
    "a prompt that does not fit": (write("prompts/p3.md", b"long words " * 90_000), FAIL, "prompts/p3.md"),
    "an image that is missing": (config("output_tokens", "images: [gone.png]\n    output_tokens"), UNKNOWN, "gone.png"),
    "a system prompt that is missing": (config("output_tokens", "system: gone.md\n    output_tokens"), UNKNOWN, "gone.md"),
    "a sheet folder that is missing": (config("[prices]", "[prises]"), BAD_INPUT, "prises"),
    "a misspelt key of a sheet": (edited("prices/acme.yaml", "cached_input", "cashed_input"), BAD_INPUT, "cached_input"),
    "a price with a comma": (edited("prices/acme.yaml", 'input: "0.10"', 'input: "0,10"'), BAD_INPUT, "acme.yaml"),
    "a price below nothing": (edited("prices/acme.yaml", 'input: "0.10"', 'input: "-0.10"'), BAD_INPUT, "acme.yaml"),
    "a sheet that is no YAML": (write("prices/acme.yaml", b"offers: ["), BAD_INPUT, "acme.yaml"),
    "a price that begins later": (edited("prices/acme.yaml", "from: 2026-06-01, input", "from: 2026-12-01, input"), 1, ""),
    "an exemption without an end": (config("budgets:", LET_OFF.replace(", until: 2027-01-01", "")), BAD_INPUT, "until"),
    "an exemption from no budget": (config("budgets:", LET_OFF.replace("bill", "bil")), BAD_INPUT, "bil"),
    "an exemption from another budget": (
        lambda: (config("budgets:", LET_OFF)(), config("30d", "5d")())[0],
        UNKNOWN,
        "refresh it",
    ),
}


@pytest.mark.parametrize("broken", BROKEN)
def test_nothing_that_is_broken_passes(run: Run, broken: str) -> None:
    act, code, says = BROKEN[broken]
    act()
    ended = check(run, columns=500)
    said = ended.out + ended.err
    assert ended.code == code != PASS, said
    assert says in " ".join(said.split())
    assert "Verdict: pass" not in said
    assert len(ended.err.splitlines()) == (1 if code == BAD_INPUT else 0)


BASES: dict[str, tuple[str | None, str]] = {
    "a commit that nobody knows": (None, "no commit that git knows"),
    "no JSON": ("{", "base.json"),
    "JSON that is no estimate": ("[]", "base.json"),
    "an estimate without results": ('{"schema": "costcalc/estimate/1"}', "base.json"),
    "another document": ('{"schema": "costcalc/count/1", "results": []}', "base.json"),
}


@pytest.mark.parametrize("broken", BASES)
def test_no_baseline_that_is_broken_passes(run: Run, broken: str) -> None:
    text, says = BASES[broken]
    if text is not None:
        Path("base.json").write_text(text, encoding="utf-8")
    ended = check(run, base="nowhere" if text is None else "base.json")
    assert (ended.code, ended.out) == (BAD_INPUT, "")
    assert says in ended.err


def test_a_new_prompt_without_a_price_is_no_saving(run: Run) -> None:
    edit("costcalc.yaml", "budgets:", "  - {name: new, files: [new/*.md], offers: [crux/acme-small-1]}\nbudgets:")
    Path("new").mkdir()
    Path("new/a.md").write_text("Hello", encoding="utf-8")
    Path("prompts/p1.md").write_text("Short.", encoding="utf-8")
    ended = check(run, "-f", "json")
    assert (ended.code, budget(ended, "no surprise")["verdict"]) == (UNKNOWN, "unknown")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["costcalc.yaml", "other.yaml"], "name one configuration"),
        (["gone.yaml"], "gone.yaml"),
        (["README.md"], "is no prompt of the configuration"),
        (["--config", "gone.yaml"], "gone.yaml"),
        (["--minimum", "some"], "--minimum"),
    ],
)
def test_names_that_mean_nothing_are_refused(run: Run, arguments: list[str], says: str) -> None:
    ended = check(run, *arguments)
    assert (ended.code, ended.out) == (BAD_INPUT, "")
    assert says in ended.err


def test_without_a_configuration_one_is_asked_for(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "empty" / ".git").mkdir(parents=True)
    monkeypatch.chdir(tmp_path / "empty")
    ended = run("check")
    assert (ended.code, "costcalc init" in ended.err) == (BAD_INPUT, True)
