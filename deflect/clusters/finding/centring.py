"""Unit rows without what they all share, of one view of the tickets or of two."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.models import unit_rows
from deflect.models.alignment import CENTRING_HALF_WAY

Floats = NDArray[np.floating[Any]]


ORDINARY_SIMILARITY = 0.25


def centred(vectors: Floats) -> Floats:
    """Unit rows relative to the mean question, so that what all tickets share does not count as similarity.

    Args:
        vectors: (n, d). With few rows the mean says little about tickets at large, so it is taken off in part only.

    Returns:
        (n, d) float32 unit rows.

    Raises:
        ModelError: A row is all zeros.
    """
    return _less_mean(unit_rows(vectors), 1.0)


def plain(vectors: Floats) -> Floats:
    """Unit rows whose mean is taken off only as far as the encoder calls any two texts alike.

    Whether a ticket has others near it at all shows best where what a whole help desk shares still counts; but some
    encoders find everything alike, and then similarities say little until that is taken off.

    Args:
        vectors: (n, d). Rows that have a mean similarity of at most `ORDINARY_SIMILARITY` come back as they are.

    Returns:
        (n, d) float32 unit rows.

    Raises:
        ModelError: A row is all zeros.
    """
    rows = unit_rows(vectors)
    mean = rows.mean(axis=0, dtype=np.float64)
    alike = float(mean @ mean)
    if alike <= ORDINARY_SIMILARITY:
        return rows
    # With a share b of the mean m left, the mean similarity is b² m·m / (1 - m·m + b² m·m).
    kept = ORDINARY_SIMILARITY * (1.0 - alike) / (alike * (1.0 - ORDINARY_SIMILARITY))
    return _less_mean(rows, 1.0 - float(np.sqrt(max(kept, 0.0))))


def beside(questions: Floats, answers: Floats, way: Callable[[Floats], Floats], weight: float) -> Floats:
    """Two views of each ticket as one row: where both were answered, similarity is a weighted mean of both views.

    Args:
        questions: (n, d) vectors.
        answers: (n, e) vectors; zeros where nobody answered, and then the question alone speaks.
        way: How each view is centred.
        weight: Length of an answer's part beside its question's of 1.

    Returns:
        (n, d + e) float32 unit rows.

    Raises:
        ModelError: A question's row is all zeros.
    """
    given = answers.any(axis=1)
    told = np.zeros(answers.shape, dtype=np.float32)
    told[given] = weight * way(answers[given])
    return unit_rows(np.hstack([way(questions), told]))


def _less_mean(rows: Floats, share: float) -> Floats:
    share *= len(rows) / (len(rows) + CENTRING_HALF_WAY)
    return unit_rows(rows - np.float32(share) * rows.mean(axis=0, keepdims=True))
