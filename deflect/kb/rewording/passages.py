"""What of a draft a model may word, and the agents' sentences that it may word it by: nothing else is sent to it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from deflect.kb.agreement import SAME_BY_WORDS
from deflect.kb.gate import Leaks
from deflect.kb.publishable import is_publishable
from deflect.kb.rewording.support import overlap, same_claim
from deflect.kb.sentences import split
from deflect.types import Article, CleanTicket

MOST_WORDINGS = 3
"""Agents' sentences sent for one sentence of a draft, the likest first."""

MOST_CHARACTERS = 12_000
"""Characters of tickets sent for one draft: about 4,000 tokens, which small models take. Sentences beyond it stay."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of a draft and how agents put it.

    Attributes:
        place: Position in the draft's evidence.
        written: The agents' sentences that say it, redacted, without what speaks to one customer.
    """

    place: int
    written: tuple[str, ...]


def passages(article: Article, tickets: Mapping[str, CleanTicket], leaks: Leaks) -> tuple[Passage, ...]:
    """Choose what a model may word.

    Args:
        article: A draft.
        tickets: By ref; those that the draft names.
        leaks: Finds personal data and secrets in a text; a sentence that has any is not sent.

    Returns:
        The draft's sentences that stand in the tickets they name, in order. Code is not among them, nor are the
        words that introduce it and those that deflect itself wrote: they stay as they are.
    """
    said = {ref: _said(tickets[ref]) for each in article.evidence for ref in each.evidence if ref in tickets}
    found: list[Passage] = []
    room = MOST_CHARACTERS
    for place, sentence in enumerate(article.evidence):
        named = {text for ref in sentence.evidence for text in said.get(ref, ())}
        written = _wordings(sentence.text, named, article.language, leaks)
        room -= sum(map(len, written))
        if room < 0:
            break
        if written:
            found.append(Passage(place, written))
    return tuple(found)


def _wordings(sentence: str, said: Collection[str], language: str, leaks: Leaks) -> tuple[str, ...]:
    alike = {text: overlap(sentence, text, language) for text in said if same_claim(sentence, text, language)}
    near = sorted((text for text in alike if alike[text] >= SAME_BY_WORDS), key=lambda text: (-alike[text], text))
    return tuple(text for text in near if not leaks(text))[:MOST_WORDINGS]


def _said(ticket: CleanTicket) -> tuple[str, ...]:
    pieces = (piece for piece in split(ticket.answer or "") if piece.kind != "code")
    return tuple(" ".join(each.text.split()) for each in pieces if is_publishable(each, ticket.language))
