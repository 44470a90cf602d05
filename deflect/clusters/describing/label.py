"""A readable question as a cluster's label, in the customers' own words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from deflect.types import CleanTicket

MEMBERS_READ = 12
FEWEST_WORDS, MOST_WORDS = 3, 18
MOST_CHARACTERS = 110
QUESTION_BONUS = 0.05
"""Cosine similarity to the centre that a question may lack against another sentence and still be the label."""

PLACEHOLDER_PENALTY = 0.15
"""How much more similar a sentence has to be to be the label although something in it was redacted."""

SUBJECT_BONUS = 0.03
"""Cosine similarity to the centre that a subject line may lack against another sentence and still be the label."""

LEAST_WRAPPED = 40
"""Characters of a line that a mail program may have broken. Higher: fewer sentences joined (more halves as labels)."""

_SENTENCE_END = re.compile(r"(?<=[.!?؟])\s+|\n+")
_WRAP = re.compile(rf"(?m)^([^\n]{{{LEAST_WRAPPED},}}[^\s.!?:;؟…])[^\S\n]*\n[^\S\n]*(?=[^\s>*#•–-])")
_TAIL = re.compile(r"[.!?؟]\s+(\S[^.!?؟]*)$")
_PLACEHOLDER = re.compile(r"\[[^\]]{2,24}\]")
_REPLY_PREFIX = re.compile(r"^(?:(?:re|aw|wg|fwd?|tr|sv|رد|ynghylch)\s*:\s*)+", re.IGNORECASE)


def candidates(members: Sequence[CleanTicket], everywhere: Mapping[str, int] | None = None) -> list[str]:
    """Sentences that could stand as the label: subjects and short sentences of the nearest members.

    Args:
        members: Nearest to the centre first.
        everywhere: How many tickets of all say a sentence, by `spoken`. What others say more often than the members
            do, such as how urgent it is, is no label of theirs.

    Returns:
        Different sentences in order; empty if every sentence is too short, too long or said elsewhere.
    """
    here = spoken(members) if everywhere else Counter[str]()
    found: dict[str, None] = {}
    for ticket in members[:MEMBERS_READ]:
        for sentence in _sentences(ticket):
            fits = FEWEST_WORDS <= len(sentence.split()) <= MOST_WORDS and len(sentence) <= MOST_CHARACTERS
            if fits and not lists_versions(sentence) and not _is_said_elsewhere(sentence, here, everywhere or {}):
                found[sentence] = None
    return list(found)


def spoken(tickets: Iterable[CleanTicket]) -> Counter[str]:
    """How many tickets say each sentence, whatever its case."""
    return Counter(sentence for ticket in tickets for sentence in {s.casefold() for s in _sentences(ticket)})


def _sentences(ticket: CleanTicket) -> list[str]:
    question = unwrapped(ticket.question)
    said = (*_whole(subject_line(ticket), question), *_SENTENCE_END.split(question))
    return [tidy for sentence in said if (tidy := tidied(sentence))]


def tidied(sentence: str) -> str:
    """A sentence on one line, without marks of lists and quotes around it."""
    return " ".join(sentence.split()).strip(" -–—*#>\"'“”„«»")


def said_elsewhere(members: Sequence[CleanTicket], everywhere: Mapping[str, int]) -> frozenset[str]:
    """What members say and others say as often as they do, such as how urgent it is; as `spoken` gives it.

    Args:
        members: Of one recurring question.
        everywhere: How many tickets of all say a sentence, by `spoken`.
    """
    here = spoken(members)
    return frozenset(text for text, count in here.items() if everywhere.get(text, 0) >= 2 * count)


def _is_said_elsewhere(sentence: str, here: Mapping[str, int], everywhere: Mapping[str, int]) -> bool:
    key = sentence.casefold()
    return everywhere.get(key, 0) > 2 * here.get(key, 0)


def lists_versions(sentence: str) -> bool:
    """Names and numbers without a word between them, such as "WordPress 6.9, PHP 8.3"."""
    words = [word for word in sentence.split() if word[:1].isalpha()]
    return any(char.isdigit() for char in sentence) and all(word[0].isupper() for word in words)


def subject_line(ticket: CleanTicket) -> str:
    """The subject without reply prefixes."""
    return _REPLY_PREFIX.sub("", ticket.subject).strip()


def unwrapped(text: str) -> str:
    """Join the lines that a mail program broke in the middle of a sentence."""
    return _WRAP.sub(r"\1 ", text)


def _whole(subject: str, question: str) -> list[str]:
    """The subject, unless a help desk made it of the message's first words and cut it in the middle of a sentence."""
    start = question.find(subject)
    follows = question[start + len(subject) :] if subject and start >= 0 else ""
    if follows[:1].isalnum() or (follows[:1] == " " and not subject.endswith((".", "!", "?", "؟"))):
        return []
    tail = _TAIL.search(subject)
    if tail and tail.group(1) in question:
        return [subject[: tail.start(1)]]
    return [subject]


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
