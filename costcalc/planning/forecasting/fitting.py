"""Whether the requests of a workload fit an offer: its context window, its longest answer, its images."""

from __future__ import annotations

from typing import TYPE_CHECKING

from costcalc.planning.limits import WORDS, published

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from costcalc.planning.forecasting.calls import Calls
    from costcalc.planning.forecasting.expected import ForecastTerms
    from costcalc.planning.limits import Name
    from costcalc.planning.workload import Workload
    from costcalc.sheets.book import Offer

TOLERATED = 0.01
"""Share of a class's requests that may be too long: an offer fits where its limits hold for the 99th percentile."""


def unfit(workload: Workload, calls: Sequence[Calls], offer: Offer, terms: ForecastTerms) -> tuple[str | None, tuple[str, ...]]:
    """Return why the workload does not fit, None where it does, and what a reader must know besides: requests that do not."""
    allowed = published(offer, terms.on, terms.basis)
    reasons: list[str] = []
    notes: list[str] = []
    for kind, each in zip(workload.classes, calls, strict=True):
        if each.image.any() and "vision" not in offer.takes:
            reasons.append(f"takes no images, and {kind.name} has some")
        for name, over in _over(each, allowed):
            said = f"{_percent(over)} of the requests of {kind.name} are beyond the {WORDS[name]} of {allowed[name]:,}"
            (reasons if over > TOLERATED else notes).append(said)
    return "; ".join(reasons) or None, tuple(notes)


def _over(calls: Calls, allowed: dict[Name, int | None]) -> Iterator[tuple[Name, float]]:
    """Yield each limit that some requests exceed, and the share of them that does."""
    used = {"context": calls.input + calls.output, "max_output": calls.output, "max_images": calls.image}
    for name, most in allowed.items():
        if most is not None and (over := float((used[name] > most).mean())):
            yield name, over


def _percent(share: float) -> str:
    return f"{100 * share:.1f} %" if share >= 0.0005 else "under 0.05 %"
