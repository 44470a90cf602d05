"""Sentences that customers write whatever they ask, such as how urgent it is; and texts without them.

Which ones those are is learnt from the tickets, in `deflect.clusters.repeated`: no list of phrases is needed, in no
language. A sentence is known by a hash, so that what is kept of it tells nobody what was written.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from deflect.types import CleanTicket

LEAST_LEFT = 12
"""Letters that have to be left of a text, or all of it stays: higher keeps more whole, with what says nothing."""

# Lower-case letters may follow: those who write in a hurry begin no sentence with a capital.
_END = re.compile(r"(?:(?<=[.!?…؟。！？])[^\S\n]+|(?<=[。！？])|\n)+")
_NO_LETTER = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")


@dataclass(frozen=True, slots=True)
class Boilerplate:
    """Sentences that say nothing of the question.

    Attributes:
        keys: Their hashes, 64 bits each; see `pieces`.
    """

    keys: frozenset[int] = frozenset()

    def out_of(self, text: str) -> str:
        """What a text says without them; all of it if fewer than 12 letters would be left.

        Args:
            text: A question, redacted.
        """
        if not self.keys:
            return text
        kept = [piece for piece, key, _ in pieces(text) if key not in self.keys]
        left = "".join(kept).strip()
        return left if len(left) < len(text) and _letters(_folded(left)) >= LEAST_LEFT else text

    def out_of_ticket(self, ticket: CleanTicket) -> CleanTicket:
        """A ticket whose question is without them; its subject is empty if it is one of them."""
        subject = ticket.subject
        said = all(key in self.keys for _, key, _ in pieces(subject))
        return replace(ticket, subject="" if said else subject, question=self.out_of(ticket.question))


def pieces(text: str) -> Iterator[tuple[str, int, int]]:
    """Cut a text into sentences and lines.

    Args:
        text: Any text.

    Yields:
        Each with the white space behind it; its key, the same for sentences that differ in capitals, accents,
        punctuation, spaces and the digits of numbers only; and how many letters it has.
    """
    start = 0
    for end in [*(match.end() for match in _END.finditer(text)), len(text)]:
        if start < end:
            folded = _folded(text[start:end])
            yield text[start:end], _key(folded), _letters(folded)
        start = end


def _folded(text: str) -> str:
    plain = text.casefold() if text.isascii() else unicodedata.normalize("NFKD", text.casefold())
    return _DIGITS.sub("0", _NO_LETTER.sub("", plain))


def _letters(folded: str) -> int:
    return len(folded) - folded.count("0")


def _key(folded: str) -> int:
    return int.from_bytes(hashlib.blake2b(folded.encode("utf-8", "replace"), digest_size=8).digest(), "little")
