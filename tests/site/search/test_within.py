"""However long a query is, few files are loaded for it, and it finds what its most telling words find."""

from __future__ import annotations

import bisect
import random
from dataclasses import replace
from itertools import accumulate
from typing import Any

import pytest

from deflect.site.search import Index, index, rank, ranking
from deflect.site.search.postings import DIGITS
from deflect.site.search.ranking import Word, understand
from tests.site.search.test_parts import WORDS, page
from tests.site.search.test_twin import as_found, in_node, needs_node, published, with_table

MOST = 24
LIMIT = 7

# Loads a part as a browser does, from `data.parts`, and counts what is asked for.
LOADED = """(async () => {
  const asked = [], self = globalThis;
  const load = (tag) => {
    const name = tag.src.slice(-11, -3);
    asked.push(name);
    self.deflectParts = { [`search/en/${name}.js`]: data.parts[name] };
    tag.onload();
  };
  self.self = self;
  self.document = { createElement: () => ({ remove() {} }), head: { append: load } };
  const found = [];
  for (const query of data.queries) {
    const index = engine.open(data.main, {}, "search/en/");
    await engine.warm(index);
    asked.length = 0;
    const { hits, sure } = await engine.find(index, query, { typing: false });
    found.push({ asked: [...asked], sure, hits: hits.map((hit) => [hit.path, hit.score]) });
  }
  return found;
})()"""


@pytest.fixture(scope="module")
def centre() -> Index:
    """400 articles with vectors of most words."""
    return with_table(index([page(n, 120) for n in range(400)], "en"))


@pytest.fixture(scope="module")
def queries() -> list[str]:
    """Of 1 to 40 words, many with a slip, some that no article has."""
    chance = random.Random(4)

    def word() -> str:
        said = chance.choice(WORDS)
        at = chance.randrange(len(said))
        return said if chance.random() < 0.6 else said[:at] + chance.choice("aeionrst") + said[at + 1 :]

    return [" ".join(word() for _ in range(number)) for number in (1, 3, 6, 9, 12, 12, 12, 20, 40, 40)]


def shelves(main: dict[str, Any], names: str, cuts: str) -> list[str]:
    """The part of each word."""
    parts = [main[names][at : at + 8] for at in range(0, len(main[names]), 8)]
    sizes = [64 * DIGITS.index(a) + DIGITS.index(b) for a, b in zip(main[cuts][::2], main[cuts][1::2], strict=True)]
    ends = list(accumulate(sizes))
    return [parts[bisect.bisect_right(ends, term)] for term in range(ends[-1])]


def kept(said: list[Word], words: list[str], vectors: list[str]) -> tuple[list[Word], set[str]]:
    """What counts of a query, and the parts for it, worked out from what was promised."""
    names: set[str] = set()

    def fits(*wanted: str) -> bool:
        if len(names | {*wanted}) > MOST:
            return False
        names.update(wanted)
        return True

    best = {word.text: word.matches[word.best][0] for word in said if word.matches}
    telling = [word for word in said if not word.matches or fits(words[best[word.text]], vectors[best[word.text]])]
    held = [tuple(match for match in word.matches if fits(words[match[0]])) for word in telling]
    return [replace(word, matches=matches) for word, matches in zip(telling, held, strict=True)], names


@needs_node
def test_what_counts_of_a_query_is_its_most_telling_words_that_few_parts_hold(
    centre: Index, queries: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    content = published(centre)
    words, vectors = (shelves(content["main"], *names) for names in (("words", "cuts"), ("vectors", "vector_cuts")))
    assert len({*words, *vectors}) > 60
    loaded = in_node(LOADED, {**content, "queries": queries})
    dropped = 0
    for query, found in zip(queries, loaded, strict=True):
        said = understand(centre, query)
        counted, names = kept(said, words, vectors)
        dropped += len(counted) < len(said)
        monkeypatch.setattr(ranking, "understand", lambda *_, counted=counted, **__: counted)
        expected = rank(centre, query, LIMIT)
        monkeypatch.undo()
        assert {*found["asked"]} - names <= {*leaves(content, expected.hits)}, query
        assert names <= {*found["asked"]}, query
        assert found["hits"] == [[centre.pages[number][0], score] for number, score in expected.hits], query
        assert found["sure"] == expected.sure, query
    assert dropped >= 3


def leaves(content: dict[str, Any], hits: tuple[tuple[int, float], ...]) -> list[str]:
    """The parts with the hits' titles."""
    main = content["main"]
    return [main["leaves"][8 * (number // main["leaf"]) :][:8] for number, _ in hits]


@needs_node
def test_a_query_of_many_words_loads_few_files(centre: Index, queries: list[str]) -> None:
    for found in in_node(LOADED, {**published(centre), "queries": queries}):
        assert len(found["asked"]) == len({*found["asked"]}) <= MOST + LIMIT


@needs_node
def test_a_short_query_says_all_that_it_says(centre: Index) -> None:
    chance = random.Random(8)
    short = [" ".join(chance.sample(WORDS, 6)) for _ in range(20)]
    expression = (
        "[engine.open(data.main, data.parts)].flatMap((index) => data.queries.map((query) => engine.rank("
        "index, query, 20, false, engine.within(index, engine.understand(index, query, false)).said)))"
    )
    ranked = in_node(expression, {**published(centre), "queries": short})
    assert ranked == [as_found(rank(centre, query)) for query in short]
