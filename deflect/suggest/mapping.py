"""From log-odds to the share of tickets that is answered rightly there: the map that makes confidence a probability.

Two maps are known. The logistic one (Platt, "Probabilistic outputs for support vector machines", 1999) has two
parameters and fits few tickets well; the isotonic one (Zadrozny and Elkan, "Transforming classifier scores into
accurate multiclass probability estimates", 2002) takes any shape and needs many. Both rise strictly, so that they never
change which candidate is ahead, nor who is answered above a threshold that is mapped with them.
"""

from __future__ import annotations

import dataclasses
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.suggest.calibration import LEAST_ASKED, LEAST_OF_EACH, MOST_ODDS, Calibration, fit_logistic, logistic

Floats = NDArray[np.floating[Any]]

LEAST_FOR_ISOTONIC = 500
LEAST_SLOPE = 0.05
OLDER_SHARE = 0.6


def mapped(known: Calibration, odds: Floats, right: NDArray[np.bool_]) -> Calibration:
    """Map a model's odds to how often it was right on tickets that it was not fitted on.

    Of both maps, the one is taken that has the lower log loss on the newer of these tickets when fitted on the older;
    with fewer than `LEAST_FOR_ISOTONIC`, the logistic one.

    Args:
        known: Its coefficients stay in their order; a map that it has is replaced.
        odds: (n,) of the best candidate of each ticket, oldest first.
        right: (n,) whether that candidate is right.

    Returns:
        `known` as it is with fewer than `LEAST_ASKED` tickets, or `LEAST_OF_EACH` right or wrong.
    """
    if len(right) < LEAST_ASKED or min(right.sum(), (~right).sum()) < LEAST_OF_EACH:
        return known
    if len(right) >= LEAST_FOR_ISOTONIC and _steps_do_better(odds, right):
        return dataclasses.replace(known, knots=_steps(odds, right))
    shift, slope = _curve(odds, right)
    if slope < LEAST_SLOPE:
        return known  # later tickets contradict the order, and a flat map would make all equal
    return dataclasses.replace(
        known,
        intercept=round(shift + slope * known.intercept, 6),
        coefficients=tuple(round(slope * value, 6) for value in known.coefficients),
        knots=(),
    )


def _steps_do_better(odds: Floats, right: NDArray[np.bool_]) -> bool:
    """Compare both maps by log loss, fitted on the older tickets and measured on the newer."""
    split = int(len(right) * OLDER_SHARE)
    older, newer = right[:split], right[split:]
    if older.all() or not older.any():
        return False
    shift, slope = _curve(odds[:split], older)
    places, heights = np.array(_steps(odds[:split], older)).T
    curved, stepped = logistic(shift + slope * odds[split:]), np.interp(odds[split:], places, heights)
    return _loss(stepped, newer) < _loss(curved, newer)


def _curve(odds: Floats, right: NDArray[np.bool_]) -> tuple[float, float]:
    shift, (slope,) = fit_logistic(odds[:, None].astype(np.float64), right.astype(np.float64))
    return shift, float(slope)


def _steps(odds: Floats, right: NDArray[np.bool_]) -> tuple[tuple[float, float], ...]:
    """The middles of the isotonic steps, none quite 0 or 1, with straight lines to the ends of the scale."""
    from sklearn.isotonic import IsotonicRegression

    levels = IsotonicRegression().fit(odds, right.astype(np.float64)).predict(odds)
    edge = 1 / (len(right) + 2)
    knots = [(-MOST_ODDS, 0.0)]
    for level in np.unique(levels):
        place, height = round(float(odds[levels == level].mean()), 6), round(min(max(level, edge), 1 - edge), 6)
        if knots[-1][0] < place < MOST_ODDS and knots[-1][1] < height:
            knots.append((place, float(height)))
    return (*knots, (MOST_ODDS, 1.0))


def _loss(chances: Floats, right: NDArray[np.bool_]) -> float:
    kept = np.clip(chances, 1e-6, 1 - 1e-6)
    return float(-np.where(right, np.log(kept), np.log(1 - kept)).mean())
