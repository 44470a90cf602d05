"""A linear map, learnt from a first grouping, under which wordings of one question differ less.

Directions in which members of one group differ say how people word things, not what they ask; the map shrinks them.
It is within-class covariance normalisation (Hatch et al., "Within-class covariance normalization for SVM-based speaker
recognition", 2006) with the classes found instead of given, and shrunk towards doing nothing, because they are not
quite right.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

FEWEST = 3
TRUST = 0.25
TRUST_HALF_WAY = 100


def sharpening(vectors: Floats, labels: Ints) -> Floats:
    """Learn the map in closed form.

    Args:
        vectors: (n, d).
        labels: (n,) group of each row. Groups of fewer than `FEWEST` rows say nothing.

    Returns:
        (d, d) float32, to be multiplied from the right; the identity if no rows of one group differ.
    """
    scatter, freedom = within_scatter(vectors, labels)
    dimension = len(scatter)
    usual = float(np.trace(scatter)) / dimension
    if freedom < 1 or usual <= np.finfo(np.float32).eps:
        return np.eye(dimension, dtype=np.float32)
    trust = TRUST * freedom / (freedom + TRUST_HALF_WAY)
    values, directions = np.linalg.eigh(trust * scatter / usual + (1.0 - trust) * np.eye(dimension))
    return np.asarray((directions / np.sqrt(values)) @ directions.T, dtype=np.float32)


def within_scatter(vectors: Floats, labels: Ints) -> tuple[Floats, int]:
    """Covariance of rows around the mean of their group.

    Args:
        vectors: (n, d).
        labels: (n,) group of each row.

    Returns:
        (d, d) float64, and the degrees of freedom: rows counted less groups counted; zeros and 0 if there are none.
    """
    _, numbers, counts = np.unique(labels, return_inverse=True, return_counts=True)
    kept = counts[numbers] >= FEWEST
    rows = np.asarray(vectors[kept], dtype=np.float32)
    _, numbers, counts = np.unique(numbers[kept], return_inverse=True, return_counts=True)
    means = np.zeros((len(counts), vectors.shape[1]), dtype=np.float32)
    np.add.at(means, numbers, rows)
    rows -= (means / np.maximum(counts, 1)[:, None])[numbers]
    freedom = len(rows) - len(counts)
    return (rows.T @ rows).astype(np.float64) / max(freedom, 1), freedom
