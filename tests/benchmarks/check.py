"""`costcalc check` over 200 prompts beside one estimate and a count of the same files, and over one file, as a hook calls it.

Run by hand: `python tests/benchmarks/check.py [RUNS]`. The prompts are passages of this repository's own documents.
"""

from __future__ import annotations

import os
import random
import subprocess
import sys
import tempfile
from pathlib import Path

from timing import compare

ROOT = Path(__file__).parents[2]
COSTCALC = str(Path(sys.executable).parent / "costcalc")
CONFIG = """\
prompts:
  - {name: all, files: [prompts/*.md], offers: [openrouter/mistral-small-3.2-24b], output_tokens: 400, requests: 200/day}
budgets:
  - {name: unit cost, per_request: 1 USD}
  - {name: bill, monthly: 100000 USD}
  - {name: no surprise, increase: 10%, level: warn}
"""
PROMPTS = 200
WORDS = 600


def fill(folder: Path) -> None:
    """Make a repository of prompts, one commit old."""
    words = [word for name in ("README.md", "CONTRIBUTING.md") for word in (ROOT / name).read_text(encoding="utf-8").split()]
    chance = random.Random(4)  # noqa: S311 - a sample, no secret
    (folder / "prompts").mkdir()
    for number in range(PROMPTS):
        text = " ".join(chance.choices(words, k=WORDS))
        (folder / "prompts" / f"p{number}.md").write_text(text, encoding="utf-8")
    (folder / "costcalc.yaml").write_text(CONFIG, encoding="utf-8")
    who = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"]
    for arguments in (["init", "-q"], ["add", "."], ["commit", "-q", "-m", "Begin"]):
        subprocess.run(["git", *who, *arguments], cwd=folder, check=True)


def main() -> None:
    """Print medians, and ratios to the check of all prompts."""
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        fill(folder)
        files = sorted(str(path.relative_to(folder)) for path in (folder / "prompts").iterdir())
        todo = {
            "check": [COSTCALC, "check"],
            "check --base HEAD": [COSTCALC, "check", "--base", "HEAD"],
            "check one file": [COSTCALC, "check", files[0]],
            "estimate one file": [COSTCALC, "estimate", files[0], "--provider", "openrouter"],
            "count all": [COSTCALC, "count", *files],
        }
        env = {**os.environ, "COSTCALC_CACHE_DIR": str(folder / ".git" / "cache")}
        compare(todo, env, runs=int(sys.argv[1]) if len(sys.argv) > 1 else 9, folder=folder)


if __name__ == "__main__":
    main()
