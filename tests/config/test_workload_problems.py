"""What is wrong with a workload file is named with its line, its place and what to do about it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from costcalc.config.workload import load_workload
from costcalc.errors import InputError
from costcalc.sheets.loading import load_book

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Write = Callable[..., Path]
    Golden = Callable[[str, str], None]

DAY = date(2027, 1, 1)
PLAIN = "name: a\nmix: [{name: b, input: 1, output: 1}]\n"
MIX = "name: a\nmix:\n  - "
MAPPING = "holds keys and values: write `key: value` lines, or {key: value}"

BESIDES = [
    "modle: x",
    "model: x\noffers: [a/b]",
    "region: EU\noffers: [a/b]",
    "currency: usd",
    "fx: {UDS: 1.1}",
    "fx: {USD: 1.1}",
    "fx: {EUR: 0}",
    "fx: {EUR: -1}",
    "sheets: [nope]",
    "start: 2026-13-01",
    "start: 9999-12-01",
    "months: 0",
    "months: 121",
    "days_per_month: 32",
    "volume: 20000/day",
    "volume: {arrivals: 20000}",
    "volume: {arrivals: 5/week}",
    "volume: {arrivals: {low: 1/day, base: 2/day, high: 3/weak}}",
    "volume: {arrivals: {low: 1/day, base: 2/day, high: 3/month}}",
    "volume: {arrivals: {low: 1/day, base: 3/day, high: 2/day}}",
    "volume: {arrivals: {low: 1/day, bsae: 3/day, high: 4/day}}",
    "volume: {growth: 5}",
    "volume: {growth: -100%}",
    "volume: {growth: {low: 5%, base: 2%, high: 9%}}",
    "volume: {growth: 999%}",
    "volume: {variation: 15}",
    "volume: {weekdays: [1, 1]}",
    "volume: {weekdays: [0, 0, 0, 0, 0, 0, 0]}",
    "volume: {weekdays: [1, 1, 1, 1, 1, 1, -1]}",
    "volume: {hours: [1]}",
    "volume: {peak_factor: 0.5}",
    "volume: {peak_factor: 2, hours: [1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1,1]}",
    "volume: {arrivals: 5/day, history: x.csv}",
    "volume: {variation: 5%, history: x.csv}",
    "volume: {history: nope.csv}",
    "budget: {}",
    "budget: {monthly: 500}",
    "budget: {monthly: 500 EUR}",
    "budget: {total: 500 UDS}",
    "prices: [{offer: a/b, from: 2027-01-01, source: x}]",
    "prices: [{offer: a/b, from: 2027-01-01, source: x, input: 0, output: 1}]",
    "prices: [{offer: a/b, from: 2027-01-01, source: x, input: 0, output: 1, free: true}]",
    "prices: [{offer: a/b, from: 2027-01-01, source: x, input: 0, free: true}]",
    "prices: [{offer: a/b, from: 2027-01-01, source: x, input: 1, basis: official}]",
    "prices: [{offer: a/b, from: 2027-01-01, source: x, input: -1}]",
    "prices: [{offer: a/b, from: 2027-01-01, source: x, input: 1, currency: UDS}]",
    "prices: [{offer: a/b, from: soon, source: x, input: 1}]",
    "retirements: [{offer: a/b, on: 2027-01-01}]",
    "scenarios: [low]",
    "months:",
]
"""What may stand behind a plain workload, and is wrong."""
CLASSES = [
    "{}",
    "{name: b}",
    "{name: b, input: 1}",
    "{name: b, prompt: prompt.md}",
    "{name: b, input: 1, output: 1, sample: x.csv}",
    "{name: b, sample: x.csv, output: 1}",
    "{name: b, sample: x.csv, images: 1}",
    "{name: b, input: 1, output: 1, system: prompt.md}",
    "{name: b, input: 1, output: 1, images: [10x10]}",
    "{name: b, prompt: prompt.md, output: 1, images: 2}",
    "{name: b, prompt: prompt.md, output: 1, images: nope.png}",
    "{name: b, prompt: nope.md, output: 1}",
    "{name: b, prompt: prompt.md, output: 1, system: nope.md}",
    "{name: b, prompt: prompt.md, output: 1, tools: nope.json}",
    "{name: b, prompt: prompt.md, output: 1, tools: prompt.md}",
    "{name: b, prompt: prompt.md, output: 1, images: [10x10, nope.png]}",
    "{name: b, prompt: prompt.md, output: 1, images: ['https://example.com/a.png']}",
    "{name: b, sample: nope.csv}",
    "{name: b, input: many, output: 1}",
    "{name: b, input: -1, output: 1}",
    "{name: b, input: [1], output: 1}",
    "{name: b, input: {low: 3, base: 2, high: 4}, output: 1}",
    "{name: b, input: {mean: 5, p50: 4}, output: 1}",
    "{name: b, input: {mean: 5, p50: 4, p90: 8}, output: 1}",
    "{name: b, input: {mean: 5, p50: 4, p95: 3}, output: 1}",
    "{name: b, input: {mean: 20, p50: 100, p95: 200}, output: 1}",
    "{name: b, input: {mean: 5, p50: 4, p95: 9, of: 0}, output: 1}",
    "{name: b, input: {quantiles: {p0: 1}}, output: 1}",
    "{name: b, input: {quantiles: {p100: 1}}, output: 1}",
    "{name: b, input: {quantiles: {p0: 1, q5: 1, p100: 1}}, output: 1}",
    "{name: b, input: {quantiles: {p0: 1, p5: 1, p05: 2, p100: 3}}, output: 1}",
    "{name: b, input: {quantiles: {p0: 1, p50: 9, p100: 3}}, output: 1}",
    "{name: b, input: {quantiles: {p0: 0, p50: 10, p100: 20}, mean: 4}, output: 1}",
    "{name: b, input: {quantiles: {p0: 0, p50: 10, p100: 20}, mean: 16}, output: 1}",
    "{name: b, input: 1, output: 1, cached_share: 70}",
    "{name: b, input: 1, output: 1, cached_share: 101%}",
    "{name: b, input: 1, output: 1, cached_share: -1%}",
    "{name: b, input: 1, output: 1, retries: 5%}",
    "{name: b, input: 1, output: 1, retries: {most: 3}}",
    "{name: b, input: 1, output: 1, retries: {failing: 5%, billed: some}}",
    "{name: b, conversation: {turns: 0, user: 1, assistant: 1}}",
    "{name: b, conversation: {turns: 100001, user: 1, assistant: 1}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, system: -1}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, system: nope.md}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, images: [nope.png]}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, history: none}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, history: {}}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, history: {window: 0}}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, history: {window: 2, memory: {tokens: 5}}}}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1}, output: 1}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1}, system: prompt.md}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, cache: {}}, cached_share: 5%}",
    "{name: b, conversation: {turns: 1, user: 1, assistant: 1, cache: {shared: 1.5}}}",
    "{name: b, agent: {steps: 0, task: 1, call: 1, result: 1}}",
    "{name: b, agent: {steps: 1, task: 1, call: 1, result: 1}, output: 1}",
    "{name: b, agent: {steps: 1, task: 1, call: 1, result: 1}, tools: x.json}",
]
"""Classes that are wrong."""


@pytest.fixture
def refusal(workload: Write, tmp_path: Path) -> Callable[[str], str]:
    """Return what is said of a file, without its folder."""

    def refuse(text: str) -> str:
        with pytest.raises(InputError) as raised:
            load_workload(workload(text), default_start=DAY)
        return str(raised.value).replace(f"{tmp_path}/", "")

    return refuse


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("", f"workload.yaml:1: the file: {MAPPING}"),
        ("[]", f"workload.yaml:1: the file: {MAPPING}"),
        ("name: a\n", "workload.yaml:1: mix: is required: add it"),
        ("name: a\nname: b\n", "workload.yaml:2:1: the key 'name' stands twice: keep one"),
        ("name: a\nmix: []\n", "workload.yaml:2: mix: is empty: name what arrives"),
        ("name: a\nmix: {}\n", "workload.yaml:2: mix: is a list: write [one, two], or a line beginning with - for each"),
        ("name:\nmix: []\n", "workload.yaml:1: name: is text: put it in quotes"),
    ],
)
def test_what_is_no_workload(refusal: Callable[[str], str], text: str, problem: str) -> None:
    assert refusal(text) == problem


def test_what_is_wrong_besides_the_mix(refusal: Callable[[str], str], golden: Golden) -> None:
    told = [f"{said}\n    {refusal(PLAIN + said)}\n" for said in BESIDES]

    assert all("\n    workload.yaml:" in each for each in told)
    golden("workload-problems.txt", "\n".join(told))


def test_what_is_wrong_with_a_class(refusal: Callable[[str], str], golden: Golden) -> None:
    told = [f"{said}\n    {refusal(MIX + said)}\n" for said in CLASSES]

    assert all("\n    workload.yaml:3: mix[0]" in each for each in told)
    golden("workload-class-problems.txt", "\n".join(told))


def test_a_price_that_stands_twice_and_an_offer_that_ends_twice(refusal: Callable[[str], str]) -> None:
    price = "{offer: a/b, from: 2027-01-01, source: x, input: 1}"
    end = "{offer: a/b, on: 2027-01-01, source: x}"
    plain = "name: a\nmix: [{name: b, input: 1, output: 1}]\n"

    assert (
        refusal(f"{plain}prices:\n  - {price}\n  - {price}\n")
        == "workload.yaml:5: prices[1].from: stands twice for a/b: keep one"
    )
    assert (
        refusal(f"{plain}retirements:\n  - {end}\n  - {end}\n")
        == "workload.yaml:5: retirements[1].offer: a/b ends twice: keep one"
    )


@pytest.mark.parametrize(
    ("shares", "problem"),
    [
        (("70%", None), "5: mix[1].share: is required beside other classes: say which share of all arrivals this is"),
        (("70%", "20%"), "2: mix: has shares that add up to 90%: make them 100%"),
        (("70%", "0.31"), "2: mix: has shares that add up to 101%: make them 100%"),
        (("33.33%", "66.66%"), "2: mix: has shares that add up to 99.99%: make them 100%"),
    ],
)
def test_shares_that_do_not_add_up(refusal: Callable[[str], str], shares: tuple[str | None, ...], problem: str) -> None:
    said = "".join(
        f"  - name: {name}\n    {{}}input: 1\n    output: 1\n".replace("{}", f"share: {share}\n    " if share else "")
        for name, share in zip("ab", shares, strict=True)
    )

    message = problem.partition(": ")[2]
    found = refusal(f"name: a\nmix:\n{said}")
    assert found.endswith(message)
    assert found.startswith(("workload.yaml:2:", "workload.yaml:3:", "workload.yaml:7:"))


@pytest.mark.parametrize(
    ("first", "second", "problem"),
    [
        ("chat", "Chat", "4: mix[1].name: 'Chat' stands twice: give each a name of its own"),
        ("chat", "chat.output", "4: mix[1].name: 'chat.output' reads like a key of 'chat': choose another name"),
        ("chat.input[0]", "chat", "3: mix[0].name: 'chat.input[0]' reads like a key of 'chat': choose another name"),
        ("[1]", "chat", "3: mix[0].name: '[1]' reads like a number of the list: choose another name"),
    ],
)
def test_names_that_a_path_could_not_tell_apart(refusal: Callable[[str], str], first: str, second: str, problem: str) -> None:
    rows = [f"  - {{name: '{name}', share: 50%, input: 1, output: 1}}\n" for name in (first, second)]

    assert refusal(f"name: a\nmix:\n{''.join(rows)}") == f"workload.yaml:{problem}"


def test_a_share_of_cached_tokens_beside_a_sample_that_tells_them(refusal: Callable[[str], str], tmp_path: Path) -> None:
    (tmp_path / "usage.csv").write_text("in,out,cached\n5,6,2\n")
    found = refusal("name: a\nmix:\n  - {name: b, sample: usage.csv,\n     cached_share: 50%}\n")

    assert found.startswith("workload.yaml:4: mix[0].cached_share: has no effect beside a sample that tells its cached tokens")


# --- Offers


def test_offers_go_by_the_name_of_their_sheet(workload: Write) -> None:
    alias = "mistral:mistral-small-2603"
    path = workload(
        f"""\
