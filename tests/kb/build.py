"""Builders of tickets, clusters and articles, so that a test says only what it is about."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from deflect.types import Article, CleanTicket, Cluster, Sentence, Trend


def ticket(number: int, answer: str | None, agent: str | None = "a1", **more: Any) -> CleanTicket:
    given: dict[str, Any] = {
        "id": f"shop:{number}",
        "subject": "",
        "question": f"How do I get my calendar back, number {number}?",
        "answer": answer,
        "agent": agent,
        "customer": f"c{number}",
        "language": "en",
        "created_at": datetime(2026, 3, 1, tzinfo=UTC),
        "solved": True,
    }
    return CleanTicket(**{**given, **more})


def cluster(tickets: Iterable[CleanTicket], label: str = "Why is the calendar blank?", **more: Any) -> Cluster:
    refs = tuple(each.id for each in tickets)
    given: dict[str, Any] = {
        "id": "q7",
        "member_ids": refs,
        "exemplar_ids": refs[:6],
        "label": label,
        "language": "en",
        "cohesion": 0.8,
        "customers": len(refs),
        "trend": Trend((), ()),
    }
    return Cluster(**{**given, **more})


def article(cluster_id: str = "q1", *sentences: str, title: str = "Reset the calendar", **more: Any) -> Article:
    """A draft whose answer is one sentence a line, each supported by one ticket."""
    said = sentences or ("Open the settings.", "Press Reset.", "Wait a minute.")
    given: dict[str, Any] = {
        "id": cluster_id,
        "slug": "reset-the-calendar",
        "title": title,
        "question": title,
        "answer": "\n".join(said),
        "cluster_id": cluster_id,
        "evidence": tuple(Sentence(text, (f"shop:{n}",)) for n, text in enumerate(said)),
        "tickets": 5,
    }
    return Article(**{**given, **more})


def dispute(newer: int = 1) -> list[dict[str, object]]:
    """Two answers that contradict each other, as front matter holds them."""
    stance = {"tickets": 3, "agents": 2, "first": "2026-01-01", "last": "2026-02-01"}
    return [{"kind": "contradiction", "stances": [stance, stance], "newer": newer, "supported": 1}]


def asking(*questions: str) -> list[CleanTicket]:
    """A ticket nobody answered for each question."""
    return [ticket(number, None, question=text) for number, text in enumerate(questions)]
