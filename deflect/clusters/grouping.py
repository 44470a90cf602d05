"""Which tickets ask the same: known questions grow by new tickets, or all are found anew, within each language."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.finding.find import QuestionClusterer
from deflect.clusters.finding.telling import telling
from deflect.clusters.following.assign import Assigner
from deflect.clusters.following.drift import Drift, Newcomers, drift, newcomers
from deflect.clusters.following.known import Known
from deflect.clusters.following.steady import steady
from deflect.config import ClusterSettings
from deflect.models import without_language
from deflect.types import CleanTicket

Ints = NDArray[np.int64]

FEW = 30
"""Tickets of a language below which it counts as read: so few do not tell."""

MOST_ALIKE = 0.45
"""Mean cosine similarity of a language's tickets, 0 to 1, above which the encoder does not read it: higher claims more
questions in poorly read languages, with lower precision."""

OTHER_BASIS = "found the questions anew: the settings, the model or deflect itself changed"


@dataclass(frozen=True, slots=True)
class Grouping:
    """The tickets of each question.

    Attributes:
        groups: Positions of the tickets of each question.
        drift: Whether the questions were found anew, and why.
    """

    groups: list[Ints]
    drift: Drift


@dataclass(frozen=True, slots=True)
class Part:
    """Tickets whose languages the encoder reads alike; only they can ask the same question.

    Attributes:
        places: (n,) their positions among all tickets.
        vectors: (n, d) of their questions.
        answers: (n, d) of what agents answered, zeros where nobody did.
        earlier: (n,) the question of each in the run before, 0 upwards; -1 for none and for new ones.
        new: (n,) whether each came after the questions were found.
        placed: (n,) whether the run before placed it, in a question or in none.
    """

    places: Ints
    vectors: NDArray[np.float32]
    answers: NDArray[np.float32]
    earlier: Ints
    new: NDArray[np.bool_]
    placed: NDArray[np.bool_]


def group(
    tickets: Sequence[CleanTicket],
    vectors: NDArray[np.float32],
    answers: NDArray[np.float32],
    settings: ClusterSettings,
    *,
    known: Known,
    basis: str,
    aligned: Set[str],
) -> Grouping:
    """Put the tickets that ask the same together.

    Args:
        tickets: n tickets.
        vectors: (n, d) unit rows, one for each ticket's question.
        answers: (n, d) unit rows, one for each ticket's answer; zeros where nobody answered.
        settings: Smallest size and granularity.
        known: Of the run before.
        basis: Hash of what finding questions depends on besides tickets.
        aligned: Languages in which the encoder gives the same question nearly the same vector.

    Returns:
        Positions of the tickets of each question, by language, and whether all questions were found anew.
    """
    unread = unread_languages(tickets, vectors, aligned)
    places = by_language(tickets, aligned)
    labels, since = known.labels, set(known.since)
    parts = [
        _part(own, tickets, vectors, answers, labels, since)
        for language, own in places.items()
        if language not in unread
    ]
    if known.basis != basis:
        reason = OTHER_BASIS if known.clusters else drift([]).reason
        return Grouping(_found([_anew(part, settings) for part in parts], parts), Drift(True, reason))
    grown = [_grown(part, settings.min_size) for part in parts]
    found = drift([newcomer for _, newcomer in grown], min_size=settings.min_size)
    if not found.refit:
        return Grouping(_found([placed for placed, _ in grown], parts), found)
    size = settings.min_size
    refit = [
        steady(_anew(part, settings), _packed(part.earlier), part.vectors, min_size=size, new=part.new)
        for part in parts
    ]
    return Grouping(_found(refit, parts), found)


def by_language(tickets: Sequence[CleanTicket], aligned: Set[str] = frozenset()) -> dict[str, Ints]:
    """Positions of the tickets of each language, those of aligned languages together under the first of them."""
    shared = min(aligned, default="")
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, ticket in enumerate(tickets):
        places[shared if ticket.language in aligned else ticket.language].append(place)
    return {language: np.array(places[language]) for language in sorted(places)}


def unread_languages(
    tickets: Sequence[CleanTicket], vectors: NDArray[np.float32], aligned: Set[str] = frozenset()
) -> dict[str, int]:
    """Count the tickets in languages that the encoder hardly tells texts of apart.

    Args:
        tickets: n tickets.
        vectors: (n, d) unit rows, one for each ticket's question.
        aligned: Languages that the encoder is known to read.

    Returns:
        Tickets by language. A language is unread if two of its tickets have on average a cosine similarity of over
        `MOST_ALIKE`.
    """
    places = by_language(tickets)
    return {
        language: len(own) for language, own in places.items() if language not in aligned and not _is_read(vectors[own])
    }


def _is_read(vectors: NDArray[np.float32]) -> bool:
    mean = vectors.mean(axis=0, dtype=np.float64)
    return len(vectors) < FEW or float(mean @ mean) <= MOST_ALIKE


def _part(
    places: Ints,
    tickets: Sequence[CleanTicket],
    vectors: NDArray[np.float32],
    answers: NDArray[np.float32],
    labels: Mapping[str, int],
    since: Set[str],
) -> Part:
    refs = [tickets[place].id for place in places]
    languages = [tickets[place].language for place in places]
    return Part(
        places,
        without_language(vectors[places], languages) if len(set(languages)) > 1 else vectors[places],
        answers[places],
        np.array([labels.get(ref, -1) for ref in refs]),
        np.array([ref not in labels or ref in since for ref in refs]),
        np.array([ref in labels for ref in refs]),
    )


def _anew(part: Part, settings: ClusterSettings) -> Ints:
    clusterer = QuestionClusterer(min_size=settings.min_size, granularity=settings.granularity)
    return clusterer.fit_predict(part.vectors, answers=telling(part.vectors, part.answers))


def _grown(part: Part, min_size: int) -> tuple[Ints, Newcomers]:
    """Place the tickets that no run has placed; count all that came since the questions were found."""
    old = ~part.new
    if not old.any():
        count = int(part.new.sum())
        return part.earlier, Newcomers(0, count, count, 0, 0, count if count >= min_size else 0)
    assigner = Assigner.learn(part.vectors[old], _packed(part.earlier[old]), min_size=min_size)
    asked = np.unique(part.earlier[old & (part.earlier >= 0)])
    fresh = part.new & ~part.placed
    labels = part.earlier.copy()
    if fresh.any() and len(asked):
        given = assigner.assign(part.vectors[fresh])
        labels[fresh] = np.where(given >= 0, asked[given], -1)
    return labels, newcomers(assigner, part.vectors[part.new], labels[part.new])


def _packed(labels: Ints) -> Ints:
    """Number the labels of one part from 0, -1 as it is."""
    _, packed = np.unique(np.append(labels, -1), return_inverse=True)
    return packed[:-1] - 1


def _found(labels: Sequence[Ints], parts: Sequence[Part]) -> list[Ints]:
    return [
        part.places[own == number]
        for own, part in zip(labels, parts, strict=True)
        for number in np.unique(own[own >= 0])
    ]
