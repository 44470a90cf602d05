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
    found = np.flatnonzero(scores)
    if len(found) > count:
        least = np.partition(scores[found], -count)[-count]
        found = found[scores[found] >= least]
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
    dense_votes, word_votes = votes[near.entries], votes[words.entries]
    likeness = likeness or _no_likeness(votes)
    targets = np.unique(np.concatenate([dense_votes.ravel(), word_votes.ravel()]))
    targets = targets[targets != NO_ARTICLE]
    dense = _shares(near, dense_votes, targets)
    shared = _shares(words, word_votes, targets)
    fused = _fused(dense, shared, likeness.chances[targets])
    features = [
        _highest(near, dense_votes, targets),
        dense,
        shared,
        _margins(fused),
        np.sqrt(dense * shared),
        np.clip(likeness.centres[targets], 0, 1),
        _logarithmic(likeness.chances[targets]),
    ]
    order = np.argsort(-fused, kind="stable")[:considered]
    return Ranking(targets[order], fused[order], np.stack(features, axis=1)[order])


def _no_likeness(votes: NDArray[np.int32]) -> Likeness:
    count = int(votes.max(initial=NO_ARTICLE)) + 1
    return Likeness(np.zeros(count), np.zeros(count))


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


def _shares(near: Near, votes: NDArray[np.int32], targets: Ints) -> Floats:
    """Each target's part of the weight of all entries, those that vote for nothing included."""
    weight = weights(near.scores)
    given, places = _given(votes, targets)
    counted = np.bincount(places, weights=weight[given], minlength=len(targets))
    share: Floats = counted / max(float(weight.sum()), 1e-12)
    return share


def _highest(near: Near, votes: NDArray[np.int32], targets: Ints) -> Floats:
    best = np.zeros(len(targets))
    given, places = _given(votes, targets)
    np.maximum.at(best, places, near.scores[given].astype(np.float64))
    return best


def _given(votes: NDArray[np.int32], targets: Ints) -> tuple[Ints, Ints]:
    """Rows that vote, once for each vote, and where in `targets` each vote goes."""
    rows, columns = np.nonzero(votes != NO_ARTICLE)
    return rows, np.searchsorted(targets, votes[rows, columns])


def _margins(fused: Floats) -> Floats:
    if len(fused) < 2:
        return fused.copy()
    second, first = np.partition(fused, -2)[-2:]
    margins: Floats = np.where(fused == first, first - second, fused - first)
    return margins
