"""Titles with a slip, and titles half typed."""

from __future__ import annotations

import random
from collections.abc import Callable

from benchmarks.search.sets import Set, sets
from deflect.site.search import index, rank
from deflect.site.search.folding import words
from deflect.site.search.languages import rules
from deflect.site.search.spelling import SHORTEST

AMONG = 3
TYPED = 0.6  # of a title
LETTERS = "abcdefghijklmnopqrstuvwxyz"


def main() -> None:
    """Print the share of titles found among the first three."""
    print("\n| | one slip | half typed |\n|---|---|---|")
    for given in sets():
        if any(each.title for each in given.pages):
            print(f"| {given.name} | {found(given, slipped):.1%} | {found(given, begun):.1%} |", flush=True)


def found(given: Set, change: Callable[[random.Random, str], str]) -> float:
    """Share of titles that, changed, find their article among the first three."""
    made = index(given.pages, given.language)
    titles = [(number, each.title) for number, each in enumerate(given.pages) if each.title]
    right = [
        number in [hit for hit, _ in rank(made, change(random.Random(title), title), AMONG, typing=True).hits]
        for number, title in titles
    ]
    return sum(right) / len(right)


def slipped(chance: random.Random, title: str) -> str:
    """A title with one slip in one of its words that say something and are long enough for one to be forgiven."""
    known = rules("en")
    cut = title.split()
    longer = [
        n
        for n, word in enumerate(cut)
        if word.isalpha() and len(word) > SHORTEST and not known.stop.issuperset(words(word, known))
    ]
    if longer:
        place = chance.choice(longer)
        cut[place] = slip(chance, cut[place])
    return f"{' '.join(cut)} "


def slip(chance: random.Random, word: str) -> str:
    """A word with a letter left out, doubled, changed, or swapped with the next; the first letter stays."""
    at = chance.randrange(1, len(word) - 1)
    other = chance.choice(LETTERS)
    return chance.choice(
        (
            word[:at] + word[at + 1 :],
            word[:at] + word[at] + word[at:],
            word[:at] + other + word[at + 1 :],
            word[:at] + word[at + 1] + word[at] + word[at + 2 :],
        )
    )


def begun(_: random.Random, title: str) -> str:
    """The beginning of a title, as it stands while somebody types."""
    return title[: max(4, int(len(title) * TYPED))]
