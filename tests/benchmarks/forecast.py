"""`costcalc forecast` of a log of 20,000 requests over a year at 15 offers, beside its parts: what reading and trials take.

Run by hand: `python tests/benchmarks/forecast.py [RUNS]`. The log is invented, with a time and a cached share in each row.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import numpy as np
from timing import compare

COSTCALC = str(Path(sys.executable).parent / "costcalc")
ROWS = 20_000
OFFERS = 15
DAYS = 28
BEGIN = datetime(2026, 10, 5, tzinfo=UTC)
WORKLOAD = """\
name: bench
start: 2026-12-01
months: 12
offers: [{offers}]
volume: {{history: log.csv, growth: {{low: 1%, base: 3%, high: 6%}}}}
mix:
  - {{name: chat, share: 80%, sample: log.csv}}
  - {{name: ticket, share: 20%, input: {{mean: 1155, p50: 1020, p95: 4083, of: 500}}, output: {{low: 150, base: 200, high: 300}}}}
budget: {{monthly: 1000 USD}}
"""


def fill(folder: Path, offers: list[str]) -> None:
    """Write a log and workloads of it: at all offers, at one, and one without the log."""
    random = np.random.default_rng(5)
    seconds = np.sort(random.uniform(0, DAYS * 86_400, ROWS)).tolist()
    read, written = (random.lognormal(mean, 1, ROWS).astype(int).tolist() for mean in (7, 5))
    cached = [length // 2 if number % 3 else 0 for number, length in enumerate(read)]
    rows = zip(seconds, read, written, cached, strict=True)
    lines = (f"{(BEGIN + timedelta(seconds=when)).isoformat()},{a},{b},{c}" for when, a, b, c in rows)
    (folder / "log.csv").write_text("\n".join(["time,input,output,cached", *lines]))
    (folder / "all.yaml").write_text(WORKLOAD.format(offers=", ".join(offers)))
    (folder / "one.yaml").write_text(WORKLOAD.format(offers=offers[0]))
    plain = "name: plain\nmonths: 12\noffers: [{}]\nmix: [{{name: chat, input: 1000, output: 300}}]\n"
    (folder / "plain.yaml").write_text(plain.format(", ".join(offers)))


def priced() -> list[str]:
    """Return offers that have a price, cheapest first."""
    said = subprocess.run([COSTCALC, "prices", "list", "--format", "json"], check=True, capture_output=True, text=True).stdout
    return [each["offer"] for each in json.loads(said)["results"] if each["status"] == "ok"][:OFFERS]


def main() -> None:
    """Print medians, and ratios to the whole forecast."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        fill(folder, priced())
        todo = {
            "forecast": [COSTCALC, "forecast", "all.yaml", "--exit-zero"],
            "100 trials": [COSTCALC, "forecast", "all.yaml", "--exit-zero", "--trials", "100"],
            "one offer": [COSTCALC, "forecast", "one.yaml", "--exit-zero"],
            "nothing uncertain": [COSTCALC, "forecast", "plain.yaml", "--exit-zero"],
            "estimate": [COSTCALC, "estimate", "--input-tokens", "1000"],
        }
        env = {**os.environ, "COSTCALC_CACHE_DIR": str(folder / "cache")}
        compare(todo, env, runs=int(sys.argv[1]) if len(sys.argv) > 1 else 9, folder=folder)


if __name__ == "__main__":
    main()
