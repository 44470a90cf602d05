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
from deflect.suggest.decide import leading, own_is_shown
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
    planned, measured = _leading(known, earlier), _leading(known, later)
    highest = np.sort(planned.highest)[::-1]
    places = sorted({max(round(len(highest) * step / STEPS), 1) - 1 for step in range(1, STEPS + 1)})
    thresholds = dict.fromkeys(float(highest[at]) for at in places if at < len(highest))
    return tuple(Step(each, *planned.answered(each), *measured.answered(each)) for each in thresholds)


@dataclass(frozen=True, slots=True)
class _Leading:
    """All that tells which answer each of n tickets gets at any threshold.

    Attributes:
        highest: Highest confidence of each ticket that has candidates, similar or not.
        confidence: (n, 2) of the best candidate and of the best in the asker's language; n tickets have a similar one.
        right: (n, 2) whether they are right.
    """

    highest: Floats
    confidence: Floats
    right: NDArray[np.bool_]

    def answered(self, threshold: float) -> tuple[int, int]:
        """How many tickets a threshold answers, and how many of them wrongly."""
        best, mine = self.confidence.T
        right = np.where(own_is_shown(best, mine, threshold), self.right[:, 1], self.right[:, 0])
        given = best >= threshold
        return int(given.sum()), int((given & ~right).sum())


def _leading(known: Calibration, asked: Sequence[Asked]) -> _Leading:
    sure = [(each, known.confidence(each.features)) for each in asked if len(each.right)]
    led = [(each, found, leading(found, each.features[:, 0], each.own, known.floor)) for each, found in sure]
    pairs = [(found[list(places)], each.right[list(places)]) for each, found, places in led if places]
    return _Leading(
        highest=np.array([found.max() for _, found in sure]),
        confidence=np.array([found for found, _ in pairs]).reshape(-1, 2),
        right=np.array([right for _, right in pairs], dtype=bool).reshape(-1, 2),
    )
