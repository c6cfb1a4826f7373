"""`costcalc prices refresh`."""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator

from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from pathlib import Path

    from command_line import Golden, Run

OWN = """\
# My sheet.
provider: acme
name: Acme AI
kind: host
currency: USD

offers:
  - model: acme-small-1     # mine
    id: small-1
    prices:
      - {from: 2026-10-01, input: "2", output: "8", basis: community, source: llm-prices of October, checked: 2026-10-01}
      - {from: null, input: "1", output: "4", basis: community, source: llm-prices of May, checked: 2026-05-01}
"""
MODELS = """\
models:
  - model: acme-small-1
    name: Acme Small 1
    maker: Acme
    tokenizer: tekken-v11
    source: me
    checked: 2026-10-01
"""


@pytest.fixture(autouse=True)
def _today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("costcalc.clock.today", lambda: date(2026, 11, 20))


@pytest.fixture
def run(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command in the folder of the test."""
    monkeypatch.chdir(tmp_path)
    return run


@pytest.fixture
def own(tmp_path: Path) -> Path:
    """A folder with a sheet of one's own, beside a feed that says otherwise."""
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "acme.yaml").write_text(OWN, encoding="utf-8")
    (folder / "models.yaml").write_text(MODELS, encoding="utf-8")
    feed(tmp_path, price(input=3, output=12), price(id="small-9", name="Small 9"))
    return folder


def price(**stated: Any) -> dict[str, Any]:
    return {"id": "small-1", "vendor": "acme", "name": "Small 1", "input": 2, "output": 8, "input_cached": None} | stated


def feed(folder: Path, *prices: dict[str, Any], more: str = "") -> None:
    """Write a feed and the file that names it."""
    (folder / "prices.json").write_text(json.dumps({"updated_at": "2026-11-18", "prices": prices}), encoding="utf-8")
    text = "feeds:\n  - source: llm-prices\n    file: prices.json\n"
    (folder / "feeds.yaml").write_text(text + more, encoding="utf-8")


REFRESH = "prices refresh --feeds feeds.yaml --into own"


def test_a_changed_price_is_a_row_on_top_and_nothing_else_changes(run: Run, own: Path) -> None:
    ended = run(REFRESH)
    assert (ended.code, ended.err) == (0, "")
    lines = (own / "acme.yaml").read_text(encoding="utf-8").splitlines()
    assert lines[10].startswith(
        '      - {from: 2026-11-18, input: "3.00", output: "12.00", basis: community, source: "llm-prices prices.json'
    )
    assert [*lines[:10], *lines[11:]] == OWN.splitlines()
    rows = load_book(own).offer("acme/acme-small-1", date(2026, 11, 20)).sheet.prices
    assert [str(row.input) for row in rows] == ["3.00", "2", "1"]


def test_a_second_run_finds_nothing(run: Run, own: Path) -> None:
    run(REFRESH)
    before = (own / "acme.yaml").read_bytes()
    ended = run(f"{REFRESH} --format json")
    assert (json.loads(ended.out)["changes"], json.loads(ended.out)["files"]) == ([], [])
    assert (own / "acme.yaml").read_bytes() == before


def test_a_dry_run_shows_it_and_writes_nothing(run: Run, own: Path) -> None:
    ended = run(f"{REFRESH} --dry-run --format json")
    document = json.loads(ended.out)
    Draft202012Validator(json.loads(run("schema prices-refresh").out)).validate(document)
    change = document["changes"][0]
    assert (change["offer"], change["status"], change["added"], change["from"]) == (
        "acme/acme-small-1",
        "changed",
        True,
        "2026-11-18",
    )
    assert change["rates"][0] == {"rate": "input", "before": "2", "after": "3"}
    assert (document["dry_run"], document["files"], document["not_taken"]) == (True, [], 1)
    assert (own / "acme.yaml").read_text(encoding="utf-8") == OWN


@pytest.mark.parametrize(("form", "suffix"), [("table", "txt"), ("json", "json"), ("csv", "csv"), ("markdown", "md")])
def test_the_report(run: Run, golden: Golden, own: Path, *, form: str, suffix: str) -> None:
    assert own.is_dir()
    url = "  - source: openrouter\n    url: https://openrouter.ai/api/v1/models\n"
    feed(own.parent, price(input=3, output=12, input_cached=0.3), price(id="small-9"), more=url)
    golden(f"prices-refresh.{suffix}", run(f"{REFRESH} --dry-run --format {form}", columns=None).out)


def test_new_offers_are_taken_where_the_feed_says_so(run: Run, own: Path) -> None:
    feed(own.parent, price(), price(id="small-9", name="Small 9"), more="    new: true\n    models: ['*-9']\n")
    assert run(REFRESH).code == 0
    assert (own / "acme.yaml").read_text(encoding="utf-8").startswith(OWN)
    assert (own / "models.yaml").read_text(encoding="utf-8").startswith(MODELS)
    book = load_book(own)
    assert book.offer("acme:small-9", date(2026, 11, 20)).model.name == "Small 9"
    assert book.offer("acme/acme-small-1", date(2026, 11, 20)).sheet.prices[0].checked == date(2026, 10, 1)


