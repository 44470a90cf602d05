"""What the questions that an article answers look like as a whole, learned from all entries that vote for it.

The entries nearest to a question say which articles answered the like of it; they are few, and each may be there by
chance. Two things are learned from all of an article's entries instead: their middle (as of Rocchio, "Relevance
feedback in information retrieval", 1971), and a multinomial logistic regression on the vectors, which weighs the
directions in which articles differ. Both are a product of the question's vector and a small table.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.suggest import regression
from deflect.suggest.entries import NO_ARTICLE

LEAST_ENTRIES = 40
"""Entries that vote below which no regression is learned: a handful of examples would be learned by heart."""

MOST_ENTRIES = 5_000

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Profiles:
    """What was learned of each target, ready to be held against a question.

    Attributes:
        centres: (targets, d) float32 unit rows, the middle of the entries that vote for it; 0 where none does.
        weights: (targets, d) float32 of the regression; no rows if there was too little to learn from.
        biases: (targets,) float32; -inf for a target without examples. Empty with `weights`.
    """

    centres: NDArray[np.float32]
    weights: NDArray[np.float32]
    biases: NDArray[np.float32]

    def of(self, vector: Floats) -> Likeness:
        """Hold all targets against a question.

        Args:
            vector: (d,) unit.
        """

        def centres(targets: Ints) -> Floats:
            near: Floats = self.centres[targets] @ vector
            return near

        if not len(self.biases):
            return Likeness(centres, np.zeros(len(self.centres)))
        return Likeness(centres, _softmax((self.weights @ vector + self.biases)[None].astype(np.float64))[0])


@dataclass(frozen=True, slots=True)
class Likeness:
    """How well each target fits a question as a whole.

    Attributes:
        centres: (m,) positions of targets to their cosine similarity to the middle of each one's entries: worked out
            for the few that are candidates.
        chances: (targets,) what the regression gives each, together 1; all 0 where none was learned.
    """

    centres: Callable[[Ints], Floats]
    chances: Floats


def learn(votes: NDArray[np.int32], vectors: Floats, targets: int) -> Profiles:
    """Learn from entries and what they vote for.

    Args:
        votes: (n, v) targets that each entry votes for, `NO_ARTICLE` where it has fewer; tickets last, oldest first.
        vectors: (n, d) unit rows.
        targets: Number of targets.

    Returns:
        Without a regression if fewer than `LEAST_ENTRIES` entries vote, or all for the same target.
    """
    voting = np.flatnonzero((votes != NO_ARTICLE).any(axis=1))
    centres = _centres(votes[voting], vectors[voting], targets)
    voting = voting[-MOST_ENTRIES:]
    shares = _shares(votes[voting], targets)
    present = np.flatnonzero(shares.any(axis=0))
    if len(voting) < LEAST_ENTRIES or len(present) < 2:
        return Profiles(centres, np.zeros((0, vectors.shape[1]), np.float32), np.zeros(0, np.float32))
    weights = np.zeros((targets, vectors.shape[1]), dtype=np.float32)
    biases = np.full(targets, -np.inf, dtype=np.float32)
    learned = regression.fitted(vectors[voting].astype(np.float32), shares[:, present])
    weights[present], biases[present] = learned[:, :-1], learned[:, -1]
    return Profiles(centres, weights, biases)


def _centres(votes: NDArray[np.int32], vectors: Floats, targets: int) -> NDArray[np.float32]:
    from scipy.sparse import csr_array

    rows, columns = np.nonzero(votes != NO_ARTICLE)
    given = csr_array((np.ones(len(rows), dtype=np.float32), (votes[rows, columns], rows)), shape=(targets, len(votes)))
    sums = given @ vectors.astype(np.float32)
    centres: NDArray[np.float32] = sums / np.maximum(np.linalg.norm(sums, axis=1, keepdims=True), 1e-9)
    return centres


def _shares(votes: NDArray[np.int32], targets: int) -> NDArray[np.float32]:
    """What part of each entry's vote each target has: (n, targets), rows of sum 1."""
    shares = np.zeros((len(votes), targets), dtype=np.float32)
    rows, columns = np.nonzero(votes != NO_ARTICLE)
    shares[rows, votes[rows, columns]] = 1
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), 1)
    return shares


def _softmax(odds: Floats) -> Floats:
    chances: Floats = np.exp(odds - odds.max(axis=1, keepdims=True))
    chances /= chances.sum(axis=1, keepdims=True)
    return chances
