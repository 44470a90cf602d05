"""Which articles a query finds: the Python twin of `understand` and `rank` in static/engine.js.

All is counted in whole numbers, divided and multiplied only, so that both sides agree to the last bit.
"""

from __future__ import annotations

import bisect
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from deflect.site.search.folding import fold, order, words
from deflect.site.search.indexing import Index
from deflect.site.search.postings import STEPS
from deflect.site.search.spelling import spelled

PREFIX_FROM = 2  # letters typed before words that begin so are found too
PREFIXES = 12  # words at most that a beginning stands for, shortest first
ENDING = 3  # letters at most that a query's word may have beyond the article's
LONGER_FROM = 5  # letters of a word that no article has, from which longer ones that begin with it are found
STEM_FROM = 4
WHOLE, BEGUN, SAME, ENDED, SLIP = 100, 70, 80, 60, 60
"""Hundredths of a word's weight that count if it is the very word, its beginning, a synonym, a longer form, or one slip
away; a second slip halves it. Higher for one of them: more is found by it, and it is put before what is written so."""

LONGEST = 40  # words of a query that count, the rarest
CUTOFF = 4  # a result has at least 1/4 of the best one's score: a larger number finds more, and more that is off
MEANING = 1.0
"""What a full likeness of meaning counts, against 1 for all words found in full. Higher: paraphrases are found better,
error codes and names worse."""

SURE_WORDS, SURE_ALONE = 0.6, 0.3
"""Share of what the query says, by rarity, that an article must have for it to be an answer, where it is known what
words mean, and where it is not. Higher: fewer bad answers are shown as good ones (precision), more good ones are called
merely near (recall). Chosen by the mean over three sets of questions with and without an answer."""

