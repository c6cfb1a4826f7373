"""The shape of a distribution of lengths: drawn through the quantiles that are known, then bent to a known mean."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise
from math import copysign
from statistics import NormalDist
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from collections.abc import Sequence

Floats = NDArray[np.float64]

_CELLS = 4096
_FAR = 5.0
"""Normal scores beyond which a shape whose shortest or longest length nobody told is cut off."""
_LONGEST = 1e12
_USUAL_SAMPLE = 10_000
"""How many requests a table is taken from where it does not say: matters only for how rare its shortest and longest are."""
_MILD_TILT, _WILD_TILT, _MOST_SLOPE = 4.0, 30.0, 50.0
_NORMAL = NormalDist()


@dataclass(frozen=True, slots=True)
class Shape:
    """Lengths in narrow cells, shortest first."""

    scores: Floats
    """Normal score of the middle of each cell."""
    tokens: Floats
    weights: Floats
    """Share of requests in each cell; together one."""
    bands: NDArray[np.int64]
    """Where each stretch between two known quantiles begins."""
    open_ends: tuple[bool, bool]
    """Whether nobody told the shortest length, and the longest."""

    @property
    def mean(self) -> float:
        """The mean length."""
        return float(self.weights @ self.tokens)

    @property
    def variation(self) -> float:
        """The standard deviation as a share of the mean; 0 where the mean is."""
        mean = self.mean
        return float(np.sqrt(self.weights @ (self.tokens - mean) ** 2)) / mean if mean else 0.0


def shape_through(points: Sequence[tuple[float, float]], of: int | None = None) -> Shape:
    """Return the shape through a table of share and length, both in ascending order.

    The logarithm of the length is a smooth function of the share's normal score that never falls: a straight line for a
    lognormal distribution, which continues straight on where a table has no shortest or longest. Shares of 0 and 1 are where
    the shortest and longest of a sample of so many lie.
    """
    scores, logs = _knots(points, of)
    each = max(64, _CELLS // len(scores))
    edges = np.unique(np.concatenate([np.linspace(*band, each) for band in pairwise(scores)]))
    below = np.array([_NORMAL.cdf(edge) for edge in edges.tolist()])
    below[0], below[-1] = 0.0, 1.0
    middles = (edges[1:] + edges[:-1]) / 2
    tokens = np.clip(np.expm1(_monotone(scores, logs, middles)), 0.0, _LONGEST)
    ends = points[0][0] > 0, points[-1][0] < 1
    return Shape(middles, tokens, np.diff(below), np.searchsorted(edges, scores[:-1]), ends)


def bent_to(shape: Shape, mean: float) -> Shape:
    """Return the shape with that mean and the same known quantiles.

    Between each two of them, weight moves towards the longer or the shorter lengths: of all shapes with these quantiles and the
    same mean score, the one that differs least from the given one in relative entropy. Where that would leave hardly anything
    of the shape, the end that nobody told is drawn out; where the quantiles contradict the mean, all lengths are multiplied.
    """
    if not _bent(shape, -3).mean <= mean <= _bent(shape, 3).mean:
        known = shape.mean
        return replace(shape, tokens=shape.tokens * (mean / known) if known else np.full_like(shape.tokens, mean))
    low, high = -3.0, 3.0
    for _ in range(60):
        middle = (low + high) / 2
        low, high = (middle, high) if _bent(shape, middle).mean < mean else (low, middle)
    return _bent(shape, high)


def equally_likely(shape: Shape, count: int) -> Floats:
    """Return so many lengths, each the mean of an equal share of requests, shortest first: their mean is the shape's."""
    below = np.concatenate([[0.0], np.cumsum(shape.weights)])
    tokens = np.concatenate([[0.0], np.cumsum(shape.weights * shape.tokens)])
    upto: Floats = np.interp(np.arange(count + 1) / count, below / below[-1], tokens / below[-1])
    return np.diff(upto) * count


