"""Answers given before: what agents have ready needs no finding out, whether its question was found or not."""

from __future__ import annotations

from collections.abc import Sequence

from deflect.cleaning.boilerplate import pieces
from deflect.types import CleanTicket

CUSTOMERS = 3
"""Different customers who got a sentence for it to count as ready. Higher: fewer answers count as repeated."""

MOST_OF_IT = 0.5
"""Share of an answer's letters in such sentences from which on it is repeated. Higher: fewer answers are; much
lower, and greetings and closings alone would do."""


def repeated_answers(tickets: Sequence[CleanTicket]) -> frozenset[str]:
    """Refs of the tickets whose answer was given to other customers too, at least half of it word for word."""
    said = {ticket.id: _sentences(ticket.answer) for ticket in tickets if ticket.answer}
    readers: dict[int, set[str]] = {}
    for ticket in tickets:
        for key in said.get(ticket.id, {}):
            got = readers.setdefault(key, set())
            if len(got) < CUSTOMERS:
                got.add(ticket.customer)
    ready = {key for key, got in readers.items() if len(got) >= CUSTOMERS}
    return frozenset(ref for ref, own in said.items() if _share(own, ready) >= MOST_OF_IT)


def _sentences(answer: str) -> dict[int, int]:
    """Letters of each sentence, by its key."""
    return {key: letters for _, key, letters in pieces(answer) if letters}


def _share(own: dict[int, int], ready: set[int]) -> float:
    whole = sum(own.values())
    return sum(letters for key, letters in own.items() if key in ready) / whole if whole else 0.0
