"""A small version of `python tests/forecast_coverage.py`: intervals contain what comes as often as they claim."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np
import pytest
from forecast_coverage import MONTH, WEEK, Case, as_workload, cases, row, world
from trace_months import draw
from traces import needs_traces
from workloads import START

from costcalc.config.workload import load_workload

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = needs_traces
TRIES = 80


@pytest.mark.parametrize("days", [7, 28])
@pytest.mark.parametrize("trace", ["conv", "code"])
def test_eight_of_ten_months_come_out_between_p10_and_p90(trace: str, days: int) -> None:
    found = [Case("a small log", trace, days, a_day=200).outcome(number) for number in range(TRIES)]
    covered = np.mean([each.forecast[0] <= each.truth <= each.forecast[2] for each in found])
    one_by_one = np.mean([each.one_by_one[0] <= each.truth <= each.one_by_one[2] for each in found])

    # 80 % of 80 tries, and three standard errors (4.5 %) to either side.
    assert 0.665 < covered < 0.935
    assert one_by_one < 0.4


@pytest.mark.parametrize("trace", ["conv", "code"])
def test_so_does_what_requests_cost_on_average_where_few_were_seen(trace: str) -> None:
    found = [Case("a sample", trace, requests=100).outcome(number) for number in range(TRIES)]
    covered = np.mean([each.forecast[0] <= each.truth <= each.forecast[2] for each in found])
    one_by_one = np.mean([each.one_by_one[0] <= each.truth <= each.one_by_one[2] for each in found])

    assert 0.665 < covered < 0.935
    assert one_by_one < 0.2


@pytest.mark.parametrize("stated", [True, False])
def test_the_workload_of_a_try_is_that_of_its_log_as_a_file(tmp_path: Path, *, stated: bool) -> None:
    case = Case("a log", "conv", 10, a_day=300, weekdays=WEEK, stated=stated)
    log, _ = draw(world(case), case.days + MONTH, np.random.default_rng(2), START - timedelta(days=10)).split(10)
    columns = zip(log.epoch.tolist(), log.input.tolist(), log.output.tolist(), strict=True)
    lines = (f"{when!r},{read},{written}" for when, read, written in columns)
    (tmp_path / "log.csv").write_text("\n".join(["time,input,output", *lines]))
    weekdays = f", weekdays: {list(WEEK)}" if stated else ""
    path = tmp_path / "workload.yaml"
    path.write_text(
        f"name: test\nstart: {START}\nmonths: 1\nvolume: {{history: log.csv{weekdays}}}\nmix: [{{name: chat, sample: log.csv}}]\n"
    )

    assert load_workload(path, default_start=START).workload == as_workload(log, WEEK if stated else ())


def test_a_row_says_how_often() -> None:
    case = Case("volume known", "conv", requests=50)
    assert row(case, [case.outcome(number) for number in range(5)]).startswith("volume known  ")
    assert {case.days for case in cases() if case.trace == "code" and case.days} >= {7, 14, 28, 42}
