from __future__ import annotations

from decimal import Decimal
from itertools import pairwise

import numpy as np
import pytest
import quantile_tables
from hypothesis import assume, given
from hypothesis import strategies as st
from traces import azure, needs_traces

from costcalc.planning.distribution import Ints, paired, points, spread
from costcalc.planning.workload import Belief, Quantiles, Summary, sure


def summary(mean: float, p50: float, p95: float, of: int | None = None) -> Summary:
    return Summary(mean=sure(Decimal(str(mean))), p50=Decimal(str(p50)), p95=Decimal(str(p95)), of=of)


def quantiles(*points: tuple[str, int], mean: int | None = None, of: int | None = None) -> Quantiles:
    table = tuple((Decimal(share), Decimal(tokens)) for share, tokens in points)
    return Quantiles(table, mean=None if mean is None else sure(mean), of=of)


def share_up_to(found: Ints, tokens: float) -> float:
    return float(np.mean(found <= tokens))


# --- One number


def test_a_number_is_that_length_every_time() -> None:
    assert points(sure(150), 3).tolist() == [150, 150, 150]


def test_a_number_that_is_not_whole_is_met_on_average() -> None:
    assert points(sure(Decimal("150.25")), 8).tolist() == [150] * 6 + [151] * 2


def test_what_is_not_known_for_sure_is_taken_at_its_base() -> None:
    assert points(Belief(Decimal(10), Decimal(20), Decimal(90)), 2).tolist() == [20, 20]


# --- Mean, p50 and p95


@pytest.mark.parametrize(
    ("mean", "p50", "p95"),
    [(1154.697, 1020, 4083), (211.126, 129, 451), (2047.848, 1469, 7303.3), (27.883, 13, 90)],
    ids=["conv input", "conv output", "code input", "code output"],
)
def test_the_summaries_of_the_traces_keep_all_three_figures(mean: float, p50: float, p95: float) -> None:
    found = points(summary(mean, p50, p95), 2000)

    assert found.sum() == round(mean * 2000)
    # A length at the edge of a band is a mean over both sides of it, and lengths are whole: more so the shorter they are.
    assert np.quantile(found, 0.5) == pytest.approx(p50, abs=0.5, rel=0.002)
    assert np.quantile(found, 0.95) == pytest.approx(p95, abs=0.5, rel=0.01)


def test_figures_of_a_lognormal_give_that_lognormal() -> None:
    sigma = float(np.log(10) / 1.6448536269514722)
    found = points(summary(100_000 * np.exp(sigma**2 / 2), 100_000, 1_000_000), 10_000)

    for share, score in ((0.1, -1.2815515655), (0.25, -0.6744897502), (0.75, 0.6744897502), (0.99, 2.3263478740)):
        assert np.quantile(found, share) == pytest.approx(100_000 * np.exp(sigma * score), rel=0.02)


@given(st.integers(0, 5000), st.integers(0, 20_000), st.integers(0, 100_000))
def test_figures_that_do_not_contradict_each_other_are_all_met(p50: int, above: int, more: int) -> None:
    """The mean is at least that of lengths of 0 below p50, of p50 up to p95 and of p95 beyond; a little more is left open."""
    p95 = p50 + above
    mean = round(0.5 * 0.1 * p50 + 0.45 * (0.8 * p50 + 0.2 * p95) + 0.05 * 1.2 * p95) + more

    found = points(summary(mean, p50, p95), 1000)

    assert found.sum() == mean * 1000
    assert found[0] >= 0
    assert (np.diff(found) >= 0).all()
    assert share_up_to(found, p50 - 2) <= 0.501
    assert share_up_to(found, p50 + 2) >= 0.499
    assert share_up_to(found, p95 - 2) <= 0.951
    assert share_up_to(found, p95 + 2) >= 0.949


def test_answers_that_are_mostly_cut_at_a_maximum_are_shorter_below_it() -> None:
    found = points(summary(800, 1000, 1000), 1000)

    assert found.sum() == 800_000
    assert found.max() == 1000
    assert share_up_to(found, 990) == pytest.approx(0.5, abs=0.02)


def test_a_mean_that_the_quantiles_contradict_is_met_all_the_same() -> None:
    assert points(summary(50, 100, 1000), 1000).sum() == 50_000


def test_one_length_in_all_figures_is_that_length_every_time() -> None:
    assert set(points(summary(100, 100, 100), 50).tolist()) == {100}


@pytest.mark.parametrize("mean", [0, 5])
def test_lengths_of_nothing_but_a_rest(mean: int) -> None:
    assert points(summary(mean, 0, 0), 100).sum() == 100 * mean


def test_no_length_is_below_the_least() -> None:
    found = points(summary(3.7, 2, 12), 200, least=1)

    assert (found.min(), found.sum()) == (1, 740)
    assert points(summary(3.7, 2, 12), 200).min() == 0


# --- A table of quantiles


