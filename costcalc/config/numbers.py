"""The numbers of a workload file as exact decimals."""

from __future__ import annotations

from decimal import Decimal

from costcalc import money
from costcalc.config.beliefs import GrowthBelief, NumberBelief, ShareBelief, VolumeBelief
from costcalc.planning.volume import parse_volume
from costcalc.planning.workload import Belief, sure

AnyBelief = ShareBelief | GrowthBelief | NumberBelief | VolumeBelief
Stated = str | int | Decimal | AnyBelief


def ratio(stated: str | int | Decimal) -> Decimal:
    """Return a share or growth as a ratio: 0.6 of `60%`, `0.6` and 0.6."""
    if not isinstance(stated, str):
        return Decimal(stated)
    number = Decimal(stated.removesuffix("%").strip())
    return number / 100 if stated.endswith("%") else number


def percent(share: Decimal) -> str:
    """Return a ratio as a person writes it, `60%`."""
    return f"{money.plain(share * 100)}%"


def exact(stated: str | int | Decimal, *, volume: bool = False) -> Decimal:
    """Return the number that a text or a number states; of a volume, its count."""
    return parse_volume(str(stated)).count if volume else ratio(stated)


def three(stated: AnyBelief) -> tuple[Decimal, Decimal, Decimal]:
    """Return low, base and high."""
    volume = isinstance(stated, VolumeBelief)
    return exact(stated.low, volume=volume), exact(stated.base, volume=volume), exact(stated.high, volume=volume)


def belief(stated: Stated) -> Belief:
    """Return a number that is known, or one that is only believed."""
    return Belief(*three(stated)) if isinstance(stated, AnyBelief) else sure(ratio(stated))
