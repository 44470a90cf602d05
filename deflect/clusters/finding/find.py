"""Finding the recurring questions among vectors, as a scikit-learn clusterer."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray
from sklearn.base import BaseEstimator, ClusterMixin
from sklearn.utils.validation import check_array, validate_data

from deflect.clusters.finding.centring import beside, centred, plain
from deflect.clusters.finding.duplicates import collapse
from deflect.clusters.finding.linkage import average_linkage
from deflect.clusters.finding.merging import merge_alike
from deflect.clusters.finding.sharpening import sharpening
from deflect.clusters.finding.smoothing import smoothed, spread
from deflect.models import neighbours, unit_rows

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.int64]

SMOOTHING_NEIGHBOURS, MOST_SMOOTHING_NEIGHBOURS = 10, 30
SMOOTHING_ROWS = 3000
FEWEST_TOPICS = 6
GRAPH_NEIGHBOURS = 8

TOLERANCE, TOLD_TOLERANCE = 1.6, 0.75
"""How far apart clusters may lie and still merge, in units of the spread of all, if no ticket was answered and if all
were. Higher: fewer, broader questions, so higher recall and lower precision."""

ALIKE = 0.8
"""Similarity, noise taken out, from which on two groups ask the same, if tickets were answered: question and answer
together tell fine groups apart, questions alone do not. Higher raises precision and lowers recall."""

LOOSEST, STRICTEST = 0.4, 0.95
GRANULARITY_REACH = 0.5

ROUGH_TOLERANCE, ROUGH_NEIGHBOURS = 2.2, 15
SHARPENING_ROUNDS = 2
SHARPENING_SAMPLE = 10_000
"""Most rows that the map is learnt from. A map has d x d numbers, so that more rows hardly change it."""

LEAST_SUPPORT = 0.52
"""Mean similarity to the nearest members of its cluster that a row needs to stay. Higher: precision rises, more rows
recur with nothing."""

ANSWER_WEIGHT, ANSWER_SUPPORT = 0.5, 1.0
"""Length of an answer's vector beside its question's of 1: when grouping, where a higher one parts questions by how
each agent writes; and when asking whether a ticket recurs, where a higher one keeps more tickets."""

FEW = 1000


class QuestionClusterer(ClusterMixin, BaseEstimator):  # type: ignore[misc]
    """Group vectors of questions so that each group asks one thing; the number of groups is found, not given.

    Each vector is centred on the mean of all, and a linear map, learnt from a rough first grouping, shrinks the
    directions in which wordings of one question differ. Then it is moved towards its nearest neighbours, and joined
    with others by average linkage along the graph of nearest neighbours, up to a threshold that follows from how many
    topics share the space. What is left with too little support recurs with nothing.

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

    def fit(
        self,
        X: ArrayLike,  # noqa: N803 - scikit-learn's contract
        y: None = None,  # noqa: ARG002
        *,
        answers: ArrayLike | None = None,
    ) -> QuestionClusterer:
        """Find the clusters.

        Args:
            X: (n, d) vectors; they are normalised here.
            y: Ignored.
            answers: (n, e) vectors of what agents answered, a row of zeros where nobody did. Tickets that were
                answered the same way are then likelier the same question: precision and recall both rise.

        Returns:
            Itself, with `labels_`.

        Raises:
            ValueError: The vectors or answers are not finite two-dimensional arrays of equally many rows, or a
                parameter is out of range.
        """
        if self.min_size < 2 or not 0.0 <= self.granularity <= 1.0:
            raise ValueError("min_size must be at least 2 and granularity between 0 and 1")
        rows = unit_rows(validate_data(self, X, dtype=np.float32))
        if len(rows) < self.min_size:
            self.labels_ = np.full(len(rows), -1)
            return self
        told = _told(answers, len(rows))
        groups = self._groups(rows, told)
        kept = _supported(plain(rows), groups, self.min_size)
        if told is not None:
            kept = np.maximum(kept, _supported(beside(rows, told, plain, ANSWER_SUPPORT), groups, self.min_size))
        self.labels_ = _by_size(kept, self.min_size)
        return self

    def fit_predict(self, X: ArrayLike, y: None = None, *, answers: ArrayLike | None = None, **_: Any) -> Ints:  # noqa: ARG002, N803
        """Find the clusters and return `labels_`; see `fit`."""
        labels: Ints = self.fit(X, answers=answers).labels_
        return labels

    def _groups(self, rows: Floats, told: Floats | None) -> Ints:
        near = centred(rows) if told is None else beside(rows, told, centred, ANSWER_WEIGHT)
        # What was sent a thousand times over is one wording: as a thousand it would draw all others to itself.
        kept, stands, copies = np.unique(collapse(near), return_inverse=True, return_counts=True)
        near = near[kept]
        if len(near) < 2:
            return np.zeros(len(rows), dtype=np.int64)
        fewest = min(SMOOTHING_NEIGHBOURS, 2 * self.min_size)
        stricter = GRANULARITY_REACH * (self.granularity - 0.5)
        count = _smoothing_neighbours(len(near), fewest)
        if told is None:
            near = _sharpened(near, copies, fewest)  # in its place: a million rows take gigabytes
            return _linked(near, copies, count, TOLERANCE, stricter)[stands]
        sharp = _sharpened(near, copies, fewest)
        share = float(told.any(axis=1).mean())
        groups = _linked(sharp, copies, count, TOLERANCE + share * (TOLD_TOLERANCE - TOLERANCE), stricter)
        return merge_alike(smoothed(near, fewest, copies, rounds=1), groups, min(ALIKE + stricter, STRICTEST))[stands]