@given(
    st.lists(st.integers(0, 10_000), min_size=5, max_size=5).map(sorted),
    st.integers(1, 10_000),
)
def test_the_lengths_of_a_table_lie_between_its_quantiles(tokens: list[int], of: int) -> None:
    shares = ("0", "0.25", "0.5", "0.9", "1")
    found = points(quantiles(*zip(shares, tokens, strict=True), of=of), 200)

    assert (np.diff(found) >= 0).all()
    for low, high in pairwise(range(5)):
        part = found[int(float(shares[low]) * 200) : int(float(shares[high]) * 200)]
        assert tokens[low] - 1 <= part.min() <= part.max() <= tokens[high] + 1


@given(st.lists(st.integers(0, 10_000), min_size=4, max_size=4).map(sorted), st.floats(0.2, 0.8))
def test_a_known_mean_is_met_and_the_quantiles_stay(tokens: list[int], part: float) -> None:
    shares = ("0", "0.5", "0.9", "1")
    assume(tokens[-1] > tokens[0])
    least, most = ((np.diff([float(share) for share in shares]) * side).sum() for side in (tokens[:-1], tokens[1:]))
    mean = round(least + part * (most - least))
    assume(least + 2 < mean < most - 2)

    found = points(quantiles(*zip(shares, tokens, strict=True), mean=mean), 200)

    assert found.sum() == mean * 200
    for at, share in ((1, 100), (2, 180)):
        assert found[share - 1] <= tokens[at] + 1
        assert found[share] >= tokens[at] - 1


def test_the_mean_of_a_table_decides_where_most_lengths_lie_between_its_points() -> None:
    short, long = (points(quantiles(("0", 0), ("0.5", 100), ("1", 1000), mean=mean), 100) for mean in (120, 420))

    assert (short.sum(), long.sum()) == (12_000, 42_000)
    assert np.quantile(short, 0.75) < 200
    assert np.quantile(long, 0.75) > 600


def test_points_that_are_the_same_are_one_length() -> None:
    assert set(points(quantiles(("0", 7), ("0.5", 7), ("1", 7)), 50).tolist()) == {7}


def test_a_longest_request_of_many_is_rarer_than_one_of_few() -> None:
    table = ("0", 10), ("0.5", 100), ("1", 100_000)

    assert points(quantiles(*table, of=100_000), 1000).mean() < points(quantiles(*table, of=100), 1000).mean() / 2


@needs_traces
@pytest.mark.parametrize("trace", ["conv", "code"])
@pytest.mark.parametrize("what", ["input", "output"])
@pytest.mark.parametrize(("count", "most"), [(5, 0.26), (9, 0.01), (15, 0.023)])
def test_a_table_reproduces_the_mean_of_the_traces(trace: str, what: str, count: int, most: float) -> None:
    """Straight lines between the points are wrong by up to 63, 30 and 12 percent."""
    lengths = getattr(azure(trace), what).astype(float)

    assert abs(quantile_tables.error(lengths, quantile_tables.TABLES[count])) <= most


@pytest.mark.parametrize("count", [5, 9, 15])
def test_a_table_tells_the_mean_of_lengths_of_any_kind_better_than_straight_lines_do(count: int) -> None:
    shares, samples = quantile_tables.TABLES[count], quantile_tables.drawn().values()
    ours, straight = (
        quantile_tables.typical([measure(lengths, shares) for lengths in samples])
        for measure in (quantile_tables.error, quantile_tables.straight_line_error)
    )

    assert ours < straight / 3


# --- How well a mean is known


def test_the_spread_of_a_mean_falls_with_the_root_of_how_many_were_seen() -> None:
    few, many = (spread(summary(1154.697, 1020, 4083, of=of)) for of in (100, 10_000))

    assert few == pytest.approx(10 * many)
    assert few == pytest.approx(0.108, abs=0.001)


@needs_traces
def test_the_spread_is_that_of_the_requests_that_a_table_was_made_of() -> None:
    lengths = azure("conv").output.astype(float)
    table = quantile_tables.table(lengths, quantile_tables.TABLES[15])
    seen = Quantiles(table.points, of=len(lengths))

    assert spread(seen) == pytest.approx(lengths.std() / lengths.mean() / np.sqrt(len(lengths)), rel=0.05)


@pytest.mark.parametrize("length", [sure(5), Belief(Decimal(1), Decimal(2), Decimal(3)), summary(5, 4, 9), summary(0, 0, 0, 9)])
def test_a_mean_that_nobody_counted_requests_for_has_no_spread(length: Belief | Summary) -> None:
    assert spread(length) == 0


# --- Requests


def test_paired_lengths_say_nothing_about_each_other() -> None:
    lengths = points(summary(1154.697, 1020, 4083), 5000)

    first, second, third = paired(lengths, lengths, lengths, seed=1)

    assert first.tolist() == lengths.tolist()
    assert sorted(second.tolist()) == sorted(third.tolist()) == lengths.tolist()
    assert np.abs(np.corrcoef([first, second, third]) - np.eye(3)).max() < 0.05


def test_a_seed_decides_how_lengths_are_paired() -> None:
    lengths = np.arange(50)

    again = [paired(lengths, lengths, seed=seed)[1].tolist() for seed in (1, 1, 2)]

    assert again[0] == again[1] != again[2]
