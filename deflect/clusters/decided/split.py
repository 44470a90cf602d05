"""A recurring question that holds several: which of its tickets belong together."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

MOST_PARTS = 5
STARTS = 10
SAMPLE = 2_000


def parts_of(vectors: NDArray[np.float32], into: int | None = None) -> list[NDArray[np.int64]]:
    """Part tickets so that those of one part are as near each other as can be (k-means).

    Args:
        vectors: (n, d) unit rows of at least two tickets.
        into: How many parts, 2 to n; None takes the number, up to `MOST_PARTS`, whose parts are most apart by
            silhouette (Rousseeuw 1987).

    Returns:
        Positions of each part, the largest part first, within a part nearest to its centre first. There are fewer
        parts than asked for if the tickets do not differ in so many ways.
    """
    if into is not None:
        return _ordered(vectors, _labels(vectors, into))
    choices = [_labels(vectors, count) for count in range(2, max(2, min(MOST_PARTS, len(vectors) - 1)) + 1)]
    return _ordered(vectors, max(choices, key=lambda labels: _apartness(vectors, labels)))


def _labels(vectors: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    from sklearn.cluster import KMeans

    different = min(count, len(np.unique(vectors, axis=0)))
    labels: NDArray[np.int64] = KMeans(different, n_init=STARTS, random_state=0).fit_predict(vectors)
    return labels


def _apartness(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> float:
    from sklearn.metrics import silhouette_score

    rows = np.linspace(0, len(vectors) - 1, min(len(vectors), SAMPLE)).astype(np.int64)
    found = len(np.unique(labels[rows]))
    return float(silhouette_score(vectors[rows], labels[rows])) if 2 <= found < len(rows) else -1.0


def _ordered(vectors: NDArray[np.float32], labels: NDArray[np.int64]) -> list[NDArray[np.int64]]:
    parts = [np.flatnonzero(labels == number) for number in range(int(labels.max()) + 1)]
    nearest = [part[np.argsort(-(vectors[part] @ vectors[part].mean(axis=0)), kind="stable")] for part in parts]
    return sorted(nearest, key=lambda part: (-len(part), int(part.min())))
