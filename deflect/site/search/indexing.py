"""Articles of one language → what is searched."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from deflect.site.search.counting import Counts, count
from deflect.site.search.folding import order, tokenise
from deflect.site.search.languages import Rules, rules
from deflect.site.search.page import Page
from deflect.site.search.postings import STEPS, Postings, post
from deflect.site.search.table import Table

RARITY = 6.0  # steps of rarity for each e-fold; 63 are reached by one article in 36,000
SNIPPET = 600  # characters of an answer that the browser may cut a snippet from


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
    postings: Postings
    unknown: int
    synonyms: tuple[tuple[tuple[str, ...], ...], ...] = ()
    table: Table | None = None


def index(
    pages: Sequence[Page],
    language: str = "",
    synonyms: Iterable[Sequence[str]] = (),
    table: Table | None = None,
    counts: Counts | None = None,
) -> Index:
    """Index the articles of one language.

    Args:
        pages: In the order that articles with the same score are shown in.
        language: Its code, `en` or `pt-br`; empty: no stop words, no stemming.
        synonyms: Groups of words or phrases that stand for one another.
        table: What words mean, of these pages.
        counts: The words of these pages, if they are counted already.

    Returns:
        The index; equal for equal arguments.
    """
    import numpy as np

    known = rules(language)
    counted = counts or count(pages, known)
    terms = sorted({*counted.used, *(table.terms if table else ())}, key=order)
    numbers = {term: number for number, term in enumerate(terms)}
    postings = post(counted, np.array([numbers.get(term, -1) for term in counted.terms], np.int32), len(terms))
    having = np.diff(postings.starts).tolist()
    rarities = {number: rarity(number, len(pages)) if number else 0 for number in set(having)}
    return Index(
        pages=tuple((page.path, page.title, page.category, _shorten(page.snippet)) for page in pages),
        rules=known,
        terms=tuple(terms),
        rarity=tuple(rarities[number] for number in having),
        postings=postings,
        unknown=rarity(1, len(pages)),
        synonyms=tuple(group for each in synonyms if len(group := _phrases(each, known)) > 1),
        table=table,
    )


def rarity(having: int, pages: int) -> int:
    """How telling a word is that so many of the articles have: Robertson's idf, in steps."""
    found = math.log(1 + (pages - having + 0.5) / (having + 0.5))
    return min(STEPS, max(1, round(RARITY * found)))


def _phrases(group: Sequence[str], known: Rules) -> tuple[tuple[str, ...], ...]:
    phrases = dict.fromkeys(tuple(tokenise(phrase, known)) for phrase in group)
    return tuple(phrase for phrase in phrases if phrase)


def _shorten(text: str) -> str:
    if len(text) <= SNIPPET:
        return text
    return text[:SNIPPET].rpartition(" ")[0] or text[:SNIPPET]
