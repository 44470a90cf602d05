"""The private note that an agent reads: the answer, where it comes from, and a word by which it is found again."""

from __future__ import annotations

import hashlib
import re

from deflect.types import Suggestion

MARK = "deflect-note-"
OURS = re.compile(rf"{MARK}[0-9a-f]{{16}}\b")
DRAFT = "Draft, not reviewed: check it before you send it."
MOST_EVIDENCE = 5


def marker(source: str, ticket: str, key: bytes) -> str:
    """The word that stands in the one note of a ticket and in no other text.

    It is of the ticket and not of the call, so that a ticket gets one note however many calls tell of it.

    Args:
        source: The ticket system.
        ticket: Its id there.
        key: The workspace's secret: who does not know it cannot write the word beforehand to keep a note away.
    """
    named = f"{source}\0{ticket}".encode("utf-8", "surrogatepass")
    return MARK + hashlib.blake2b(named, key=key, digest_size=8).hexdigest()


def is_ours(text: str) -> bool:
    """Whether a message is a note of deflect's, which must not be answered."""
    return OURS.search(text) is not None


def note_text(found: Suggestion, mark: str) -> str:
    """Write the note for agents, plain text.

    Args:
        found: What is suggested; past tickets behind it are named, for no customer reads the note.
        mark: As `marker` gives it.
    """
    lines = [f"Suggested answer ({found.confidence:.0%} sure): {found.title}"]
    if found.state != "validated":
        lines.append(DRAFT)
    lines += ["", found.answer, ""]
    if found.url:
        lines.append(f"Source: {found.url}")
    if found.evidence:
        lines.append(f"From tickets: {', '.join(found.evidence[:MOST_EVIDENCE])}")
    return "\n".join([*lines, f"[{mark}]"])


def public_text(found: Suggestion, mark: str) -> str:
    """Write what customers read, where the owner allowed that: the answer of a validated article, and its address."""
    source = [found.url] if found.url else []
    return "\n\n".join([found.answer, *source, f"[{mark}]"])
