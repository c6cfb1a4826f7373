"""Whether a price can be true, judged by what other hosts of the same model charge and never by an absolute bound.

A rate is set against the median of its model's hosts where at least three state one; of two in the middle the nearer counts,
so that as many hosts must agree against a rate as with it. Without them the witnesses are models of about the same size, and
without a size the catalogue as a whole; the less the witnesses know of the model, the farther a rate must lie from them.
Distances are ratios, so half and twice are equally far.
"""

from __future__ import annotations

from math import log10
from statistics import median
from typing import TYPE_CHECKING

from costcalc.pricing.market import METERS, RATIO, by_meter, middle
from costcalc.pricing.slips import SLIPS, slip, times
from costcalc.sheets.faults import Fault, Severity

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from costcalc.pricing.market import Levels, Market, Row
    from costcalc.sheets.book import Offer

# Set on the 2,956 priced chat entries of litellm 1.106.2; tests/lint_power.py prints what they find.
HOSTS = 3
"""Hosts of a model, the judged one among them, that it takes to compare hosts."""
FAR = 20
"""Times from the median of the hosts. An honest host of gpt-oss-120b was 19.5 times above it (facts of 2026-07)."""
FAR_FROM_SIZE = 100
"""Times from the median of models of about that size: honest ones are within 22, two true errors beyond 2,500."""
FAR_FROM_ALL = 20
"""Times beyond what 99 of 100 models stay within."""
APART = 6
"""Times between a row's output per input and that of the hosts: one of its two rates slipped."""
DEPARTS = 3
"""Times from the median of the hosts that such a rate is at least."""
_SIZE_PEERS, _ALL_PEERS = 5, 50
_LOOK = "look at the source: is it this model, this unit, this currency?"


def implausible(offer: Offer, market: Market) -> Iterator[Fault]:
    """Yield what is hard to believe of an offer's curated prices, each at a place within the offer."""
    for index, row in market.rows(offer):
        for fault in _judged(row, market):
            yield fault.within(("prices", index))


def _judged(row: Row, market: Market) -> Iterator[Fault]:
    others = {name: levels for name, levels in market.other_hosts(row).items() if len(levels) >= HOSTS - 1}
    if others:
        yield from _against_hosts(row, others)
        return
    peers = market.models_near(row)
    if len(peers) >= _SIZE_PEERS:
        yield from _against_size(row, peers)
    else:
        yield from _against_all(row, market.other_models(row))
    yield from _inverted(row, market.other_models(row))


def _against_hosts(row: Row, others: Mapping[str, list[float]]) -> Iterator[Fault]:
    stated = {name: [*levels, row.levels[name]] for name, levels in others.items()}
    usual = {name: middle(levels, row.levels[name]) for name, levels in stated.items()}
    off = {name: row.levels[name] - level for name, level in usual.items()}
    far = [name for name in METERS if abs(off.get(name, 0)) >= log10(FAR)]
    for name in far:
        yield _distant(row, name, usual[name], f"the median of it and {len(others[name])} other hosts", "error")
    if far:
        return
    if _swapped(row.levels, usual):
        yield _swap(row, "where other hosts charge less for input")
    elif slipped := _slipped(off):
        yield _distant(row, slipped, usual[slipped], f"the median of it and {len(others[slipped])} other hosts", "warning")


def _swapped(levels: Levels, usual: Levels) -> bool:
    """Whether a row charges more for input, unlike others, and would be ordinary the other way round."""
    if not {"input", "output"} <= levels.keys() & usual.keys() or levels[RATIO] >= 0 or usual[RATIO] < log10(1.2):
        return False
    stated = abs(levels["input"] - usual["input"]), abs(levels["output"] - usual["output"])
    turned = abs(levels["output"] - usual["input"]), abs(levels["input"] - usual["output"])
    return sum(turned) < sum(stated)


def _slipped(off: Levels) -> str | None:
    """Return the rate that departs where output per input is another than elsewhere, or where both rates are ten times."""
    name = max(("input", "output"), key=lambda meter: abs(off.get(meter, 0)))
    if abs(off.get(RATIO, 0)) >= log10(APART) and abs(off.get(name, 0)) >= log10(DEPARTS):
        return name
    both_tenfold = all(slip(10 ** off.get(meter, 0), 1.1) == 1 for meter in ("input", "output"))
    return name if both_tenfold else None


def _against_size(row: Row, peers: list[Levels]) -> Iterator[Fault]:
    for name, levels in _stated_by(peers, row, _SIZE_PEERS):
        usual = median(levels)
        if abs(row.levels[name] - usual) >= log10(FAR_FROM_SIZE):
            witness = f"the median of {len(levels)} other models of half to twice its {row.size:g} billion parameters"
            yield _distant(row, name, usual, witness, "error")


def _against_all(row: Row, models: list[Levels]) -> Iterator[Fault]:
    for name, levels in _stated_by(models, row, _ALL_PEERS):
        outside = len(levels) // 100
        low, *_, high = sorted(levels)[outside : len(levels) - outside]
        bound = min(max(row.levels[name], low), high)
        if abs(row.levels[name] - bound) >= log10(FAR_FROM_ALL):
            yield _distant(row, name, bound, f"what 99 of 100 among {len(levels)} other models stay within", "error")


def _stated_by(models: list[Levels], row: Row, least: int) -> Iterator[tuple[str, list[float]]]:
    """Yield the meters of a row that enough models state, with their levels."""
    for name, levels in by_meter(models).items():
        if name in METERS and name in row.levels and len(levels) >= least:
            yield name, levels


def _inverted(row: Row, models: list[Levels]) -> Iterator[Fault]:
    """Input dearer than output is a swap where hardly any other model is priced so."""
    ratios = sorted(levels[RATIO] for levels in models if RATIO in levels)
    if len(ratios) >= _ALL_PEERS and row.levels.get(RATIO, 0) < min(0, ratios[len(ratios) // 100]):
        yield _swap(row, "unlike 99 of 100 other models")


def _swap(row: Row, unlike: str) -> Fault:
    message = f"input {row.price.input:f} is dearer than output {row.price.output:f}, {unlike}"
    return Fault(("input",), "warning", "swapped", message, "look at the source whether the two changed places")


def _distant(row: Row, name: str, usual: float, witness: str, severity: Severity) -> Fault:
    ratio = 10 ** (row.levels[name] - usual)
    message = f"{name} {getattr(row.price, name):f} is {times(ratio)} {witness}, {row.rate_at(name, usual):.3g}"
    # Far out, hosts differ less than units do, so the nearest power of ten names the unit.
    power = slip(ratio, 3 if max(ratio, 1 / ratio) >= 100 else 1.5)
    fix = _LOOK if power is None else f"look at the unit at the source: {SLIPS[power]} makes a factor of {10**power:,}"
    return Fault((name,), severity, "outlier" if power is None else "unit", message, fix)
