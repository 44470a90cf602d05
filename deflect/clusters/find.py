"""Finding the recurring questions among vectors, as a scikit-learn clusterer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import validate_data

from deflect.clusters.linkage import average_linkage
from deflect.models import neighbours, unit_rows

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

SMOOTHING_ROUNDS = 2
SMOOTHING_NEIGHBOURS = 10
GRAPH_NEIGHBOURS = 15
COARSEST, FINEST = 0.35, 0.85
CENTRING_HALF_WAY = 20
LEAST_SUPPORT = 0.45
FEW = 1000


class QuestionClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Group vectors of questions so that each group asks one thing; the number of groups is found, not given.

    Each vector is centred on the mean of all, moved towards its nearest neighbours, and joined with others by
    average linkage along the graph of nearest neighbours. What is left with too little support recurs with nothing.

    Args:
        min_size: Fewest members of a cluster. Higher raises precision and lowers recall.
        granularity: 0 finds few broad topics, 1 many fine questions. Higher raises precision and lowers recall.

    Attributes:
        labels_: (n,) cluster of each row, 0 for the largest; -1 recurs with nothing.
        n_features_in_: Dimension of the vectors seen.
    """

    def __init__(self, min_size: int = 5, granularity: float = 0.5) -> None:
        self.min_size = min_size
        self.granularity = granularity

    def fit(self, X: ArrayLike, y: None = None) -> QuestionClusterer:  # noqa: ARG002, N803 - scikit-learn's contract
        """Find the clusters.

        Args:
            X: (n, d) vectors; they are normalised here.
            y: Ignored.

        Returns:
            Itself, with `labels_`.

        Raises:
            ValueError: The vectors are not a finite two-dimensional array, or a parameter is out of range.
        """
        if self.min_size < 2 or not 0.0 <= self.granularity <= 1.0:
            raise ValueError("min_size must be at least 2 and granularity between 0 and 1")
        vectors = centred(validate_data(self, X, dtype=np.float32))
        if len(vectors) < self.min_size:
            self.labels_ = np.full(len(vectors), -1)
            return self
        threshold = COARSEST + (FINEST - COARSEST) * self.granularity
        groups = _linked(vectors, threshold, self.min_size)
        self.labels_ = _by_size(_supported(vectors, groups, self.min_size), self.min_size)
        return self

    def fit_predict(self, X: ArrayLike, y: None = None, **_: Any) -> Ints:  # noqa: ARG002, N803
        """Find the clusters and return `labels_`; see `fit`."""
        labels: Ints = self.fit(X).labels_
        return labels


def centred(vectors: Floats) -> Floats:
    """Unit rows relative to the mean question, so that what all tickets share does not count as similarity.

    Args:
        vectors: (n, d). With few rows the mean says little about tickets at large, so it is taken off in part only.

    Returns:
        (n, d) float32 unit rows.

    Raises:
        ModelError: A row is all zeros.
    """
    rows = unit_rows(vectors)
    share = len(rows) / (len(rows) + CENTRING_HALF_WAY)
    return unit_rows(rows - share * rows.mean(axis=0, keepdims=True))


def _linked(vectors: Floats, threshold: float, min_size: int) -> Ints:
    smooth = vectors
    for _ in range(SMOOTHING_ROUNDS):
        smooth = _moved_to_neighbours(smooth, min(SMOOTHING_NEIGHBOURS, 2 * min_size, len(vectors) - 1))
    _, near = neighbours(smooth, min(GRAPH_NEIGHBOURS, len(vectors) - 1))
    return average_linkage(smooth, near, threshold)


def _moved_to_neighbours(vectors: Floats, count: int) -> Floats:
    """Add to each row its neighbours, weighted by squared similarity: a small question has few that are really near."""
    similarities, near = neighbours(vectors, count)
    weights = np.clip(similarities, 0.0, None) ** 2
    moved = vectors.copy()
    for column, weight in zip(near.T, weights.T, strict=True):
        moved += vectors[column] * weight[:, None]
    return unit_rows(moved)


def _supported(vectors: Floats, groups: Ints, min_size: int) -> Ints:
    """Mark with -1 the rows that too few members of their own group are really near to."""
    kept = np.full(len(groups), -1)
    for members in _groups(groups, min_size):
        near = _support(vectors[members], min_size - 1) >= LEAST_SUPPORT
        kept[members[near]] = groups[members[0]]
    return kept


def _support(vectors: Floats, count: int) -> Floats:
    """Mean similarity of each row to the `count` other rows nearest to it."""
    similarities: Floats
    if len(vectors) > FEW:
        similarities, _ = neighbours(vectors, count)
    else:  # most groups are small, and for them an index costs more than it saves
        every = vectors @ vectors.T
        np.fill_diagonal(every, -1.0)
        similarities = np.partition(every, -count, axis=1)[:, -count:]
    support: Floats = similarities.mean(axis=1)
    return support


def _groups(labels: Ints, min_size: int) -> list[Ints]:
    order = np.argsort(labels, kind="stable")
    order = order[labels[order] >= 0]
    starts = np.flatnonzero(np.diff(labels[order], prepend=-1))
    return [part for part in np.split(order, starts[1:]) if len(part) >= min_size]


def _by_size(labels: Ints, min_size: int) -> Ints:
    numbered = np.full(len(labels), -1)
    groups = sorted(_groups(labels, min_size), key=lambda members: (-len(members), int(members[0])))
    for number, members in enumerate(groups):
        numbered[members] = number
    return numbered