name: a
offers: ['{alias}']
mix: [{{name: b, input: 1, output: 1}}]
prices: [{{offer: '{alias}', from: 2027-01-01, source: x, input: 1, output: 1}}]
retirements: [{{offer: '{alias}', on: 2027-06-01, source: x}}]
"""
    )
    found = load_workload(path, default_start=DAY).known_to(load_book(), date(2026, 11, 20))

    assert {*found.offers, found.workload.prices[0].offer, found.workload.retirements[0].offer} == {"mistral/mistral-small-4"}
    assert found.with_overrides({"months": 3}).offers == found.offers


@pytest.mark.parametrize(
    ("said", "problem"),
    [
        ("offers: [openruter/x]", "3: offers[0]: unknown provider 'openruter': did you mean 'openrouter'?"),
        (
            "prices: [{offer: ionos/mistral-smal-4, from: 2027-01-01, source: x, input: 1}]",
            "3: prices[0].offer: ionos has no offer 'mistral-smal-4' on 2026-11-20",
        ),
        ("retirements: [{offer: ionos, on: 2027-01-01, source: x}]", "3: retirements[0].offer: 'ionos' is no offer"),
    ],
)
def test_an_offer_that_nobody_knows(workload: Write, tmp_path: Path, said: str, problem: str) -> None:
    found = load_workload(workload(f"name: a\nmix: [{{name: b, input: 1, output: 1}}]\n{said}\n"), default_start=DAY)

    with pytest.raises(InputError) as raised:
        found.known_to(load_book(), date(2026, 11, 20))
    assert str(raised.value).removeprefix(f"{tmp_path}/workload.yaml:").startswith(problem)
