"""Lengths as a sample of points: so many whole lengths, equally likely, that have the known mean and quantiles."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

import numpy as np
from numpy.typing import NDArray

from costcalc.planning.length_shape import bent_to, equally_likely, shape_through
from costcalc.planning.workload import Belief, Quantiles, Summary

if TYPE_CHECKING:
    from costcalc.planning.length_shape import Floats, Shape
    from costcalc.planning.workload import Length

Ints = NDArray[np.int64]


def points(length: Length, count: int, least: int = 0) -> Ints:
    """Return so many equally likely whole lengths, shortest first, none below `least`.

    A known mean is met as far as whole numbers allow: the sum is the mean times `count`, rounded; p50, p95 and the quantiles of
    a table stay as they are, unless they contradict the mean. What nobody knows for sure is taken at its base.
    """
    if isinstance(length, Belief):
        return np.maximum(_whole(np.full(count, float(length.base))), least)
    return np.maximum(_whole(equally_likely(_shape(length, least), count)), least)


def spread(length: Length) -> float:
    """Return the standard error of the mean as a share of it: how well so many requests can tell it.

    0 where nobody said how many there were, and for what is not a distribution.
    """
    if isinstance(length, Belief) or length.of is None:
        return 0.0
    return _shape(length, 0).variation / float(np.sqrt(length.of))


def paired(first: Ints, *others: Ints, seed: int) -> tuple[Ints, ...]:
    """Return lengths that say nothing about each other as requests: the first as it is, each other in an order of its own."""
    streams = np.random.default_rng(seed).spawn(len(others))
    return (first, *(stream.permutation(other) for stream, other in zip(streams, others, strict=True)))


def _shape(length: Summary | Quantiles, least: int) -> Shape:
    match length:
        case Summary(p50=p50, p95=p95):
            table = [(0.5, float(p50)), (0.95, float(p95))]
        case Quantiles():
            table = [(float(share), float(tokens)) for share, tokens in length.points]
        case _:
            assert_never(length)
    shape = shape_through(table, length.of)
    shape = replace(shape, tokens=np.maximum(shape.tokens, least))
    return shape if length.mean is None else bent_to(shape, float(length.mean.base))


def _whole(lengths: Floats) -> Ints:
    """Return whole numbers with the same sum, rounded; of those in ascending order the ones with the largest fractions go up."""
    lengths = np.maximum.accumulate(lengths.round(6))  # a sum's last digits are no fractions
    floors = np.floor(lengths)
    up = round(float(lengths.sum())) - int(floors.sum())
    order = np.argsort(lengths - floors, kind="stable")
    floors[order[len(order) - up :]] += 1
    return floors.astype(np.int64)
