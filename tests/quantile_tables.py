"""How well a table of quantiles tells the mean: `python tests/quantile_tables.py` prints the errors of the mean in percent.

The lengths are those of the published traces, where they are there, and drawn ones of known kinds; a straight line between the
points of the table, what most would draw, stands beside what costcalc does.
"""

from __future__ import annotations

from decimal import Decimal

import numpy as np
from numpy.typing import NDArray
from traces import TRACES, azure

from costcalc.planning.distribution import points
from costcalc.planning.workload import Quantiles

Lengths = NDArray[np.float64]

TABLES = {
    5: (0, 0.5, 0.95, 0.99, 1),
    9: (0, 0.1, 0.25, 0.5, 0.75, 0.9, 0.95, 0.99, 1),
    15: (0, *(tenth / 10 for tenth in range(1, 10)), 0.95, 0.98, 0.99, 0.995, 1),
}


def of_traces() -> dict[str, Lengths]:
    """Return prompts and answers of both traces; nothing where they are missing."""
    if not TRACES.exists():
        return {}
    traces = {name: azure(name) for name in ("conv", "code")}
    return {
        f"{name} {what}": getattr(trace, what).astype(float) for name, trace in traces.items() for what in ("input", "output")
    }


def drawn(count: int = 10_000) -> dict[str, Lengths]:
    """Return lengths of known kinds, always the same."""
    random = np.random.default_rng(7)

    def lognormal(median: float, sigma: float) -> Lengths:
        return median * np.exp(sigma * random.normal(size=count))

    rare, often = random.random(count) < 0.07, random.random(count) < 0.7
    kinds = {
        "lognormal, sigma 0.5": lognormal(500, 0.5),
        "lognormal, sigma 1": lognormal(500, 1),
        "lognormal, sigma 2": lognormal(500, 2),
        "gamma, shape 0.5": random.gamma(0.5, 1000, count),
        "gamma, shape 2": random.gamma(2, 250, count),
        "exponential": random.exponential(200, count),
        "uniform": random.uniform(10, 1000, count),
        "Pareto, alpha 1.8": 50 * (1 + random.pareto(1.8, count)),
        "short and long, 70:30": np.where(often, lognormal(100, 0.4), lognormal(2000, 0.3)),
        "short and long, 93:7": np.where(rare, lognormal(5000, 0.3), lognormal(100, 0.5)),
        "lognormal, cut at 2048": np.minimum(lognormal(500, 1.2), 2048),
    }
    return {name: np.maximum(np.rint(lengths), 1) for name, lengths in kinds.items()}


def table(lengths: Lengths, shares: tuple[float, ...]) -> Quantiles:
    """Return the quantiles of lengths at these shares."""
    found = np.quantile(lengths, shares)
    return Quantiles(tuple((Decimal(str(share)), Decimal(str(at))) for share, at in zip(shares, found.tolist(), strict=True)))


def error(lengths: Lengths, shares: tuple[float, ...]) -> float:
    """Return by how much the mean of costcalc's points is too large, as a share."""
    return float(points(table(lengths, shares), 10_000).mean() / lengths.mean() - 1)


def straight_line_error(lengths: Lengths, shares: tuple[float, ...]) -> float:
    """Return the same of straight lines between the points."""
    found = np.quantile(lengths, shares)
    return float(np.diff(shares) @ (found[1:] + found[:-1]) / 2 / lengths.mean() - 1)


def typical(errors: list[float]) -> float:
    """Return the root mean square of errors, as factors: twice as large is as bad as half."""
    return float(np.expm1(np.sqrt(np.mean(np.log1p(errors) ** 2))))


def main() -> None:
    samples = of_traces() | drawn()
    print(f"{'':24}" + "".join(f"{f'{count} points':>12}{'straight':>10}" for count in TABLES))
    columns: list[list[float]] = [[] for _ in range(2 * len(TABLES))]
    for name, lengths in samples.items():
        errors = [measure(lengths, shares) for shares in TABLES.values() for measure in (error, straight_line_error)]
        for column, one in zip(columns, errors, strict=True):
            column.append(one)
        print(f"{name:24}" + _row(errors))
    print(f"{'typical, either way':24}" + _row([typical(column) for column in columns]))


def _row(errors: list[float]) -> str:
    return "".join(f"{100 * one:+{10 if at % 2 else 12}.1f}" for at, one in enumerate(errors))


if __name__ == "__main__":
    main()
