"""How often a recurring question is matched with the article that answers it, by similarity alone.

Of each class of a labelled set one text is a question's label, six are its exemplars, and one more is an article's
title (or five are its title and other phrasings). Once every question has its article; once every article is taken
away but those of the other classes, so that each match is wrong. The texts were not written as titles: those of a
vendor name a question more plainly. The Arabic set is left out, as the bundled model does not read it.

Usage: python benchmarks/bench_documented.py [--draws 5]
"""

from __future__ import annotations

import argparse
import random
from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

import numpy as np
from numpy.typing import NDArray

from benchmarks.clustering.sets import Labelled, labelled_sets, vectors_of
from deflect.interval import wilson
from deflect.kb.documentation import Links, documented
from deflect.types import Article, CleanTicket, Cluster, Trend

EXEMPLARS = 6
PHRASINGS = 5
Encode = Callable[[Sequence[str]], NDArray[np.float32]]
WHEN = datetime(2026, 1, 1, tzinfo=UTC)


def main() -> None:
    ask = argparse.ArgumentParser(description=__doc__)
    ask.add_argument("--draws", type=int, default=5)
    draws = ask.parse_args().draws
    print("| set | article | found of its question | right of those found | wrong where no article exists |")
    print("|---|---|---|---|---|")
    for labelled in (each for each in labelled_sets() if "arbanking" not in each.name):
        for phrasings in (1, PHRASINGS):
            measure(labelled, phrasings, draws)


def measure(labelled: Labelled, phrasings: int, draws: int) -> None:
    rows = dict(zip(labelled.texts, np.load(vectors_of(labelled.texts)), strict=True))
    counts: Counter[str] = Counter()
    for draw in range(draws):
        counts += one_draw(labelled, phrasings, draw, lambda texts: np.stack([rows[text] for text in texts]))
    right, found, wrong, asked = (counts[name] for name in ("right", "found", "wrong", "asked"))
    said = f"title and {phrasings - 1} phrasings" if phrasings > 1 else "title"
    print(f"| {labelled.name} | {said} | {wilson(right, asked)} | {wilson(right, found)} | {wilson(wrong, asked)} |")


def one_draw(labelled: Labelled, phrasings: int, seed: int, encode: Encode) -> Counter[str]:
    chance = random.Random(seed)
    by_class: dict[str, list[str]] = defaultdict(list)
    for text, name in zip(labelled.texts, labelled.truth, strict=True):
        if text not in by_class[str(name)]:
            by_class[str(name)].append(text)
    needed = 1 + EXEMPLARS + phrasings
    drawn = {name: chance.sample(found, needed) for name, found in sorted(by_class.items()) if len(found) >= needed}
    clusters, tickets, articles = made(drawn)
    counts = Counter({"asked": len(clusters)})
    for each in documented(clusters, articles, tickets, encode, links=Links.to(articles)):
        counts["found"] += 1
        counts["right"] += each.article == each.question
    for cluster in clusters:
        others = [each for each in articles if each.slug != cluster.id]
        counts["wrong"] += len(documented([cluster], others, tickets, encode, links=Links.to(others)))
    return counts


def made(drawn: dict[str, list[str]]) -> tuple[list[Cluster], list[CleanTicket], list[Article]]:
    clusters, tickets, articles = [], [], []
    for number, texts in enumerate(drawn.values()):
        label, asked, (title, *others) = texts[0], texts[1 : 1 + EXEMPLARS], texts[1 + EXEMPLARS :]
        refs = tuple(f"set:{number}-{place}" for place in range(EXEMPLARS))
        tickets += [
            CleanTicket(ref, "", text, "Done.", "a", ref, "en", WHEN, True)
            for ref, text in zip(refs, asked, strict=True)
        ]
        name = f"q{number}"
        clusters.append(Cluster(name, refs, refs, label, "en", 1.0, EXEMPLARS, Trend((), ())))
        articles.append(Article(name, name, title, title, "Text.", origin="imported", also_asked=tuple(others)))
    return clusters, tickets, articles


if __name__ == "__main__":
    main()
