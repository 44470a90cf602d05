"""What agents wrote back, reply by reply, for peers to judge: redacted, and without what tells who wrote it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby

from deflect.cleaning import noise, pseudonym
from deflect.cleaning.cleaner import Cleaner
from deflect.cleaning.extract import Part
from deflect.cleaning.manners import manners_of, signed_by
from deflect.cleaning.redaction.keep import generic_local_part
from deflect.cleaning.text import cut
from deflect.types import Author, CleanTicket, Ticket

LONGEST = 4_000
"""Characters of one side's words that are shown. Higher: longer to read, and less is cut."""

SHOWN = 6
"""Times that either side wrote before a reply which are shown: the first, and the last of the others."""


@dataclass(frozen=True, slots=True)
class Reply:
    """A reply: what one agent wrote in a row after the customer wrote; no text of it.

    Attributes:
        id: The ticket's ref and the moment of its first message: stable while the ticket grows.
        ticket: Ref of the ticket.
        agent: Keyed pseudonym of who wrote it; empty if the source does not say.
        at: When it was begun, aware.
    """

    id: str
    ticket: str
    agent: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """What one side wrote in a row, redacted."""

    author: Author
    text: str


@dataclass(frozen=True, slots=True)
class Shown:
    """A reply as a peer sees it.

    Attributes:
        subject: Of the ticket; may be empty.
        before: What was written before it, oldest first; the first is the customer's.
        skipped: How many times either side wrote that is not shown between the first and the others.
        reply: The reply, its greeting and sign-off with it, each name a placeholder.
    """

    subject: str
    before: tuple[Said, ...]
    skipped: int
    reply: str


def replies(cleaner: Cleaner, ticket: Ticket, key: bytes) -> tuple[Reply, ...]:
    """List the replies of a ticket.

    Args:
        cleaner: Of the workspace.
        ticket: As the store has it.
        key: The secret that pseudonyms are keyed with.

    Returns:
        In the order in which they were written, without what agents wrote before any customer, and without replies
        that only greet or that a program sent.
    """
    found: dict[str, Reply] = {}
    asked = False
    for turn in _turns(cleaner.read(ticket).parts):
        first = turn[0].message
        if first.author == "customer":
            asked = True
        elif asked and _is_reply(turn):
            name = f"{ticket.ref}@{first.created_at.isoformat()}"
            agent = pseudonym.agent(key, ticket, first) or ""
            found.setdefault(name, Reply(name, ticket.ref, agent, first.created_at))
    return tuple(found.values())


def signers(cleaner: Cleaner, ticket: Ticket) -> frozenset[str]:
    """Names by which the agents of a ticket are known: those they sign with, and those the source calls them by.

    They are as they were written: they go nowhere but back into `shown`.
    """
    found: set[str] = set()
    for part in cleaner.read(ticket).parts:
        if part.message.author == "agent":
            found.update(_called(part.message.agent_id or ""))
            found.update(signed_by(part.message))
    return frozenset(found)


def shown(cleaner: Cleaner, ticket: Ticket, clean: CleanTicket, reply: Reply, names: Collection[str]) -> Shown:
    """Show a reply to a peer.

    Args:
        cleaner: Of the workspace.
        ticket: As the store has it.
        clean: The same, cleaned.
        reply: One of `replies` of that ticket.
        names: Of agents, from `signers`; none of them is left in the text, and none that the ticket itself knows.
    """
    reading = cleaner.read(ticket)
    turns = [turn for turn in _turns(reading.parts) if turn[0].message.created_at <= reply.at]
    # An agent's turn ends with the reply: two may begin in the same second.
    place = next(at for at, turn in enumerate(turns) if turn[0].message.created_at == reply.at and _is_reply(turn))
    redaction = cleaner.redaction((ticket.requester.email or "").strip(), [*reading.names, *sorted(names)])
    told = [
        Said(turn[0].message.author, cut(redaction.redact(_matter(turn)), LONGEST))
        for turn in turns[:place]
        if _matter(turn)
    ]
    first = next((at for at, each in enumerate(told) if each.author == "customer"), 0)
    told = told[first:]
    kept = [*told[:1], *told[1:][-(SHOWN - 1) :]]
    text = cut(redaction.redact(_whole(turns[place])), LONGEST)
    return Shown(redaction.redact(clean.subject), tuple(kept), len(told) - len(kept), text)


def _turns(parts: Sequence[Part]) -> Iterator[list[Part]]:
    """What customers and agents wrote, in rows: a customer's, or one agent's."""
    spoken = [part for part in parts if part.message.author in ("customer", "agent")]
    for _, row in groupby(spoken, lambda part: (part.message.author, part.message.agent_id)):
        yield list(row)


def _is_reply(turn: Sequence[Part]) -> bool:
    if turn[0].message.author != "agent":
        return False
    text = _matter(turn)
    return bool(text) and not noise.is_auto_reply("", text)


def _matter(turn: Sequence[Part]) -> str:
    return "\n\n".join(part.text for part in turn if part.text)


def _whole(turn: Sequence[Part]) -> str:
    """A reply with its greeting and sign-off, of which phrases of a closed list alone are kept, and no name."""
    texts = []
    for part in turn:
        told = manners_of(part.message)
        named = " [name]" if told.named else ""
        greeting = f"{told.greeting}{named}," if told.greeting else ""
        sign_off = f"{told.sign_off},\n[name]" if told.sign_off else ""
        texts.append("\n\n".join(filter(None, (greeting, part.text, sign_off))))
    return "\n\n".join(texts)


def _called(agent_id: str) -> list[str]:
    """Names in the id of an agent: `lea.brandt@shop.example` is Lea Brandt; `support` is nobody."""
    local = agent_id.partition("@")[0].strip()
    parts = [part for part in local.replace(".", " ").replace("_", " ").replace("-", " ").split() if part.isalpha()]
    return [part for part in parts if not generic_local_part(part.lower())]
