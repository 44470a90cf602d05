"""Success at 1 and 3 and queries that find nothing, side by side."""

from __future__ import annotations

import functools
import sys
import tempfile
from collections import defaultdict
from pathlib import Path

from benchmarks.search import engines
from benchmarks.search.sets import Set, sets
from deflect.models import Encoder, VectorCache, frequent_words, load_encoder
from deflect.pipeline.searched import ENGLISH, GENERAL
from deflect.site.search import Index, Source, index, learn
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
    if given.language in ENGLISH:
        ours["deflect, words and meaning"] = with_table(given, given)
    found = engines.answers(given, ours)
    if "pagefind" not in engines.missing() and Path(engines.CHROMIUM).exists():
        found = {"Pagefind": engines.pagefind(given), **found}
    if given.earlier:
        told = given.with_tickets()
        more = {"deflect, words and tickets": index(told.pages, told.language)}
        if given.language in ENGLISH:
            more["deflect, words, tickets and meaning"] = with_table(told, given)
        found |= engines.answers(told, more, opponents=False)
    asked = sum(bool(question.right) for question in given.questions)
    print(f"\n**{given.name}**: {len(given.pages)} articles, {asked} questions\n")
    print("| | s@1 | s@3 | nothing found |\n|---|---|---|---|")
    for name, hits in found.items():
        first, among, nothing = engines.judged(hits, given)
        print(f"| {name} | {first:.1%} | {among:.1%} | {nothing:.1%} |", flush=True)


def with_table(told: Set, given: Set) -> Index:
    """An index with the meaning of words, learned from articles and earlier tickets."""
    earlier: defaultdict[int, list[str]] = defaultdict(list)
    for text, about in given.earlier if told is not given else ():
        earlier[about].append(text)
    encoder, cache = encoders()
    sources = []
    for number, page in enumerate(told.pages):
        heads = (page.title, page.fields.get("asked", ""))
        passages = tuple(text for text in (*heads, *split(page.fields["body"])) if text.strip())
        sources.append(Source(page.path, passages, tuple(earlier[number]), frozenset(page.tickets)))
    meaning = learn(
        sources, told.language, lambda texts: cache.encode(encoder, texts), frequent_words(encoder, GENERAL)
    )
    table = Table(meaning.words, tuple(meaning.pages[page.path] for page in told.pages))
    return index(told.pages, told.language, (), table)


@functools.cache
def encoders() -> tuple[Encoder, VectorCache]:
    """The bundled encoder, and what it encoded before."""
    encoder = load_encoder()
    return encoder, VectorCache(CACHE, encoder.fingerprint)
