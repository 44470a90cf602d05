"""A small made-up past, and an encoder whose vectors can be worked out by hand."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from deflect.types import Article, CleanTicket, Cluster, Trend

DIMENSION = 4096
START = datetime(2024, 1, 1, tzinfo=UTC)

TOPICS = {
    "licence": "licence key activation rejected expired renew",
    "invoice": "invoice download billing receipt tax company",
    "booking": "booking calendar double slot availability sync",
    "mail": "notification smtp sender delivery spam folder",
}


class BagEncoder:
    """Each word is one of `DIMENSION` axes; a text is the unit sum of its words' axes."""

    name = "bag"
    fingerprint = "bag"
    dimension = DIMENSION
    max_tokens = 256

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        rows = np.zeros((len(texts), DIMENSION), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.lower().split():
                row[zlib.crc32(word.strip("?.,:!").encode()) % DIMENSION] += 1
        rows[~rows.any(axis=1), 0] = 1
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)


def ticket(
    number: int, question: str, *, articles: tuple[str, ...] = (), language: str = "en", customer: str = ""
) -> CleanTicket:
    """The ticket that came in `number` hours after the start."""
    return CleanTicket(
        id=f"test:{number}",
        subject="",
        question=question,
        answer=None,
        agent=None,
        customer=customer or f"customer-{number}",
        language=language,
        created_at=START + timedelta(hours=number),
        solved=True,
        articles=articles,
    )


def article(slug: str, answer: str = "", **more: object) -> Article:
    """An article about one of `TOPICS`, or about its own slug."""
    words = TOPICS.get(slug, slug)
    fields: dict[str, object] = {
        "title": slug.capitalize(),
        "question": f"{words}?",
        "answer": answer or f"Open the {slug} page.",
        "cluster_id": f"c-{slug}",
        "state": "validated",
    }
    return Article(id=slug, slug=slug, **(fields | more))  # type: ignore[arg-type]


def cluster(slug: str, members: Sequence[str]) -> Cluster:
    """The recurring question that `article(slug)` was drafted from."""
    return Cluster(f"c-{slug}", tuple(members), tuple(members[:1]), slug, "en", 0.8, len(members), Trend((), ()))


def asked(count: int, *, seed: int = 0) -> list[tuple[str, str]]:
    """`count` questions, each three words of a topic and a word of its own, with the topic."""
    random = np.random.default_rng(seed)
    found = []
    for number in range(count):
        topic = sorted(TOPICS)[int(random.integers(len(TOPICS)))]
        words = random.choice(TOPICS[topic].split(), size=3, replace=False)
        found.append((topic, " ".join([*words, f"own{seed}x{number}"])))
    return found


def past(count: int = 120, *, seed: int = 0) -> tuple[list[CleanTicket], list[Cluster], list[Article]]:
    """Tickets on all topics, their recurring questions and an article for each."""
    questions = asked(count, seed=seed)
    tickets = [ticket(number, text) for number, (_, text) in enumerate(questions)]
    clusters = [
        cluster(topic, [f"test:{number}" for number, (own, _) in enumerate(questions) if own == topic])
        for topic in TOPICS
    ]
    return tickets, clusters, [article(topic) for topic in TOPICS]
