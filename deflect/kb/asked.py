"""Other ways in which people ask a question: short, different, in their own words."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence

from deflect.cleaning.extract import is_informative
from deflect.clusters.describing.label import lists_versions, tidied
from deflect.kb.agreement import Encode
from deflect.kb.publishable import has_placeholder, is_courtesy
from deflect.kb.sentences import split
from deflect.types import CleanTicket, Cluster

FEWEST, MOST = 3, 6
SHORTEST, LONGEST = 12, 160  # characters of a phrasing
FURTHER = 30  # members looked at where the exemplars give too few

TOO_ALIKE = 0.6
"""Dice overlap of words from which a phrasing adds nothing. Higher: more phrasings, more of them alike."""

LEAST_NEAR = 0.45
"""Cosine similarity to the label below which a sentence is beside the question. Higher: fewer phrasings, fewer that
speak of something else, such as how urgent it is."""

_WORD = re.compile(r"\w+(?:['’-]\w+)*")


def also_asked(
    cluster: Cluster,
    tickets: Mapping[str, CleanTicket],
    encode: Encode | None = None,
    elsewhere: Collection[str] = (),
) -> tuple[str, ...]:
    """Choose phrasings, those in the cluster's language first.

    Args:
        cluster: Its exemplars are looked at first, further members only if they give fewer than three.
        tickets: By ref.
        encode: n texts to unit vectors (n, dimension), to find the sentence of a ticket that is nearest to the
            cluster's label; without it, sentences that end in a question mark come first.
        elsewhere: Sentences, as `spoken` gives them, that people write whatever they ask: they are no phrasings.

    Returns:
        At most six sentences of at most 160 characters, without placeholders of redacted values.
    """
    found: list[str] = []
    for refs, enough in ((cluster.exemplar_ids, MOST), (cluster.member_ids[:FURTHER], FEWEST)):
        asking = [tickets[ref] for ref in refs if ref in tickets]
        for ticket in sorted(asking, key=lambda ticket: ticket.language != cluster.language):
            said = [text for text in _usable(ticket) if tidied(text).casefold() not in elsewhere]
            _add(found, _nearest(said, cluster.label, encode), cluster.label, enough)
    return tuple(found)


def _add(found: list[str], phrasings: Sequence[str], label: str, enough: int) -> None:
    """Add a ticket's best phrasing; nothing if that is known already, as its second best is beside the point."""
    if phrasings and len(found) < enough and _is_new(phrasings[0], [label, *found]):
        found.append(phrasings[0])


def _usable(ticket: CleanTicket) -> list[str]:
    """A ticket's sentences, or its subject where it has no sentence that would do."""
    said = [piece.text for piece in split(ticket.question) if piece.kind != "code"]
    subject = ticket.subject.strip()
    usable = [text for text in said if _is_phrasing(text)]
    return usable or [subject] * (is_informative(subject) and _is_phrasing(subject))


def _nearest(said: Sequence[str], label: str, encode: Encode | None) -> list[str]:
    """Those near the label, best first."""
    if encode is None or not said:
        return sorted(said, key=lambda text: not text.endswith(("?", "؟")))
    vectors = encode([label, *said])
    near = [float(vectors[0] @ vector) for vector in vectors[1:]]
    ranked = sorted(zip(near, said, strict=True), key=lambda pair: -pair[0])
    return [text for value, text in ranked if value >= LEAST_NEAR]


def _is_phrasing(text: str) -> bool:
    if (
        not SHORTEST <= len(text) <= LONGEST
        or len(_WORD.findall(text)) < 2
        or text.endswith((":", ","))
        or lists_versions(text)
    ):
        return False
    return not (has_placeholder(text) or is_courtesy(text))


def _is_new(text: str, known: Iterable[str]) -> bool:
    words = set(_WORD.findall(text.casefold()))
    others = [set(_WORD.findall(other.casefold())) for other in known]
    return all(_overlap(words, other) < TOO_ALIKE and not other <= words for other in others if other)


def _overlap(one: set[str], other: set[str]) -> float:
    return 2 * len(one & other) / max(1, len(one) + len(other))
