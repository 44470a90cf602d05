"""Whether to answer, and with which article: the rules of abstention."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from deflect.suggest.calibration import Calibration
from deflect.suggest.entries import Target
from deflect.suggest.retrieval import Ranking
from deflect.types import AbstentionReason

LEAST_CHARACTERS = 3
LANGUAGE_CONCESSION = 0.5
"""An article in the asker's language may have this part of the best one's confidence and still come first. Lower shows
more people their own language, and lowers precision."""

MOST_READINGS = 3
NEXT_READING = 0.5
"""Part of the confidence of the reading before it that the next must have. Higher finds fewer questions ambiguous."""

Floats = NDArray[np.floating[Any]]

_PLACEHOLDER = re.compile(r"\[[^\W\d_][^\[\]\n]{0,40}\]")
_IMAGE = re.compile(r"!\[[^\]\n]{0,200}\]\([^)\n]{0,500}\)")
_WORD = re.compile(r"[^\W_]+")
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_COURTESIES = frozenset(
    """
    hi hello hey hiya there dear sir madam team support all everyone everybody good morning afternoon evening day
    thanks thank you please help me regards best kind cheers ok okay yes no urgent question
    hallo guten tag morgen abend moin servus liebes liebe lieber damen und herren danke bitte hilfe
    mfg grüße gruß ja nein
    bonjour bonsoir salut merci bien cordialement svp aide aidez moi oui non
    مرحبا مرحبًا اهلا أهلا السلام عليكم شكرا شكرًا مساعدة من فضلك نعم لا
    helo shwmae bore da prynhawn noswaith dda diolch os gwelwch yn cymorth
    hola buenos días gracias ayuda ciao buongiorno grazie aiuto olá obrigado
    """.split()
)
"""Words that greet, thank or ask for help: a question of these alone asks nothing yet."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate as the decision sees it.

    Attributes:
        target: Position of the article.
        confidence: 0 to 1.
        similarity: Highest cosine similarity of an entry that speaks for it.
        language: The article's, ISO 639-1.
    """

    target: int
    confidence: float
    similarity: float
    language: str


def asks_something(question: str) -> bool:
    """Whether a question, redacted, holds more than greetings, placeholders, pictures and a letter or two."""
    words = _WORD.findall(_PLACEHOLDER.sub(" ", _IMAGE.sub(" ", question)).casefold())
    left = [word for word in words if word not in _COURTESIES]
    # A sign of a script without spaces says about as much as two letters.
    weight = sum(len(word) + len(_UNSPACED.findall(word)) for word in left)
    return weight >= LEAST_CHARACTERS


def score(ranking: Ranking, calibration: Calibration, targets: Sequence[Target]) -> list[Scored]:
    """Give each candidate its confidence, most confident first; of equals, the one with more votes first."""
    confidence = calibration.confidence(ranking.features)
    order = np.argsort(-confidence, kind="stable")
    # As plain values at once: one at a time, numpy takes longer to hand them out than all else here.
    found = (ranking.targets[order], confidence[order], ranking.features[order, 0])
    return [
        Scored(target, sure, similarity, targets[target].language)
        for target, sure, similarity in zip(*(values.tolist() for values in found), strict=True)
    ]


def shown(confidence: Floats, similarity: Floats, own: NDArray[np.bool_], threshold: float, floor: float) -> int | None:
    """Tell which candidate is answered with: the one rule, for a question that comes in and for measuring it.

    Among the candidates that are sure enough, the best in the asker's language comes first, unless another is more than
    twice as sure; else the best.

    Args:
        confidence: (m,) 0 to 1, in any order; of equals, the first counts as the better.
        similarity: (m,) highest cosine similarity of an entry that speaks for each.
        own: (m,) whether each is in the asker's language.
        threshold: Least confidence to answer with. Higher raises precision and lowers coverage: what is answered at a
            higher threshold is a subset of what is answered at a lower one.
        floor: Least similarity for a candidate to be called similar.

    Returns:
        Its position, None if none is sure enough.
    """
    found = leading(confidence, similarity, own, floor)
    if found is None or confidence[found[0]] < threshold:
        return None
    best, mine = found
    return mine if own_is_shown(confidence[best], confidence[mine], threshold) else best


def leading(confidence: Floats, similarity: Floats, own: NDArray[np.bool_], floor: float) -> tuple[int, int] | None:
    """Find the two candidates of which one is shown at any threshold, if one is: arguments are those of `shown`.

    Returns:
        Positions of the best, and of the best in the asker's language, the best again if there is none; None if nothing
        is similar.
    """
    similar = similarity >= floor
    if not similar.any():
        return None
    best = int(np.argmax(np.where(similar, confidence, -1.0)))
    mine = int(np.argmax(np.where(similar & own, confidence, -1.0)))
    return best, mine if similar[mine] and own[mine] else best


def own_is_shown(best: Floats | float, mine: Floats | float, threshold: float) -> Any:
    """Whether the best in the asker's language is shown instead of the best, by the confidence of both."""
    return mine >= np.maximum(threshold, best * LANGUAGE_CONCESSION)


def choose(scored: Sequence[Scored], threshold: float, floor: float, language: str | None) -> int | AbstentionReason:
    """Pick the candidate to answer with, as `shown` does, or say why there is none.

    Args:
        scored: Most confident first.
        threshold: As in `shown`.
        floor: As in `shown`.
        language: ISO 639-1 of the asker; None if it is not known.

    Returns:
        Position in `scored`, or the reason to abstain.
    """
    if not any(candidate.similarity >= floor for candidate in scored):
        return "nothing-similar"
    found = shown(
        np.array([each.confidence for each in scored]),
        np.array([each.similarity for each in scored]),
        np.array([each.language == language for each in scored]),
        threshold,
        floor,
    )
    if found is not None:
        return found
    return "ambiguous" if readings(scored, threshold, floor) else "not-sure"


def readings(scored: Sequence[Scored], threshold: float, floor: float) -> Sequence[Scored]:
    """The two or three articles between which a question is open.

    None of them is sure enough, all together are, and none has less than half the confidence of the one before it.

    Args:
        scored: Most confident first.
        threshold: Least confidence of all together, as of one alone. Higher finds fewer questions ambiguous.
        floor: Least similarity for a candidate to be one of them.

    Returns:
        Empty if the question is open between none or too many.
    """
    near = [each for each in scored if each.similarity >= floor][:MOST_READINGS]
    for count in range(2, len(near) + 1):
        if near[count - 1].confidence < near[count - 2].confidence * NEXT_READING:
            return ()
        if sum(each.confidence for each in near[:count]) >= threshold:
            return near[:count]
    return ()


def displayed(confidence: float) -> float:
    """Cut a confidence to four digits: never up, so that one that is shown at a threshold has reached it."""
    rounded = round(confidence, 4)
    return rounded if rounded <= confidence else round(rounded - 0.0001, 4)


def main_language(code: str | None) -> str | None:
    """Reduce a language tag to ISO 639-1, `de-AT` to `de`; None if it is empty or `und`."""
    short = re.split(r"[-_]", (code or "").strip().lower(), maxsplit=1)[0]
    return short if short and short != "und" else None
