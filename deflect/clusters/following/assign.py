"""Giving new tickets to known questions without finding the questions anew."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.following.centres import Floats, Ints, common, members, relative
from deflect.models import Index, neighbours, unit_rows

VOTERS = 10

LEAST_TYPICAL = 0.05
"""Share of the tickets of known questions that have less support in their own than a new ticket needs. Higher:
precision rises, and more new tickets are given to none."""

SAMPLE = 2000
BLOCK = 512


def assign(vectors_new: Floats, vectors_known: Floats, labels_known: Ints, *, min_size: int = 5) -> Ints:
    """Give new tickets to known questions; see `Assigner`.

    Args:
        vectors_new: (m, d) vectors, no row zero.
        vectors_known: (n, d) vectors, no row zero.
        labels_known: (n,) question of each known ticket, 0 to k - 1; -1 for none.
        min_size: Fewest tickets of a question.

    Returns:
        (m,) question of each new ticket, -1 for none.

    Raises:
        ModelError: A row is all zeros.
    """
    return Assigner.learn(vectors_known, labels_known, min_size=min_size).assign(vectors_new)


@dataclass(frozen=True, slots=True)
class Assigner:
    """Known questions that new tickets are given to, each by itself, so that it does not matter which come together.

    A new ticket's nearest known tickets vote, weighted by squared similarity; those without a question vote for none.
    The winner takes it if the ticket has as much support there as nearly all of its own tickets have: support is the
    mean similarity to the nearest few tickets of a question, which is also what `QuestionClusterer` asks for.

    Attributes:
        min_size: Fewest tickets of a question.
        supports: (s,) support of known tickets in their own question, each left out, ascending; a sample.
        left_alone: (t,) whether a known ticket would be given to no question, were it new; a sample.
    """

    min_size: int
    supports: Floats
    left_alone: NDArray[np.bool_]
    _mean: Floats
    _rows: Floats
    _labels: Ints
    _index: Index
    _members: list[Ints]

    @classmethod
    def learn(cls, vectors: Floats, labels: Ints, *, min_size: int = 5) -> Assigner:
        """Learn from tickets whose questions are known.

        Args:
            vectors: (n, d) vectors, no row zero.
            labels: (n,) question of each, 0 to k - 1; -1 for none.
            min_size: Fewest tickets of a question.

        Raises:
            ModelError: A row is all zeros.
        """
        mean = common(vectors)
        rows = relative(vectors, mean)
        bare = cls(
            min_size, np.empty(0), np.empty(0, dtype=bool), mean, rows, labels, Index.build(rows), members(labels)
        )
        sample = np.arange(0, len(rows), max(1, len(rows) // SAMPLE))
        supports = np.sort(bare._support(rows[sample], labels[sample], sample)[labels[sample] >= 0])
        learned = replace(bare, supports=supports)
        return replace(learned, left_alone=learned._placed(rows[sample], sample) < 0)

    def assign(self, vectors: Floats) -> Ints:
        """Give each new ticket to a question.

        Args:
            vectors: (m, d) vectors, no row zero.

        Returns:
            (m,) questions, -1 for none.

        Raises:
            ModelError: A row is all zeros.
        """
        return self._placed(relative(vectors, self._mean), np.full(len(vectors), -1))

    def typical(self, share: float) -> float:
        """The support that this share (0 to 1) of the known tickets do not reach; 1 if no question is known."""
        return float(np.quantile(self.supports, share)) if len(self.supports) else 1.0

    def closeness(self, vectors: Floats) -> Floats:
        """How close new tickets are to each other.

        Args:
            vectors: (m, d) vectors, no row zero.

        Returns:
            (m,) mean similarity of each to the min_size - 1 nearest others; -1 if there are fewer.

        Raises:
            ModelError: A row is all zeros.
        """
        count = self.min_size - 1
        if len(vectors) <= count:
            return np.full(len(vectors), -1.0)
        closest: Floats = neighbours(unit_rows(relative(vectors, self._mean)), count)[0].mean(axis=1)
        return closest

    @property
    def known(self) -> int:
        """Number of tickets it learnt from."""
        return len(self._labels)

    def _placed(self, rows: Floats, own: Ints) -> Ints:
        winners = self._winners(rows, own)
        supported = self._support(rows, winners, own) >= self.typical(LEAST_TYPICAL)
        return np.where(supported, winners, -1)

    def _winners(self, rows: Floats, own: Ints) -> Ints:
        """The label that a row's nearest known tickets vote for; the known ticket at its place in `own` has no say."""
        similarities, voters = self._index.search(rows, VOTERS + 1)
        similarities[voters == own[:, None]] = 0.0
        weights = np.clip(np.where(voters >= 0, similarities, 0.0), 0.0, None) ** 2
        labels = self._labels[voters]
        votes = np.einsum("ijk,ik->ij", labels[:, :, None] == labels[:, None, :], weights)
        best: Ints = labels[np.arange(len(rows)), votes.argmax(axis=1)]
        return best

    def _support(self, rows: Floats, labels: Ints, own: Ints) -> Floats:
        """Mean similarity of each row to the nearest few tickets of its label, itself left out; 0 without a label."""
        support = np.zeros(len(rows))
        for label, asking in enumerate(members(labels)):
            others = self._members[label]
            for start in range(0, len(asking), BLOCK):
                part = asking[start : start + BLOCK]
                similarity = rows[part] @ self._rows[others].T
                similarity[others == own[part, None]] = -1.0
                count = min(self.min_size - 1, max(1, len(others) - 1))
                support[part] = np.partition(similarity, -count, axis=1)[:, -count:].mean(axis=1)
        return support
