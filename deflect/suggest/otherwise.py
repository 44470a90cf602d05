"""Which tickets of a recurring question were answered otherwise than the question's other tickets.

Recurring questions are found by what customers write, and the same words decide which article a new ticket gets: held
to its recurring question alone, an answer is right because it was found the way it is judged. What the agent answered
is independent of that. A ticket counts as having been answered otherwise unless its answer is nearer to those that the
question's other tickets got than nearly all answers to other questions are.
"""

from __future__ import annotations

import dataclasses
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.types import CleanTicket, Cluster

ALIKE_BY_CHANCE = 0.01
"""Share of the answers to other questions that come as near. Lower finds more tickets answered otherwise: confidence is
fitted to fewer right answers, which raises precision and lowers coverage."""

FEWEST_OTHERS = 2
"""Answers that the question's other tickets must have got for it to be told."""

FEWEST_ELSEWHERE = round(1 / ALIKE_BY_CHANCE)
"""Comparisons with other questions that it takes to tell what comes by chance."""

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class _Answered:
    """Tickets of recurring questions in one language that an agent answered.

    Attributes:
        refs: n refs.
        own: (n,) position of each one's question.
        vectors: (n, d) unit rows of the answers.
        sums: (q, d) of the answers to each question.
        counts: (q,) how many.
    """

    refs: Sequence[str]
    own: NDArray[np.int64]
    vectors: Floats
    sums: Floats
    counts: NDArray[np.int64]


def answered_otherwise(tickets: Iterable[CleanTicket], clusters: Sequence[Cluster], encode: Encode) -> frozenset[str]:
    """Name the tickets whose answer is unlike those to the same recurring question.

    Args:
        tickets: Those of no question, and those that nobody answered, are left out.
        clusters: Recurring questions.
        encode: Texts to (m, d) unit rows.

    Returns:
        Their refs; those of which it cannot be told are not among them.
    """
    place = {ref: at for at, cluster in enumerate(clusters) for ref in cluster.member_ids}
    asked = [ticket for ticket in tickets if ticket.answer and ticket.id in place]
    if not asked:
        return frozenset()
    vectors = encode([ticket.answer or "" for ticket in asked]).astype(np.float64)
    languages: defaultdict[str, list[int]] = defaultdict(list)
    for at, ticket in enumerate(asked):
        languages[clusters[place[ticket.id]].language].append(at)
    return frozenset(
        ref
        for rows in languages.values()
        for ref in _unlike(_answered([asked[at].id for at in rows], place, vectors[rows]))
    )


def without(clusters: Sequence[Cluster], refs: frozenset[str]) -> list[Cluster]:
    """The questions without some of their tickets."""
    return [
        dataclasses.replace(each, member_ids=tuple(ref for ref in each.member_ids if ref not in refs))
        for each in clusters
    ]


def _answered(refs: Sequence[str], place: dict[str, int], vectors: Floats) -> _Answered:
    _, own, counts = np.unique([place[ref] for ref in refs], return_inverse=True, return_counts=True)
    sums = np.zeros((len(counts), vectors.shape[1]))
    np.add.at(sums, own, vectors)
    return _Answered(refs, own, vectors, sums, counts)


def _unlike(found: _Answered) -> list[str]:
    others = found.counts[found.own] - 1
    told = others >= FEWEST_OTHERS
    elsewhere = _elsewhere(found)
    if len(elsewhere) < FEWEST_ELSEWHERE:
        return []
    least = float(np.quantile(elsewhere, 1 - ALIKE_BY_CHANCE))
    near = _cosines(found.vectors, found.sums[found.own] - found.vectors)
    return [ref for ref, known, similarity in zip(found.refs, told, near, strict=True) if known and similarity < least]


def _elsewhere(found: _Answered) -> Floats:
    """How near each answer is to the middle of those to each other question."""
    lengths = np.maximum(np.linalg.norm(found.sums, axis=1), 1e-12)
    similarities = found.vectors @ (found.sums / lengths[:, None]).T
    others: Floats = similarities[np.arange(len(found.counts)) != found.own[:, None]]
    return others


def _cosines(rows: Floats, others: Floats) -> Floats:
    cosines: Floats = (rows * others).sum(axis=1) / np.maximum(np.linalg.norm(others, axis=1), 1e-12)
    return cosines
