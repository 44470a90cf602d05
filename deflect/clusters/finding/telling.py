"""Which answers tell what was asked: "It is solved now" does not."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models import neighbours, unit_rows

Floats = NDArray[np.floating[Any]]

ANSWERED_ALIKE = 10
"""Tickets with the nearest answers, whose questions are looked at."""

CLEARLY = 1.5
"""Standard errors by which their questions must be more alike than those of tickets at large. Higher: fewer answers are
believed, so that precision rises and recall falls. Low enough for encoders that read a language poorly; what one
ticket's neighbours show by chance, the mean over those answered alike evens out."""


def telling(questions: Floats, answers: Floats) -> Floats:
    """Keep the answers that are given to questions which are alike, and leave out those given to any question.

    Args:
        questions: (n, d) vectors, no row zero.
        answers: (n, d) vectors; zeros where nobody answered.

    Returns:
        (n, d) the answers, zeros in place of those that say nothing about the question.
    """
    given = np.flatnonzero(answers.any(axis=1))
    if len(given) <= ANSWERED_ALIKE:
        return np.zeros_like(answers)
    rows = unit_rows(questions[given])
    _, near = neighbours(unit_rows(answers[given]), ANSWERED_ALIKE)
    alike = np.mean([np.einsum("ij,ij->i", rows, rows[column]) for column in near.T], axis=0)
    usual = np.einsum("ij,ij->i", rows, np.roll(rows, len(rows) // 2, axis=0))
    alike = (alike + alike[near].sum(axis=1)) / (1 + ANSWERED_ALIKE)
    least = usual.mean() + CLEARLY * usual.std() / np.sqrt(ANSWERED_ALIKE)
    kept = np.zeros_like(answers)
    kept[given[alike >= least]] = answers[given[alike >= least]]
    return kept