def _knots(points: Sequence[tuple[float, float]], of: int | None) -> tuple[Floats, Floats]:
    """Return normal scores and logarithms of a table, with an end put to it on each side where it has none."""
    shares = np.array([share for share, _ in points])
    logs = np.log1p([tokens for _, tokens in points])
    known = shares[(shares > 0) & (shares < 1)]
    # Rarer than every share in between, however few the requests were.
    rarest = min([0.5 / (of or _USUAL_SAMPLE), *(known / 2), *((1 - known) / 2)])
    scores = np.array([_NORMAL.inv_cdf(share) for share in np.clip(shares, rarest, 1 - rarest).tolist()])
    slopes = np.diff(logs) / np.diff(scores) if len(scores) > 1 else np.zeros(1)
    if shares[0] > 0:
        scores = np.concatenate([[min(-_FAR, scores[0] - 1)], scores])
        logs = np.concatenate([[max(0.0, logs[0] + slopes[0] * (scores[0] - scores[1]))], logs])
    if shares[-1] < 1:
        scores = np.concatenate([scores, [max(_FAR, scores[-1] + 1)]])
        logs = np.concatenate([logs, [logs[-1] + slopes[-1] * (scores[-1] - scores[-2])]])
    return scores, logs


def _monotone(knots: Floats, values: Floats, at: Floats) -> Floats:
    """Return a smooth curve through values that never fall, which never falls either.

    Piecewise cubic with the slopes of Fritsch and Butland, "A method for constructing local monotone piecewise cubic
    interpolants" (1984); at both ends the slope is that of the straight line.
    """
    widths = np.diff(knots)
    lines = np.diff(values) / widths
    slopes = np.concatenate([lines[:1], np.zeros(len(lines) - 1), lines[-1:]])
    rising = np.flatnonzero((lines[:-1] > 0) & (lines[1:] > 0))
    left, right = 2 * widths[rising + 1] + widths[rising], widths[rising + 1] + 2 * widths[rising]
    slopes[rising + 1] = (left + right) / (left / lines[rising] + right / lines[rising + 1])
    piece = np.clip(np.searchsorted(knots, at, side="right") - 1, 0, len(lines) - 1)
    width, part = widths[piece], (at - knots[piece]) / widths[piece]
    upto, begun, ended = part**2 * (3 - 2 * part), part * (1 - part) ** 2, part**2 * (part - 1)
    line = values[piece] + (values[piece + 1] - values[piece]) * upto
    curve: Floats = line + width * (slopes[piece] * begun + slopes[piece + 1] * ended)
    return curve


def _bent(shape: Shape, by: float) -> Shape:
    """Return the shape bent towards shorter lengths from 0 to -3, towards longer ones from 0 to 3; its mean rises all the way.

    Up to 1 weight moves, up to 2 the open end is drawn out, up to 3 weight moves to where hardly any was.
    """
    direction, much = copysign(1.0, by), abs(by)
    slope = _MOST_SLOPE * min(max(much - 1, 0.0), 1.0)
    tilt = _MILD_TILT * min(much, 1) + _WILD_TILT * max(much - 2, 0)
    return _tilted(_drawn(shape, direction * slope), direction * tilt)


def _tilted(shape: Shape, tilt: float) -> Shape:
    """Return the shape with weights multiplied by exp(tilt * score), each band keeping what it has together."""
    sizes = np.diff([*shape.bands, len(shape.scores)])
    powers = tilt * shape.scores
    factors = np.exp(powers - np.repeat(np.maximum.reduceat(powers, shape.bands), sizes))
    tilted = shape.weights * factors
    bands = np.add.reduceat(shape.weights, shape.bands) / np.add.reduceat(tilted, shape.bands)
    return replace(shape, weights=tilted * np.repeat(bands, sizes))


def _drawn(shape: Shape, slope: float) -> Shape:
    """Return the shape with its open end more steep: the logarithm changes by so much more for each normal score.

    Below zero it is the shortest that become shorter, else the longest that become longer.
    """
    if not slope or not shape.open_ends[slope > 0]:
        return shape
    if slope < 0:
        away = np.minimum(shape.scores - shape.scores[shape.bands[1]], 0) * -slope
    else:
        away = np.maximum(shape.scores - shape.scores[shape.bands[-1]], 0) * slope
    return replace(shape, tokens=np.expm1(np.clip(np.log1p(shape.tokens) + away, 0.0, np.log1p(_LONGEST))))
