"""Help centres of any size, of made-up words that are as rare and as frequent as words of a language are."""

from __future__ import annotations

import itertools
import random
from collections.abc import Iterator

from deflect.site.search import Index, Page, index
from deflect.site.search.table import DIMENSIONS, HALF, Table

WORDS = 12_000
LENGTH = 220
_CHANCE = random.Random(1)
_SYLLABLES = ["".join(pair) for pair in itertools.product("bcdfglmnprst", "aeiou")]
VOCABULARY = list(
    dict.fromkeys("".join(_CHANCE.choices(_SYLLABLES, k=_CHANCE.randint(2, 4))) for _ in range(2 * WORDS))
)[:WORDS]
WEIGHTS = list(itertools.accumulate(1 / (rank + 3) for rank in range(len(VOCABULARY))))  # Zipf and Mandelbrot's law


def text(chance: random.Random, words: int) -> str:
    """So many words, frequent ones often."""
    return " ".join(chance.choices(VOCABULARY, cum_weights=WEIGHTS, k=words))


def pages(count: int) -> Iterator[Page]:
    """So many articles."""
    for number in range(count):
        chance = random.Random(number)
        fields = {
            "title": text(chance, 7),
            "asked": text(chance, 12),
            "headings": text(chance, 9),
            "category": f"Category {number % 12}",
        }
        body = text(chance, LENGTH)
        yield Page(
            f"articles/article-{number}.html", fields["title"], fields["category"], {**fields, "body": body}, body
        )


def centre(count: int) -> Index:
    """An index of so many articles, with vectors of all of them and of all words."""
    made = tuple(pages(count))
    plain = index(made, "en")
    chance = random.Random(0)

    def values() -> tuple[int, ...]:
        return tuple(max(-HALF, min(HALF, round(chance.gauss(0, HALF / 2.6)))) for _ in range(DIMENSIONS))

    table = Table({term: (chance.randint(9, 63), values()) for term in plain.terms}, tuple(values() for _ in made))
    return index(made, "en", (), table)


def queries(count: int, words: int) -> list[str]:
    """Queries of words that are in some article's title."""
    return [text(random.Random(f"query {number}"), words) for number in range(count)]
