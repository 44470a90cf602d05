"""Articles that say the same: near each other by the vectors of the index, or written in the same words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from deflect.clusters.wording import copies, word_pairs
from deflect.kb.frame import MISSING
from deflect.models import Generation
from deflect.types import Article

NEAR = 0.9
"""Least cosine similarity of two articles' mean passages at which they are listed as duplicates. Higher: fewer pairs
that only share a subject are listed (precision), and more real ones are missed (recall)."""

FEWEST_PAIRS = 8
"""Pairs of neighbouring words below which an article is too short to be compared by its words."""


def alike(articles: Sequence[Article], generation: Generation | None) -> tuple[tuple[str, str], ...]:
    """Find articles in one language that say the same.

    Args:
        articles: Those to compare.
        generation: Holds the vectors of the articles as they were at the last run; None compares words alone.

    Returns:
        Pairs of slugs, each once, in order of the articles.
    """
    place = {article.slug: number for number, article in enumerate(articles)}
    language = {article.slug: article.language for article in articles}
    found = {*_by_words(articles), *_by_vectors(generation, place)}
    pairs = {(one, other) if place[one] < place[other] else (other, one) for one, other in found}
    same = (pair for pair in pairs if language[pair[0]] == language[pair[1]])
    return tuple(sorted(same, key=lambda pair: (place[pair[0]], place[pair[1]])))


def _by_words(articles: Sequence[Article]) -> Iterator[tuple[str, str]]:
    pairs = [word_pairs(_said(article)) for article in articles]
    long = [number for number, each in enumerate(pairs) if len(each) >= FEWEST_PAIRS]
    left, right = copies([pairs[number] for number in long], np.zeros(len(long)), 0.0)
    for one, other in zip(left, right, strict=True):
        yield articles[long[one]].slug, articles[long[other]].slug


def _said(article: Article) -> str:
    """What the article itself says: the words of `MISSING:` lines are deflect's."""
    lines = [line for line in article.answer.split("\n") if not line.startswith(MISSING)]
    return "\n".join((article.title, article.question, *lines))


def _by_vectors(generation: Generation | None, known: Mapping[str, int]) -> Iterator[tuple[str, str]]:
    slugs, means = _means(generation, known) if generation else ([], np.zeros((0, 1), np.float32))
    near: dict[str, list[str]] = defaultdict(list)
    for number, slug in enumerate(slugs[:-1]):
        for other in np.flatnonzero(means[number + 1 :] @ means[number] >= NEAR):
            near[slug].append(slugs[number + 1 + int(other)])
    for slug, others in near.items():
        yield from ((slug, other) for other in others)


def _means(generation: Generation, known: Mapping[str, int]) -> tuple[list[str], NDArray[np.float32]]:
    """Slugs of articles that have passages, and the unit mean of each one's vectors."""
    from deflect.suggest.artefacts import Book

    book = Book.open(generation)
    starts = book.passage_starts - book.passage_starts[0]
    slugs, rows = [], []
    for target, start, stop in zip(book.targets, starts, starts[1:], strict=False):
        if target.article in known and stop > start:
            mean = book.passage_vectors[start:stop].mean(axis=0)
            slugs.append(target.article)
            rows.append(mean / max(float(np.linalg.norm(mean)), 1e-9))
    return slugs, np.array(rows, dtype=np.float32).reshape(len(rows), book.passage_vectors.shape[1])
