"""Which language an article is in, and its title in that language."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from deflect.clusters.describing.label import candidates, choose, subject_line, tidy_label
from deflect.kb.agreement import Encode
from deflect.types import CleanTicket, Cluster

UNKNOWN = "und"

ENOUGH = 3
"""Different customers answered in the vendor's language from which an article is in it, whatever most others write.
Higher: fewer articles from few answers (precision), fewer in the language that the vendor can check (recall)."""


def language_of(cluster: Cluster, members: Sequence[CleanTicket], vendor: str) -> str:
    """Choose an article's language: the vendor's if enough customers were answered in it, else the question's."""
    answered = {ticket.customer for ticket in members if ticket.answer and ticket.language == vendor}
    return vendor if len(answered) >= ENOUGH or cluster.language == UNKNOWN else cluster.language


def title_of(cluster: Cluster, members: Sequence[CleanTicket], language: str, encode: Encode | None) -> str:
    """The cluster's label, or if that is in another language, the sentence in this one that comes nearest to it.

    Args:
        cluster: The recurring question.
        members: Its tickets.
        language: Of the article.
        encode: n texts to unit vectors (n, dimension); without it, the first sentence that could be a title.
    """
    label = " ".join(cluster.label.split())
    speaking = [ticket for ticket in members if ticket.language == language]
    said = candidates(speaking) if cluster.language not in (language, UNKNOWN) else []
    if not said:
        return label
    if encode is None:
        return tidy_label(said[0])
    vectors = np.asarray(encode([*said, *(ticket.question for ticket in speaking)]), dtype=np.float32)
    centre = vectors[len(said) :].mean(axis=0)
    return choose(said, vectors[: len(said)], centre, frozenset(map(subject_line, speaking)))
