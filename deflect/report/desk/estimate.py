"""A figure with its 95% interval, and the times within which half and nine in ten were served."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from deflect.interval import Z


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure and its 95% interval, in the unit that the name of its field says."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Spread:
    """How values are spread.

    Attributes:
        n: How many were measured.
        p50: The median; None of nothing.
        p90: What nine in ten do not exceed.
    """

    n: int
    p50: Estimate | None
    p90: Estimate | None


def spread(values: Sequence[float]) -> Spread:
    """Measure median and ninth decile of values, such as hours."""
    ordered = sorted(values)
    if not ordered:
        return Spread(0, None, None)
    return Spread(len(ordered), _quantile(ordered, 0.5), _quantile(ordered, 0.9))


def _quantile(ordered: Sequence[float], share: float) -> Estimate:
    """A quantile with the order statistics around it (Conover, "Practical Nonparametric Statistics", 1999, 3.2).

    They assume nothing of the distribution. With few values an end of the interval is the smallest or largest value,
    and then holds it in fewer than 95 of 100 cases.
    """
    n = len(ordered)
    half = Z * math.sqrt(n * share * (1 - share))
    low, high = math.ceil(n * share - half), math.ceil(n * share + half)
    return Estimate(_at(ordered, share), ordered[max(low, 1) - 1], ordered[min(high, n) - 1])


def _at(ordered: Sequence[float], share: float) -> float:
    """The quantile between two values by straight line, as `statistics.quantiles(method="inclusive")` takes it."""
    place = share * (len(ordered) - 1)
    below = math.floor(place)
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)