SURE_MEANING = 0.5
"""Likeness of meaning that makes up for it, 0 to 1; as `SURE_WORDS`."""


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query.

    Attributes:
        text: Folded.
        rarity: How telling it is; 0 for one that may not be finished and says nothing yet.
        matches: Words of the index that it stands for, each with the hundredths that count.
    """

    text: str
    rarity: int
    matches: tuple[tuple[int, int], ...]

    @property
    def best(self) -> int:
        """Place of the match that counts most, of equal ones the first in the index."""
        return max(range(len(self.matches)), key=lambda n: (self.matches[n][1], -self.matches[n][0]))


@dataclass(frozen=True, slots=True)
class Found:
    """What a query finds.

    Attributes:
        hits: Number of the page in the index, and its score; best first, equal ones in the index's order.
        sure: Whether the best is likely to be an answer; else they are only the nearest.
    """

    hits: tuple[tuple[int, float], ...]
    sure: bool


def understand(found: Index, query: str, *, typing: bool = False) -> list[Word]:
    """Find out what a query's words stand for.

    Args:
        found: The index.
        query: As written.
        typing: Whether the last word may be unfinished.
    """
    written = words(query, found.rules)
    unfinished = len(written) - 1 if typing and _ends_in_word(query) else -1
    said: dict[str, Word] = {}
    # As long as a query is nothing but stop words, they are what it says.
    finished = written[:unfinished] if unfinished >= 0 else written
    stop = frozenset() if found.rules.stop.issuperset(finished) else found.rules.stop
    for place, word in enumerate(written):
        is_stop = word in stop
        if is_stop and place != unfinished:
            continue
        text = fold(word, found.rules.steps)
        if text and text not in said:
            said[text] = _word(found, text, place == unfinished, is_stop)
    _add_synonyms(found, said)
    return sorted(said.values(), key=lambda word: -word.rarity)[:LONGEST]


def rank(found: Index, query: str, limit: int = 20, *, typing: bool = False) -> Found:
    """Find the articles for a query.

    Args:
        found: The index.
        query: As written; a whole ticket, if one likes.
        limit: Most hits.
        typing: Whether the last word may be unfinished.

    Returns:
        The hits, at most `limit`, and whether the best is likely to be an answer.
    """
    said = understand(found, query, typing=typing)
    mass = sum(word.rarity for word in said)
    scores, covered = _scores(found, said)
    final = {page: score / (max(1, mass) * STEPS * WHOLE) for page, score in scores.items()}
    likeness = found.table.likeness(said, found) if found.table else {}
    for page, like in likeness.items():
        final[page] = final.get(page, 0.0) + MEANING * like
    top = max(final.values(), default=0.0)
    hits = sorted(((page, score) for page, score in final.items() if score * CUTOFF >= top and score > 0), key=_best)
    hits = hits[:limit]
    best = hits[0][0] if hits else -1
    share = SURE_WORDS if found.table else SURE_ALONE
    sure = not mass or covered[best] >= share * mass or likeness.get(best, 0.0) >= SURE_MEANING
    return Found(tuple(hits), sure)


def _best(hit: tuple[int, float]) -> tuple[float, int]:
    return -hit[1], hit[0]


def _scores(found: Index, said: Sequence[Word]) -> tuple[Counter[int], Counter[int]]:
    """Score of each page, and how much of what the query says it has."""
    scores: Counter[int] = Counter()
    covered: Counter[int] = Counter()
    for word in said:
        best: dict[int, int] = {}
        share: dict[int, int] = {}
        for term, counts in word.matches:
            posted = found.postings[term]
            for page, weight in zip(posted[::2], posted[1::2], strict=True):
                best[page] = max(best.get(page, 0), found.rarity[term] * weight * counts)
                share[page] = word.rarity
        scores.update(best)
        covered.update(share)
    return scores, covered


def _word(found: Index, text: str, unfinished: bool, is_stop: bool) -> Word:
    word = Word(text, 0, tuple(_matches(found, text, unfinished, is_stop)))
    if is_stop:
        return word
    rarity = found.rarity[word.matches[word.best][0]] if word.matches else 0
    return replace(word, rarity=rarity or found.unknown)


def _matches(found: Index, text: str, unfinished: bool, is_stop: bool) -> Iterator[tuple[int, int]]:
    place = _place(found, text)
    known = place < len(found.terms) and found.terms[place] == text
    if known and not is_stop:
        yield place, WHOLE
    begun = list(_begun(found, text, place)) if unfinished and len(text) >= PREFIX_FROM else []
    yield from begun
    if not known and not begun:
        longer = _begun(found, text, place) if len(text) >= LONGER_FROM else []
        yield from _shorter(found, text) or longer or _misspelled(found, text)


def _begun(found: Index, text: str, place: int) -> list[tuple[int, int]]:
    """Words that begin so, the shortest first."""
    end = place
    while end < len(found.terms) and found.terms[end].startswith(text):
        end += 1
    longer = sorted((len(found.terms[n]), n) for n in range(place, end) if found.terms[n] != text)
    return [(n, BEGUN * len(text) // length) for length, n in longer[:PREFIXES]]


def _shorter(found: Index, text: str) -> list[tuple[int, int]]:
    """The longest word that is the beginning of this one."""
    for cut in range(1, ENDING + 1):
        stem = text[:-cut]
        place = _place(found, stem)
        if len(stem) >= STEM_FROM and place < len(found.terms) and found.terms[place] == stem:
            return [(place, ENDED)]
    return []


def _misspelled(found: Index, text: str) -> list[tuple[int, int]]:
    return [(place, SLIP // slips) for place, slips in spelled(found.terms, text)]


def _add_synonyms(found: Index, said: dict[str, Word]) -> None:
    """Let the first word of a phrase stand for the words of the phrases that mean the same."""
    texts = list(said)
    for group in found.synonyms:
        for phrase in group:
            if not any(tuple(texts[at : at + len(phrase)]) == phrase for at in range(len(texts))):
                continue
            others = {_known(found, text) for other in group if other != phrase for text in other} - {-1}
            word = said[phrase[0]]
            more = tuple((place, SAME) for place in sorted(others))
            rarity = word.rarity if word.matches or not more else max(found.rarity[place] for place, _ in more)
            said[phrase[0]] = Word(word.text, rarity, (*word.matches, *more))


def _known(found: Index, text: str) -> int:
    place = _place(found, text)
    return place if place < len(found.terms) and found.terms[place] == text else -1


def _place(found: Index, text: str) -> int:
    return bisect.bisect_left(found.terms, order(text), key=order)


def _ends_in_word(query: str) -> bool:
    return unicodedata.category(query[-1])[0] in "LNM" if query else False
