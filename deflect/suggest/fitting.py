"""What past tickets teach about being right: how sure to be, and from where on to answer.

The tickets were each asked of what was known before them. In order of time they are cut in two. On the earlier part the
coefficients are fitted, and the order is fixed in which thresholds will be tested. On the later part, whose answers had
no say in either, odds are mapped to a confidence and each threshold is measured with the very rule that answers
questions. The map rises strictly, so that whom a threshold answers does not depend on it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.suggest import calibration, mapping
from deflect.suggest.calibration import Calibration
from deflect.suggest.decide import shown
from deflect.suggest.risk import MEASURED_SHARE, Step

STEPS = 40
FITTED_CANDIDATES = 5

Floats = NDArray[np.floating[Any]]


@dataclass(frozen=True, slots=True)
class Asked:
    """A past ticket that was asked of what was known before it.

    Attributes:
        features: (m, f) of its candidates, best first; m may be 0.
        right: (m,) whether each candidate answers it.
        own: (m,) whether each candidate is in the asker's language.
    """

    features: Floats
    right: NDArray[np.bool_]
    own: NDArray[np.bool_]


def fit(asked: Sequence[Asked]) -> Calibration:
    """Fit confidence to past tickets, and measure what each threshold would have come to.

    Args:
        asked: Oldest first, all that can be judged; one that no article answers has no right candidate.

    Returns:
        The calibration; `risk.in_force` tells from it where to answer.
    """
    split = int(len(asked) * (1 - MEASURED_SHARE))
    earlier, later = asked[:split], asked[split:]
    fitted = calibration.fit(
        [each.features[:FITTED_CANDIDATES] for each in earlier], [each.right[:FITTED_CANDIDATES] for each in earlier]
    )
    found = [(fitted.odds(each.features), each.right) for each in later if len(each.right)]
    best = np.array([odds.max() for odds, _ in found])
    known = mapping.mapped(fitted, best, np.array([right[odds.argmax()] for odds, right in found], dtype=bool))
    first = [bool(len(each.right) and each.right[0]) for each in asked]
    return dataclasses.replace(
        known,
        asked=len(asked) if fitted.asked else 0,
        right=round(float(np.mean(first)), 4) if fitted.asked else None,
        steps=_steps(known, earlier, later),
        measured=len(later),
    )


def _steps(known: Calibration, earlier: Sequence[Asked], later: Sequence[Asked]) -> tuple[Step, ...]:
    """Measure thresholds that answer ever more of the earlier tickets."""
    confidences = [known.confidence(each.features) for each in earlier]
    highest = np.sort([float(found.max()) for found in confidences if len(found)])[::-1]
    places = sorted({max(round(len(highest) * step / STEPS), 1) - 1 for step in range(1, STEPS + 1)})
    ranked = [known.confidence(each.features) for each in later]
    steps = []
    for threshold in dict.fromkeys(float(highest[at]) for at in places if at < len(highest)):
        planned = _answered(earlier, confidences, threshold, known.floor)
        measured = _answered(later, ranked, threshold, known.floor)
        steps.append(Step(threshold, *planned, *measured))
    return tuple(steps)


def _answered(asked: Sequence[Asked], confidences: Sequence[Floats], threshold: float, floor: float) -> tuple[int, int]:
    """How many tickets a threshold answers, and how many of them wrongly."""
    given = [
        bool(each.right[place])
        for each, confidence in zip(asked, confidences, strict=True)
        if (place := shown(confidence, each.features[:, 0], each.own, threshold, floor)) is not None
    ]
    return len(given), len(given) - sum(given)
