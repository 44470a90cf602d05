"""How a ticket went: who answered when, whether it came back, and what was exchanged; no text of it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from deflect.cleaning import pseudonym
from deflect.types import Message, Ticket

REOPENED = frozenset({"reopened", "re-opened", "reopen"})
"""Tags by which ticket systems mark a ticket that came back."""

READ = 1_000
"""Characters of a message that are looked at for code and hand-overs."""

# Somebody passes it on to, or asks, those who write the product.
_WHO = (
    r"(?:dev(?:s|eloper|elopers|elopment|team)?\b|engineer(?:s|ing)?\b|programmers?\b|"
    r"entwickl\w+|programmierer\w*|développ\w+|datblyg\w+|المطور\w*|للمطور\w*|المبرمج\w*|فريق التطوير)"
)
_PASSED = (
    r"(?:escalat\w+|pass(?:ed|ing)\b|forward(?:ed|ing)\b|hand(?:ed|ing)\b|assign(?:ed|ing)\b|ask(?:ed|ing)\b|"
    r"with our\b|check(?:ed|ing)? with\b|report(?:ed)? (?:this |it )?to\b|rais(?:ed|ing)\b|"
    r"weiter(?:geleitet|gegeben)|übergeben|mit unser\w*|an unser\w*|transmis\w*|avec nos|à nos|"
    r"gyda'n|at ein|i'n|إلى|مع|حولت|أحلت)"
)
_HANDED_OVER = re.compile(rf"{_PASSED}[^.!?\n]{{0,60}}?{_WHO}|{_WHO}[^.!?\n]{{0,40}}?{_PASSED}", re.IGNORECASE)
_TECHNICAL = re.compile(
    r"```|<pre\b|<code\b[^>]{0,200}>[^<]{60}|Traceback \(most recent|\bstack trace\b|"
    r"\b(?:PHP )?(?:Fatal|Parse) error\b|\bUncaught \w{0,40}?(?:Error|Exception)\b|\bon line \d+|"
    r"\b\w{1,60}\.(?:php|js|py|java):\d+|"
    r"^[ \t]{0,40}at [\w.$<>]{1,200} ?\(|"
    r"^\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d[^\n]{0,40}\b(?:ERROR|WARN\w*|DEBUG|INFO)\b|"
    r"^[ \t]{0,40}(?:add_(?:filter|action)|function \w{1,60} ?\(|SELECT .{1,200} FROM |define ?\()",
    re.MULTILINE,
)


@dataclass(frozen=True, slots=True)
class Course:
    """How a ticket went; each field is the one of `CleanTicket` with that name."""

    replies: int
    first_response_seconds: int | None
    resolution_seconds: int | None
    reopened: bool
    agents: tuple[str, ...]
    exchanges: int
    notes: int
    handed_over: bool
    technical: bool


def follow(ticket: Ticket, solved: bool, key: bytes) -> Course:
    """Follow a ticket from its first message to its last.

    Args:
        ticket: The ticket as the store has it. Of its private notes, nothing leaves but their number, and whether one
            says that developers were asked.
        solved: Whether it ended solved or closed.
        key: The secret that pseudonyms are keyed with.
    """
    public = [message for message in ticket.messages if message.public]
    notes = [message for message in ticket.messages if not message.public]
    replies = [message for message in public if message.author == "agent"]
    named = (pseudonym.agent(key, ticket, reply) for reply in replies)
    return Course(
        replies=len(replies),
        first_response_seconds=_seconds(ticket, replies[0]) if replies else None,
        resolution_seconds=_seconds(ticket, replies[-1]) if replies and solved else None,
        reopened=_came_back(ticket.tags, public),
        agents=tuple(dict.fromkeys(name for name in named if name)),
        exchanges=_exchanges(public),
        notes=len(notes),
        handed_over=any(_HANDED_OVER.search(each.body[:READ]) for each in [*notes, *replies]),
        technical=any(_TECHNICAL.search(each.body[:READ]) for each in public),
    )


def _seconds(ticket: Ticket, reply: Message) -> int:
    return max(int((reply.created_at - ticket.created_at).total_seconds()), 0)


def _came_back(tags: Sequence[str], public: Sequence[Message]) -> bool:
    if not REOPENED.isdisjoint(tag.strip().casefold() for tag in tags):
        return True
    solution = next((at for at, message in enumerate(public) if message.is_solution), len(public))
    return _exchanges(public[solution:]) > 0


def _exchanges(public: Sequence[Message]) -> int:
    """Count the replies that answer a customer who had been answered before."""
    talk = [message.author for message in public if message.author in ("customer", "agent")]
    if "agent" not in talk:
        return 0
    after = talk[talk.index("agent") :]
    return sum(one == "customer" and other == "agent" for one, other in pairwise(after))
