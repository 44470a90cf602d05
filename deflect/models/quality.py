"""How much of the neighbourhood a faster encoder keeps."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from deflect.models.vectors import Vectors

NEIGHBOURS = 10


def agreement(first: Vectors, second: Vectors, k: int = NEIGHBOURS) -> float:
    """Share of each text's k nearest neighbours that two encoders have in common, on average.

    Args:
        first: (n, d1) unit rows.
        second: (n, d2) unit rows of the same texts.
        k: Neighbours to compare; fewer if there are fewer texts.

    Returns:
        0 to 1; 1 if there are no neighbours to differ in.
    """
    k = min(k, len(first) - 1)
    if k < 1:
        return 1.0
    pairs = zip(_nearest(first, k), _nearest(second, k), strict=True)
    return float(np.mean([len(np.intersect1d(one, other)) / k for one, other in pairs]))


def _nearest(vectors: Vectors, k: int) -> NDArray[np.intp]:
    similarities = vectors @ vectors.T
    np.fill_diagonal(similarities, -np.inf)
    return np.argpartition(-similarities, k - 1, axis=1)[:, :k]
