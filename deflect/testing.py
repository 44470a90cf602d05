"""What tests of deflect, and of what you build on it, can use instead of a model and real tickets."""

from __future__ import annotations

import hashlib
import random
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from deflect.types import Message, Requester, Ticket

_WORD = re.compile(r"\w+")

TOPICS: dict[str, tuple[tuple[str, ...], str]] = {
    "export": (
        (
            "How do I export all bookings to a spreadsheet file?",
            "Export of the bookings spreadsheet gives an empty file.",
        ),
        "Open Bookings > Export. Choose CSV and press Download.",
    ),
    "invoice": (
        ("Where is the invoice with our VAT number?", "The VAT number is missing on my invoice."),
        "Open Account > Invoices. Enter the VAT number and download the invoice again.",
    ),
    "calendar": (
        (
            "Google calendar sync stopped, new events do not appear in calendar.",
            "Calendar sync shows no events any more.",
        ),
        "Open Settings > Calendar. Press Reconnect and allow access to all events.",
    ),
    "captcha": (
        ("The captcha on the contact form is never accepted.", "Visitors say the form captcha cannot be solved."),
        "Open Forms > Captcha. Replace both keys and clear the cache.",
    ),
}


class HashEncoder:
    """An encoder without a model: each word has a fixed random direction, a text is the sum of its words'.

    Texts that share words are similar, nothing else is. Fast, deterministic, and good for tests only.
    """

    name = "hash"
    fingerprint = "hash-1"
    dimension = 64
    max_tokens = 512

    def encode(
        self, texts: Sequence[str], *, progress: Callable[[int, int], None] | None = None
    ) -> NDArray[np.float32]:
        """Encode texts; returns (n, 64) float32 unit rows."""
        rows = np.array([self._row(text) for text in texts], dtype=np.float32).reshape(-1, self.dimension)
        if progress:
            progress(len(texts), len(texts))
        return np.asarray(rows / np.linalg.norm(rows, axis=1, keepdims=True), dtype=np.float32)

    def _row(self, text: str) -> NDArray[np.float32]:
        words = _WORD.findall(text.lower()) or [""]
        return np.asarray(sum(_direction(word) for word in words), dtype=np.float32)


@lru_cache(maxsize=100_000)
def _direction(word: str) -> NDArray[np.float64]:
    seed = int.from_bytes(hashlib.blake2b(word.encode(), digest_size=4).digest(), "big")
    return np.random.default_rng(seed).normal(size=HashEncoder.dimension)


def small_desk(each: int = 8, strays: int = 12, seed: int = 0) -> list[Ticket]:
    """Make the tickets of a small support desk.

    Args:
        each: Tickets for each recurring question of `TOPICS`.
        strays: Tickets that recur with nothing.
        seed: The same seed gives the same tickets.
    """
    chance = random.Random(seed)  # noqa: S311 - reproducible, not secret
    tickets = [
        _ticket(f"{topic}-{number}", phrasings[number % len(phrasings)], answer, chance)
        for topic, (phrasings, answer) in TOPICS.items()
        for number in range(each)
    ]
    return tickets + [
        _ticket(f"stray-{number}", _nonsense(chance), "It is solved now.", chance) for number in range(strays)
    ]


def _nonsense(chance: random.Random) -> str:
    words = ["".join(chance.choices("bdfgklmnprstvz", k=3)) + "a" * (number % 2) for number in range(12)]
    return f"{' '.join(words).capitalize()}?"


def _ticket(name: str, question: str, answer: str, chance: random.Random) -> Ticket:
    created = datetime(2026, 1, 5, 9, tzinfo=UTC) + timedelta(hours=chance.randrange(24 * 200))
    customer = f"customer{chance.randrange(10_000)}"
    return Ticket(
        id=name,
        source="desk",
        created_at=created,
        subject=question[:40],
        status="solved",
        requester=Requester(id=customer, email=f"{customer}@example.org"),
        messages=(
            Message(
                "customer",
                f"{question} This happens since {chance.choice(['Monday', 'the update', 'today'])}.",
                created,
            ),
            Message("agent", answer, created + timedelta(hours=2), agent_id=chance.choice(["a", "b", "c"])),
        ),
    )
