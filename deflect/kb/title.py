"""The heading of an article where its question's label may not be published as it is."""

from __future__ import annotations

from collections.abc import Sequence

from deflect.clusters.describing.label import candidates, tidy_label
from deflect.kb.agreement import Encode
from deflect.kb.publishable import has_placeholder, is_courtesy
from deflect.kb.vocabulary import HIDDEN, Vocabulary
from deflect.types import CleanTicket, Cluster

SAME = 0.8
"""Least cosine similarity at which another sentence stands for the label. Higher: fewer headings that ask something
else (precision), more with a gap in them."""

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
        The label itself if it may be published; else a sentence of the members that asks the same; else the label
        with `…` for each word of one customer; else the keywords. Nothing of these may be left: then the label as it
        is, which the last wall withholds.
    """
    if not vocabulary.strange(cluster.label):
        return cluster.label
    said = [text for text in candidates(members) if not (has_placeholder(text) or is_courtesy(text))]
    same = _saying_the_same(cluster.label, said, encode) if encode and said else None
    return same or _with_gaps(cluster.label, vocabulary) or _keywords(cluster, vocabulary) or cluster.label


def _saying_the_same(label: str, said: Sequence[str], encode: Encode) -> str | None:
    vectors = encode([label, *said])
    near = vectors[1:] @ vectors[0]
    best = int(near.argmax())
    return tidy_label(said[best]) if near[best] >= SAME else None


def _with_gaps(label: str, vocabulary: Vocabulary) -> str | None:
    words = vocabulary.masked(label).replace(HIDDEN, GAP).split()
    kept = [word for place, word in enumerate(words) if word != GAP or words[place - 1 : place] != [GAP]]
    return tidy_label(" ".join(kept)) if sum(any(map(str.isalpha, word)) for word in kept) >= LEFT else None


def _keywords(cluster: Cluster, vocabulary: Vocabulary) -> str:
    return tidy_label(", ".join(word for word in cluster.keywords if not vocabulary.strange(word)))
