"""What a draft may say: words that several customers or two agents used, and the vendor's own.

A word that one customer alone brings, a name, number, domain or path, tells who they are; one that several bring does
not. So nobody has to list what is common: a desk's own tickets say it. Words count wherever they stand in a ticket,
because what agents tell many customers is as little one customer's own as what many customers ask.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from deflect.kb.tokens import LOWER, STEM, Reading, Token, neighbours, stem, tokens
from deflect.types import CleanTicket

HIDDEN = "[customer word]"
"""What stands in for a word that may not be published; `publishable` knows it for a placeholder."""

AGENTS = 2
"""Agents whose use of a word to different customers is enough. Higher: more particulars are caught (precision), fewer
words of small desks pass (recall)."""

_PAIR = "\x00"  # in no key, so that one set holds keys, notes on them, and pairs
_PAGE = re.compile(r"https?://([^/?#@]+)(?:/[^\W\d]+(?:[-.][^\W\d]+)*)*/?")
_Place = tuple[int, int]
_Use = tuple[str, str | None]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The words, numbers, links and names of several words that may be published.

    Attributes:
        used: Keys that enough customers or agents used, and those of the vendor; for words in lower case also a note
            that they were used so, and their stems; and pairs of neighbours that may be names.
        own: Those of them that are the vendor's.
    """

    used: frozenset[str]
    own: frozenset[str] = frozenset()

    @classmethod
    def of(cls, tickets: Iterable[CleanTicket], least: int, own: Iterable[str] = ()) -> Vocabulary:
        """Read what everybody says.

        Args:
            tickets: All of the desk.
            least: Fewest different customers in whose tickets a word must stand, at least 1. Higher: fewer particulars
                pass (precision), more sentences are lost (recall).
            own: Texts of the vendor: names, words, documentation.

        Returns:
            What may be published of what customers wrote.
        """
        counts = _Uses(least)
        for ticket in tickets:
            counts.add(ticket)
        known = frozenset(key for text in own for key in _keys(text))
        return cls(frozenset(counts.enough | known), known)

    def strange(self, text: str) -> tuple[_Place, ...]:
        """Find what may not be published.

        A word passes if it is used by enough, or a form of it in lower case. A name of several words, such as first
        and last name or a number in groups, passes only if enough used its words side by side; what enough people
        write in lower case is a plain word and no part of a name.

        Returns:
            Start and end of each such place, in order and apart.
        """
        found = list(tokens(text))
        places = [(each.start, each.end) for each in found if not self._passes(each.reading)]
        places += [(one.start, other.end) for one, other in pairwise(found) if self._is_strange_pair(text, one, other)]
        return tuple(_apart(sorted(places)))

    def masked(self, text: str) -> str:
        """Put a placeholder for everything that may not be published."""
        for start, end in reversed(self.strange(text)):
            text = f"{text[:start]}{HIDDEN}{text[end:]}"
        return text

    def masked_ticket(self, ticket: CleanTicket) -> CleanTicket:
        """Give a ticket of which everything may be published: with placeholders, and without tags of its own."""
        return replace(
            ticket,
            subject=self.masked(ticket.subject),
            question=self.masked(ticket.question),
            answer=self.masked(ticket.answer) if ticket.answer else ticket.answer,
            tags=tuple(tag for tag in ticket.tags if not self.strange(tag)),
        )

    def _passes(self, reading: Reading) -> bool:
        if self._is_used(reading.key, reading.is_plain) or self._is_own_page(reading.key):
            return True
        return bool(reading.parts) and all(self._is_used(part, reading.is_plain) for part in reading.parts)

    def _is_own_page(self, key: str) -> bool:
        """Whether a link leads to a page of a host that the vendor names; a key or a number in it may open a door."""
        page = _PAGE.fullmatch(key)
        return page is not None and page[1] in self.own

    def _is_used(self, key: str, is_plain: bool) -> bool:
        return key in self.used or (is_plain and f"{STEM}{stem(key)}" in self.used)

    def _is_strange_pair(self, text: str, one: Token, other: Token) -> bool:
        first, second = one.reading, other.reading
        if not (self._may_name(first) and self._may_name(second) and neighbours(text, one, other)):
            return False
        return f"{first.key}{_PAIR}{second.key}" not in self.used

    def _may_name(self, reading: Reading) -> bool:
        """A product's name makes no person's; nor does a word that people write in lower case."""
        if reading.has_digit or not reading.may_name:
            return reading.may_name
        return reading.key not in self.own and f"{LOWER}{reading.key}" not in self.used


class _Uses:
    """Counts who uses what, each only as long as it matters."""

    def __init__(self, least: int) -> None:
        self.enough: set[str] = set()
        self._least = least
        self._open: dict[str, tuple[_Use, ...]] = {}

    def add(self, ticket: CleanTicket) -> None:
        said = _keys(ticket.answer or "")
        asked = _keys("\n".join((ticket.subject, ticket.question, *ticket.tags)))
        self._note(said, (ticket.customer, ticket.agent))
        self._note(asked - said, (ticket.customer, None))

    def _note(self, keys: set[str], use: _Use) -> None:
        for key in keys - self.enough:
            before = self._open.get(key, ())
            if use in before:
                continue
            uses = (*before, use)
            if _is_enough(uses, self._least):
                self._open.pop(key, None)
                self.enough.add(key)
            else:
                self._open[key] = uses


def _is_enough(uses: Sequence[_Use], least: int) -> bool:
    if len({customer for customer, _ in uses}) >= least:
        return True
    told = [(customer, agent) for customer, agent in uses if agent is not None]
    # Two agents who both serve one customer may both name what is that customer's alone.
    return len({agent for _, agent in told}) >= AGENTS and len({customer for customer, _ in told}) >= AGENTS


def _keys(text: str) -> set[str]:
    """Everything in a text that counts as used."""
    found = list(tokens(text))
    keys = {use for token in found for use in token.reading.uses}
    for one, other in pairwise(found):
        if one.reading.may_name and other.reading.may_name and neighbours(text, one, other):
            keys.add(f"{one.reading.key}{_PAIR}{other.reading.key}")
    return keys


def _apart(places: Sequence[_Place]) -> Iterator[_Place]:
    """Join places that overlap, in order of their starts."""
    last: _Place | None = None
    for start, end in places:
        if last is not None and start < last[1]:
            last = (last[0], max(last[1], end))
            continue
        if last is not None:
            yield last
        last = (start, end)
    if last is not None:
        yield last
