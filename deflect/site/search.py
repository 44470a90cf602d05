"""The search index, and the Python twin of static/search.js: both cut, fold and rank alike.

BM25F (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields"): a word's counts in all
fields are added with the fields' weights and length normalisation, then saturated once. The result for each word and
article is worked out here and stored as a whole number, so that the browser only adds, and both sides agree exactly.
"""

from __future__ import annotations

import bisect
import functools
import json
import math
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

FIELDS = {"title": 6.0, "asked": 3.0, "headings": 2.0, "category": 1.0, "body": 1.0}
SATURATION = 1.2  # k1: how soon more of a word stops counting; the usual value
LENGTH = 0.5  # b: 0 ignores a field's length, 1 divides by it; below the usual 0.75 because articles are all short
SCALE = 1000
SNIPPET_SOURCE = 1200  # characters of an answer that the browser may cut a snippet from
PREFIX_FROM = 2  # letters typed before words that begin so are found too
ENDING = 3  # letters at most that a query's word may have beyond the article's: crashes finds crash
STEM_FROM = 4
CUTOFF = 4  # a result has at least 1/4 of the best one's score: a larger number finds more, and more that is off

_LETTERS = {
    "ß": "ss", "æ": "a", "ø": "o", "œ": "o", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "ð": "d", "ς": "σ",
    "ـ": "", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ئ": "ي", "ة": "ه", "ک": "ك", "ؤ": "و",
} | {chr(base + digit): str(digit) for base in (0x0660, 0x06F0) for digit in range(10)}  # fmt: skip
_JOINTS = "-'’‐"  # e-mail is found as email, can't as cant
_UMLAUTS = {"ae": "a", "oe": "o", "ue": "u"}  # Schluessel, Schlussel and Schlüssel are one word
_ARTICLE = ("وال", "فال", "بال", "كال", "ال")