def test_a_packaged_offer_is_copied_whole_before_a_row_is_put_on_top(run: Run, tmp_path: Path) -> None:
    entry = price(id="gpt-4o-mini", vendor="openai", input=9, output=99)
    feed(tmp_path, entry, more="    checked: 2026-11-20\n")
    packaged = load_book().offer("openai/gpt-4o-mini", date(2026, 11, 20)).sheet
    ended = run(REFRESH)
    assert ended.code == 0
    mine = load_book(tmp_path / "own").offer("openai/gpt-4o-mini", date(2026, 11, 20)).sheet
    assert mine.prices == packaged.prices or mine.prices[1:] == packaged.prices
    assert len(mine.claims) - len(packaged.claims) + len(mine.prices) - len(packaged.prices) == 1


def test_each_feed_is_compared_with_what_the_feeds_before_added(run: Run, own: Path) -> None:
    (own.parent / "other.json").write_text(json.dumps({"prices": [price(input=5)]}), encoding="utf-8")
    (own.parent / "third.json").write_text(json.dumps({"prices": [price(input=5)]}), encoding="utf-8")
    other, third = (f"  - {{source: llm-prices, file: {name}.json, checked: 2026-11-19}}\n" for name in ("other", "third"))
    feed(own.parent, price(input=3), more=other + third)
    document = json.loads(run(f"{REFRESH} --format json").out)
    assert [(change["source"].split()[1], change["rates"][0]["before"]) for change in document["changes"]] == [
        ("prices.json", "2"),
        ("other.json", "3"),
    ]
    rows = load_book(own).offer("acme/acme-small-1", date(2026, 11, 20)).sheet.prices
    assert [str(row.input) for row in rows] == ["5.00", "3.00", "2", "1"]
    assert json.loads(run(f"{REFRESH} --format json").out)["files"] == []


def test_a_new_offer_of_two_feeds_is_the_first_ones(run: Run, own: Path) -> None:
    (own.parent / "other.json").write_text(json.dumps({"prices": [price(id="small-9", input=5)]}), encoding="utf-8")
    more = "    new: true\n  - {source: llm-prices, file: other.json, checked: 2026-11-19, new: true}\n"
    feed(own.parent, price(id="small-9", input=4), more=more)
    document = json.loads(run(f"{REFRESH} --format json").out)
    assert [change["source"].split()[1] for change in document["changes"]] == ["prices.json"]
    assert (document["not_taken"], len(document["feeds"])) == (0, 2)


def test_a_feed_with_an_address_is_read_only_where_the_command_is_told_to(
    run: Run, own: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[str] = []

    def answer(url: str) -> bytes:
        asked.append(url)
        return json.dumps({"prices": [price(input=7)]}).encode()

    monkeypatch.setattr("costcalc.sheets.imports.reading._download", answer)
    (own.parent / "feeds.yaml").write_text("feeds: [{source: llm-prices, url: https://example.com/x.json}]", encoding="utf-8")
    offline = json.loads(run(f"{REFRESH} --dry-run --format json").out)
    assert (asked, offline["changes"], offline["feeds"][0]["reason"]) == ([], [], "not read: --from-network reads it")
    online = json.loads(run(f"{REFRESH} --dry-run --from-network --format json").out)
    assert (asked, online["changes"][0]["from"]) == (["https://example.com/x.json"], "2026-11-20")


def test_strict_makes_problems_the_answer_no(run: Run, own: Path) -> None:
    feed(own.parent, price(), price(id="odd", input="dear"))
    assert [run(f"{REFRESH} {option}").code for option in ("", "--strict")] == [0, 1]


def test_without_a_folder_there_is_only_looking(run: Run, own: Path) -> None:
    ended = run("prices refresh --feeds feeds.yaml --sheets own")
    assert (ended.code, ended.out) == (2, "")
    assert "--into: name the folder of your own sheets that rows are added to" in ended.err
    looked = run("prices refresh --feeds feeds.yaml --sheets own --dry-run --format json")
    assert (looked.code, len(json.loads(looked.out)["changes"])) == (0, 1)
    assert own.is_dir()


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("feeds: [{source: litelm}]", "unknown source 'litelm'"),
        ("feeds: [{source: llm-prices, file: missing.json}]", "missing.json: cannot be read"),
        ("feeds: [{source: litellm, file: prices.json, checked: 2026-11-01}]", "holds no record of litellm"),
    ],
)
def test_bad_input_is_one_line_and_changes_nothing(run: Run, own: Path, text: str, message: str) -> None:
    (own.parent / "feeds.yaml").write_text(text, encoding="utf-8")
    ended = run(REFRESH)
    assert (ended.code, ended.out, ended.err.count("\n")) == (2, "", 1)
    assert message in ended.err
    assert (own / "acme.yaml").read_text(encoding="utf-8") == OWN


def test_a_sheet_that_has_no_lines_to_put_a_row_among_is_left_as_it_is(run: Run, own: Path) -> None:
    flow = (
        OWN.replace("    prices:\n      - ", "    prices: [")
        .replace("2026-10-01}\n      - ", "2026-10-01}, ")
        .replace("2026-05-01}", "2026-05-01}]")
    )
    (own / "acme.yaml").write_text(flow, encoding="utf-8")
    ended = run(REFRESH)
    assert (ended.code, ended.out) == (2, "")
    assert "write rows as lines that begin with -" in ended.err
    assert (own / "acme.yaml").read_text(encoding="utf-8") == flow