def _told(answers: ArrayLike | None, count: int) -> Floats | None:
    """The answers, checked; None if there is not one."""
    if answers is None:
        return None
    told: Floats = check_array(answers, dtype=np.float32, ensure_min_samples=0, input_name="answers")
    if len(told) != count:
        raise ValueError(f"there are {count} rows but {len(told)} answers")
    return told if told.any() else None


def _smoothing_neighbours(rows: int, fewest: int) -> int:
    """The more rows, the more of them ask each question; their root, since the number of questions grows as well."""
    grown = round(fewest * np.sqrt(rows / SMOOTHING_ROWS))
    return int(min(max(fewest, grown), MOST_SMOOTHING_NEIGHBOURS, max(1, rows // FEWEST_TOPICS)))


def _sharpened(rows: Floats, copies: Ints, fewest: int) -> Floats:
    """Rows under the map learnt from some of them, grouped roughly, and grouped again under the map."""
    every = slice(None, None, -(-len(rows) // SHARPENING_SAMPLE))
    sample = rows[every]
    chosen = sample
    learnt = np.eye(rows.shape[1], dtype=np.float32)
    for _ in range(SHARPENING_ROUNDS):
        learnt = sharpening(sample, _roughly(chosen, copies[every], _smoothing_neighbours(len(sample), fewest)))
        chosen = unit_rows(sample @ learnt)
    return chosen if len(sample) == len(rows) else unit_rows(rows @ learnt)


def _roughly(rows: Floats, copies: Ints, count: int) -> Ints:
    """Groups along the neighbours of smoothed rows alone, which keeps them small and so mostly right."""
    smooth = smoothed(rows, count, copies)
    _, near = neighbours(smooth, ROUGH_NEIGHBOURS)
    return average_linkage(smooth, near, _threshold(smooth, ROUGH_TOLERANCE))


def _linked(rows: Floats, copies: Ints, count: int, tolerance: float, stricter: float) -> Ints:
    """Groups along the neighbours of rows before and after smoothing: after it, dense groups see none but their own."""
    similarities, before = neighbours(rows, max(count, GRAPH_NEIGHBOURS))
    rows = smoothed(rows, count, copies, first=(similarities[:, :count], before[:, :count]))
    _, after = neighbours(rows, GRAPH_NEIGHBOURS)
    near = np.hstack([before[:, :GRAPH_NEIGHBOURS], after])
    return average_linkage(rows, near, min(_threshold(rows, tolerance) + stricter, STRICTEST))


def _threshold(smooth: Floats, tolerance: float) -> float:
    """Similarity at which clusters merge: the more topics share the space, the nearer is the nearest other one."""
    return max(1.0 - tolerance * spread(smooth), LOOSEST)


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
