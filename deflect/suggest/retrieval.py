"""From the entries nearest to a question to the articles they vote for, with what speaks for each.

Vectors and words each find the nearest entries and weigh them by how far they stand out from the last of them. The
weights of both are added up per article (fusion), so that one very near ticket and many fairly near ones both count.
Entries that vote for no article take their part of the total: a question among them gets no confident answer. What was
learned of each article as a whole joins in.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.suggest.entries import NO_ARTICLE
from deflect.suggest.profiles import Likeness

NEIGHBOURS = 200
WORD_SHARE = 0.5
CONSIDERED = 24
LEAST_CHANCE = 0.004

FEATURES = ("similarity", "votes", "words", "margin", "agreement", "centre", "learned")

Floats = NDArray[np.floating[Any]]
Ints = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Near:
    """Entries near a question, nearest first.

    Attributes:
        entries: (k,) positions.
        scores: (k,) cosine similarities or BM25 scores, descending.
    """

    entries: Ints
    scores: Floats


@dataclass(frozen=True, slots=True)
class Ranking:
    """Articles that entries near a question vote for, best first by fused votes.

    Attributes:
        targets: (m,) positions of the articles, m at most the number considered.
        fused: (m,) share of the votes and, where a regression was learned, its chances, descending.
        features: (m, len(`FEATURES`)) what speaks for each: highest similarity of an entry that votes for it; its share
            of the votes by vectors and by words, 0 to 1; how far its fused share is ahead of the best other one;
            the geometric mean of both shares; its centre's cosine similarity, 0 to 1; and the chance that the
            regression gives it, as its logarithm from 0 for `LEAST_CHANCE` or less to 1 for a chance of 1.
    """

    targets: Ints
    fused: Floats
    features: Floats


def by_vectors(entries: Ints, similarities: Floats) -> Near:
    """Put what an index found in an order that does not depend on it: of equally near entries, the first comes first.

    Args:
        entries: (k,) positions; negative ones, which stand for nothing found, are dropped.
        similarities: (k,) cosine similarities.
    """
    order = np.lexsort((entries, -similarities))
    order = order[entries[order] >= 0]
    return Near(entries[order], similarities[order])


def by_words(scores: Floats, count: int = NEIGHBOURS) -> Near:
    """Keep the entries that share words with a question.

    Args:
        scores: (n,) BM25 scores.
        count: Keep at most this many.
    """
    # Of a hundred thousand numbers, finding those that are not zero takes three times as long as of truth values.
    found = np.flatnonzero(scores != 0)
    if len(found) > count:
        shared = scores[found]
        found = found[shared >= np.partition(shared, -count)[-count]]
    order = found[np.argsort(-scores[found], kind="stable")[:count]]
    return Near(order, scores[order])


def rank(
    near: Near,
    words: Near,
    votes: NDArray[np.int32],
    likeness: Likeness | None = None,
    considered: int = CONSIDERED,
) -> Ranking:
    """Count the votes of the entries near a question, and join what was learned of each article as a whole.

    Args:
        near: Nearest entries by vectors.
        words: Nearest entries by words; may be empty.
        votes: (n, v) targets that each entry votes for, `NO_ARTICLE` where it has fewer.
        likeness: Of all targets to the question; None where nothing was learned of them.
        considered: Return at most this many articles.
    """
    likeness = likeness or _no_likeness(votes)
    count = len(likeness.chances)
    near_given, words_given = _given(near, votes), _given(words, votes)
    targets = np.flatnonzero(near_given.counted(count) | words_given.counted(count))
    dense = near_given.shares(count)[targets]
    shared = words_given.shares(count)[targets]
    fused = _fused(dense, shared, likeness.chances[targets])
    order = np.argsort(-fused, kind="stable")[:considered]
    best = targets[order]
    features = [
        near_given.highest(count)[best],
        dense[order],
        shared[order],
        _margins(fused)[order],
        np.sqrt(dense[order] * shared[order]),
        np.clip(likeness.centres(best), 0, 1),
        _logarithmic(likeness.chances[best]),
    ]
    return Ranking(best, fused[order], np.stack(features, axis=1))


def _no_likeness(votes: NDArray[np.int32]) -> Likeness:
    count = int(votes.max(initial=NO_ARTICLE)) + 1
    return Likeness(lambda targets: np.zeros(len(targets)), np.zeros(count))


def _fused(dense: Floats, shared: Floats, chances: Floats) -> Floats:
    learned = float(chances.any())
    fused: Floats = (dense + WORD_SHARE * shared + chances) / (1 + WORD_SHARE + learned)
    return fused


def _logarithmic(chances: Floats) -> Floats:
    spread: Floats = 1 - np.log(np.maximum(chances, LEAST_CHANCE)) / np.log(LEAST_CHANCE)
    return spread


def weights(scores: Floats) -> Floats:
    """How much each of the nearest entries counts: 1 for the first, 0 for the last, falling with the square between.

    Args:
        scores: (k,) descending. If all are equal, all count 1.
    """
    if not len(scores):
        return np.zeros(0)
    span = float(scores[0] - scores[-1])
    if span <= 0:
        return np.ones(len(scores))
    weight: Floats = ((scores - scores[-1]) / span) ** 2
    return weight


@dataclass(frozen=True, slots=True)
class _Given:
    """The votes of the entries near a question, one after the other.

    Attributes:
        targets: (v,) what each is for.
        scores: (v,) of the entry that gives it.
        weights: (v,) of that entry.
        total: Weight of all entries, those that vote for nothing included.
    """

    targets: Ints
    scores: Floats
    weights: Floats
    total: float

    def counted(self, count: int) -> NDArray[np.bool_]:
        """Which of all targets have a vote."""
        found = np.zeros(count, dtype=bool)
        found[self.targets] = True
        return found

    def shares(self, count: int) -> Floats:
        """Each target's part of the total."""
        share: Floats = np.bincount(self.targets, weights=self.weights, minlength=count) / max(self.total, 1e-12)
        return share

    def highest(self, count: int) -> Floats:
        """The best score of an entry that votes for each target, 0 where none does."""
        best = np.zeros(count)
        np.maximum.at(best, self.targets, self.scores)
        return best


def _given(near: Near, votes: NDArray[np.int32]) -> _Given:
    every, weight = votes[near.entries], weights(near.scores)
    rows, columns = np.nonzero(every != NO_ARTICLE)
    return _Given(every[rows, columns], near.scores[rows].astype(np.float64), weight[rows], float(weight.sum()))


def _margins(fused: Floats) -> Floats:
    if len(fused) < 2:
        return fused.copy()
    second, first = np.partition(fused, -2)[-2:]
    margins: Floats = np.where(fused == first, first - second, fused - first)
    return margins
