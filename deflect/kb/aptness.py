"""How far a ticket's answer answers the article's question: so that nobody's aside becomes the article."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from deflect.kb.agreement import Encode
from deflect.kb.symptoms import content_words
from deflect.types import CleanTicket

LEAST_ABOUT = 0.25
"""Least cosine similarity of an answer to the mean of the questions, where it has no word of theirs. Below it, what is
said is about something else: most answers are no nearer than that to another question of the same desk. Higher: fewer
answers that stray (precision); more short ones, and ones that the encoder reads badly, go unheard (recall)."""

REPEATED = 0.8
"""Cosine similarity to the mean of the answers from which an answer is what agents say again and again: then it is the
answer, whatever else it is about. Higher: fewer asides that several agents make (precision); more answers to questions
in other words go unheard (recall)."""


def apt(
    title: str,
    keywords: Sequence[str],
    asking: Sequence[CleanTicket],
    answered: Sequence[CleanTicket],
    encode: Encode,
) -> dict[str, float]:
    """Say how well answers fit a question.

    Where agents answer a question in the same words, the answer shows by its repetition. Where nobody writes the same
    twice, as in forums, the answer is what most answers are near to: near the questions, near the other answers, and
    given to somebody who asked what the title asks.

    Args:
        title: Of the article.
        keywords: Of the question: an answer that has a word of these or of the title is not about something else.
        asking: All tickets of the question.
        answered: Those of them whose answers are to be judged; each has one.
        encode: n texts to unit vectors (n, dimension).

    Returns:
        By ref, 0 to 1, the best being 1; without those whose answers are about something else.
    """
    if not answered:
        return {}
    asked = encode([ticket.question for ticket in asking])
    said = encode([ticket.answer or "" for ticket in answered])
    about = said @ _centre(asked)
    alike = said @ _centre(said)
    near = encode([ticket.question for ticket in answered]) @ encode([title])[0]
    fit = np.clip(about, 0.0, 1.0) * np.clip(alike, 0.0, 1.0) * np.clip(near, 0.0, 1.0)
    words = content_words(" ".join((title, *keywords)))
    heard = (about >= LEAST_ABOUT) | ((alike >= REPEATED) & (len(answered) > 1))
    found = {
        ticket.id: float(value)
        for ticket, value, is_heard in zip(answered, fit, heard, strict=True)
        if is_heard or not words.isdisjoint(content_words(ticket.answer or ""))
    }
    best = max(found.values(), default=0.0)
    # An encoder that sees no likeness at all tells none of them apart.
    return {ref: value / best if best else 1.0 for ref, value in found.items()}


def _centre(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    mean = vectors.mean(axis=0)
    return np.asarray(mean / max(float(np.linalg.norm(mean)), 1e-9), dtype=np.float32)
