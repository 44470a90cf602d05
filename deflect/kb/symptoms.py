"""What customers see, what they use and which versions they have: only what enough different customers tell alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence

from deflect.kb.agreement import Encode
from deflect.kb.publishable import has_placeholder, is_courtesy
from deflect.kb.sentences import split
from deflect.kb.versions import FEWEST_CUSTOMERS, Named, named_by_customers
from deflect.kb.wording import FAILURE
from deflect.types import CleanTicket, Sentence

MOST_SYMPTOMS = 3
LONGEST = 160  # characters of a symptom
LEAST_WORDS = 4
LONG_WORD = 5  # letters from which a word says what a text is about

TOLD_BY = 0.02
"""Least share of the customers who must name a version for it to say something of the question. Higher: fewer versions
that are only common (precision), fewer that few have (recall)."""

LEAST_NEAR = 0.45
"""Cosine similarity to the title below which a sentence is beside the question. Higher: fewer remarks that customers
make whatever they ask (precision), fewer symptoms in other words (recall)."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")
_OWN = re.compile(r"[^\w\s'’\-.,:;!?؟،()\"„“”«»/%>]|\d{5,}")


def symptoms(
    tickets: Sequence[CleanTicket], title: str, keywords: Sequence[str] = (), encode: Encode | None = None
) -> tuple[Sentence, ...]:
    """Sentences with which enough different customers describe what they see.

    Args:
        tickets: Of one recurring question.
        title: What the article says anyway.
        keywords: Of the question: without vectors, a sentence must share a word with these or the title.
        encode: n texts to unit vectors (n, dimension), to tell what is beside the question.

    Returns:
        At most three, most customers first, each in the words of the ticket named first.
    """
    said: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for ticket in tickets:
        for text in _told(ticket):
            said[_key(text)].setdefault(ticket.customer, (text, ticket.id))
    often = [list(by.values()) for key, by in said.items() if len(by) >= FEWEST_CUSTOMERS and key != _key(title)]
    often.sort(key=lambda told: -len(told))
    near = _near([told[0][0] for told in often], title, keywords, encode)
    found = [told for told, is_near in zip(often, near, strict=True) if is_near]
    return tuple(Sentence(told[0][0], tuple(ref for _, ref in told)) for told in found[:MOST_SYMPTOMS])


def _near(texts: Sequence[str], title: str, keywords: Sequence[str], encode: Encode | None) -> list[bool]:
    if texts and encode:
        vectors = encode([title, *texts])
        return [float(vectors[0] @ vector) >= LEAST_NEAR for vector in vectors[1:]]
    known = {word for text in (title, *keywords) for word in content_words(text)}
    return [not known.isdisjoint(content_words(text)) for text in texts]


def content_words(text: str) -> set[str]:
    """The words of a text, in lower case, that are long enough to say what it is about."""
    return {word for word in _WORD.findall(text.casefold()) if len(word) >= LONG_WORD}


def environment(tickets: Sequence[CleanTicket]) -> tuple[Sentence, ...]:
    """Versions of platforms that enough different customers say they use."""
    return tuple(Sentence(each.text, each.tickets) for each in _often_named(tickets) if each.is_platform)


def versions_affected(tickets: Sequence[CleanTicket]) -> tuple[Sentence, ...]:
    """Versions of the product that enough different customers say they have."""
    return tuple(Sentence(each.text, each.tickets) for each in _often_named(tickets) if not each.is_platform)


def _often_named(tickets: Sequence[CleanTicket]) -> Iterator[Named]:
    customers = {ticket.id: ticket.customer for ticket in tickets}
    least = TOLD_BY * len(set(customers.values()))
    for each in named_by_customers(tickets):
        if len({customers[ref] for ref in each.tickets}) >= least:
            yield each


def _told(ticket: CleanTicket) -> Iterator[str]:
    for piece in split(ticket.question):
        if piece.kind != "code" and _is_symptom(piece.text):
            yield " ".join(piece.text.split())


def _is_symptom(text: str) -> bool:
    if len(text) > LONGEST or len(_WORD.findall(text)) < LEAST_WORDS or text.endswith(("?", "؟", ":")):
        return False
    return not (has_placeholder(text) or is_courtesy(text) or _OWN.search(text)) and bool(FAILURE.search(text))


def _key(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))
