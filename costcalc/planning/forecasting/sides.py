"""What prompts and what answers cost, of a forecast's total."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from costcalc import money
from costcalc.pricing.currency import convert

if TYPE_CHECKING:
    from decimal import Decimal

    from costcalc.planning.forecasting.expected import Expected, MonthCost
    from costcalc.planning.forecasting.unit_cost import UnitCost
    from costcalc.planning.workload import ArrivalClass

ANSWER = frozenset({"output", "reasoning"})
"""The meters of an answer; all others are billed of the prompt."""


@dataclass(frozen=True, slots=True)
class Sides:
    """What a class costs over all months, in the asked currency."""

    prompts: Decimal
    answers: Decimal


def sides(kind: ArrivalClass, index: int, expected: Expected) -> Sides:
    """Return what prompts and answers of a class cost at an offer of which every month has a cost."""
    whole = money.total([month.classes[index] for month in expected.months])
    answers = money.total([_answers(kind, index, month, expected) for month in expected.months])
    return Sides(whole - answers, answers)


def _answers(kind: ArrivalClass, index: int, month: MonthCost, expected: Expected) -> Decimal:
    arrivals = money.times(month.arrivals, kind.share)
    return money.total(
        [
            money.times(convert(_native(stint.units[index]), expected.rates[stint.units[index].currency]), stint.part * arrivals)
            for stint in month.stints
        ]
    )


def _native(unit: UnitCost) -> Decimal:
    billed = [(quantity, unit.rates[meter]) for meter, quantity in unit.quantities.items() if meter in ANSWER and quantity]
    return money.total([money.cost(quantity, rate.rate, rate.per) for quantity, rate in billed])
