"""The pictures of estimates: offers by what a month costs, and each request in the context window of its first offer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.render.chart import Bar, Bars, Part
from costcalc.reports.ledger import MOST_PICTURES, ledger_chart

if TYPE_CHECKING:
    from collections.abc import Sequence

    from costcalc.planning.estimate import Estimate, Terms
    from costcalc.render.chart import Chart, Parts


def estimate_charts(found: Sequence[Estimate], terms: Terms, *, explain: bool) -> tuple[Chart, ...]:
    """Return the charts of each prompt, none where there are more prompts than anybody looks at.

    A screen shows the request beside its ledger, where that was asked for.
    """
    groups: dict[str, list[Estimate]] = {}
    for item in found:
        if item.status == "ok":
            groups.setdefault(item.source, []).append(item)
    if len(groups) > MOST_PICTURES:
        return ()
    bars = [_bars(group, terms, named=len(groups) > 1) for group in groups.values() if len(group) > 1]
    counted = [item for group in groups.values() for item in group if item.ledger is not None]
    first = {item.source: item for item in reversed(counted)}
    windows = [request_chart(first[source], screen=explain) for source in groups if source in first]
    return (*bars, *(chart for chart in windows if chart is not None))


def _bars(group: Sequence[Estimate], terms: Terms, *, named: bool) -> Bars:
    landed = terms.billing.landed
    costs = [(item.offer.name, item.cost.landed if landed else item.cost.monthly) for item in group if item.cost]
    title = "Cost of a month" + (", landed" if landed else "") + (f": {group[0].source}" if named else "")
    return Bars(title, terms.currency, tuple(Bar(name, value) for name, value in costs if value is not None))


def request_chart(item: Estimate, *, screen: bool = False) -> Parts | None:
    """Return a request and one answer in the context window of its offer; None where its tokens were not counted."""
    if item.ledger is None:
        return None
    room = next((check.max for check in item.limits if check.limit == "context"), None)
    answer = Part("answer", "answer", item.output.tokens)
    title = f"{item.source} {'at' if room is None else 'in the context window of'} {item.offer.name}"
    return ledger_chart(item.ledger, title, room=room, besides=(answer,), screen=screen)
