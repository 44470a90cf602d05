"""What each part of the ranking adds, each way having all that the one before it has.

The nearest earlier ticket with a link, by vectors alone and by words alone; both; all near tickets voting, those
without a link included; what was learned of each article as a whole; and the re-ranker, which is deflect as it runs.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from unittest import mock

import numpy as np
from numpy.typing import NDArray

from benchmarks.suggest.outcomes import Floats, Outcome, by_scores, ordered
from deflect.suggest import calibration, entries, profiles, replay, words
from deflect.suggest.profiles import Profiles
from deflect.suggest.replay import History, Replayed
from deflect.suggest.retrieval import FEATURES

CANDIDATES = 5
RANK_OFFSET = 60
"""As Cormack, Clarke and Büttcher have it ("Reciprocal Rank Fusion", 2009)."""


@dataclass(frozen=True)
class Nothing:
    """Later tickets asked, and the replays that confidence is fitted on, with neither centres nor a regression."""

    asked: Replayed
    fitted: Sequence[Replayed]


def ways(past: History, split: int, found: Replayed, plain: Nothing, ours: Outcome) -> dict[str, Outcome]:
    """Rank the articles of later tickets with ever more of deflect.

    Args:
        past: All tickets.
        split: Position of the first later one.
        found: What deflect found for those.
        plain: The same with nothing learned.
        ours: What deflect's ranking gave.
    """
    votes = entries.vote_table(entries.ticket_votes(past.tickets[:split], found.targets, [], []))
    dense, shared = nearest(by_vectors(past, split, found), votes), nearest(by_words(past, split, found), votes)
    return {
        "dense only": by_scores(found, dense),
        "BM25 only": by_scores(found, shared),
        "both, by rank": by_scores(found, _by_rank(dense) + _by_rank(shared)),
        "+ evidence votes": ordered(plain.asked, lambda at: plain.asked.rankings[at].fused),
        "+ what was learned of each article": ordered(found, lambda at: found.rankings[at].fused),
        "+ re-ranker (ours)": ours,
    }


def nothing_learned(past: History, split: int, stretches: Sequence[tuple[int, int]]) -> Nothing:
    """Replay without what is learned of each article as a whole."""
    with mock.patch.object(profiles, "learn", _learn_nothing):
        return Nothing(replay.replay(past, split), [replay.replay(past.until(end), start) for start, end in stretches])


def reranked(fitted: Sequence[Replayed], asked: Replayed, without: Sequence[str] = ()) -> Outcome:
    """Order candidates by confidence, fitted on earlier stretches, some features left out."""
    kept = np.array([name not in without for name in FEATURES])
    rows = [ranking.features[:CANDIDATES] * kept for each in fitted for ranking in each.rankings]
    right = [each.right(at)[:CANDIDATES] for each in fitted for at in range(len(each.tickets))]
    known = calibration.fit(rows, right)
    return ordered(asked, lambda at: known.confidence(asked.rankings[at].features * kept))


def by_vectors(past: History, split: int, found: Replayed) -> Floats:
    """(n, split) cosine similarities of the tickets asked to all earlier ones."""
    similarities: Floats = past.vectors[_places(past, found)] @ past.vectors[:split].T
    return similarities


def by_words(past: History, split: int, found: Replayed) -> Floats:
    """(n, split) BM25 scores of the tickets asked against all earlier ones."""
    posted = words.build(past.hashes[:split])
    return np.stack([posted.score_hashes(past.hashes[at]) for at in _places(past, found)])


def nearest(similarities: Floats, votes: NDArray[np.int32]) -> Floats:
    """(n, targets) for each target the highest similarity of an earlier ticket that votes for it, 0 if none does."""
    best = np.zeros((len(similarities), int(votes.max(initial=-1)) + 1))
    for target, tickets in _voters(votes):
        best[:, target] = np.maximum(similarities[:, tickets].max(axis=1), 0)
    return best


def _voters(votes: NDArray[np.int32]) -> Iterator[tuple[int, NDArray[np.intp]]]:
    for target in np.unique(votes[votes >= 0]).tolist():
        yield target, np.flatnonzero((votes == target).any(axis=1))


def _by_rank(scores: Floats) -> Floats:
    ranks = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1, kind="stable")
    shares: Floats = 1 / (RANK_OFFSET + 1.0 + ranks)
    return shares


def _places(past: History, found: Replayed) -> list[int]:
    place = {ticket.id: at for at, ticket in enumerate(past.tickets)}
    return [place[each.id] for each in found.tickets]


def _learn_nothing(_: NDArray[np.int32], vectors: Floats, targets: int) -> Profiles:
    """Neither centres nor a regression: the near entries alone."""
    none = np.zeros((targets, vectors.shape[1]), dtype=np.float32)
    return Profiles(none, none[:0], np.zeros(0, dtype=np.float32))
