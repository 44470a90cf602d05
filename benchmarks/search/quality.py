"""Success at 1 and 3 and queries that find nothing, side by side."""

from __future__ import annotations

import functools
import sys
import tempfile
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from benchmarks.search import engines
from benchmarks.search.sets import Set, sets
from deflect.errors import ModelError
from deflect.models import Encoder, VectorCache, frequent_words, load_encoder
from deflect.models.multilingual import MULTILINGUAL
from deflect.pipeline.searched import ENGLISH, GENERAL
from deflect.site.search import Index, Page, Source, index, learn, rank
from deflect.site.search.table import Table
from deflect.suggest.passages import split

CACHE = Path(tempfile.gettempdir()) / "deflect-benchmarks"


def main() -> None:
    """Print a table for each set."""
    if lacking := engines.missing():
        print(f"left out: {', '.join(lacking)}; to compare with them: {engines.HOW}", file=sys.stderr)
    for given in sets():
        report(given)


def report(given: Set) -> None:
    """Print how well each search answers a set's questions."""
    ours = {"deflect, words": index(given.pages, given.language)}
    if encoder := encoder_of(given.language):
        ours["deflect, words and meaning"] = with_table(given, given, encoder)
    found = engines.answers(given, ours)
    if "pagefind" not in engines.missing() and Path(engines.CHROMIUM).exists():
        found = {"Pagefind": engines.pagefind(given), **found}
    if given.earlier:
        told = given.with_tickets()
        more = {"deflect, words and tickets": index(told.pages, told.language)}
        if encoder:
            more["deflect, words, tickets and meaning"] = with_table(told, given, encoder)
        found |= engines.answers(told, more, opponents=False)
    if encoder:
        found["words of BM25 and the whole encoder"] = whole(given, encoder)
    asked = sum(bool(question.right) for question in given.questions)
    print(f"\n**{given.name}**: {len(given.pages)} articles, {asked} questions\n")
    print("| | s@1 | s@3 | nothing found |\n|---|---|---|---|")
    for name, hits in found.items():
        first, among, nothing = engines.judged(hits, given)
        print(f"| {name} | {first:.1%} | {among:.1%} | {nothing:.1%} |", flush=True)


def with_table(told: Set, given: Set, encoder: Encoder) -> Index:
    """An index with the meaning of words, learned from articles and earlier tickets."""
    earlier: defaultdict[int, list[str]] = defaultdict(list)
    for text, about in given.earlier if told is not given else ():
        earlier[about].append(text)
    sources = [
        Source(page.path, passages(page), tuple(earlier[number]), frozenset(page.tickets))
        for number, page in enumerate(told.pages)
    ]
    general = frequent_words(encoder, GENERAL) if told.language in ENGLISH else ()
    meaning = learn(sources, told.language, lambda texts: encoded(encoder, texts), general)
    table = Table(meaning.words, tuple(meaning.pages[page.path] for page in told.pages))
    return index(told.pages, told.language, (), table)


def whole(given: Set, encoder: Encoder) -> list[list[int]]:
    """What words and the encoder itself find first: the same score, with its likeness in place of the table's."""
    plain = index(given.pages, given.language)
    owners = [number for number, page in enumerate(given.pages) for _ in passages(page)]
    vectors = encoded(encoder, [text for page in given.pages for text in passages(page)])
    means = np.zeros((len(given.pages), vectors.shape[1]))
    np.add.at(means, owners, vectors)
    means /= np.maximum(np.linalg.norm(means, axis=1, keepdims=True), 1e-12)
    likes = encoded(encoder, [question.text for question in given.questions]) @ means.T
    found = []
    for question, like in zip(given.questions, likes, strict=True):
        scores = np.maximum(like, 0)
        for number, score in rank(plain, question.text, len(given.pages)).hits:
            scores[number] += score
        found.append(np.argsort(-scores, kind="stable")[: engines.FIRST].tolist())
    return found


def passages(page: Page) -> tuple[str, ...]:
    """What the encoder reads of an article: as a run has it."""
    heads = (page.title, page.fields.get("asked", ""))
    return tuple(text for text in (*heads, *split(page.fields["body"])) if text.strip())


@functools.cache
def encoder_of(language: str) -> Encoder | None:
    """The encoder that reads a language: the bundled one, or that of deflect[multilingual] where it is installed."""
    try:
        encoder = load_encoder() if language in ENGLISH else load_encoder(MULTILINGUAL)
    except ModelError as error:
        print(f"left out: meaning in {language}; {error}", file=sys.stderr)
        return None
    return encoder if language in getattr(encoder, "languages", ENGLISH) else None


def encoded(encoder: Encoder, texts: Sequence[str]) -> NDArray[np.float32]:
    """Unit vectors, kept for the next time."""
    return VectorCache(CACHE, encoder.fingerprint).encode(encoder, texts)
