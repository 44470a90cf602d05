"""Tickets that somebody tied to others: an agent linked one in an answer, or merged one into another."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace

from deflect.cleaning import Cleaner
from deflect.suggest.tuning.pairs import Thread
from deflect.types import CleanTicket, Ticket

LEAST_ID = 4
"""Characters that the id of a linked ticket has at least: a shorter one is in many addresses by chance."""

_ADDRESS = re.compile(r"""(?:https?://|href=["']?)([^\s"'<>()\[\]]{1,500})""")
_BETWEEN = re.compile(r"[/?#=&]+")


def threads(read: Callable[[], Iterable[Ticket]], cleaner: Cleaner) -> list[Thread]:
    """Find the tickets that are tied to others of the same source.

    Args:
        read: Gives all tickets as they were written; called twice, so that they need not all be held.
        cleaner: Cleans what was asked in a ticket that was merged away.

    Returns:
        In the order of the tickets; a tie to a ticket that is not there is left out.
    """
    known = {(each.source, each.id): each.ref for each in read()}
    known |= {(each.source, each.url): each.ref for each in read() if each.url}
    return [thread for each in read() for thread in (*_linked(each, known), *_merged(each, known, cleaner))]


def _linked(ticket: Ticket, known: dict[tuple[str, str], str]) -> Iterator[Thread]:
    for message in ticket.messages:
        if message.author == "agent" and message.public:
            named = (known.get((ticket.source, name)) for name in _names(message.body))
            for other in dict.fromkeys(ref for ref in named if ref and ref != ticket.ref):
                yield Thread(ticket.ref, None, other, message.created_at)


def _names(body: str) -> Iterator[str]:
    """What an address in a text may name a ticket by: the whole of it, or a part between two slashes."""
    for address in _ADDRESS.findall(body):
        yield f"https://{address}"
        yield from (part for part in _BETWEEN.split(address) if len(part) >= LEAST_ID)


def _merged(ticket: Ticket, known: dict[tuple[str, str], str], cleaner: Cleaner) -> Iterator[Thread]:
    other = known.get((ticket.source, ticket.merged_into or ""))
    if other is None or other == ticket.ref:
        return
    found = cleaner.clean(replace(ticket, merged_into=None))
    if isinstance(found, CleanTicket):
        # When it was merged is not told; not before the last that was said in it.
        since = max([ticket.created_at, *(each.created_at for each in ticket.messages)])
        yield Thread(ticket.ref, found.question, other, since, merged=True)
