"""A readable question as a cluster's label, in the customers' own words."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deflect.types import CleanTicket

MEMBERS_READ = 12
FEWEST_WORDS, MOST_WORDS = 3, 18
MOST_CHARACTERS = 110
QUESTION_BONUS = 0.05
PLACEHOLDER_PENALTY = 0.15
SUBJECT_BONUS = 0.03

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|\n+")
_PLACEHOLDER = re.compile(r"\[[^\]]{2,24}\]")
_REPLY_PREFIX = re.compile(r"^(?:(?:re|aw|wg|fwd?|tr|sv|رد|ynghylch)\s*:\s*)+", re.IGNORECASE)


def candidates(members: Sequence[CleanTicket]) -> list[str]:
    """Sentences that could stand as the label: subjects and short sentences of the nearest members.

    Args:
        members: Nearest to the centre first.

    Returns:
        Different sentences in order; empty if every sentence is too short or too long.
    """
    found: dict[str, None] = {}
    for ticket in members[:MEMBERS_READ]:
        for sentence in (subject_line(ticket), *_SENTENCE_END.split(ticket.question)):
            tidy = " ".join(sentence.split()).strip(" -–—*#>\"'“”„«»")
            if FEWEST_WORDS <= len(tidy.split()) <= MOST_WORDS and len(tidy) <= MOST_CHARACTERS:
                found[tidy] = None
    return list(found)


def subject_line(ticket: CleanTicket) -> str:
    """The subject without reply prefixes."""
    return _REPLY_PREFIX.sub("", ticket.subject).strip()


def choose(
    sentences: Sequence[str], vectors: NDArray[np.float32], centre: NDArray[np.float32], subjects: frozenset[str]
) -> str:
    """The sentence nearest to the cluster's centre; questions and subjects win near ties.

    Args:
        sentences: At least one.
        vectors: (len(sentences), d) unit rows.
        centre: (d,) mean of the members' vectors.
        subjects: Those of the sentences that are subject lines.
    """
    scores = vectors @ (centre / max(float(np.linalg.norm(centre)), 1e-9))
    for place, sentence in enumerate(sentences):
        scores[place] += _form(sentence) + (SUBJECT_BONUS if sentence in subjects else 0.0)
    return tidy_label(sentences[int(np.argmax(scores))])


def _form(sentence: str) -> float:
    bonus = QUESTION_BONUS if sentence.endswith(("?", "؟")) else 0.0
    return bonus - (PLACEHOLDER_PENALTY if _PLACEHOLDER.search(sentence) else 0.0)


def tidy_label(sentence: str) -> str:
    """A sentence as a heading: first letter large, no full stop at the end."""
    text = sentence.rstrip(" .,;:!")
    return text[:1].upper() + text[1:]


def shortened(text: str) -> str:
    """The start of a text, cut at a word, for clusters whose sentences are all too long."""
    words = " ".join(text.split())
    if len(words) <= MOST_CHARACTERS:
        return tidy_label(words)
    return tidy_label(words[:MOST_CHARACTERS].rsplit(" ", 1)[0]) + " …"
