"""Means of marks, weighted back from a stratified sample, and how they move; each with its 95% interval."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np

from deflect.report.desk.estimate import Estimate
from deflect.report.quality.rubric import HIGH, LOW

TINY = 1e-12
"""Below which a spread is what rounding leaves of none."""

QUARTER = 13
"""Weeks in the unit of a drift."""


def stratified_mean(marks: Sequence[tuple[str, float]], sizes: Mapping[str, int]) -> Estimate | None:
    """The mean mark of all replies, from those reviewed.

    The mean of each stratum counts by the replies it stands for (Cochran, "Sampling Techniques", 1977, 5.3); strata
    without a mark are stood for by the others. The interval is Wilson's score interval for a mean between two bounds,
    with Student's t and the effective number of marks (Franco and others, "Comparative Study of Confidence Intervals
    for Proportions in Complex Sample Surveys", 2019): it stays within the scale, and is not empty where all marks are
    the same.

    Args:
        marks: Stratum and mark, 1 to 4, of each reviewed reply.
        sizes: Replies in each stratum.

    Returns:
        None without any mark.
    """
    if not marks:
        return None
    found: defaultdict[str, list[float]] = defaultdict(list)
    for stratum, mark in marks:
        found[stratum].append((mark - LOW) / (HIGH - LOW))
    whole = sum(sizes[name] for name in found)
    weights = {name: sizes[name] / whole for name in found}
    mean = min(1.0, max(0.0, sum(weights[name] * float(np.mean(own)) for name, own in found.items())))
    low, high = _score_interval(mean, _effective(found, weights, mean), _t(max(len(marks) - 1, 1)))
    return Estimate(*(LOW + (HIGH - LOW) * each for each in (mean, low, high)))


def mean_difference(values: Sequence[float]) -> Estimate | None:
    """The mean of differences with its interval by Student's t; None of fewer than two."""
    if len(values) < 2:
        return None
    mean = float(np.mean(values))
    reach = _t(len(values) - 1) * float(np.std(values, ddof=1)) / math.sqrt(len(values))
    return Estimate(mean, mean - reach, mean + reach)


def drift(weeks: Sequence[float], values: Sequence[float], weights: Sequence[float]) -> Estimate | None:
    """By how much values move in a quarter: a straight line by weighted least squares, Student's t.

    Args:
        weeks: When each value is from.
        values: Such as mean marks.
        weights: How much each counts, above 0.

    Returns:
        None of fewer than three values, or if all are of one week.
    """
    if len(values) < 3 or len(set(weeks)) < 2:
        return None
    when, what, much = (np.asarray(each, float) for each in (weeks, values, weights))
    middle = np.average(when, weights=much)
    level = np.average(what, weights=much)
    spread = float((much * (when - middle) ** 2).sum())
    slope = float((much * (when - middle) * (what - level)).sum()) / spread
    left = what - level - slope * (when - middle)
    freedom = len(values) - 2
    error = math.sqrt(float((much * left**2).sum()) / freedom / spread)
    reach = _t(freedom) * error
    return Estimate(QUARTER * slope, QUARTER * (slope - reach), QUARTER * (slope + reach))


def _effective(found: Mapping[str, Sequence[float]], weights: Mapping[str, float], mean: float) -> float:
    """How many marks, drawn one by one and of two kinds only, would tell as much."""
    count = sum(map(len, found.values()))
    # One mark tells nothing of its stratum's spread: that of all marks stands in, which is rather larger.
    everywhere = float(np.var([mark for own in found.values() for mark in own], ddof=1)) if count > 1 else 0.0
    spreads = {name: float(np.var(own, ddof=1)) if len(own) > 1 else everywhere for name, own in found.items()}
    error = sum(weights[name] ** 2 * spreads[name] / len(own) for name, own in found.items())
    if error < TINY and TINY < mean < 1 - TINY:
        # All marks are the same: as if one of them were the next one.
        error = 1 / (count * (HIGH - LOW)) ** 2
    return mean * (1 - mean) / error if error >= TINY else float(count)


def _score_interval(mean: float, count: float, reach: float) -> tuple[float, float]:
    """The means that lie no further from the one found than `reach` of their own standard errors."""
    spread = reach * reach / count
    middle = (mean + spread / 2) / (1 + spread)
    half = math.sqrt(mean * (1 - mean) * spread + spread * spread / 4) / (1 + spread)
    return max(0.0, min(mean, middle - half)), min(1.0, max(mean, middle + half))


def _t(freedom: int) -> float:
    from scipy.special import stdtrit

    return float(stdtrit(freedom, 0.975))
