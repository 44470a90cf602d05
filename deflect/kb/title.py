"""The heading of an article where its question's label may not be published as it is."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deflect.clusters.describing.label import MEMBERS_READ, candidates, choose, subject_line, tidy_label
from deflect.kb.agreement import Encode
from deflect.kb.publishable import has_placeholder, is_courtesy
from deflect.kb.vocabulary import HIDDEN, Vocabulary
from deflect.types import CleanTicket, Cluster

SAME = 0.8
"""Least cosine similarity at which another sentence stands for the label. Higher: fewer headings that ask something
else (precision), more with a gap in them."""

NEARLY = 0.85
"""Least similarity to what is asked, against the label's own, of a sentence that takes the place of a label with a gap.
Higher: fewer headings that ask only a part of the question or something beside it (precision), more with a gap."""

MOST_READ = 5 * MEMBERS_READ
"""Members, nearest to the question first, in which such a sentence is looked for."""

LEFT = 3
"""Fewest words of a label with gaps that still say what is asked."""

GAP = "…"


def publishable_label(
    cluster: Cluster, members: Sequence[CleanTicket], vocabulary: Vocabulary, encode: Encode | None = None
) -> str:
    """Choose a label that holds nothing of one customer alone.

    Args:
        cluster: The recurring question.
        members: Its tickets, masked, nearest to its centre first.
        vocabulary: What may be published.
        encode: n texts to unit vectors (n, dimension), to find a sentence that says the same; without it, none is.

    Returns:
        The label itself if it may be published; else a sentence of the members that asks the same, or one that is
        nearly as near to what all of them ask; else the label
        with `…` for each word of one customer; else the keywords. Nothing of these may be left: then the label as it
        is, which the last wall withholds.
    """
    if not vocabulary.strange(cluster.label):
        return cluster.label
    said = [text for text in candidates(members) if _is_whole(text)]
    same = _saying_the_same(cluster.label, said, encode) if encode and said else None
    same = same or (_asking_the_same(cluster, members, encode) if encode else None)
    return same or _with_gaps(cluster.label, vocabulary) or _keywords(cluster, vocabulary) or cluster.label


def _saying_the_same(label: str, said: Sequence[str], encode: Encode) -> str | None:
    vectors = encode([label, *said])
    near = vectors[1:] @ vectors[0]
    best = int(near.argmax())
    return tidy_label(said[best]) if near[best] >= SAME else None


def _asking_the_same(cluster: Cluster, members: Sequence[CleanTicket], encode: Encode) -> str | None:
    """Find a sentence of further members, in the question's language, that is nearly as central as the label."""
    speaking = [ticket for ticket in members[:MOST_READ] if ticket.language == cluster.language]
    read = [speaking[start : start + MEMBERS_READ] for start in range(0, len(speaking), MEMBERS_READ)]
    said = list(dict.fromkeys(text for some in read for text in candidates(some) if _is_whole(text)))
    if not said:
        return None
    centre = encode([ticket.question for ticket in speaking]).mean(axis=0)
    vectors = encode([cluster.label, *said])
    near = vectors @ centre
    central = np.flatnonzero(near[1:] >= NEARLY * near[0])
    if not len(central):
        return None
    subjects = frozenset(map(subject_line, speaking))
    return choose([said[place] for place in central], vectors[1 + central], centre, subjects)


def _is_whole(text: str) -> bool:
    return not (has_placeholder(text) or is_courtesy(text) or GAP in text or text.endswith(":"))


def has_gap(title: str) -> bool:
    """Whether a drafted title lacks a word that one customer alone used."""
    return GAP in title


def _with_gaps(label: str, vocabulary: Vocabulary) -> str | None:
    words = vocabulary.masked(label).replace(HIDDEN, GAP).split()
    kept = [word for place, word in enumerate(words) if word != GAP or words[place - 1 : place] != [GAP]]
    return tidy_label(" ".join(kept)) if sum(any(map(str.isalpha, word)) for word in kept) >= LEFT else None


def _keywords(cluster: Cluster, vocabulary: Vocabulary) -> str:
    return tidy_label(", ".join(word for word in cluster.keywords if not vocabulary.strange(word)))
