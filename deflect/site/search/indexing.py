"""Articles of one language → what is searched.

BM25F (Robertson, Zaragoza, Taylor 2004, "Simple BM25 extension to multiple weighted fields"): a word's counts in all
fields are added with the fields' weights and length normalisation, then saturated once. The result for each word and
article is worked out here and stored as a whole number, so that the browser only adds, and both sides agree exactly.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from deflect.site.search.folding import fold, order, tokenise, words
from deflect.site.search.languages import Rules, rules
from deflect.site.search.table import Table

FIELDS = {"title": 6.0, "asked": 3.0, "headings": 2.0, "category": 1.0, "body": 1.0}
TICKETS = 6.0
"""Weight of a word that all who asked used. Higher: the words of past tickets count more than the article's own."""

STOP = 1.0  # weight of a stop word of a title
SATURATION = 2.0  # k1: how soon more of a word stops counting; the upper end of what is usual
LENGTH = 0.75  # b: 0 ignores a field's length, 1 divides by it; the usual value
STEPS = 63  # of a stored weight and of a stored rarity: each is one sign of the index
RARITY = 6.0  # steps of rarity for each e-fold; 63 are reached by one article in 36,000
SNIPPET = 600  # characters of an answer that the browser may cut a snippet from


@dataclass(frozen=True, slots=True)
class Page:
    """What is searched of one article.

    Attributes:
        fields: Text by field, the names of `FIELDS`.
        snippet: Text that a snippet is cut from.
        tickets: Words of past tickets, folded, each with the share of customers who used it, 0 to 1.
        slug: Of the article.
    """

    path: str
    title: str
    category: str
    fields: Mapping[str, str]
    snippet: str
    tickets: Mapping[str, float] = field(default_factory=dict)
    slug: str = ""


@dataclass(frozen=True, slots=True)
class Index:
    """What is searched of one language.

    Attributes:
        pages: Path, title, category and snippet text of each article.
        rules: Of the language.
        terms: All words of articles and table, in order of their UTF-16 form, which is how JavaScript compares.
        rarity: For each word how telling it is, 1 to `STEPS`; 0 for one that no article has.
        postings: For each word the articles that have it, and its weight there, 1 to `STEPS`: page, weight, page, …
        unknown: Rarity of a word that no article has.
        synonyms: Groups of phrases, each phrase words of the index's form, that stand for one another.
        table: What words mean; None where nothing is known of that.
    """

    pages: tuple[tuple[str, str, str, str], ...]
    rules: Rules
    terms: tuple[str, ...]
    rarity: tuple[int, ...]
    postings: tuple[tuple[int, ...], ...]
    unknown: int
    synonyms: tuple[tuple[tuple[str, ...], ...], ...] = ()
    table: Table | None = None


def index(
    pages: Sequence[Page], language: str = "", synonyms: Iterable[Sequence[str]] = (), table: Table | None = None
) -> Index:
    """Index the articles of one language.

    Args:
        pages: In the order that articles with the same score are shown in.
        language: Its code, `en` or `pt-br`; empty: no stop words, no stemming.
        synonyms: Groups of words or phrases that stand for one another.
        table: What words mean, of these pages.
    """
    known = rules(language)
    weights = _weights(pages, known)
    terms = sorted({*weights, *(table.terms if table else ())}, key=order)
    return Index(
        pages=tuple((page.path, page.title, page.category, _shorten(page.snippet)) for page in pages),
        rules=known,
        terms=tuple(terms),
        rarity=tuple(rarity(len(weights[term]), len(pages)) if term in weights else 0 for term in terms),
        postings=tuple(tuple(_posted(weights.get(term, ()))) for term in terms),
        unknown=rarity(1, len(pages)),
        synonyms=tuple(group for each in synonyms if len(group := _phrases(each, known)) > 1),
        table=table,
    )


def rarity(having: int, pages: int) -> int:
    """How telling a word is that so many of the articles have: Robertson's idf, in steps."""
    found = math.log(1 + (pages - having + 0.5) / (having + 0.5))
    return min(STEPS, max(1, round(RARITY * found)))


def _weights(pages: Sequence[Page], known: Rules) -> dict[str, list[tuple[int, float]]]:
    counts = [{name: Counter(tokenise(page.fields.get(name, ""), known)) for name in FIELDS} for page in pages]
    averages = {name: _average(count[name].total() for count in counts) for name in FIELDS}
    weights: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, (page, count) in enumerate(zip(pages, counts, strict=True)):
        for term, weight in _term_weights(page, count, averages, _stops(page, known)):
            weights[term].append((number, weight))
    return weights


def _term_weights(
    page: Page, count: Mapping[str, Counter[str]], averages: Mapping[str, float], stops: Iterable[str]
) -> Iterator[tuple[str, float]]:
    found: defaultdict[str, float] = defaultdict(float)
    for name, tokens in count.items():
        norm = 1 - LENGTH + LENGTH * tokens.total() / averages[name]
        for term, times in tokens.items():
            found[term] += FIELDS[name] * times / norm
    for term in stops:
        found[term] += STOP
    for term, share in page.tickets.items():
        found[term] += TICKETS * share
    return iter(found.items())


def _stops(page: Page, known: Rules) -> set[str]:
    """The stop words of a title, by which it is found as long as nothing else is typed."""
    return {fold(word, known.steps) for word in words(page.fields.get("title", ""), known) if word in known.stop} - {""}


def _average(lengths: Iterable[int]) -> float:
    found = list(lengths)
    return max(1.0, sum(found) / max(1, len(found)))


def _posted(weights: Sequence[tuple[int, float]]) -> Iterator[int]:
    for number, weight in weights:
        yield number
        yield max(1, round(STEPS * weight / (weight + SATURATION)))


def _phrases(group: Sequence[str], known: Rules) -> tuple[tuple[str, ...], ...]:
    phrases = dict.fromkeys(tuple(tokenise(phrase, known)) for phrase in group)
    return tuple(phrase for phrase in phrases if phrase)


def _shorten(text: str) -> str:
    if len(text) <= SNIPPET:
        return text
    return text[:SNIPPET].rpartition(" ")[0] or text[:SNIPPET]
