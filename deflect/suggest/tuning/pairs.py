"""Pairs of texts that a desk has for nothing: what was asked and answered, linked or merged before a moment.

Nothing of a ticket that came later, and nothing that was said later in an earlier ticket, is in a pair.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from deflect.models.tuning.training import Pair
from deflect.suggest.entries import LINKING_CUSTOMERS, linked_slugs, readable
from deflect.suggest.replay import History
from deflect.types import CleanTicket

TALK = ("answer", "thread", "duplicate")
"""Kinds that say what a conversation was about: question and answer; linked tickets; tickets merged into one."""

LINKS = ("article", "title")
"""Kinds that say which article was linked: two questions with the same one; a question and the article's title."""

COMPANIONS = 3
"""Later tickets with the same article that a ticket is paired with at most."""


@dataclass(frozen=True, slots=True)
class Thread:
    """A ticket that somebody tied to another: linked in a message, or merged into it.

    Attributes:
        ref: The ticket.
        question: What was asked in it; None for one that is among the cleaned tickets.
        other: Ref of the other ticket.
        since: When that was done.
        merged: Whether it was merged; else linked.
    """

    ref: str
    question: str | None
    other: str
    since: datetime
    merged: bool = False


def collect(past: History, end: int, threads: Iterable[Thread] = ()) -> dict[str, list[Pair]]:
    """Collect the pairs of the tickets before a position.

    Args:
        past: Tickets in order of time.
        end: Position of the first ticket that no pair may touch: nothing that was said when it came in, or later, is
            in a pair either.
        threads: Tickets that are tied to others.

    Returns:
        By kind, those of `TALK` and `LINKS` that there are; each pair once, the same for the same tickets.
    """
    moment = past.tickets[end].created_at
    tickets = known_before(past, end)
    known = [each for each in threads if each.since < moment]
    found = {
        "answer": _answers(tickets),
        "thread": _tied(tickets, [each for each in known if not each.merged]),
        "duplicate": _tied(tickets, [each for each in known if each.merged]),
        "article": _companions(tickets),
        "title": _titles(tickets),
    }
    told = {kind: list(dict.fromkeys(each for each in pairs if _tells(each))) for kind, pairs in found.items()}
    return {kind: pairs for kind, pairs in told.items() if pairs}


def known_before(past: History, end: int) -> list[CleanTicket]:
    """The tickets before a position whose conversation was over when the ticket at that position came in."""
    moment = past.tickets[end].created_at
    return [each for each in past.tickets[:end] if past.known.settled.get(each.id, each.created_at) < moment]


def _tells(pair: Pair) -> bool:
    return pair.first.strip().casefold() != pair.second.strip().casefold()


def _answers(tickets: Sequence[CleanTicket]) -> list[Pair]:
    return [Pair(each.question, each.answer, _topic(each)) for each in tickets if each.answer]


def _topic(ticket: CleanTicket) -> str:
    """Answers that name the same article are no counter-examples to each other."""
    return next(iter(linked_slugs(ticket)), ticket.id)


def _tied(tickets: Sequence[CleanTicket], threads: Sequence[Thread]) -> list[Pair]:
    known = {each.id: each for each in tickets}
    return [
        Pair(question, known[each.other].question, _topic(known[each.other]))
        for each in threads
        if each.other in known
        and (question := each.question or (known[each.ref].question if each.ref in known else None))
    ]


def _companions(tickets: Sequence[CleanTicket]) -> list[Pair]:
    """Each question with those of the next tickets in which the same article was linked."""
    found = []
    for slug, asked in _by_article(tickets).items():
        for at, ticket in enumerate(asked):
            found += [Pair(ticket.question, each.question, slug) for each in asked[at + 1 : at + 1 + COMPANIONS]]
    return found


def _titles(tickets: Sequence[CleanTicket]) -> list[Pair]:
    return [Pair(each.question, readable(slug), slug) for slug, asked in _by_article(tickets).items() for each in asked]


def _by_article(tickets: Sequence[CleanTicket]) -> dict[str, list[CleanTicket]]:
    """Tickets by the article linked in them; what only one customer was sent may be private to them."""
    found: dict[str, list[CleanTicket]] = defaultdict(list)
    for ticket in tickets:
        for slug in linked_slugs(ticket):
            found[slug].append(ticket)
    return {slug: asked for slug, asked in found.items() if len({each.customer for each in asked}) >= LINKING_CUSTOMERS}
