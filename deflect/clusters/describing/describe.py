"""What is said of a recurring question: a label, keywords, exemplars, counts and a trend."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.describing import label, trend
from deflect.clusters.describing.minutes import total_minutes
from deflect.types import CleanTicket, Cluster, Standing, Trend

Encode = Callable[[Sequence[str]], NDArray[np.float32]]
Vectors = NDArray[np.float32]

EXEMPLARS = 5
ENOUGH = 3
"""Tickets in the workspace's language from which a question in several languages is told in it. Higher: more questions
are told in a language that most of their customers use, and fewer in the vendor's."""


@dataclass(frozen=True, slots=True)
class Draft:
    """A recurring question whose tickets are known, before it is described.

    Attributes:
        members: Its tickets, nearest to their centre first.
        vectors: (n, d) unit rows, one for each.
        label: What it is called; None if that is still to be found.
    """

    id: str
    members: Sequence[CleanTicket]
    vectors: Vectors
    label: str | None = None
    came_from: tuple[str, ...] = ()
    standing: Standing = "open"


@dataclass(frozen=True, slots=True)
class Desk:
    """All tickets, which those of a question are compared with.

    Attributes:
        tickets: n tickets.
        vectors: (n, d) unit rows, one for each.
        language: Of the workspace, ISO 639-1.
    """

    tickets: Sequence[CleanTicket]
    vectors: Vectors
    language: str


def described(drafts: Sequence[Draft], desk: Desk, encode: Encode) -> list[Cluster]:
    """Describe recurring questions.

    Args:
        drafts: Each with at least one ticket.
        desk: All tickets.
        encode: Turns sentences into (m, d) unit rows, for labels.
    """
    from deflect.clusters.describing.keywords import keywords

    labels = _labels(drafts, desk, encode)
    words = keywords([draft.members for draft in drafts], desk.tickets)
    by_week = trend.by_week(ticket.created_at for ticket in desk.tickets)
    newest = max((ticket.created_at for ticket in desk.tickets), default=datetime.now(UTC))
    return [
        _described(draft, text, own, _trend(draft, newest, by_week), _language(draft.members, desk.language))
        for draft, text, own in zip(drafts, labels, words, strict=True)
    ]


def _trend(draft: Draft, newest: datetime, by_week: Mapping[date, int]) -> Trend:
    return trend.weekly([ticket.created_at for ticket in draft.members], until=newest, everything=by_week)


def _described(draft: Draft, text: str, words: tuple[str, ...], course: Trend, language: str) -> Cluster:
    centre = draft.vectors.mean(axis=0)
    similarity = draft.vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    days = sorted(ticket.created_at.astimezone(UTC).date().isoformat() for ticket in draft.members)
    return Cluster(
        id=draft.id,
        member_ids=tuple(ticket.id for ticket in draft.members),
        exemplar_ids=_exemplars(draft.members),
        label=text,
        language=language,
        cohesion=round(float(np.clip(similarity.mean(), 0.0, 1.0)), 4),
        customers=len({ticket.customer for ticket in draft.members}),
        trend=course,
        keywords=words,
        first_seen=days[0],
        last_seen=days[-1],
        minutes=total_minutes(draft.members),
        came_from=draft.came_from,
        standing=draft.standing,
    )


def _language(members: Sequence[CleanTicket], workspace: str) -> str:
    counts = Counter(ticket.language for ticket in members)
    return workspace if counts[workspace] >= ENOUGH else counts.most_common(1)[0][0]


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


def _labels(drafts: Sequence[Draft], desk: Desk, encode: Encode) -> list[str]:
    everywhere = label.spoken(desk.tickets)
    told = [_told_in(draft.members, desk.language) for draft in drafts]
    choices = [
        [] if draft.label else label.candidates(own, everywhere) for draft, own in zip(drafts, told, strict=True)
    ]
    encoded = encode([sentence for sentences in choices for sentence in sentences])
    ends = np.cumsum([len(sentences) for sentences in choices])
    usual = _usual(desk)
    labels = []
    for number, (draft, own, sentences) in enumerate(zip(drafts, told, choices, strict=True)):
        part = encoded[ends[number] - len(sentences) : ends[number]]
        # What customers write about everything, such as how urgent it is, lies near the mean and says little.
        mean = usual[own[0].language] if len(drafts) > 1 else np.zeros_like(usual[own[0].language])
        labels.append(draft.label or _label(own, sentences, part, draft.vectors.mean(axis=0), mean))
    return labels


def _told_in(members: Sequence[CleanTicket], workspace: str) -> list[CleanTicket]:
    """The members in the language that the question is told in."""
    language = _language(members, workspace)
    return [ticket for ticket in members if ticket.language == language]


def _usual(desk: Desk) -> dict[str, Vectors]:
    languages = np.array([ticket.language for ticket in desk.tickets])
    return {str(each): desk.vectors[languages == each].mean(axis=0) for each in np.unique(languages)}


def _label(
    members: Sequence[CleanTicket], sentences: Sequence[str], vectors: Vectors, centre: Vectors, mean: Vectors
) -> str:
    if not sentences:
        return label.shortened(members[0].question)
    subjects = frozenset(label.subject_line(ticket) for ticket in members)
    return label.choose(sentences, _apart(vectors, mean), centre - mean, subjects)


def _apart(vectors: Vectors, mean: Vectors) -> Vectors:
    """Unit rows relative to a mean; zeros where a row is the mean itself."""
    rows = vectors - mean
    apart: Vectors = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
    return apart