class _Folding(dict[int, str]):
    """What a character becomes, found at first use: letters and digits stay, marks vanish, the rest parts words."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        category = unicodedata.category(char)
        stays = category[0] in "LN" or category == "Mc"
        self[code] = "" if category in ("Mn", "Me", "Cf") else char if stays else " "
        return self[code]


_FOLDING = _Folding({ord(char): folded for char, folded in (_LETTERS | dict.fromkeys(_JOINTS, "-")).items()})


@dataclass(frozen=True, slots=True)
class Page:
    """What is searched of one article.

    Attributes:
        fields: Text by field, the names of `FIELDS`.
        snippet: Text that a snippet is cut from.
    """

    path: str
    title: str
    category: str
    fields: Mapping[str, str]
    snippet: str


@dataclass(frozen=True, slots=True)
class Index:
    """A searchable index.

    Attributes:
        pages: Path, title, category and snippet text of each article.
        terms: All words, in order of their UTF-16 form, which is how JavaScript compares.
        postings: For each word the articles that have it, and its score there: page, score, page, score, …
    """

    pages: tuple[tuple[str, str, str, str], ...]
    terms: tuple[str, ...]
    postings: tuple[tuple[int, ...], ...]

    def to_script(self) -> bytes:
        """The index as a script, because a page opened from a disk may load scripts but not data."""
        content = {"pages": self.pages, "terms": self.terms, "postings": self.postings}
        text = json.dumps(content, ensure_ascii=False, separators=(",", ":")).replace("</", "<\\/")
        return f"window.deflectIndex={text};\n".encode("utf-8", "replace")


def tokenise(text: str) -> list[str]:
    """Cut a text into folded words.

    Args:
        text: In any language. Accents, capitals, German umlauts, Arabic vowel marks and forms of alef, ya and ta
            marbuta, and the Arabic article make no difference. Words joined by a hyphen or apostrophe are found
            apart and as one.
    """
    folded = unicodedata.normalize("NFKD", text).lower().translate(_FOLDING)
    return [_bare(word) for run in folded.split() for word in _words(run)]


def index(pages: Sequence[Page]) -> Index:
    """Index the articles of one language.

    Args:
        pages: In the order that articles with the same score are shown in.
    """
    counts = [{name: Counter(tokenise(page.fields.get(name, ""))) for name in FIELDS} for page in pages]
    averages = {name: _average(sum(count[name].values()) for count in counts) for name in FIELDS}
    weights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, count in enumerate(counts):
        for term, weight in _term_weights(count, averages):
            weights[term].append((number, weight))
    terms = sorted(weights, key=_order)
    return Index(
        pages=tuple((page.path, page.title, page.category, _shorten(page.snippet)) for page in pages),
        terms=tuple(terms),
        postings=tuple(tuple(_scores(weights[term], len(pages))) for term in terms),
    )


def rank(found: Index, query: str, limit: int = 20) -> list[tuple[int, int]]:
    """Find the articles for a query, best first.

    Returns:
        Number of the page in the index, and its score; equal scores in the index's order.
    """
    scores: Counter[int] = Counter()
    for token in dict.fromkeys(tokenise(query)):
        best: dict[int, int] = {}
        for term, times, over in _matches(found, token):
            postings = found.postings[term]
            for page, score in zip(postings[::2], postings[1::2], strict=True):
                best[page] = max(best.get(page, 0), score * times // over)
        scores.update(best)
    top = max(scores.values(), default=0)
    kept = [(page, score) for page, score in scores.items() if score > 0 and score * CUTOFF >= top]
    return sorted(kept, key=lambda item: (-item[1], item[0]))[:limit]


def _words(run: str) -> list[str]:
    parts = [part for part in run.split("-") if part]
    return [*parts, "".join(parts)] if len(parts) > 1 else parts


@functools.lru_cache(maxsize=65_536)  # a help centre says the same words again and again
def _bare(word: str) -> str:
    for pair, single in _UMLAUTS.items():
        word = word.replace(pair, single)
    for article in _ARTICLE:
        if word.startswith(article) and len(word) >= len(article) + 3:
            return word[len(article) :]
    return word


def _average(lengths: Iterable[int]) -> float:
    found = list(lengths)
    return max(1.0, sum(found) / max(1, len(found)))


def _term_weights(count: Mapping[str, Counter[str]], averages: Mapping[str, float]) -> Iterator[tuple[str, float]]:
    weights: defaultdict[str, float] = defaultdict(float)
    for name, words in count.items():
        norm = 1 - LENGTH + LENGTH * sum(words.values()) / averages[name]
        for term, times in words.items():
            weights[term] += FIELDS[name] * times / norm
    return iter(weights.items())


def _scores(weights: Sequence[tuple[int, float]], pages: int) -> Iterator[int]:
    rarity = math.log(1 + (pages - len(weights) + 0.5) / (len(weights) + 0.5))
    for number, weight in weights:
        yield number
        yield max(1, round(SCALE * rarity * weight * (SATURATION + 1) / (weight + SATURATION)))


def _matches(found: Index, token: str) -> Iterator[tuple[int, int, int]]:
    """Words of the index that a query's word stands for, each with the share of its score that counts."""
    start = bisect.bisect_left(found.terms, _order(token), key=_order)
    for number in range(start, len(found.terms)):
        term = found.terms[number]
        if not term.startswith(token):
            break
        if term == token:
            yield number, 1, 1
        elif len(token) >= PREFIX_FROM:
            yield number, 7 * len(token), 10 * len(term)
    for cut in range(1, ENDING + 1):
        stem = token[:-cut]
        place = bisect.bisect_left(found.terms, _order(stem), key=_order)
        if len(stem) >= STEM_FROM and place < len(found.terms) and found.terms[place] == stem:
            yield place, 6, 10


def _order(term: str) -> bytes:
    return term.encode("utf-16-be", "surrogatepass")


def _shorten(text: str) -> str:
    if len(text) <= SNIPPET_SOURCE:
        return text
    return text[:SNIPPET_SOURCE].rpartition(" ")[0] or text[:SNIPPET_SOURCE]
