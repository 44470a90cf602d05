"""From what speaks for an article to the probability that it answers: a small logistic model.

It is fitted on the workspace's own past, out of time: later tickets are asked of what the earlier ones knew. No
coefficient of a feature may be negative, so that more in favour of an article never lowers its confidence.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.errors import ModelError
from deflect.suggest.retrieval import FEATURES
from deflect.suggest.risk import Step

Floats = NDArray[np.floating[Any]]

LEAST_ASKED = 60
LEAST_OF_EACH = 15
PENALTY = 1.0
FLOOR_QUANTILE = 0.01
MOST_ODDS = 30.0


@dataclass(frozen=True, slots=True)
class Calibration:
    """Coefficients that turn features into a confidence.

    Attributes:
        intercept: Log-odds when every feature is 0.
        coefficients: One for each of `FEATURES`, none negative.
        floor: Least similarity of an entry for it to be called similar. Higher raises precision and lowers coverage.
        asked: Tickets it was fitted on; 0 for the stated defaults.
        right: Share of those that the best candidate answered.
        knots: Log-odds and the confidence that stands for them, both strictly ascending; between two of them it is
            interpolated. Empty: the logistic curve.
        steps: What answering at each of several thresholds came to, highest threshold first.
        measured: Tickets that the steps were measured on.
    """

    intercept: float
    coefficients: tuple[float, ...]
    floor: float
    asked: int = 0
    right: float | None = None
    knots: tuple[tuple[float, float], ...] = ()
    steps: tuple[Step, ...] = ()
    measured: int = 0

    def odds(self, features: Floats) -> Floats:
        """Add up what speaks for each article: its log-odds before they are mapped to a confidence.

        Args:
            features: (m, len(`FEATURES`)).

        Returns:
            (m,) -`MOST_ODDS` to `MOST_ODDS`.
        """
        odds: Floats = np.clip(self.intercept + features @ np.asarray(self.coefficients), -MOST_ODDS, MOST_ODDS)
        return odds

    def confidence(self, features: Floats) -> Floats:
        """Tell the probability that each article answers.

        Args:
            features: (m, len(`FEATURES`)).

        Returns:
            (m,) 0 to 1.
        """
        odds = self.odds(features)
        if not self.knots:
            return logistic(odds)
        places, chances = np.array(self.knots).T
        chance: Floats = np.interp(odds, places, chances)
        return chance

    def as_json(self) -> dict[str, Any]:
        """Give plain values that `from_json` reads back exactly."""
        return {
            "features": list(FEATURES),
            "intercept": self.intercept,
            "coefficients": list(self.coefficients),
            "floor": self.floor,
            "asked": self.asked,
            "right": self.right,
            "knots": [list(knot) for knot in self.knots],
            "steps": [list(dataclasses.astuple(step)) for step in self.steps],
            "measured": self.measured,
        }


DEFAULT = Calibration(intercept=-5.0, coefficients=(4.5, 2.5, 0.5, 1.5, 1.5, 0.0, 0.0), floor=0.25)
"""For a workspace with too few tickets to fit. Stated, not measured: an entry that says nearly the same (similarity
0.8) with half of the votes by vectors and a third by words, well ahead of the next, gives about 0.77; a similarity of
0.5 with a tenth of the votes about 0.08."""


def fit(features: Sequence[Floats], right: Sequence[NDArray[np.bool_]]) -> Calibration:
    """Fit the coefficients to tickets whose right answer is known.

    Args:
        features: For each ticket asked, (m, len(`FEATURES`)) of its candidates, best first; m may be 0.
        right: For each ticket, (m,) whether each candidate answers it.

    Returns:
        The fitted calibration, or `DEFAULT` with fewer than `LEAST_ASKED` tickets, or fewer than `LEAST_OF_EACH` whose
        best candidate is right or wrong.
    """
    first = np.array([bool(len(found) and found[0]) for found in right])
    if len(first) < LEAST_ASKED or min(first.sum(), (~first).sum()) < LEAST_OF_EACH:
        return DEFAULT
    rows = np.concatenate([found for found in features if len(found)])
    truth = np.concatenate([found for found in right if len(found)]).astype(np.float64)
    intercept, coefficients = fit_logistic(rows.astype(np.float64), truth)
    return Calibration(
        intercept=round(intercept, 6),
        coefficients=tuple(round(float(value), 6) for value in coefficients),
        floor=round(float(np.quantile(rows[truth > 0, 0], FLOOR_QUANTILE)), 4),
        asked=len(first),
        right=round(float(first.mean()), 4),
    )


def from_json(found: Mapping[str, Any]) -> Calibration:
    """Read what `Calibration.as_json` gave.

    Raises:
        ModelError: It is damaged or was written for other features.
    """
    try:
        if found["features"] != list(FEATURES) or len(found["coefficients"]) != len(FEATURES):
            raise ValueError("other features")
        return Calibration(
            intercept=float(found["intercept"]),
            coefficients=tuple(map(float, found["coefficients"])),
            floor=float(found["floor"]),
            asked=int(found["asked"]),
            right=None if found["right"] is None else float(found["right"]),
            knots=tuple((float(odds), float(chance)) for odds, chance in found["knots"]),
            steps=tuple(Step(float(least), *map(int, counts)) for least, *counts in found["steps"]),
            measured=int(found["measured"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ModelError("the calibration does not fit this version", "", "Run: deflect run") from error


def logistic(odds: Floats) -> Floats:
    """Turn log-odds into probabilities."""
    chance: Floats = 1 / (1 + np.exp(-odds))
    return chance


def fit_logistic(rows: Floats, truth: Floats) -> tuple[float, Floats]:
    """Minimise log loss plus a ridge penalty on standardised features, no coefficient below 0.

    Args:
        rows: (n, f) features.
        truth: (n,) 0 or 1.

    Returns:
        The intercept and (f,) coefficients, of the features as they are given.
    """
    from scipy.optimize import minimize
    from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

    middle, spread = rows.mean(axis=0), rows.std(axis=0) + 1e-6
    scaled = (rows - middle) / spread

    def loss(at: Floats) -> tuple[float, Floats]:
        odds = at[0] + scaled @ at[1:]
        wrong = 1 / (1 + np.exp(-odds)) - truth
        value = float((np.logaddexp(0, odds) - truth * odds).sum() + PENALTY / 2 * (at[1:] ** 2).sum())
        return value, np.concatenate([[wrong.sum()], scaled.T @ wrong + PENALTY * at[1:]])

    bounds = [(None, None), *[(0.0, None)] * rows.shape[1]]
    with threadpool_limits(limits=1):  # several threads take longer over products this small
        found = minimize(loss, np.zeros(rows.shape[1] + 1), jac=True, method="L-BFGS-B", bounds=bounds).x
    coefficients = found[1:] / spread
    return float(found[0] - coefficients @ middle), coefficients
