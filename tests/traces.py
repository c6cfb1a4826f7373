"""Request logs that others published, read from where they stand: beside the repository, and no part of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

TRACES = Path(__file__).resolve().parents[2] / "shared" / "traces"
needs_traces = pytest.mark.skipif(not TRACES.is_dir(), reason=f"shared data not here: {TRACES}")

Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Trace:
    """Requests of the Azure LLM inference trace of 2023 (CC BY 4.0; "Splitwise", ISCA 2024), in order of time."""

    milliseconds: Ints
    """When each came, from the first."""
    input: Ints
    output: Ints


def azure(name: str) -> Trace:
    """Return the trace `conv` or `code`."""
    columns = np.loadtxt(TRACES / f"azure2023_{name}.csv", dtype=np.int64, delimiter=",", skiprows=1, unpack=True)
    return Trace(*columns)
