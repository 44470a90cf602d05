"""How agents greet and sign off: phrases of a closed list, so that nobody's name and nothing of a ticket gets out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from deflect.cleaning import greetings, html, quotes, signatures
from deflect.cleaning.text import normalise
from deflect.types import Message, Ticket

READ = 8_000
"""Characters of a reply that are read."""


@dataclass(frozen=True, slots=True)
class Manners:
    """How one reply begins and ends.

    Attributes:
        greeting: A phrase of `phrases.GREETINGS` with the agent's capitals; empty if there is none.
        named: Whether somebody is greeted by name.
        sign_off: A phrase of `phrases.SIGN_OFFS` with the agent's capitals; empty if there is none.
    """

    greeting: str
    named: bool
    sign_off: str


def manners(ticket: Ticket) -> Iterator[Manners]:
    """Read how each public reply of a ticket begins and ends."""
    for message in ticket.messages:
        if message.public and message.author == "agent":
            yield manners_of(message)


def manners_of(message: Message) -> Manners:
    """Read how one message begins and ends."""
    lines = [line.strip() for line in _read(message).split("\n") if line.strip()]
    greeting, named = greetings.greeting(lines[0]) if lines else ("", False)
    tail = lines[1:][-signatures.SIGNATURE_LINES :]
    # The first line that a signature follows, as where cleaning cuts it off.
    found = (signatures.sign_off(line, tail[place + 1 :]) for place, line in enumerate(tail))
    return Manners(greeting, named, next((phrase for phrase in found if phrase), ""))


def signed_by(message: Message) -> tuple[str, ...]:
    """Names under a message, as they were written: for redaction to know them by, and for nothing else."""
    return signatures.signed(_read(message))


def _read(message: Message) -> str:
    body = html.to_text(message.body[:READ]) if message.format == "html" else message.body[:READ]
    return quotes.strip(normalise(body))
