"""Whole processes in turn: medians, and each as a ratio to the first of the same round."""

from __future__ import annotations

import statistics
import subprocess
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path


def seconds(command: list[str], env: Mapping[str, str], folder: Path | None = None) -> float:
    """Return how long a process takes from start to end."""
    begin = time.perf_counter()
    subprocess.run(command, env=env, cwd=folder, check=True, capture_output=True)
    return time.perf_counter() - begin


def compare(commands: Mapping[str, list[str]], env: Mapping[str, str], *, runs: int, folder: Path | None = None) -> None:
    """Print medians once all are warm, and how many times as long as the first each takes."""
    for command in commands.values():
        seconds(command, env, folder)
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            taken[name].append(seconds(command, env, folder))
    first, own = next(iter(taken.items()))
    print(f"{'command':20} {'median ms':>10} {f'x {first}':>20} {'range':>14}")
    for name, times in taken.items():
        ratios = [peer / mine for peer, mine in zip(times, own, strict=True)]
        spread = f"{min(ratios):.2f}-{max(ratios):.2f}"
        print(f"{name:20} {statistics.median(times) * 1000:10.0f} {statistics.median(ratios):20.2f} {spread:>14}")
