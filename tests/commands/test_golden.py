"""What is printed, whole: each command in each format, from the tests' own catalogue, and one table of live prices."""

from __future__ import annotations

import json
from typing import Any

import pytest
from command_line import ACME, Golden, Run

PROMPTS = "support.md requests.jsonl --system system.md --image screenshot.png"
COMMANDS = {
    "estimate": f"estimate support.md {ACME} --fx EUR=1.10",
    "estimate-prompts": f"estimate {PROMPTS} {ACME} --fx EUR=1.10",
    "estimate-explained": f"estimate chat.json {ACME} --fx EUR=1.10 --explain",
    "count": f"count {PROMPTS} {ACME}",
    "count-explained": f"count {PROMPTS} {ACME} --provider acme --provider bolt --explain",
}
SCREENS = {"80": 80, "200": 200, "piped": None}
SUFFIXES = {"json": "json", "csv": "csv", "markdown": "md"}


@pytest.mark.parametrize("screen", SCREENS)
@pytest.mark.parametrize("command", COMMANDS)
def test_tables(run: Run, golden: Golden, command: str, screen: str) -> None:
    golden(f"{command}.{screen}.txt", run(COMMANDS[command], columns=SCREENS[screen]).out)


@pytest.mark.parametrize("kind", SUFFIXES)
@pytest.mark.parametrize("command", COMMANDS)
def test_formats(run: Run, golden: Golden, command: str, kind: str) -> None:
    golden(f"{command}.{SUFFIXES[kind]}", run(f"{COMMANDS[command]} --format {kind}").out)


def test_live_quotes_of_small_3_2(run: Run, golden: Golden) -> None:
    """What 10,000 tokens in and 1,000 out cost at every host, in the currency that it bills in: a changed sheet shows here."""
    model = "--model mistral-small-3.2-24b --input-tokens 10000 --output-tokens 1000"
    results = json.loads(run(f"estimate {model} --as-of 2026-11-20 --fx EUR=1.10 --format json").out)["results"]
    golden("live-quotes.txt", "".join(f"{line(item)}\n" for item in results))


def line(item: dict[str, Any]) -> str:
    """Return an offer, its cost and where that comes from, or why it has none."""
    if item["status"] != "ok":
        return f"{item['offer']}: {item['status']}: {item['reason']}"
    native, price = item["native"], item["price"]
    return f"{item['offer']}: {native['per_request']} {native['currency']} since {price['from']}, {price['basis']}"
