"""From clean tickets and their vectors to the recurring questions, as clusters with labels, ids and trends."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.clusters import identity, label
from deflect.clusters.find import QuestionClusterer
from deflect.config import ClusterSettings
from deflect.types import CleanTicket, Cluster, Trend

Encode = Callable[[Sequence[str]], NDArray[np.float32]]

EXEMPLARS = 5
FEW = 30
MOST_ALIKE = 0.5


def find_questions(
    tickets: Sequence[CleanTicket],
    vectors: NDArray[np.float32],
    encode: Encode,
    settings: ClusterSettings,
    previous: Sequence[Cluster] = (),
) -> tuple[Cluster, ...]:
    """Find the questions that recur, within each language, largest first.

    Languages are kept apart because an article is written in one, and because an encoder that knows one language
    places all tickets of another near each other, whatever they ask. In a language it hardly reads, no question is
    claimed; see `unread_languages`.

    Args:
        tickets: n tickets.
        vectors: (n, d) unit rows, one for each ticket's question.
        encode: Turns sentences into (m, d) unit rows, for labels.
        settings: Smallest size and granularity.
        previous: Clusters of the run before; a question that continues one keeps its id and label.

    Returns:
        Clusters, the one with the most tickets first.
    """
    groups = _groups(tickets, vectors, settings)
    refs = [[tickets[place].id for place in group] for group in groups]
    earlier = identity.match(refs, previous)
    taken = {cluster.id for cluster in previous}
    ids = [old.id if old else identity.new_id(group, taken) for group, old in zip(refs, earlier, strict=True)]
    labels = _labels(tickets, vectors, groups, earlier, encode)
    found = [
        _describe(name, text, [tickets[place] for place in group], vectors[group])
        for name, text, group in zip(ids, labels, groups, strict=True)
    ]
    return tuple(sorted(found, key=lambda cluster: (-len(cluster.member_ids), cluster.id)))


def unread_languages(tickets: Sequence[CleanTicket], vectors: NDArray[np.float32]) -> dict[str, int]:
    """Count the tickets in languages that the encoder hardly tells texts of apart.

    Args:
        tickets: n tickets.
        vectors: (n, d) unit rows, one for each ticket's question.

    Returns:
        Tickets by language. A language is unread if two of its tickets have on average a cosine similarity of over
        `MOST_ALIKE`: a higher limit claims more questions in poorly read languages, with lower precision.
    """
    places = _by_language(tickets)
    return {language: len(own) for language, own in places.items() if not _is_read(vectors[own])}


def _is_read(vectors: NDArray[np.float32]) -> bool:
    mean = vectors.mean(axis=0, dtype=np.float64)
    return len(vectors) < FEW or float(mean @ mean) <= MOST_ALIKE


def _by_language(tickets: Sequence[CleanTicket]) -> dict[str, NDArray[np.int64]]:
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, ticket in enumerate(tickets):
        places[ticket.language].append(place)
    return {language: np.array(places[language]) for language in sorted(places)}


def _groups(
    tickets: Sequence[CleanTicket], vectors: NDArray[np.float32], settings: ClusterSettings
) -> list[NDArray[np.int64]]:
    groups = []
    for own in _by_language(tickets).values():
        if not _is_read(vectors[own]):
            continue
        clusterer = QuestionClusterer(min_size=settings.min_size, granularity=settings.granularity)
        labels = clusterer.fit_predict(vectors[own])
        groups += [_nearest_first(own[labels == number], vectors) for number in range(labels.max(initial=-1) + 1)]
    return groups


def _nearest_first(group: NDArray[np.int64], vectors: NDArray[np.float32]) -> NDArray[np.int64]:
    similarity = vectors[group] @ vectors[group].mean(axis=0)
    nearest: NDArray[np.int64] = group[np.argsort(-similarity, kind="stable")]
    return nearest


def _labels(
    tickets: Sequence[CleanTicket],
    vectors: NDArray[np.float32],
    groups: Sequence[NDArray[np.int64]],
    earlier: Sequence[Cluster | None],
    encode: Encode,
) -> list[str]:
    members = [[tickets[place] for place in group] for group in groups]
    everywhere = label.spoken(tickets)
    choices = [[] if old else label.candidates(own, everywhere) for own, old in zip(members, earlier, strict=True)]
    encoded = encode([sentence for sentences in choices for sentence in sentences])
    ends = np.cumsum([len(sentences) for sentences in choices])
    usual = {language: vectors[own].mean(axis=0) for language, own in _by_language(tickets).items()}
    labels = []
    for number, (own, old, sentences) in enumerate(zip(members, earlier, choices, strict=True)):
        if old:
            labels.append(old.label)
        elif not sentences:
            labels.append(label.shortened(own[0].question))
        else:
            subjects = frozenset(label.subject_line(ticket) for ticket in own)
            part = encoded[ends[number] - len(sentences) : ends[number]]
            centre = vectors[groups[number]].mean(axis=0)
            # What customers write about everything, such as how urgent it is, lies near the mean and says little.
            mean = usual[own[0].language] if len(groups) > 1 else np.zeros_like(centre)
            labels.append(label.choose(sentences, _apart(part, mean), centre - mean, subjects))
    return labels


def _apart(vectors: NDArray[np.float32], mean: NDArray[np.float32]) -> NDArray[np.float32]:
    """Unit rows relative to a mean; zeros where a row is the mean itself."""
    rows = vectors - mean
    apart: NDArray[np.float32] = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return apart


def _describe(name: str, text: str, members: Sequence[CleanTicket], vectors: NDArray[np.float32]) -> Cluster:
    centre = vectors.mean(axis=0)
    similarity = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    return Cluster(
        id=name,
        member_ids=tuple(ticket.id for ticket in members),
        exemplar_ids=_exemplars(members),
        label=text,
        language=members[0].language,
        cohesion=round(float(np.clip(similarity.mean(), 0.0, 1.0)), 4),
        customers=len({ticket.customer for ticket in members}),
        trend=monthly([ticket.created_at for ticket in members]),
    )


def _exemplars(members: Sequence[CleanTicket]) -> tuple[str, ...]:
    """The nearest members whose wording differs."""
    seen: set[str] = set()
    found = []
    for ticket in members:
        words = " ".join(ticket.question.lower().split())
        if words not in seen:
            seen.add(words)
            found.append(ticket.id)
    return tuple(found[:EXEMPLARS])


def monthly(moments: Sequence[datetime]) -> Trend:
    """Count moments by calendar month (UTC), from the first to the last, months without any included."""
    counts = Counter((moment.year, moment.month) for moment in moments)
    (year, month), last = min(counts), max(counts)
    months: list[Any] = []
    while (year, month) <= last:
        months.append((year, month))
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    return Trend(tuple(f"{y:04d}-{m:02d}" for y, m in months), tuple(counts[each] for each in months))
